"""Late reports: whose delays are known, whose aren't, and what becomes of corrections."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia.base import clock
from egnatia.picture.lateness import Figure, Nowcast, add_up, build_triangle, find_nowcasts, late_rules, usual_shares
from egnatia.picture.queries.late_reports import find_triangle, nowcasts, nowcasts_of
from egnatia.picture.queries.series import get_series

pytestmark = pytest.mark.django_db
SKOPJE = ZoneInfo("Europe/Skopje")
TODAY = date(2026, 11, 20)
NIGHT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)  # half past two in Skopje
SPAN = 80


def days_before(number: int) -> date:
    return TODAY - timedelta(days=number)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


@pytest.fixture
def report(take):
    """`report(5, [(0, 60), (1, 100)])`: of the day five days ago, 60 on the day itself, 100 in all one day later."""

    def report_day(ago, told, **more):
        for delay, value in told:
            at = noon(days_before(ago - delay))
            if at < NIGHT:
                take([(days_before(ago), "", "", value)], at=at, **more)

    return report_day


@pytest.fixture
def night(db):
    with clock.frozen(NIGHT):
        yield


def reports_of(figures: list[tuple[int, datetime, datetime | None]], **more):
    """The reports of one day, the tenth before today."""
    rows = [Figure(*one) for one in figures]
    return build_triangle({days_before(10): rows}, every="day", now=NIGHT, zone=SKOPJE, longest=5, **more)


def at(delay: int) -> datetime:
    return noon(days_before(10 - delay))


def test_reports_stand_at_their_delay(report, night):
    for ago in range(1, SPAN):
        report(ago, [(0, 60), (1, 90), (3, 100)])
    found = find_triangle("irregular_crossings", "MK")
    assert found.periods[-1] == days_before(1)
    assert found.reports[-1, 0] == 60 and np.isnan(found.reports[-1, 1:]).all()
    # By half past two of the day after, the reports of noon of that day aren't there: they are one day late, of every day.
    assert found.reports[-5, :5].tolist() == [60, 30, 0, 10, 0]


def test_what_is_to_come_is_expected_as_it_came_before(report, night):
    draw = np.random.default_rng(3)
    for ago in range(1, SPAN):
        total = int(draw.integers(150, 250))
        report(ago, [(0, total * 60 // 100), (1, total * 90 // 100), (3, total)])
    found = nowcasts("irregular_crossings", "MK")
    yesterday = found[days_before(1)]
    assert yesterday.expected == pytest.approx(yesterday.reported / 0.6, rel=0.05)
    assert yesterday.reported < yesterday.low < yesterday.expected < yesterday.high
    assert yesterday.is_open and not found[days_before(5)].is_open
    assert yesterday.learned == 60
    assert days_before(20) not in found


def test_no_figures_and_figures_that_came_at_once_have_no_delays(take, night):
    assert find_triangle("irregular_crossings", "MK") is None
    take([(days_before(ago), "", "", 100) for ago in range(1, SPAN)], at=noon(days_before(1)))
    assert find_triangle("irregular_crossings", "MK") is None
    assert nowcasts("irregular_crossings", "MK") == {}


def test_history_that_was_imported_is_not_taken_for_late(take, report, night):
    joined = 40
    take([(days_before(ago), "", "", 100) for ago in range(joined, SPAN)], at=noon(days_before(joined - 1)))
    for ago in range(1, joined):
        report(ago, [(0, 50), (1, 100)])
    found = find_triangle("irregular_crossings", "MK")
    assert usual_shares(found, [0])[0] < 0.6
    assert nowcasts("irregular_crossings", "MK")[days_before(1)].expected == pytest.approx(100, rel=0.25)


def test_too_few_days_say_nothing(report, night):
    for ago in range(1, 14 + late_rules()["day"].fewest):
        report(ago, [(0, 60), (1, 100)])
    assert nowcasts("irregular_crossings", "MK") == {}
    report(14 + late_rules()["day"].fewest, [(0, 60), (1, 100)])
    assert days_before(1) in nowcasts("irregular_crossings", "MK")


def test_days_that_come_in_one_go_are_whole_whenever_they_come(report, night):
    for ago in range(1, SPAN):
        report(ago, [(1 + ago % 4, 100 + ago)])
    found = nowcasts("irregular_crossings", "MK")
    assert found and not any(one.is_open for one in found.values())


def test_nobody_guesses_what_a_partner_that_stopped_would_have_told(report, night):
    for ago in range(6, SPAN):
        report(ago, [(0, 60), (1, 100)])
    found = nowcasts("irregular_crossings", "MK")
    assert max(found) == days_before(6)


def test_correction_is_taken_from_where_the_wrong_count_was_told():
    wrong = reports_of([(50, at(0), at(1)), (90, at(1), at(3)), (70, at(3), None)])
    assert wrong.reports[0].tolist() == [50, 20, 0, 0, 0, 0]
    twice = reports_of([(50, at(0), at(1)), (90, at(1), at(3)), (20, at(3), at(4)), (25, at(4), None)])
    assert twice.reports[0].tolist() == [20, 0, 0, 0, 5, 0]


def test_what_comes_after_the_longest_delay_is_a_revision():
    found = reports_of([(50, at(0), at(8)), (90, at(8), None)])
    assert (found.reports[0].sum(), found.revised[0], found.known[0]) == (50, 40, 90)
    loaded = reports_of([(50, at(8), None)])
    assert not loaded.is_whole.any()


def test_what_was_withdrawn_or_learnt_later_is_not_there():
    assert reports_of([(50, at(0), at(1))]).periods == []
    assert reports_of([(50, NIGHT + timedelta(hours=1), None)]).periods == []
    assert reports_of([(50, at(0), NIGHT + timedelta(hours=1))]).known[0] == 50


def test_by_the_calendar_a_day_ends_at_midnight():
    found = reports_of([(50, at(0), at(1)), (90, at(1), None)], since=time.min)
    assert found.reports[0, :3].tolist() == [50, 40, 0]


def test_a_cell_is_nought_from_when_its_total_was_told(take, night):
    for ago in range(1, SPAN):
        cells = [(days_before(ago), "", "", 10)]
        take(cells, at=noon(days_before(ago)))
        cells.append((days_before(ago), "section", "MK-GR", 10))
        if ago > 1:
            take(cells, at=noon(days_before(ago - 1)))
    found = nowcasts("irregular_crossings", "MK", cut="section", key="MK-GR")
    assert (found[days_before(1)].reported, round(found[days_before(1)].expected)) == (0, 10)


def test_a_month_is_made_of_its_days(take, night):
    first = date(2025, 10, 1)
    for number in range((TODAY - first).days):
        day = first + timedelta(days=number)
        told = [(day, "", "", 6), (day - timedelta(days=12), "", "", 10)]
        take(told[: 1 + (number >= 12)], at=noon(day))
    with clock.frozen(datetime(2026, 11, 3, 1, tzinfo=UTC)):
        found = nowcasts("irregular_crossings", "MK", every="month", as_of=clock.now())
    october = found[date(2026, 10, 1)]
    assert october.reported < october.expected and october.expected == pytest.approx(310, rel=0.02)


def test_several_sources_err_each_by_itself(report, night):
    draw = np.random.default_rng(5)
    for source in ("MK", "RS"):
        for ago in range(1, SPAN):
            total = int(draw.integers(150, 250))
            report(ago, [(0, total * 60 // 100), (1, total)], source=source)
    series = get_series("irregular_crossings", end=days_before(1))
    found = nowcasts_of(series)[days_before(1)]
    alone = [nowcasts("irregular_crossings", source)[days_before(1)] for source in ("MK", "RS")]
    assert found.reported == sum(one.reported for one in alone) == series.values[-1]
    assert found.expected == pytest.approx(sum(one.expected for one in alone))
    assert found.high - found.low < sum(one.high - one.low for one in alone)


def test_a_source_without_delays_stays_with_what_it_told():
    day = days_before(1)
    one = Nowcast(day, 60, 100.0, 90.0, 110.0, 30)
    found = add_up([{day: one}, {}], {day: 160})[day]
    assert (found.reported, found.expected, found.low, found.high) == (160, 200, 190, 210)
    assert add_up([{day: one}], {}) == {}


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 500), st.floats(0, 30 * 24)), min_size=1, max_size=6),
        min_size=1,
        max_size=6,
    ),
    st.integers(2, 20),
)
def test_what_was_told_by_delay_adds_up_to_what_is_known(cells, longest):
    """Whatever is corrected, withdrawn or added, of several cells, at any hour."""
    period = days_before(20)
    began = datetime(2026, 10, 31, 0, tzinfo=SKOPJE)
    figures, known = [], None
    for revisions in cells:
        told = sorted((began + timedelta(hours=hours), value) for value, hours in revisions)
        for place, (since, value) in enumerate(told):
            until = told[place + 1][0] if place + 1 < len(told) else None
            figures.append(Figure(value, since, until))
            if since <= NIGHT and (until is None or until > NIGHT):
                known = (known or 0) + value
    found = build_triangle({period: figures}, every="day", now=NIGHT, zone=SKOPJE, longest=longest)
    assert found.periods == ([period] if known is not None else [])
    if known is not None:
        assert found.known[0] == known
        assert not (found.reports < 0).any() and found.revised[0] >= 0
        assert np.isnan(found.reports[0]).sum() == max(0, longest + 1 - 20)
    find_nowcasts(found, 1)
