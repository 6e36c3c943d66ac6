"""Backups: the node in one file, its keys in another, so that neither alone opens anything."""

import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from egnatia.base import blobs, clock, node
from egnatia.base.errors import Problem
from egnatia.base.node import CONFIG_NAME, Node

_FORMAT = 1
_DUMP, _ABOUT = "database.dump", "about.json"


def write_backup(source: Node, file: Path, keys: Path) -> None:
    """Write both files, complete or not at all. The gallery isn't in it: it is rebuilt from the database.

    The database is taken first and blobs after it: a blob written meanwhile is spare, never missing.
    Raises Problem `backup.exists`, `backup.database`, `base.disk_full`.
    """
    for path in (file, keys):
        if path.exists():
            raise Problem("backup.exists", f"{path} exists already.", "Name a new file.", status=409)
    try:
        with tempfile.TemporaryDirectory(prefix="egnatia-backup-", dir=file.absolute().parent) as scratch:
            dump = Path(scratch, _DUMP)
            _dump_database(source, dump)
            about = {
                "format": _FORMAT,
                "partner": source.partner,
                "made_at": clock.now().isoformat(),
                "database": source.database,
            }
            first = {_ABOUT: json.dumps(about), _DUMP: dump, CONFIG_NAME: source.directory / CONFIG_NAME}
            _write_tar(file, first, source, "blobs", "law")
            _write_tar(keys, {}, source, "keys")
    except OSError as error:
        raise blobs.disk_problem(error) from error


def read_backup(directory: Path, file: Path, keys: Path) -> Node:
    """Put a backup into an empty directory.

    Raises Problem `node.exists`, `backup.unreadable`, `backup.database`.
    """
    if (directory / CONFIG_NAME).exists():
        raise Problem("node.exists", f"{directory} holds a node already.", "Choose another directory.", status=409)
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path in (keys, file):
            with tarfile.open(path) as archive:
                _extract(archive, directory.resolve())
        about = json.loads((directory / _ABOUT).read_text())
        if about["format"] != _FORMAT:
            raise ValueError(about["format"])
    except (OSError, tarfile.TarError, ValueError, KeyError) as error:
        raise Problem(
            "backup.unreadable", "The backup is damaged or isn't one.", "Take the file that `egnatia backup` wrote."
        ) from error
    restored = node.load(directory)
    _load_database(restored, directory / _DUMP)
    for name in (_DUMP, _ABOUT):
        (directory / name).unlink(missing_ok=True)
    return restored


def _extract(archive: tarfile.TarFile, directory: Path) -> None:
    """Files and folders below `directory`, for their owner only; a backup holds nothing else.

    By hand, since tarfile's own filter came with Python 3.11.4, and Debian's is older. Raises tarfile.ReadError.
    """
    for member in archive:
        place = (directory / member.name).resolve()
        if not place.is_relative_to(directory) or not (member.isfile() or member.isdir()):
            raise tarfile.ReadError(f"{member.name} doesn't belong in a backup")
        if member.isdir():
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            continue
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = archive.extractfile(member)
        assert content is not None  # noqa: S101  (a file has a content)
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, member.mode & 0o700), "wb") as stream:
            shutil.copyfileobj(content, stream)


def _write_tar(path: Path, files: dict[str, Any], source: Node, *folders: str) -> None:
    unfinished = path.with_name(path.name + ".new")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            with tarfile.open(fileobj=stream, mode="w") as archive:
                for name, content in files.items():
                    if isinstance(content, Path):
                        archive.add(content, name)
                    else:
                        member = tarfile.TarInfo(name)
                        member.size = len(content.encode())
                        archive.addfile(member, io.BytesIO(content.encode()))
                for entry in sorted(entry for folder in folders for entry in (source.directory / folder).rglob("*")):
                    if entry.is_file() and entry.suffix != ".new":
                        archive.add(entry, str(entry.relative_to(source.directory)))
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _dump_database(source: Node, target: Path) -> None:
    if source.database.get("engine") == "postgresql":
        _run_postgres(source, "pg_dump", "--format=custom", f"--file={target}")
        return
    with (
        sqlite3.connect(f"file:{source.directory / 'db.sqlite3'}?mode=ro", uri=True) as original,
        sqlite3.connect(target) as copy,
    ):
        original.backup(copy)


def _load_database(restored: Node, dump: Path) -> None:
    if restored.database.get("engine") == "postgresql":
        _run_postgres(
            restored, "pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={restored.database['name']}", str(dump)
        )
        return
    dump.rename(restored.directory / "db.sqlite3")


def _run_postgres(target: Node, program: str, *arguments: str) -> None:
    database = target.database
    places = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "name": "PGDATABASE"}
    environment = os.environ | {variable: str(database[key]) for key, variable in places.items() if key in database}
    try:
        done = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError as error:
        raise Problem("backup.database", f"{program} is missing.", "Install postgresql-client.", status=500) from error
    if done.returncode:
        raise Problem("backup.database", f"{program}: {done.stderr.strip()[-300:]}", "Mend that and try again.", status=500)
