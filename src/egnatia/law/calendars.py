"""Days that count: a partner's weekends and holidays, and months added to a day."""

import calendar
import functools
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from egnatia.law.partners import Partner, partners
from egnatia.law.partners import partner as get_partner

_LANGUAGE = "en_US"


@functools.lru_cache(maxsize=256)
def _library_holidays(country: str, subdivision: str, year: int) -> dict[date, str]:
    import holidays  # here, for it takes a third of a second that most commands needn't wait

    return dict(holidays.country_holidays(country, subdiv=subdivision or None, years=year, language=_LANGUAGE))


def holidays_of(partner: str | Partner, year: int) -> dict[date, str]:
    """A partner's public holidays of one year with their English names, in order of the day."""
    who = get_partner(partner) if isinstance(partner, str) else partner
    days = dict(_library_holidays(who.holidays_country, who.holidays_subdivision, year))
    for day in _days_in(who.extra_holidays, year):
        days.setdefault(day, "Added by the partner")
    for day in _days_in(who.not_holidays, year):
        days.pop(day, None)
    return dict(sorted((day, name) for day, name in days.items() if day.year == year))


def _days_in(written: tuple[str, ...], year: int) -> list[date]:
    """The days of a year among "MM-DD" (every year that has it) and "YYYY-MM-DD"."""
    days = []
    for text in written:
        try:
            day = date.fromisoformat(text if len(text) == 10 else f"{year:04}-{text}")
        except ValueError:
            if text != "02-29":
                raise
            continue
        if day.year == year:
            days.append(day)
    return days


def is_working_day(day: date, partner: str | Partner) -> bool:
    """Whether a day is neither Saturday nor Sunday nor a public holiday of the partner."""
    return day.weekday() < 5 and day not in holidays_of(partner, day.year)


def next_working_day(day: date, partner: str | Partner) -> date:
    """The day itself where it is a working day, else the first one after it."""
    while not is_working_day(day, partner):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int, partner: str | Partner) -> date:
    """The `count`-th working day after a day; the day itself isn't counted."""
    for _ in range(count):
        day = next_working_day(day + timedelta(days=1), partner)
    return day


def add_months(day: date, months: int) -> date:
    """The same day of a later month; where that month lacks it, the month's last day (asylum procedures regulation art. 73)."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def every_months(first: date, months: int) -> Iterator[date]:
    """`first` and every `months` after it, without end; each counted from the first, so that a 31st doesn't become a 28th."""
    count = 0
    while True:
        yield add_months(first, count * months)
        count += 1


def local_day(moment: datetime, partner: str | Partner) -> date:
    """The calendar day of a moment (aware) where the partner is."""
    who = get_partner(partner) if isinstance(partner, str) else partner
    return moment.astimezone(who.zone).date()


def latest_day(moment: datetime) -> date:
    """The furthest day that a partner's calendar shows at a moment: no entry about the past may lie after it."""
    # In UTC it is still yesterday in the first hours of a partner's day, and what happened then isn't in the future.
    return max(local_day(moment, who) for who in partners().values())
