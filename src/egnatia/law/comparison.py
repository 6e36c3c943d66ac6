"""Where two partners differ: their own facts, holidays, limits, categories."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from egnatia.law.calendars import holidays_of
from egnatia.law.categories import choosable_categories
from egnatia.law.partners import partner as get_partner
from egnatia.law.rule_files import RawEntry, entry_for, raw_entries, rule_sets

# Not rules but their description, or shown as holidays.
_DESCRIBING = {"for", "source", "valid_from", "status", "note", "name"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One matter in which two partners differ; `first` and `second` as a person reads them."""

    rule_set: str
    what: str
    first: str
    second: str


def compare_partners(first: str, second: str, *, year: int) -> list[Difference]:
    """All matters in which two partners differ in a year; Problem `law.partner.unknown`."""
    get_partner(first), get_partner(second)
    return [*_facts(first, second), *_categories(first, second), *_holidays(first, second, year), *_rules(first, second)]


def _facts(first: str, second: str) -> Iterator[Difference]:
    entries = raw_entries("partners")
    yield from _differing(
        "partners", "", entries[first], entries[second], leaving_out={"code3", "footnote", "holidays_country"}
    )


def _categories(first: str, second: str) -> Iterator[Difference]:
    one, other = (", ".join(category.code for category in choosable_categories(code)) for code in (first, second))
    if one != other:
        yield Difference("categories", "choosable", one, other)


def _holidays(first: str, second: str, year: int) -> Iterator[Difference]:
    one, other = holidays_of(first, year), holidays_of(second, year)
    for day in sorted(one.keys() ^ other.keys()):
        yield Difference("holidays", day.isoformat(), one.get(day, "–"), other.get(day, "–"))


def _rules(first: str, second: str) -> Iterator[Difference]:
    for rule_set in rule_sets():
        for code, entry in raw_entries(rule_set).items():
            if "for" in entry:
                yield from _differing(rule_set, code, entry_for(entry, first), entry_for(entry, second), leaving_out=set())


def _differing(rule_set: str, code: str, one: RawEntry, other: RawEntry, *, leaving_out: set[str]) -> Iterator[Difference]:
    for key in sorted((one.keys() | other.keys()) - _DESCRIBING - leaving_out):
        if one.get(key) != other.get(key):
            yield Difference(rule_set, f"{code} {key}".strip(), _in_words(one.get(key)), _in_words(other.get(key)))


def _in_words(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
