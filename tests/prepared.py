"""What many tests need: empty tables and compiled kernels. Made once a session and shared by its processes.

    python -m tests.prepared tables | fingers | search | names

Sixty migrations take eight seconds, a copy of what they make takes none; kernels that nobody has compiled yet take fifteen
to thirty seconds each part, in every process that needs them. A part is in the making as long as its lock is held.
"""

import atexit
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO

#: The environment variable that names the session's folder; tests/conftest.py makes it.
FOLDER = "EGNATIA_TEST_KEPT"
REPOSITORY = Path(__file__).resolve().parent.parent
#: Parts that are kernels: what is compiled stays beside the modules until one of them changes.
KERNELS = ("search", "fingers", "names")
_begun: list[subprocess.Popen[bytes]] = []


def begin() -> None:
    """Start making all that isn't there, beside the collecting of the tests."""
    for part in ("tables", *(part for part in KERNELS if not _compiled(part).exists())):
        with _locked(part) as lock:
            _begun.append(_make(part, lock))


def end() -> None:
    """Nothing is left behind: neither processes nor the server's database."""
    for process in _begun:
        process.wait()
    name = _folder() / "tables.name"
    if name.exists() and os.environ.get("EGNATIA_TEST_DATABASE") == "postgresql":
        import psycopg

        with psycopg.connect(os.environ["EGNATIA_TEST_POSTGRES"], autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name.read_text()}"')


def await_kernels() -> None:
    """Wait for those that are being compiled."""
    for part in KERNELS:
        with _locked(part):
            pass


def tables() -> str:
    """Where a database with every table lies: SQLite's file, or its name at the PostgreSQL server."""
    name = _folder() / "tables.name"
    with _locked("tables") as lock:
        if not name.exists():
            assert _make("tables", lock).wait() == 0, (_folder() / "tables.log").read_text()
    return name.read_text()


def copy_tables(place: Path) -> None:
    """Give a node of its own on SQLite its tables: `place` is its database file."""
    shutil.copy(tables(), place)


@contextmanager
def _locked(part: str) -> Iterator[IO[bytes]]:
    with (_folder() / f"{part}.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


def _make(part: str, lock: IO[bytes]) -> subprocess.Popen[bytes]:
    """Make a part in a process of its own, which holds the lock, too, until it ends."""
    with (_folder() / f"{part}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.prepared", part],
            stdout=log,
            stderr=log,
            pass_fds=[lock.fileno()],
            env=os.environ | {FOLDER: str(_folder())},
            cwd=REPOSITORY,
        )


@cache
def _folder() -> Path:
    """The session's, or where there is none (a bench starts live nodes, too) one of this process."""
    if FOLDER in os.environ:
        return Path(os.environ[FOLDER])
    folder = Path(tempfile.mkdtemp(prefix="egnatia-kept-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _make_tables() -> None:
    import tests.node_plugin  # noqa: F401  a node to read the settings from

    os.environ["DJANGO_SETTINGS_MODULE"] = "egnatia.site.settings"
    import django

    django.setup()
    from django.db import connection

    is_file = connection.vendor == "sqlite"
    place = _folder() / "tables.sqlite3" if is_file else f"egnatia_tables_{os.getpid()}"
    connection.settings_dict["TEST"]["NAME"] = place
    connection.creation.create_test_db(verbosity=0, serialize=False)
    connection.close()
    (_folder() / "tables.name").write_text(str(place))


@cache
def _compiled(part: str) -> Path:
    """A file that is there once the kernels of this state of the engines are compiled."""
    engines = REPOSITORY / "src" / "egnatia" / "engines"
    digest = hashlib.sha256()
    for source in (Path(__file__), *sorted(engines.rglob("*.py"))):
        digest.update(source.read_bytes())
    return engines / "__pycache__" / f"{part}-{digest.hexdigest()[:12]}.compiled"


def _compile_fingers() -> None:
    from egnatia.engines.fingerprint.synthetic import make_person, synthetic_fingers

    synthetic_fingers(0, 0)
    make_person(0).impression(1, 0)


def _compile_search() -> None:
    from egnatia.base.ids import new_id
    from egnatia.engines.fingerprint.gallery import Gallery
    from egnatia.engines.fingerprint.template import build_template
    from egnatia.site.warming import finger_of_nobody

    finger = build_template(finger_of_nobody())
    with tempfile.TemporaryDirectory() as folder, Gallery(Path(folder), bytes(32), writable=True) as gallery:
        gallery.append(new_id(), {1: finger, 2: finger})
        gallery.search({1: finger, 2: finger})


def _compile_names() -> None:
    from egnatia.engines.linkage.batch import Batch
    from egnatia.engines.linkage.records import Record, WrittenName
    from egnatia.engines.linkage.register import Register
    from egnatia.engines.names.comparison import compare, prepare

    compare(prepare("Haddad"), prepare("حداد"))
    persons = [Record((WrittenName(name),)) for name in ("Samir Haddad", "سمير حداد", "Самир Хадад")]
    register, batch = Register(enumerate(persons)), Batch()
    ranked = register.rank(persons[0])
    register.compare(persons[0], dict(enumerate(persons)), ranked)
    for person in persons:
        batch.add(person)
    batch.propose(0.0)


if __name__ == "__main__":
    part = sys.argv[1]
    {"tables": _make_tables, "fingers": _compile_fingers, "search": _compile_search, "names": _compile_names}[part]()
    if part in KERNELS:
        _compiled(part).parent.mkdir(exist_ok=True)
        _compiled(part).touch()
