"""Where two partners differ: their own facts, holidays, limits, categories."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from egnatia.law.agreements import agreements
from egnatia.law.calendars import holidays_of
from egnatia.law.categories import choosable_categories
from egnatia.law.partners import partner as get_partner
from egnatia.law.rule_files import RawEntry, entry_for, entry_source, raw_entries, rule_sets
from egnatia.law.sources import Source
from egnatia.law.visa_regimes import free_days_in_words

# Not rules but their description, or shown as holidays.
_DESCRIBING = {"for", "source", "valid_from", "status", "note", "name"}

_FACTS = {
    "coast": _("Coast"),
    "extra_holidays": _("Holidays added by the partner"),
    "holidays_subdivision": _("Whose regional holidays count"),
    "languages": _("Languages"),
    "not_holidays": _("Days that are no holidays by the partner's word"),
    "time_zone": _("Time zone"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One matter in which two partners differ; `first` and `second` as a person reads them.

    what   code and key of the rule, as in its file
    name   what the rule is called, in the reader's language
    source where the rule comes from; None for what the `holidays` library says
    """

    rule_set: str
    what: str
    first: str
    second: str
    name: str = ""
    source: Source | None = None


def compare_partners(first: str, second: str, *, year: int) -> list[Difference]:
    """All matters in which two partners differ in a year; Problem `law.partner.unknown`."""
    get_partner(first), get_partner(second)
    return [
        *_facts(first, second),
        *_categories(first, second),
        *_holidays(first, second, year),
        *_agreements(first, second),
        *_rules(first, second),
    ]


def _facts(first: str, second: str) -> Iterator[Difference]:
    entries = raw_entries("partners")
    source = entry_source(entries[first], "partners", first)
    leaving_out = {"code3", "footnote", "holidays_country"}
    yield from _differing("partners", "", entries[first], entries[second], source, leaving_out=leaving_out)


def _categories(first: str, second: str) -> Iterator[Difference]:
    one, other = (", ".join(category.code for category in choosable_categories(code)) for code in (first, second))
    if one != other:
        yield Difference("categories", "choosable", one, other, gettext("Categories that officers may choose"))


def _holidays(first: str, second: str, year: int) -> Iterator[Difference]:
    one, other = holidays_of(first, year), holidays_of(second, year)
    for day in sorted(one.keys() ^ other.keys()):
        yield Difference("holidays", day.isoformat(), one.get(day, "–"), other.get(day, "–"), date_format(day, "j F Y"))


def _agreements(first: str, second: str) -> Iterator[Difference]:
    """Agreements of several partners that only one of the two is a party to; those of one partner alone say nothing."""
    for code, one in agreements().items():
        if len(one.parties) > 2 and (first in one.parties) != (second in one.parties):
            is_first, is_second = (_in_words(partner in one.parties) for partner in (first, second))
            yield Difference("agreements", code, is_first, is_second, one.name, one.source)


def _rules(first: str, second: str) -> Iterator[Difference]:
    for rule_set in rule_sets():
        for code, entry in raw_entries(rule_set).items():
            if "for" in entry:
                source = entry_source(entry, rule_set, code)
                yield from _differing(rule_set, code, entry_for(entry, first), entry_for(entry, second), source)


def _differing(
    rule_set: str, code: str, one: RawEntry, other: RawEntry, source: Source, *, leaving_out: Set[str] = frozenset()
) -> Iterator[Difference]:
    for key in sorted((one.keys() | other.keys()) - _DESCRIBING - leaving_out):
        if one.get(key) != other.get(key):
            name = gettext(str(one["name"])) if code else str(_FACTS.get(key, key))
            is_first, is_second = _in_words(one.get(key), key), _in_words(other.get(key), key)
            yield Difference(rule_set, f"{code} {key}".strip(), is_first, is_second, name, source)


def _in_words(value: Any, key: str = "") -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if key == "free_days":
        return free_days_in_words(value)
    if key == "in_words":
        return gettext(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
