"""What most tests need: officers of every role, and a node whose files don't leak from one test into the next."""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from hypothesis import HealthCheck, settings
from whitenoise.middleware import WhiteNoiseMiddleware

from tests import kept, prepared
from tests.spread import is_live

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's synchronous API runs inside an event loop

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED_DATA = REPOSITORY.parent / "shared" / "data"
_DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
PASSWORD_ROUNDS = PBKDF2PasswordHasher.iterations

# Property tests assert what comes out, not how fast: a machine with other work draws slowly.
settings.register_profile(
    "egnatia", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=bool(os.environ.get("CI"))
)
settings.load_profile("egnatia")


def pytest_report_header() -> str:
    return f"database: {os.environ.get('EGNATIA_TEST_DATABASE', 'sqlite')}"


def pytest_configure(config: pytest.Config) -> None:
    """The folder of `tests.kept` and `tests.prepared`, made by the process that starts the others."""
    gc.disable()  # until all is collected
    if not hasattr(config, "workerinput"):
        folder = tempfile.mkdtemp(prefix="egnatia-kept-")
        os.environ[prepared.FOLDER] = folder
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        config.add_cleanup(prepared.end)
        if (getattr(config.option, "numprocesses", None) or 0) > 1:
            prepared.begin()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Who runs what: see `tests.spread`."""
    from tests.spread import LiveNodesTogether

    config.option.loadscopereorder = False  # the order below holds
    return LiveNodesTogether(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Live nodes come first (see `tests.spread`), then what else is allowed long, so that no process works alone at the end.

    On PostgreSQL those that never touch the test node's database are left out: they run with the SQLite half. So are live
    nodes, which bring their own SQLite.
    """
    items.sort(key=lambda item: (not is_live(item.nodeid), item.get_closest_marker("timeout") is None))
    if os.environ.get("EGNATIA_TEST_DATABASE") == "postgresql":
        left_out = [item for item in items if not _touches_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _touches_database(item)]


def pytest_collection_finish() -> None:
    """What collecting made stays to the end: the garbage collector needn't walk over all of it again and again."""
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)  # and of what tests make little is left in circles
    gc.enable()
    atexit.register(gc.freeze)  # nor when the process ends


def _touches_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or bool(_DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> Iterator[None]:
    """One round of the node's own algorithm: a million for each officer of each test took half the time of most folders."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PBKDF2PasswordHasher, "iterations", 1)
        yield


@pytest.fixture(autouse=True, scope="session")
def _made_once() -> Iterator[None]:
    """The same images, figures and static files come again and again outside the engine's and the figures' own tests."""
    from egnatia.biometrics import reading
    from egnatia.ui import figures

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "extract", kept.read_once)
        patch.setattr(figures, "_convert", kept.draw_once)
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", kept.find_static_files_once)
        yield


@pytest.fixture(autouse=True, scope="session")
def _kernels() -> None:
    prepared.await_kernels()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The test database is a copy of the session's tables."""
    from django.db import connection

    creation, tables = connection.creation, prepared.tables()
    if connection.vendor == "sqlite":
        creation._create_test_db = lambda *_: shutil.copy(tables, creation._get_test_db_name())
    else:
        connection.settings_dict["TEST"]["TEMPLATE"] = tables


@pytest.fixture
def password_rounds(monkeypatch: pytest.MonkeyPatch) -> int:
    """Passwords are kept with as many rounds as at a node; how many."""
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", PASSWORD_ROUNDS)
    return PASSWORD_ROUNDS


@pytest.fixture(autouse=True)
def _clean_files(request: pytest.FixtureRequest) -> Iterator[None]:
    """What the test node keeps in files is emptied after each test that touched the database."""
    yield
    if _touches_database(request.node):
        from egnatia.base import node

        for name in ("blobs", "gallery", "analysis"):
            shutil.rmtree(node.current().directory / name, ignore_errors=True)
        _take_back_keys(node.current().directory / "keys")


def _take_back_keys(directory: Path) -> None:
    """Migration's first keys towards partners stay; any further one belonged to the federation of the test, as did its list."""
    from egnatia.exchange import keys
    from egnatia.exchange.federation import own_terms

    own_terms.forget()
    made = [one for one in directory.glob("exchange-*.key") if not one.stem.endswith("-1")]
    made += directory.glob("law-enforcement-*.key")
    for path in made:
        path.unlink()
    if made:
        keys._load.cache_clear()


@pytest.fixture
def unit(db):
    from egnatia.accounts.models import Unit

    return Unit.objects.create(name="Tabanovce crossing", place="Tabanovce")


@pytest.fixture
def make_officer(unit) -> Callable:
    """`make_officer("ana", "examiner", …)`: an account of the test node with these roles, password "Long-enough-1234"."""
    from egnatia.accounts.actions.create_officer import create_officer

    def make(username: str, *roles: str, **more):
        values = {"full_name": username.title(), "unit": unit, "password": "Long-enough-1234", "is_demo": True} | more
        return create_officer(None, username=username, roles=roles, **values)

    return make


@pytest.fixture
def registration_officer(make_officer):
    return make_officer("rada", "registration_officer")


@pytest.fixture
def examiner(make_officer):
    return make_officer("elira", "examiner")


@pytest.fixture
def second_examiner(make_officer):
    return make_officer("emin", "examiner")


@pytest.fixture
def case_officer(make_officer):
    return make_officer("kosta", "case_officer")


@pytest.fixture
def supervisor(make_officer):
    return make_officer("sanja", "supervisor")


@pytest.fixture
def security_officer(make_officer):
    return make_officer("simon", "security_officer")


@pytest.fixture
def analyst(make_officer):
    return make_officer("arta", "analyst")


@pytest.fixture
def director(make_officer):
    """The head of border police."""
    return make_officer("dragan", "director")


@pytest.fixture
def administrator(make_officer):
    return make_officer("ada", "administrator")


@pytest.fixture
def operator(make_officer):
    """The service account of the command line."""
    return make_officer("operator", "service", kind="service", password=None)


@pytest.fixture
def shared_data() -> Path:
    """The folder with real fingerprint images; the test is skipped where it isn't there."""
    if not SHARED_DATA.is_dir():
        pytest.skip("real fingerprint images (../shared/data) are not on this machine; the synthetic ones are tested instead")
    return SHARED_DATA


@pytest.fixture(scope="module")
def ray_cluster() -> Iterator[str]:
    """Address of a Ray cluster on this machine that may run two parts of galleries."""
    from benches._ray import ray_cluster
    from egnatia.engines.fingerprint.ray_calls import get_calls

    with ray_cluster(parts=2) as address:
        yield address
        get_calls(address).end()
