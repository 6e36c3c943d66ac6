"""The acts that rules cite, by their short name."""

from collections.abc import Mapping
from dataclasses import dataclass

from egnatia.law.entries import Entry
from egnatia.law.rule_files import cached_rules, entry_source, raw_entries
from egnatia.law.sources import Source


@dataclass(frozen=True, slots=True)
class Act(Entry):
    """A regulation, agreement or standard; its source says where it was published."""


@cached_rules
def acts() -> Mapping[str, Act]:
    """All acts by short name."""
    return {code: Act(code, entry["name"], entry_source(entry, "acts", code)) for code, entry in raw_entries("acts").items()}


def cite(source: Source) -> str:
    """A citation in full, in the reader's language: "Regulation (EU) 2024/1358 (Eurodac), 17(1)(c)"."""
    act = acts().get(source.act)
    return f"{act.name if act else source.act}, {source.article}"
