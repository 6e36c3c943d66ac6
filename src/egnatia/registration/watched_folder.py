"""A folder that a scanner or another system writes to: what lies there, whether it is whole, and where it goes afterwards.

NAME.nst and NAME.json    a person: an ANSI/NIST-ITL file, and who it is (see `intake_files`)
NAME/ with person.json    the same as a folder: ten images or an ANSI/NIST file, and a photo `face.*`
NAME.nst, NAME/ alone     a scan: waits until an officer takes it on the fingerprints page
done/, failed/            what was taken, with NAME.result.json; what was refused, with NAME.problem.json

What is being written is left alone until it hasn't changed for a while; names that begin with a dot, and links, always.
"""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from egnatia.base import clock, node, sealing
from egnatia.base.node_settings import value_of
from egnatia.registration.finger_files import IMAGE_ENDINGS, NIST_ENDINGS

DONE, FAILED = "done", "failed"
_NOTES = {DONE: ".result.json", FAILED: ".problem.json"}
PERSON = "person.json"
SETTLE_SECONDS = 2.0
MOST_SCANS = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """name, an ANSI/NIST file or a folder, and the person's JSON, where there is one."""

    name: str
    prints: Path
    person: Path | None

    @property
    def is_folder(self) -> bool:
        return self.prints.is_dir()

    def files(self) -> list[Path]:
        """All files of it, in a fixed order."""
        inside = sorted(self.prints.iterdir()) if self.is_folder else [self.prints]
        return inside + ([self.person] if self.person is not None and not self.is_folder else [])

    def nist_or_folder(self) -> Path:
        """Where the prints are: an ANSI/NIST file inside the folder goes before images."""
        if not self.is_folder:
            return self.prints
        return next((file for file in self.files() if file.suffix.lower() in NIST_ENDINGS), self.prints)

    def written_at(self) -> datetime:
        """When the latest of its files was."""
        return datetime.fromtimestamp(max(file.lstat().st_mtime for file in self.files()), UTC)

    def state(self) -> str:
        """Changes when a file does: names, sizes and times."""
        parts = [(file.name, file.lstat().st_size, file.lstat().st_mtime_ns) for file in self.files()]
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def digest(self) -> str:
        """A keyed digest of all that it holds."""
        return sealing.digest(
            b"".join(file.name.encode() + b"\0" + file.read_bytes() for file in self.files() if file.is_file())
        )


def find_folder() -> Path | None:
    """The node's watched folder; None where none is set, or it isn't there (a share that isn't mounted)."""
    setting = value_of("watched_folder")
    folder = node.current().directory / setting if setting else None
    return folder if folder is not None and folder.is_dir() else None


def entries(folder: Path) -> Iterator[Entry]:
    """What lies in the folder, by name; what doesn't look like prints is passed over."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.is_symlink() or path.name in (DONE, FAILED):
            continue
        if path.is_dir():
            person = path / PERSON
            if person.is_file() or any(file.suffix.lower() in IMAGE_ENDINGS + NIST_ENDINGS for file in path.iterdir()):
                yield Entry(path.name, path, person if person.is_file() else None)
        elif path.is_file() and path.suffix.lower() in NIST_ENDINGS:
            person = path.with_suffix(".json")
            yield Entry(path.stem, path, person if person.is_file() and not person.is_symlink() else None)


def scans(folder: Path) -> list[Entry]:
    """Scans without a person, whole, the newest first."""
    rested = datetime.fromtimestamp(time.time() - SETTLE_SECONDS, UTC)
    try:
        found = [(one.written_at(), one) for one in entries(folder) if one.person is None]
    except OSError:
        return []  # a file or the whole share went away while it was looked at: the next look tells
    newest = sorted(((at, one) for at, one in found if at <= rested), key=lambda pair: pair[0], reverse=True)
    return [one for _, one in newest[:MOST_SCANS]]


class Settling:
    """Remembers how entries looked, to see which of them haven't changed for a while. A new process begins anew."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[str, float]] = {}

    def is_settled(self, entry: Entry) -> bool:
        state, now = entry.state(), time.monotonic()
        before, since = self._seen.get(entry.name, ("", now))
        if before != state:
            self._seen[entry.name] = (state, now)
            return False
        return now - since >= SETTLE_SECONDS

    def rest(self, entry: Entry, seconds: float) -> None:
        """Leave an entry alone for so long."""
        self._seen[entry.name] = (entry.state(), time.monotonic() + seconds - SETTLE_SECONDS)

    def forget(self, entry: Entry) -> None:
        self._seen.pop(entry.name, None)


def finish(folder: Path, entry: Entry, where: str, told: Mapping[str, Any]) -> None:
    """Write what came of it and move its files to `done` or `failed`.

    The note goes first and the person's JSON last: a process that dies in between leaves the whole entry (it is taken again
    and changes nothing) or a JSON whose note is there already (`finish_moves`).
    """
    digest = entry.digest()
    person = sealing.digest(entry.person.read_bytes()) if entry.person is not None else ""
    target = folder / where
    target.mkdir(mode=0o700, exist_ok=True)
    name = _free_name(target, entry.name, where, digest)
    note = {**told, "at": clock.now().isoformat(), "content": digest, "person": person}
    _write(target / (name + _NOTES[where]), note)
    entry.prints.rename(target / (name + ("" if entry.is_folder else entry.prints.suffix)))
    if entry.person is not None and entry.person.exists():
        entry.person.rename(target / (name + ".json"))


def finish_moves(folder: Path) -> int:
    """Move JSON files whose prints were moved before a process died."""
    with_prints = {entry.person for entry in entries(folder)}
    moved = 0
    for person in sorted(folder.glob("*.json")):
        if person not in with_prints and not person.is_symlink() and (place := _note_of(folder, person)) is not None:
            person.rename(place)
            moved += 1
    return moved


def sweep(folder: Path, where: str, *, days: int) -> int:
    """Erase what was finished so many days ago: what it held is in the node, or nobody came for it."""
    suffix, swept = _NOTES[where], 0
    oldest = clock.now().timestamp() - days * 86400
    for note in list((folder / where).glob("*" + suffix)):
        if note.stat().st_mtime > oldest:
            continue
        name = note.name.removesuffix(suffix)
        for path in [note.with_name(name), *(note.with_name(name + ending) for ending in (*NIST_ENDINGS, ".json"))]:
            _erase(path)
        note.unlink()  # last: it is what the rest is found by
        swept += 1
    return swept


def _note_of(folder: Path, person: Path) -> Path | None:
    """Where a JSON without prints belongs, if its note says so."""
    digest = sealing.digest(person.read_bytes())
    for where, suffix in _NOTES.items():
        for note in sorted((folder / where).glob(f"*{suffix}")):
            place = note.with_name(note.name.removesuffix(suffix) + ".json")
            if not place.exists() and _read(note).get("person") == digest:
                return place
    return None


def _free_name(target: Path, name: str, where: str, digest: str) -> str:
    """`name`, or `name-2` and so on where another delivery had it before; the same content gets its own again."""
    number = 1
    while True:
        chosen = name if number == 1 else f"{name}-{number}"
        note = target / (chosen + _NOTES[where])
        taken = any((target / (chosen + ending)).exists() for ending in ("", *NIST_ENDINGS, ".json"))
        if (not note.exists() and not taken) or (not taken and _read(note).get("content") == digest):
            return chosen
        number += 1


def _write(path: Path, content: Mapping[str, Any]) -> None:
    unfinished = path.with_name("." + path.name)
    with unfinished.open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def _read(note: Path) -> dict[str, Any]:
    try:
        content = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _erase(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
