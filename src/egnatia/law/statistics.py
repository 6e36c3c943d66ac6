"""The monthly statistics of the Eurodac regulation, art. 12: what each letter counts, and what may be handed out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from egnatia.law.entries import Entry
from egnatia.law.rule_files import cached_rules, entry_source, raw_entries
from egnatia.law.sources import Source

UNITS = ("persons", "data_sets", "transmissions", "hits", "requests")


@dataclass(frozen=True, slots=True)
class Statistic(Entry):
    """One letter of art. 12(1); its code is the letter.

    counts_en   what one of it is (`counts` in the reader's language)
    unit        one of `UNITS`
    by          by what it is divided
    categories  whose data sets it is about; of hits: what was searched with
    needs_en    what has to be recorded before it can be counted, "" where it is (`needs` in the reader's language)
    """

    counts_en: str
    unit: str
    by: tuple[str, ...]
    categories: tuple[int, ...]
    needs_en: str

    @property
    def counts(self) -> str:
        return gettext(self.counts_en)

    @property
    def needs(self) -> str:
        return gettext(self.needs_en) if self.needs_en else ""


@dataclass(frozen=True, slots=True)
class FoundAs(Entry):
    """One column of the hits: as what somebody was found.

    category  of the data set found, -1 where no category says it
    element   the element that tells several outcomes of one category apart, or ""
    needs_en  as in `Statistic`
    """

    category: int
    element: str
    needs_en: str

    @property
    def needs(self) -> str:
        return gettext(self.needs_en) if self.needs_en else ""


@dataclass(frozen=True, slots=True)
class StatisticsRules:
    """The numbers of `statistics_rules.toml`, each with its source.

    closing_day            day of the next month on which a month is closed
    counted_again          so many closed months are counted again each night
    minimum, minimum_of_applicants   counts below are hidden where they leave the partner
    round_to               counts handed out are multiples of it
    years_of_birth         so many are handed out together
    """

    closing_day: int
    counted_again: int
    minimum: int
    minimum_of_applicants: int
    round_to: int
    years_of_birth: int
    sources: tuple[tuple[str, Source], ...]


@cached_rules
def statistics() -> Mapping[str, Statistic]:
    """The letters (a) to (w), in order."""
    return {letter: _read(letter, entry) for letter, entry in sorted(raw_entries("statistics").items())}


@cached_rules
def statistics_columns() -> Mapping[str, FoundAs]:
    """The columns of the hits, in the order of art. 12, "not told" last."""
    return {
        code: FoundAs(
            code,
            entry["name"],
            entry_source(entry, "statistics_found", code),
            category=entry["category"],
            element=entry["element"],
            needs_en=entry["needs"],
        )
        for code, entry in raw_entries("statistics_found").items()
    }


@cached_rules
def statistics_rules() -> StatisticsRules:
    entries = raw_entries("statistics_rules")
    return StatisticsRules(
        closing_day=entries["closing_day"]["n"],
        counted_again=entries["counted_again"]["n"],
        minimum=entries["minimum"]["n"],
        minimum_of_applicants=entries["minimum_of_applicants"]["n"],
        round_to=entries["round_to"]["n"],
        years_of_birth=entries["years_of_birth"]["n"],
        sources=tuple((code, entry_source(entry, "statistics_rules", code)) for code, entry in entries.items()),
    )


def _read(letter: str, entry: dict[str, Any]) -> Statistic:
    return Statistic(
        code=letter,
        name_en=entry["name"],
        source=entry_source(entry, "statistics", letter),
        counts_en=entry["counts"],
        unit=UNITS[UNITS.index(entry["unit"])],
        by=tuple(entry["by"]),
        categories=tuple(entry["categories"]),
        needs_en=entry["needs"],
    )
