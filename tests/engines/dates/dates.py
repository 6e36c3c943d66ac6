"""Hypothesis strategies of uncertain dates. Nobody's."""

from datetime import date, timedelta

from hypothesis import strategies as st

from egnatia.engines.dates.calendars import YEARS, Calendar, find_written
from egnatia.engines.dates.month_names import Naming
from egnatia.engines.dates.uncertain import UncertainDate

TODAY = date(2026, 11, 29)


@st.composite
def known_dates(draw: st.DrawFn) -> UncertainDate:
    """Known to the day, the month or the year, in any of the three calendars; of people up to a hundred on TODAY."""
    calendar = draw(st.sampled_from(list(Calendar)))
    day = TODAY - timedelta(days=draw(st.integers(0, 100 * 365)))
    written = find_written(calendar, day)
    assert written and YEARS[calendar][0] <= written[0] <= YEARS[calendar][1]
    known = draw(st.integers(1, 3))
    naming = draw(st.sampled_from([None, *Naming])) if calendar is Calendar.SOLAR_HIJRI and known > 1 else None
    return UncertainDate(calendar, *written[:known], naming=naming)


def estimated_ages() -> st.SearchStrategy[UncertainDate]:
    return st.builds(
        lambda age, margin, back: UncertainDate.of_age(age, on=TODAY - timedelta(days=back), margin=margin),
        st.integers(0, 100),
        st.integers(0, 10),
        st.integers(0, 4000),
    )


def uncertain_dates() -> st.SearchStrategy[UncertainDate]:
    return known_dates() | estimated_ages()
