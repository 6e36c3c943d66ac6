"""Take over many registrations: one after the other, each known again, with a report line each.

The source is a JSONL file (each line a person as in `intake_files`, with "prints" and "photo" as paths beside the file), or a
folder with one folder a person: `person.json`, the images, and a photo named `face.*`.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from egnatia import law
from egnatia.base.errors import Problem
from egnatia.registration.actions.register_person import Registration, register_person
from egnatia.registration.intake import Intake
from egnatia.registration.intake_files import find_photo_file, intake_of, read_person

_PATHS = ("prints", "photo")


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of the source: a name for the report, the JSON text, and where the files lie."""

    name: str
    text: str
    prints: Path | None
    photo: Path | None

    def state(self) -> str:
        """A digest that changes when the text or one of the files does."""
        parts = [self.text]
        for place in (self.prints, self.photo):
            files = sorted(place.iterdir()) if place is not None and place.is_dir() else [place] if place else []
            parts += [f"{file.name} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in files if file.exists()]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def import_all(officer: Any, source: Path, report: Path, *, tell: Callable[[str], Any] | None = None) -> dict[str, int]:
    """Register every entry; how many came out how. What an earlier run finished is skipped, what failed is tried again.

    report   one JSON object a line is added: entry, state, outcome, reference number, problem, and what the law's list has
             that the record lacks, each with its article
    """
    done = _read_report(report)
    counts: Counter[str] = Counter()
    with report.open("a", encoding="utf-8") as lines:
        for entry in read_entries(source):
            state = entry.state()
            if done.get(entry.name) == state:
                counts["skipped"] += 1
                continue
            line = {"entry": entry.name, "state": state, **_take_over(officer, entry)}
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")
            lines.flush()
            counts[line["outcome"]] += 1
            if tell is not None:
                tell(f"{entry.name}: {line['outcome']} {line.get('reference_number') or line.get('problem') or ''}")
    return dict(counts)


def read_entries(source: Path) -> Iterator[Entry]:
    """The persons of a JSONL file or of a folder of folders, in order."""
    if source.is_dir():
        for folder in sorted(path for path in source.iterdir() if (path / "person.json").is_file()):
            text = (folder / "person.json").read_text(encoding="utf-8", errors="replace")
            nist = next((path for path in sorted(folder.iterdir()) if path.suffix.lower() in (".nst", ".nist", ".eft")), None)
            yield Entry(folder.name, text, nist or folder, find_photo_file(folder))
        return
    with source.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield _entry_of_line(f"line {number}", line, source.parent)


def _entry_of_line(name: str, line: str, folder: Path) -> Entry:
    """The files' paths are taken out of the line: they are not the person's."""
    try:
        facts = json.loads(line)
        paths = {key: facts.pop(key, None) for key in _PATHS}
    except (json.JSONDecodeError, AttributeError):
        return Entry(name, line, None, None)
    places = {key: folder / str(path) if path else None for key, path in paths.items()}
    return Entry(name, json.dumps(facts, ensure_ascii=False), places["prints"], places["photo"])


def _take_over(officer: Any, entry: Entry) -> dict[str, Any]:
    try:
        intake = intake_of(read_person(entry.text), prints=entry.prints, photo=entry.photo)
        outcome = register_person(officer, intake, origin="import")
    except Problem as problem:
        if problem.status >= 500:
            raise  # the disk is full, the database is gone: the next entry would fail as well
        return {"outcome": "failed", "problem": problem.code, "field": problem.field, "message": problem.message}
    except OSError as error:
        return {"outcome": "failed", "problem": "registration.file.unreadable", "message": str(error.strerror)}
    return {
        "outcome": outcome.outcome,
        "reference_number": outcome.data_set.reference_number if outcome.data_set else None,
        "possible_matches": len(outcome.candidates),
        "lacking": lacking(intake, outcome),
    }


def lacking(intake: Intake, outcome: Registration) -> list[dict[str, str]]:
    """What the law's list for the category has and this record has not: element and article."""
    has = {**intake.elements, "facial_image": intake.photo or b""}
    has["fingerprints"] = outcome.data_set is not None
    return [
        {"element": use.code, "article": use.element.article}
        for use in law.category(intake.category).elements
        if use.element.where != "record" and use.letter and not has.get(use.code)
    ]


def _read_report(report: Path) -> dict[str, str]:
    """Entries that an earlier run finished, with their state then. A last line cut off by a crash is passed over."""
    if not report.exists():
        return {}
    done: dict[str, str] = {}
    for line in report.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            told = json.loads(line)
        except json.JSONDecodeError:
            continue
        if told.get("outcome") != "failed":
            done[told["entry"]] = told["state"]
    return done
