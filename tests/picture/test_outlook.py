"""The outlook: what is foreseen of the next days and months, kept each night, with how far off such forecasts were."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from django.urls import reverse
from typer.testing import CliRunner

from egnatia.base import clock
from egnatia.picture.actions.back_test_series import back_test_all
from egnatia.picture.alarms.ahead import ahead_of
from egnatia.picture.alarms.back_tests import upstream_of
from egnatia.picture.alarms.rules import SeriesKey, find_rule
from egnatia.picture.commands import app
from egnatia.picture.outlook.rows import day_rows, month_rows
from egnatia.picture.queries.back_tests import get_watched

NOW = datetime(2026, 3, 20, 9, tzinfo=UTC)
TODAY = date(2026, 3, 20)
SECTION = SeriesKey("MK", "irregular_crossings", "section", "MK-RS", "day")
WHOLE = SeriesKey("MK", "irregular_crossings", "", "", "day")


@pytest.fixture(autouse=True)
def _march():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def days(take):
    """Sixty days up to yesterday at two sections: who comes in is at the way out the day after."""
    waves = np.random.default_rng(1).poisson(np.random.default_rng(2).gamma(2, 40, 61)).tolist()
    cells = []
    for number in range(60):
        day, entry, way_out = TODAY - timedelta(days=60 - number), waves[number + 1], waves[number]
        cells += [(day, "", "", entry + way_out), (day, "section", "MK-GR", entry), (day, "section", "MK-RS", way_out)]
    take(cells, at=NOW)
    return waves


@pytest.fixture
def months(take):
    """Five years of months of the route, twice as many in summer."""
    told = [(date(2021 + n // 12, n % 12 + 1, 1), 1000 + 900 * (4 <= n % 12 <= 8) + 37 * (n % 5)) for n in range(62)]
    take([(month, "", "", value) for month, value in told], source="frontex", indicator="route_detections", every="month")


def test_days_are_foreseen_from_today_on_with_the_counts_of_the_place_before(days):
    told = ahead_of(get_watched(SECTION), upstream_of(get_watched(SECTION)))
    assert [point[0] for point in told["points"]] == [(TODAY + timedelta(days=n)).isoformat() for n in range(5)]
    assert told["upstream"] == ["North Macedonia – Greece"] and told["refused"] == ""
    first, last, point, low, high = told["together"]
    assert (first, last) == ("2026-03-20", "2026-03-24")
    assert low <= point <= high
    assert point == pytest.approx(sum(one[1] for one in told["points"]), abs=0.5)
    assert high - low < sum(one[3] - one[2] for one in told["points"])  # five bad days in a row are rare


def test_months_are_foreseen_after_the_last_one_with_the_year(months):
    told = ahead_of(get_watched(SeriesKey("frontex", "route_detections", "", "", "month")), [])
    assert [point[0] for point in told["points"]] == ["2026-03-01", "2026-05-01", "2026-08-01", "2027-02-01"]
    assert told["together"][:2] == ["2026-03-01", "2027-02-01"]
    summer, winter = told["points"][2], told["points"][3]
    assert summer[1] > 1.3 * winter[1]


def test_too_short_a_series_says_so(days):
    watched = get_watched(WHOLE)
    told = ahead_of(replace(watched, periods=watched.periods[:12], values=watched.values[:12]), [])
    assert told == {"upstream": [], "refused": "flows.too_short", "points": [], "together": None}


def test_partners_before_a_section_are_named_by_the_rule():
    key = SeriesKey("RS", "irregular_crossings", "section", "RS-HU", "day")
    before = find_rule(key).upstream_of(key)
    assert [(one.source, one.cut, one.key) for one in before] == [("MK", "", ""), ("RS", "section", "RS-MK")]


def test_the_night_keeps_our_totals_and_sections_and_the_page_shows_them(days, months, analyst_client):
    assert back_test_all() > 0
    shown, rows = day_rows()
    assert shown == tuple(TODAY + timedelta(days=n) for n in range(5))
    assert rows[0].key == WHOLE
    assert {row.key for row in rows[1:]} == {replace(SECTION, key="MK-GR"), SECTION}
    assert all(row.together is not None and row.error is not None for row in rows)
    (month,) = month_rows()
    assert month.last == date(2026, 2, 1) and all(month.cells)
    page = analyst_client.get(reverse("picture_outlook")).content.decode()
    assert "20 Mar" in page and "North Macedonia – Serbia" in page and "February 2026" in page
    assert f"{round(rows[0].together.point):,}" in page


def test_what_was_foreseen_long_ago_is_not_shown_as_what_is_to_come(days, months, analyst_client):
    back_test_all()
    with clock.frozen(datetime(2027, 3, 20, 9, tzinfo=UTC)):
        assert day_rows()[1] == [] and month_rows() == []
        page = analyst_client.get(reverse("picture_outlook")).content.decode()
    assert "No series by day is long enough" in page and "No series by month is long enough" in page


def test_only_days_that_are_still_to_come_are_foreseen(days):
    back_test_all()
    with clock.frozen(NOW + timedelta(days=2)):
        row = day_rows()[1][0]
        assert [cell is not None for cell in row.cells] == [True, True, True, False, False]
        assert row.together is None  # it was of other days


def test_page_is_for_those_who_see_the_picture(client, registration_officer):
    client.force_login(registration_officer)
    assert client.get(reverse("picture_outlook")).status_code == 403


def test_command(days, months, operator):
    def run(*arguments):
        return CliRunner().invoke(app, ["outlook", *arguments], catch_exceptions=False).output

    assert "Nothing is foreseen yet" in run()
    back_test_all()
    assert "2026-03-20 to 2026-03-24" in run()
    told = json.loads(run("--json"))
    assert told["days"][0] == "2026-03-20" and len(told["by_day"]) == 3
    assert told["by_month"][0]["last"] == "2026-02-01"
