"""The dates on which a report is due, again and again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from egnatia.law.calendars import every_months
from egnatia.law.entries import Entry, get_entry
from egnatia.law.rule_files import cached_rules, entry_source, raw_entries
from egnatia.law.sources import RuleError

MINISTERS = "ministers"


@dataclass(frozen=True, slots=True)
class ReportDates(Entry):
    """`first` and every `months` after it; a date is never moved for a weekend or holiday.

    >>> report_dates().next_on_or_after(date(2026, 11, 22))
    datetime.date(2027, 2, 14)
    """

    first: date
    months: int

    def __iter__(self) -> Iterator[date]:
        """All of them, without end."""
        return every_months(self.first, self.months)

    def next_on_or_after(self, day: date) -> date:
        return next(due for due in self if due >= day)

    def last_before(self, day: date) -> date | None:
        """The date before, or None where the first one is still to come."""
        return max((due for due in self.between(self.first, day) if due < day), default=None)

    def between(self, start: date, end: date) -> list[date]:
        """Those from `start` to `end`, both included."""
        found: list[date] = []
        for due in self:
            if due > end:
                return found
            if due >= start:
                found.append(due)
        return found


@cached_rules
def _all_report_dates() -> Mapping[str, ReportDates]:
    return {code: _read(code, entry) for code, entry in raw_entries("report_dates").items()}


def _read(code: str, entry: dict[str, Any]) -> ReportDates:
    months = entry["months"]
    if not isinstance(months, int) or months < 1 or not isinstance(entry["first"], date):
        raise RuleError(f"report_dates.toml [{code}]: first must be a day, months a whole number")
    return ReportDates(code, str(entry["name"]), entry_source(entry, "report_dates", code), entry["first"], months)


def report_dates(code: str = MINISTERS) -> ReportDates:
    """The dates of one report; Problem `law.report_dates.unknown`."""
    return get_entry(_all_report_dates(), code, what="report_dates")
