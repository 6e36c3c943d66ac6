"""Months as a partner lives them: from midnight to midnight of its own time zone."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext

from egnatia import law
from egnatia.base import clock, node
from egnatia.base.errors import Problem

_WRITTEN = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month of the calendar.

    >>> Month(2026, 12).next().code
    '2027-01'
    """

    year: int
    number: int

    @property
    def code(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    def next(self) -> "Month":
        return month_of(self.first + timedelta(days=31))

    def previous(self) -> "Month":
        return month_of(self.first - timedelta(days=1))

    def window(self) -> tuple[datetime, datetime]:
        """Its first moment, and the first of the month after it, at the partner's place."""
        zone = law.partner(node.current().partner).zone
        start, end = (datetime.combine(month.first, time(), tzinfo=zone) for month in (self, self.next()))
        return start, end

    def closes_on(self) -> date:
        """The day from which on it is closed."""
        return self.next().first.replace(day=law.statistics_rules().closing_day)


def month_of(day: date) -> Month:
    return Month(day.year, day.month)


def local_month(moment: datetime) -> Month:
    """The month that it is then at the partner's place."""
    return month_of(law.local_day(moment, node.current().partner))


def this_month() -> Month:
    return local_month(clock.now())


def today() -> date:
    """The day it is at the partner's place."""
    return law.local_day(clock.now(), node.current().partner)


def read_month(text: str) -> Month:
    """A month written as 2026-11. Raises Problem `oversight.statistics.month`."""
    found = _WRITTEN.fullmatch(text)
    if found is None or not 1900 <= int(found[1]) <= 2200:
        raise Problem(
            "oversight.statistics.month",
            gettext("A month is written as 2026-11."),
            gettext("Write year and month."),
            field="month",
        )
    return Month(int(found[1]), int(found[2]))
