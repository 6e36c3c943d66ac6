"""Marking, erasure, correction and supplements: what an event obliges the node of origin to do with a data set."""

from collections.abc import Mapping
from dataclasses import dataclass

from egnatia.law.entries import Entry, get_entry
from egnatia.law.rule_files import cached_rules, entry_source, raw_entries


@dataclass(frozen=True, slots=True)
class MarkingRule(Entry):
    """What follows from an event.

    action      mark, unmark, erase, correct, update or dissolve
    categories  whose data sets it concerns
    limit       code of the limit for telling the partners, or ""
    """

    action: str
    categories: tuple[int, ...]
    limit: str


@dataclass(frozen=True, slots=True)
class Supplement(Entry):
    """What may be added to a signed data set later: its kind, and where each category's article has it."""

    kind: str
    letters: Mapping[int, str]


@cached_rules
def marking_rules() -> Mapping[str, MarkingRule]:
    """All rules by the code of the event."""
    return {
        code: MarkingRule(
            code=code,
            name_en=entry["name"],
            source=entry_source(entry, "markings", code),
            action=entry["action"],
            categories=tuple(entry["categories"]),
            limit=entry["limit"],
        )
        for code, entry in raw_entries("markings").items()
    }


def marking_rule(event: str) -> MarkingRule:
    """The rule for one event; Problem `law.event.unknown`."""
    return get_entry(marking_rules(), event, what="event")


@cached_rules
def supplements() -> Mapping[str, Supplement]:
    """All supplements by code."""
    return {
        code: Supplement(
            code=code,
            name_en=entry["name"],
            source=entry_source(entry, "supplements", code),
            kind=entry["kind"],
            letters={int(category): letter for category, letter in entry["letters"].items()},
        )
        for code, entry in raw_entries("supplements").items()
    }
