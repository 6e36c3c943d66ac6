"""Counts are closed and added, never overwritten."""

from datetime import UTC, date, datetime

import pytest

from egnatia.base.errors import Problem
from egnatia.picture.models import Count
from egnatia.picture.queries.series import get_cells, get_series, vintages
from egnatia.picture.queries.spans import latest_period, sources_of

MONDAY, TUESDAY = date(2026, 2, 2), date(2026, 2, 3)
LATER = datetime(2026, 3, 5, 8, tzinfo=UTC)
EARLIER = datetime(2026, 2, 10, 8, tzinfo=UTC)


def values(**asked):
    return get_series("irregular_crossings", **asked).values


def test_same_counts_again_change_nothing(take):
    cells = [(MONDAY, "", "", 12), (MONDAY, "nationality", "AFG", 7)]
    assert take(cells) == 2
    assert take(cells, at=LATER) == 0
    assert Count.objects.count() == 2


def test_revision_keeps_what_was_known_before(take, known_at):
    take([(MONDAY, "", "", 12), (TUESDAY, "", "", 3)])
    assert take([(MONDAY, "", "", 14), (TUESDAY, "", "", 3)], at=LATER) == 1
    assert values() == [14, 3]
    assert values(as_of=known_at) == [12, 3]
    assert get_series("irregular_crossings").vintage == LATER
    assert vintages("irregular_crossings", "MK") == [known_at, LATER]


def test_cell_that_is_gone_becomes_nought_and_none_is_made_up(take):
    take([(MONDAY, "", "", 9), (MONDAY, "nationality", "AFG", 7), (MONDAY, "nationality", "SYR", 2)])
    take([(MONDAY, "", "", 7), (MONDAY, "nationality", "AFG", 7)], at=LATER)
    assert values(cut="nationality", key="SYR") == [0]
    assert Count.objects.filter(key="SYR", known_until=None).get().value == 0
    assert take([(MONDAY, "", "", 7), (MONDAY, "nationality", "AFG", 7)], at=LATER) == 0


def test_part_of_a_period_leaves_the_rest_alone(take):
    take([(MONDAY, "nationality", "AFG", 7), (MONDAY, "nationality", "SYR", 2)])
    take([(MONDAY, "nationality", "AFG", 8)], at=LATER, whole_periods=False)
    assert get_cells("irregular_crossings", "nationality") == {"AFG": 8, "SYR": 2}


def test_older_vintage_after_a_newer_one_takes_its_place_in_history(take, known_at):
    take([(MONDAY, "", "", 20)], at=LATER)
    take([(MONDAY, "", "", 10)], at=EARLIER)
    assert values() == [20]
    assert values(as_of=known_at) == [10]
    assert values(as_of=datetime(2026, 2, 9, tzinfo=UTC)) == []


def test_not_reported_any_more_is_not_nought(take):
    take([(MONDAY, "", "", 5), (TUESDAY, "", "", 6)])
    take([(MONDAY, "", "", None)], at=LATER)
    assert values(start=MONDAY, end=TUESDAY) == [None, 6]


def test_days_become_weeks_months_and_years(take):
    take([(MONDAY, "", "", 1), (TUESDAY, "", "", 2), (date(2026, 2, 9), "", "", 4), (date(2026, 3, 1), "", "", 8)])
    assert values(every="week", end=date(2026, 2, 10)) == [3, 4]
    assert values(every="month") == [7, 8]
    assert values(every="year") == [15]
    assert values(start=date(2026, 2, 8), end=date(2026, 2, 9)) == [None, 4]


def test_month_given_as_such_counts_before_its_days(take):
    take([(date(2026, 2, 1), "", "", 100)], every="month")
    take([(MONDAY, "", "", 1), (date(2026, 3, 1), "", "", 8)])
    assert values(every="month") == [100, 8]
    assert values() == [1, *[None] * 26, 8]


def test_sources_add_up_and_one_that_is_silent_is_none_of_it(take):
    take([(MONDAY, "", "", 5), (TUESDAY, "", "", 1)])
    take([(MONDAY, "", "", 7)], source="RS")
    assert values() == [12, 1]
    assert values(sources=["RS"]) == [7]
    assert sources_of("irregular_crossings") == ["MK", "RS"]
    assert latest_period("irregular_crossings", ["MK"]) == TUESDAY
    assert latest_period("irregular_crossings", ["AL"]) is None


@pytest.mark.parametrize(
    "cell", [(MONDAY, "", "", -1), (MONDAY, "colour", "red", 1), (MONDAY, "", "AFG", 1), (MONDAY, "", "", 1.5)]
)
def test_what_is_no_count_is_refused(take, cell):
    with pytest.raises(Problem, match=r"picture\.count\.invalid"):
        take([cell])
    assert not Count.objects.exists()


def test_month_is_named_by_its_first_day(take):
    with pytest.raises(Problem, match=r"picture\.count\.invalid"):
        take([(MONDAY, "", "", 1)], every="month")


def test_one_cell_twice_with_different_counts_is_refused(take):
    with pytest.raises(Problem, match=r"picture\.count\.twice"):
        take([(MONDAY, "", "", 1), (MONDAY, "", "", 2)])
