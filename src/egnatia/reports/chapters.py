"""The chapters of the report, as data (`data/chapters.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from egnatia import law
from egnatia.picture.indicators import get_indicator

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Part:
    """What a chapter says of one thing.

    kind      by what it is made (`queries.gather.KINDS`)
    code      of an indicator, "" where it is about none; source: whose figures, "" this partner's own
    codes     of the indicators on a partner's page; cuts: by what the cells of its first one are told
    cuts      by what an indicator's cells are told
    chapter   of the work programme
    since     number of the report whose figures are looked at again, "" the last one issued before
    """

    kind: str
    code: str = ""
    source: str = ""
    codes: tuple[str, ...] = ()
    cuts: tuple[str, ...] = ()
    chapter: str = ""
    since: str = ""

    @property
    def place(self) -> str:
        """Its name within the chapter, by which a passage of it is edited."""
        if self.kind == "partners":
            return f"partners_{self.code}"
        if self.kind == "partner":
            return f"partner_{self.source}"
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
            tuple(part for written in entry["parts"] for part in _parts(written)),
            entry.get("of_coordinator", False),
        )
        for entry in entries
    )
    for code in (code for chapter in found for part in chapter.parts for code in (part.code, *part.codes) if code):
        get_indicator(code)
    return found


def part_of(facts: Mapping[str, Any]) -> Part:
    """What counted facts of a report were made from, so that they can be made again when chapters have changed since."""
    cells = facts["indicators"][0]["cells"] if facts["kind"] == "partner" else facts.get("cells", ())
    return Part(
        facts["kind"],
        code=facts.get("code", ""),
        source=facts.get("source", ""),
        codes=tuple(facts.get("codes", ())),
        cuts=tuple(cut for cut, _rows in cells),
        since=facts.get("since", ""),
    )


def _parts(written: dict[str, Any]) -> list[Part]:
    """One part as the file has it; a page for each partner is six."""
    lists = {key: tuple(written.get(key, ())) for key in ("codes", "cuts")}
    part = Part(**written | lists)
    return [replace(part, source=partner) for partner in law.partners()] if part.kind == "partner" else [part]
