"""Alarms: raised once for each episode, growing, closing; on synthetic series and on the real ones."""

import csv
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.picture.actions.raise_alarms import raise_alarms
from egnatia.picture.alarms.rules import SeriesKey
from egnatia.picture.models import Alarm, Look
from egnatia.picture.queries.alarms import also_ringing, open_alarms
from egnatia.picture.queries.series import next_period
from egnatia.picture.queries.watched import watched_series

pytestmark = pytest.mark.django_db
KNOWN = datetime(2025, 3, 1, 8, tzinfo=UTC)
LATER = KNOWN + timedelta(days=31)
FIRST_MONTH = date(2021, 1, 1)


def months(values, *, start=FIRST_MONTH, cut="", key=""):
    """Cells of a monthly series."""
    cells, period = [], start
    for value in values:
        cells.append((period, cut, key, value))
        period = next_period(period, "month")
    return cells


def calm(length=48, *, level=400, seed=7):
    """A series in which nothing happens."""
    drawn = np.random.default_rng(seed).normal(0, 0.08, length)
    return [int(level * np.exp(step)) for step in drawn]


@pytest.fixture
def route(take):
    """`route(values, at=…)`: the monthly series of the route becomes known."""

    def take_route(values, *, at=KNOWN, **cell):
        return take(
            months(values, **cell), source="frontex", indicator="route_detections", every="month", at=at, whole_periods=False
        )

    return take_route


@pytest.fixture
def after():
    """A moment after everything in these tests became known."""
    with clock.frozen(datetime(2025, 11, 22, 3, tzinfo=UTC)) as moment:
        yield moment


def test_calm_series_rings_nothing(route, after):
    route(calm())
    look = raise_alarms()
    assert (look.series, look.raised) == (1, 0)
    assert not Alarm.objects.exists()


def test_series_that_ended_long_ago_is_history(route):
    route([*calm(), 3000])
    with clock.frozen(datetime(2025, 11, 22, 3, tzinfo=UTC)):
        raise_alarms()
    with clock.frozen(datetime(2026, 11, 22, 3, tzinfo=UTC)):
        look = raise_alarms()
        assert (look.raised, look.closed, Alarm.objects.get().reason) == (0, 1, "passed")
        assert raise_alarms(upto=date(2025, 1, 31)).series == 1


def test_rise_is_raised_once_whatever_night_it_is(route, after):
    route([*calm(), 3000])
    assert raise_alarms().raised == 1
    for _night in range(3):
        look = raise_alarms()
        assert (look.raised, look.grown, look.closed) == (0, 0, 0)
    alarm = Alarm.objects.get()
    assert (alarm.direction, alarm.state, alarm.observed) == ("rise", "open", 3000)
    assert alarm.since == alarm.period == date(2025, 1, 1)
    assert alarm.low < alarm.expected < alarm.high < alarm.observed
    assert alarm.vintage == KNOWN and Look.objects.count() == 4
    assert Event.objects.filter(action="picture.alarm.raised", subject_id=str(alarm.pk)).count() == 1


def test_same_episode_grows(route, after):
    route([*calm(), 3000])
    raise_alarms()
    route([*calm(), 3000, 9000], at=LATER)
    look = raise_alarms()
    assert (look.raised, look.grown) == (0, 1)
    alarm = Alarm.objects.get()
    assert (alarm.since, alarm.period, alarm.observed) == (date(2025, 1, 1), date(2025, 2, 1), 9000)


def test_fall_is_an_alarm_of_its_own(route, after):
    route([*calm(), 30])
    raise_alarms()
    assert Alarm.objects.get().direction == "fall"


def test_what_nobody_decided_on_closes_when_it_is_over(route, after):
    route([*calm(), 900])
    raise_alarms()
    route([*calm(), 900, 800, 700, 600, 500, 450, 420, 400], at=LATER)
    raise_alarms()
    first = Alarm.objects.get(since=date(2025, 1, 1))
    assert (first.state, first.reason) == ("closed", "passed")


def test_revision_takes_an_alarm_back(route, after):
    route([*calm(), 3000])
    raise_alarms()
    route([*calm(), 410], at=LATER)
    assert raise_alarms().closed == 1
    assert Alarm.objects.get().reason == "revised"


def test_revision_that_still_rings_changes_the_figures(route, after):
    route([*calm(), 3000])
    raise_alarms()
    route([*calm(), 2500], at=LATER)
    assert raise_alarms().grown == 1
    alarm = Alarm.objects.get()
    assert (alarm.observed, alarm.vintage) == (2500, LATER)


def test_dismissed_episode_stays_dismissed_until_it_goes_much_further(route, after):
    route([*calm(), 3000])
    raise_alarms()
    Alarm.objects.update(state="dismissed", reason="known_event")
    route([*calm(), 3000, 4000], at=LATER)
    assert raise_alarms().raised == 0
    route([*calm(), 3000, 4000, 9000], at=LATER + timedelta(days=30))
    assert raise_alarms().raised == 1
    again = Alarm.objects.get(state="open")
    assert again.since > date(2025, 1, 1) and again.observed == 9000
    assert raise_alarms().raised == 0


def test_day_that_is_not_over_is_not_judged(take):
    today = date(2026, 3, 1)
    days = [today - timedelta(days=back) for back in range(90, -1, -1)]
    values = [*calm(90, level=200), 3]
    take([(day, "", "", value) for day, value in zip(days, values, strict=True)])
    with clock.frozen(datetime(2026, 3, 1, 9, tzinfo=UTC)):
        raise_alarms()
    assert not Alarm.objects.filter(period=today).exists()


def test_small_figures_ring_nothing(take, after):
    cells = months([2] * 48 + [9], cut="nationality", key="AFG") + months([60] * 49)
    take(cells, indicator="irregular_crossings", every="month")
    raise_alarms()
    assert not Alarm.objects.filter(key="AFG").exists()


def test_periods_with_mostly_unknown_nationality_are_not_judged(route, after):
    route([*calm(47, level=1000), 1000, 1000])
    route([300] * 48 + [10], cut="nationality", key="SYR")
    route([100] * 48 + [900], cut="nationality", key="XXX")
    raise_alarms()
    assert not Alarm.objects.filter(cut="nationality").exists()
    judged = next(one for one in watched_series() if one.key.key == "SYR")
    assert np.isnan(judged.values[-1]) and judged.values[-2] == 300


def test_gap_and_too_short_a_series_are_no_alarm(route, after):
    route(calm(10))
    assert raise_alarms().raised == 0
    route([None if at == 30 else value for at, value in enumerate(calm())], at=LATER)
    assert raise_alarms().raised == 0


def test_also_ringing_finds_the_same_month_elsewhere(route, take, after):
    route([*calm(), 3000])
    route([*calm(level=100), 900], cut="nationality", key="AFG")
    raise_alarms()
    whole = Alarm.objects.get(cut="")
    assert [one.key for one in also_ringing(whole)] == ["AFG"]
    assert [one.pk for one in open_alarms(1)] == [whole.pk]


@pytest.fixture
def frontex(shared_data, take):
    """The real series of the route with some of its nationalities, as of June 2025."""
    path = shared_data / "flows" / "western_balkan_route_by_nationality_monthly.csv"
    if not path.is_file():
        pytest.skip("the published monthly series (../shared/data/flows) is not on this machine; synthetic ones are tested")
    wanted = {"Burundi": "BDI", "Tunisia": "TUN", "Unknown": "XXX"}
    totals, cells = defaultdict(int), []
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            month = date.fromisoformat(row["t"])
            totals[month] += int(row["n"])
            if row["nationality"] in wanted:
                cells.append((month, "nationality", wanted[row["nationality"]], int(row["n"])))
    cells += [(month, "", "", total) for month, total in totals.items()]
    take(cells, source="frontex", indicator="route_detections", every="month", at=datetime(2025, 6, 3, tzinfo=UTC))


@pytest.mark.parametrize(
    ("upto", "key", "direction"),
    [
        (date(2015, 7, 31), "", "rise"),
        (date(2016, 3, 31), "", "fall"),
        (date(2020, 4, 30), "", "fall"),
        (date(2022, 5, 31), "", "rise"),
        (date(2022, 3, 31), "BDI", "rise"),
        (date(2021, 10, 31), "TUN", "rise"),
    ],
)
def test_known_shocks_ring_in_their_month(frontex, after, upto, key, direction):
    raise_alarms(upto=upto)
    found = Alarm.objects.get(key=key, period=upto.replace(day=1))
    assert (found.direction, found.source) == (direction, "frontex")


def test_counts_from_up_the_route_are_part_of_the_back_test(take, after):
    from egnatia.picture.alarms.back_tests import compute, digest_of
    from egnatia.picture.queries.back_tests import get_watched

    random, days = np.random.default_rng(3), [date(2025, 1, 1) + timedelta(days=n) for n in range(75)]
    before = [int(200 * np.exp(step)) for step in np.cumsum(random.normal(0, 0.25, 75))]
    here = [before[max(0, n - 1)] for n in range(75)]  # everybody arrives a day later
    cells = [(day, "section", "MK", value) for day, value in zip(days, here, strict=True)]
    take(cells, source="unhcr", indicator="daily_arrivals", whole_periods=False)
    watched = get_watched(SeriesKey("unhcr", "daily_arrivals", "section", "MK", "day"))
    alone = digest_of(watched)
    assert compute(watched)["with_upstream"] == []
    cells = [(day, "section", "GRmain", value) for day, value in zip(days, before, strict=True)]
    take(cells, source="unhcr", indicator="daily_arrivals", whole_periods=False)
    assert digest_of(watched) != alone
    found = compute(watched)
    assert found["upstream"] == ["Greece, mainland"]
    assert next(one["gain_percent"] for one in found["with_upstream"] if one["horizon"] == 1) > 30


def test_series_read_at_once_are_the_series_read_one_by_one(take):
    from egnatia.picture.queries.series import get_series, get_series_of_cut

    keys = ["AFG", "SYR", "IRN", "IRQ", "TUR", "PAK"]
    for at, key in enumerate(keys):
        take(months(calm(20 + at, seed=at), cut="nationality", key=key), every="month", whole_periods=False)
    take(months([3000] * 30), every="month", whole_periods=False)
    take([(date(2023, 7, 1), "nationality", "AFG", 5), (date(2023, 7, 1), "", "", 9)], whole_periods=False)
    found = get_series_of_cut("irregular_crossings", "nationality", source="MK", every="month", end=date(2023, 12, 31))
    assert sorted(found) == sorted(keys)
    for key in keys:
        alone = get_series(
            "irregular_crossings", sources=["MK"], cut="nationality", key=key, every="month", end=date(2023, 12, 31)
        )
        assert found[key] == alone


@pytest.mark.parametrize("seed", range(6))
def test_whatever_the_series_the_same_night_twice_changes_nothing(route, after, seed):
    """Random walks with shocks, gaps and noughts, seen month after month as they come in."""
    random = np.random.default_rng(seed)
    steps = random.normal(0, 0.3, 50) + random.choice([0, 0, 0, 2.5, -2.5], 50)
    walked = [int(min(value, 1e6)) for value in 300 * np.exp(np.cumsum(steps) * 0.6)]
    values = [None if drawn < 0.05 else value for drawn, value in zip(random.random(50), walked, strict=True)]
    for known in range(46, 51):
        route(values[:known], at=KNOWN + timedelta(days=known))
        raise_alarms()
        rows = list(Alarm.objects.order_by("pk").values())
        look = raise_alarms()
        assert (look.raised, look.grown, look.closed) == (0, 0, 0)
        assert list(Alarm.objects.order_by("pk").values()) == rows
    assert all(one.since <= one.period for one in Alarm.objects.all())
