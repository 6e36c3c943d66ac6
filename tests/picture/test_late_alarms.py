"""Alarms and pages while late reports still come in."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from egnatia.base import clock
from egnatia.picture.actions.back_test_series import back_test_series
from egnatia.picture.actions.raise_alarms import raise_alarms
from egnatia.picture.alarms.rules import SeriesKey
from egnatia.picture.models import Alarm
from egnatia.picture.queries import quality
from egnatia.picture.queries.back_tests import get_watched
from egnatia.picture.queries.watched import watched_series
from egnatia.picture.situation import today as situation
from tests.ui.conftest import built  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
TODAY = date(2026, 11, 20)
SPAN = 120
KEY = SeriesKey("MK", "irregular_crossings", "", "", "day")


def night(day: date = TODAY) -> datetime:
    return datetime(day.year, day.month, day.day, 1, 30, tzinfo=UTC)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


@pytest.fixture
def tell(take):
    """`tell(upto, {day: total})`: about 200 a day, 60 of 100 reported on the day, 90 a day later, all after three."""

    def tell_days(upto=TODAY, others=None, *, at_once=False):
        draw, told = np.random.default_rng(8), defaultdict(dict)
        for number in range(SPAN, 0, -1):
            day = TODAY - timedelta(days=number)
            total = (others or {}).get(day, int(draw.normal(200, 12)))
            for delay, share in ((0, 60), (1, 90), (3, 100)):
                at = noon(day + timedelta(days=delay))
                if at < night(upto):
                    told[noon(TODAY - timedelta(days=1)) if at_once else at][day] = total * share // 100
        for known, totals in sorted(told.items()):
            take([(day, "", "", total) for day, total in totals.items()], at=known)

    return tell_days


@pytest.fixture
def now(db):
    with clock.frozen(night()):
        yield


YESTERDAY = TODAY - timedelta(days=1)


def test_a_rise_rings_before_its_reports_are_in(tell, now):
    tell(others={YESTERDAY: 900})
    raise_alarms(only={KEY})
    alarm = Alarm.objects.get()
    assert (alarm.direction, alarm.period) == ("rise", YESTERDAY)
    assert alarm.high < alarm.observed < 0.55 * (900 + 210)  # of two days together, the least there will have been


def test_where_nobody_knows_how_late_reports_are_it_waits(tell, now):
    tell(others={YESTERDAY: 900}, at_once=True)
    raise_alarms(only={KEY})
    assert not Alarm.objects.exists()


def test_reports_that_are_out_are_no_fall(tell, now):
    tell()
    (watched,) = watched_series(only={KEY})
    assert watched.periods[-1] == YESTERDAY - timedelta(days=1)
    assert watched.ends.periods[-1] == YESTERDAY
    assert watched.ends.low[-1] < 200 < watched.ends.high[-1]
    raise_alarms(only={KEY})
    assert not Alarm.objects.exists()


def test_a_fall_rings_when_even_all_that_can_come_is_one(tell, now):
    tell(others={YESTERDAY: 10, YESTERDAY - timedelta(days=1): 10})
    raise_alarms(only={KEY})
    alarm = Alarm.objects.get()
    assert (alarm.direction, alarm.period) == ("fall", YESTERDAY)


def test_partner_that_stopped_reporting_rings_nothing_by_being_guessed_at(tell, now):
    tell(upto=TODAY - timedelta(days=4))
    (watched,) = watched_series(only={KEY})
    assert watched.ends.periods[-1] == TODAY - timedelta(days=5)
    raise_alarms(only={KEY})
    assert not any(period > TODAY - timedelta(days=5) for period in Alarm.objects.values_list("period", flat=True))


def test_alarm_is_not_revised_away_until_its_reports_are_in(tell, take, now):
    tell(others={YESTERDAY: 900})
    raise_alarms(only={KEY})
    take([(YESTERDAY, "", "", 130)], at=night() + timedelta(minutes=10))  # most of it was a mistake
    with clock.frozen(night() + timedelta(hours=1)):
        raise_alarms(only={KEY})
        assert Alarm.objects.get().state == "open"
    for number in (0, 1):
        take([(TODAY + timedelta(days=number), "", "", 200)], at=noon(TODAY + timedelta(days=number)))
    take([(YESTERDAY, "", "", 200)], at=noon(TODAY + timedelta(days=1)))
    with clock.frozen(night(TODAY + timedelta(days=16))):
        raise_alarms(only={KEY})
        assert (Alarm.objects.get().state, Alarm.objects.get().reason) == ("closed", "revised")


def test_alarms_page_says_what_is_to_come(analyst_client, tell, now):
    tell(others={YESTERDAY: 900})
    raise_alarms(only={KEY})
    page = analyst_client.get(f"/picture/alarms/{Alarm.objects.get().pk}/").content.decode()
    assert "Not all reports of 19 November 2026 are in: 540 so far" in page
    assert "The alarm rings by the least of that." in page
    assert "Expected in the end" in page and "Reported so far" in page
    take_all = datetime(2026, 12, 20, 1, 30, tzinfo=UTC)
    with clock.frozen(take_all):
        assert "Not all reports" not in analyst_client.get(f"/picture/alarms/{Alarm.objects.get().pk}/").content.decode()


def test_situation_and_explore_tell_reported_from_expected(analyst_client, tell, now):
    tell()
    (figure,) = [one for one in situation.look(TODAY).figures() if one.is_over_time]
    assert figure.head == ("Day", "Reported so far", "Expected in the end", "likely between")
    yesterday = dict((row[0], row[1:]) for row in figure.rows)["19 November 2026"]
    assert int(yesterday[0]) < int(yesterday[1]) and "–" in yesterday[2]
    assert "how late the reports of 60 earlier days came" in figure.caption
    page = analyst_client.get("/picture/explore/?indicator=irregular_crossings&every=day").content.decode()
    assert "Expected in the end" in page and "Reported so far" in page
    by_cell = analyst_client.get("/picture/explore/?indicator=irregular_crossings&every=week").content.decode()
    assert "Expected in the end" not in by_cell


def test_pages_say_nothing_of_late_reports_where_nobody_knows(analyst_client, tell, now):
    tell(at_once=True)
    for address in ("/picture/situation/", "/picture/explore/?indicator=irregular_crossings&every=day"):
        page = analyst_client.get(address).content.decode()
        assert "Expected in the end" not in page and "Reported so far" not in page
    assert all(one.shares is None for one in quality.reporting())
    assert "How late the reports come" not in analyst_client.get("/picture/quality/").content.decode()


def test_quality_says_how_much_is_known_after_so_many_days(analyst_client, tell, now):
    tell()
    shares = next(one.shares for one in quality.reporting() if one.source == "MK")
    assert [round(share, 1) for share in shares] == [0.6, 0.9, 1.0, 1.0]
    page = analyst_client.get("/picture/quality/").content.decode()
    assert "How late the reports come" in page and "60 %" in page


def test_back_test_says_how_the_nowcast_did(analyst_client, tell, now):
    tell()
    kept = back_test_series(None, get_watched(KEY))
    first = kept.result["late"][0]
    assert (first["delay"], first["made"]) == (0, 40)
    assert first["mae"] < first["mae_reported"] / 3
    assert first["coverage80"] > 0.6
    page = analyst_client.get("/picture/backtest/?source=MK&indicator=irregular_crossings&cut=&key=&every=day").content.decode()
    assert "Periods whose reports still came in" in page


def test_back_test_without_delays_has_no_such_table(tell, now):
    tell(at_once=True)
    assert back_test_series(None, get_watched(KEY)).result["late"] == []
