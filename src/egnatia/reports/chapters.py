"""The chapters of the report, as data (`data/chapters.toml`)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from egnatia.picture.indicators import get_indicator

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Part:
    """What a chapter says of one thing.

    kind      by what it is made (`queries.gather.KINDS`)
    code      of an indicator, "" where it is about none; source: whose figures, "" this partner's own
    cuts      by what an indicator's cells are told
    chapter   of the work programme
    """

    kind: str
    code: str = ""
    source: str = ""
    cuts: tuple[str, ...] = ()
    chapter: str = ""

    @property
    def place(self) -> str:
        """Its name within the chapter, by which a passage of it is edited."""
        if self.kind == "partners":
            return f"partners_{self.code}"
        return self.code if self.kind == "indicator" else self.kind


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter with its parts; `mandate`: what was asked of the ministers' group that it answers.

    of_coordinator   it stands only in the report of the partner that coordinates the group
    """

    code: str
    mandate: tuple[str, ...]
    parts: tuple[Part, ...]
    of_coordinator: bool = False


@cache
def chapters() -> tuple[Chapter, ...]:
    """All chapters in their order. Raises Problem `picture.indicator.unknown` where the file names one that isn't."""
    entries = tomllib.loads((DATA / "chapters.toml").read_text(encoding="utf-8"))["chapters"]
    found = tuple(
        Chapter(
            entry["code"],
            tuple(entry["mandate"]),
            tuple(Part(**part | {"cuts": tuple(part.get("cuts", ()))}) for part in entry["parts"]),
            entry.get("of_coordinator", False),
        )
        for entry in entries
    )
    for part in (part for chapter in found for part in chapter.parts if part.code):
        get_indicator(part.code)
    return found
