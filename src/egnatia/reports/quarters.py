"""The time a report is about: the last whole calendar quarter before the day on which it is due.

>>> quarter_before(date(2027, 2, 14))
Quarter(start=datetime.date(2026, 10, 1))
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.base.errors import Problem

MONTHS = 3


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three calendar months, by their first day."""

    start: date

    @property
    def end(self) -> date:
        """Its last day."""
        return law.add_months(self.start, MONTHS) - timedelta(days=1)

    @property
    def months(self) -> tuple[date, ...]:
        """The first days of its months."""
        return tuple(law.add_months(self.start, number) for number in range(MONTHS))

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def earlier(self, months: int) -> "Quarter":
        """The one so many months before: 3 is the quarter before, 12 the same quarter a year before."""
        return Quarter(law.add_months(self.start, -months))


def quarter_before(due_on: date) -> Quarter:
    """The last whole quarter that is over on the day a report is due."""
    first_month = (due_on.month - 1) // MONTHS * MONTHS + 1
    return Quarter(law.add_months(date(due_on.year, first_month, 1), -MONTHS))


def check_due(due_on: date) -> date:
    """A day on which the law wants a report. Raises Problem `reports.not_a_due_date`, which names the dates around it."""
    dates = law.report_dates()
    if due_on in dates.between(due_on, due_on):
        return due_on
    near = [day for day in (dates.last_before(due_on), dates.next_on_or_after(due_on)) if day is not None]
    raise Problem(
        "reports.not_a_due_date",
        _("No report to the ministers is due on %(day)s.") % {"day": date_format(due_on, "j F Y")},
        _("Choose %(days)s.") % {"days": _(" or ").join(date_format(day, "j F Y") for day in near)},
        field="due",
    )


def number_of(partner: str, due_on: date) -> str:
    """The report's number: partner, year, and which report of that year it is ("MK-2027-1")."""
    of_year = law.report_dates().between(date(due_on.year, 1, 1), due_on)
    return f"{partner}-{due_on.year}-{len(of_year)}"
