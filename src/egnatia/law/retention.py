"""Retention: on which day a data set is erased. Counted from its start to the day, never extended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from egnatia.law.calendars import add_months
from egnatia.law.entries import Entry, get_entry
from egnatia.law.partners import partner as get_partner
from egnatia.law.rule_files import cached_rules, entry_source, raw_entries


@dataclass(frozen=True, slots=True)
class Period(Entry):
    """A stretch of time: `n` of `unit` (year, month, day), counted from `start` (transmission or decision)."""

    n: int
    unit: str
    start: str

    def end_after(self, start: date) -> date:
        """The day the period ends; where the last month lacks the day, its last day."""
        if self.unit == "day":
            return start + timedelta(days=self.n)
        return add_months(start, self.n * (12 if self.unit == "year" else 1))


@cached_rules
def retention_periods() -> Mapping[str, Period]:
    """All periods by code: the category digit, with "7-refused" and "7-discontinued" besides."""
    return {
        code: Period(
            code=code,
            name_en=entry["name"],
            source=entry_source(entry, "retention", code),
            n=entry["n"],
            unit=entry["unit"],
            start=entry["start"],
        )
        for code, entry in raw_entries("retention").items()
    }


def find_period(code: str) -> Period | None:
    """The period under this code, if there is one."""
    return retention_periods().get(code)


def erase_on(
    category: int, transmitted_at: datetime, *, outcome: str = "", decision_on: date | None = None, partner: str | None = None
) -> date:
    """The day a data set is erased: never later than this day ends, weekend or not.

    transmitted_at  when its biometrics were transmitted (first partner's acknowledgement, provisionally the signing); aware
    outcome         for category 7: "refused" or "discontinued" where that was the outcome
    decision_on     for category 0: entry into force of the decision on temporary protection
    partner         whose local day counts; without it the day in UTC
    ValueError where the category keeps nothing, or what its count starts from is missing. Source: Eurodac art. 29.
    """
    if transmitted_at.tzinfo is None:
        raise ValueError("transmitted_at must carry its time zone")
    code = f"{category}-{outcome}" if outcome else str(category)
    period = get_entry(retention_periods(), code, what="retention")
    if period.start == "decision":
        if decision_on is None:
            raise ValueError("the retention of this category starts with a decision: decision_on is missing")
        return period.end_after(decision_on)
    zone = get_partner(partner).zone if partner else UTC
    return period.end_after(transmitted_at.astimezone(zone).date())
