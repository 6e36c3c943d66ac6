"""Which series are watched, at what cost in false alarms, why alarms are confirmed or dismissed: `data/alarm_rules.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from egnatia import law
from egnatia.picture.data_files import read_data
from egnatia.picture.indicators import Named

#: Stands in `sources` for the six partners.
PARTNERS = "partners"


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """Names one series of counts; fields as in `models.Count`."""

    source: str
    indicator: str
    cut: str
    key: str
    every: str


@dataclass(frozen=True, slots=True)
class AlarmRule(Named):
    """How the series of one kind are watched; the file says what each field means."""

    indicator: str
    sources: tuple[str, ...]
    cut: str
    every: str
    budget: float
    smallest: int
    smallest_fall: int
    settle: int
    ended: int
    look_back: int
    quiet: int
    again: float
    shortest: int
    unknown: frozenset[str]
    unknown_share: float
    upstream: Mapping[str, tuple[str, ...]]
    upstream_partners: Mapping[str, tuple[str, ...]]

    def upstream_of(self, series: SeriesKey) -> list[SeriesKey]:
        """The same counts at the places that people pass before, the first of them in front; none for most series."""
        if self.cut:
            partners = [replace(series, source=one, cut="", key="") for one in self.upstream_partners.get(series.key, ())]
            return [*partners, *(replace(series, key=key) for key in self.upstream.get(series.key, ()))]
        return [replace(series, source=source) for source in self.upstream.get(series.source, ())]

    def covers(self, series: SeriesKey) -> bool:
        """Whether the series is one of those that the rule watches."""
        same = (series.indicator, series.cut, series.every) == (self.indicator, self.cut, self.every)
        return same and series.source in self.sources and not (self.cut and series.key in self.unknown)


@dataclass(frozen=True, slots=True)
class Reason(Named):
    """Why an alarm was decided on as it was. `decision` is the state it leads to; `by_job` ones no officer chooses."""

    decision: str
    by_job: bool


@cache
def rules() -> Mapping[str, AlarmRule]:
    """All rules by code, in the order of the file."""
    file = read_data("alarm_rules")
    return {code: _read(code, {**file["defaults"], **entry}) for code, entry in file["rules"].items()}


@cache
def reasons() -> Mapping[str, Reason]:
    """All reasons by code."""
    return {
        code: Reason(code, entry["name"], entry["decision"], entry.get("by_job", False))
        for code, entry in read_data("alarm_rules")["reasons"].items()
    }


def reasons_for(decision: str) -> list[Reason]:
    """What an officer may give as reason for this decision."""
    return [reason for reason in reasons().values() if reason.decision == decision and not reason.by_job]


def find_rule(series: SeriesKey) -> AlarmRule | None:
    """The rule that watches a series, if one does."""
    return next((rule for rule in rules().values() if rule.covers(series)), None)


def _read(code: str, entry: dict[str, Any]) -> AlarmRule:
    return AlarmRule(
        code=code,
        name_en=entry["name"],
        indicator=entry["indicator"],
        sources=tuple(one for name in entry["sources"] for one in (law.partners() if name == PARTNERS else (name,))),
        cut=entry["cut"],
        every=entry["every"],
        budget=float(entry["budget"]),
        smallest=entry["smallest"],
        smallest_fall=entry["smallest_fall"],
        settle=entry["settle"],
        ended=entry["ended"],
        look_back=entry["look_back"],
        quiet=entry["quiet"],
        again=float(entry["again"]),
        shortest=entry["shortest"],
        unknown=frozenset(entry["unknown"]),
        unknown_share=float(entry["unknown_share"]),
        upstream={place: tuple(before) for place, before in entry["upstream"].items()},
        upstream_partners={place: tuple(before) for place, before in entry["upstream_partners"].items()},
    )
