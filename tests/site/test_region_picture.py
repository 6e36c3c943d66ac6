"""The picture on the first screen: everybody reads rounded counts of the month before, readers of the picture today's."""

from datetime import UTC, date, datetime

import pytest

from egnatia.base import clock
from egnatia.picture.actions.load_route_years import load_route_years
from egnatia.picture.actions.take_series import take_counts
from egnatia.picture.models import Alarm
from egnatia.picture.route_figure import route_figure
from egnatia.picture.situation import maps as situation_maps
from egnatia.reports.actions.draft_report import draft_report
from tests.ui.conftest import built  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def counted():
    with clock.frozen(NOW):
        for source, value in (("MK", 34_333), ("AL", 3)):
            cells = [(date(2026, 10, 5), "", "", value), (date(2026, 10, 5), "section", f"{source}-GR", value)]
            take_counts(source, "irregular_crossings", "day", cells, known_at=NOW)
        cells = [(date(2026, 11, 18), "", "", 7), (date(2026, 11, 18), "section", "MK-GR", 7)]
        take_counts("MK", "irregular_crossings", "day", cells, known_at=NOW)
        yield


@pytest.fixture
def alarm():
    return Alarm.objects.create(
        source="MK", indicator="irregular_crossings", every="day", watch="x", direction="rise", pace="sudden", rule="level",
        since=date(2026, 11, 17), period=date(2026, 11, 18), expected=3, low=1, high=5, observed=44, p=0.001,
        vintage=NOW, raised_at=NOW,
    )  # fmt: skip


def test_everybody_reads_the_month_before_in_round_figures(client, counted, alarm):
    page = client.get("/").content.decode()
    rows = dict(situation_maps.public_map(date(2026, 11, 20)).rows)
    assert rows["North Macedonia"] == "34,335" and rows["Albania"] == "under 5" and rows["Serbia"] == "–"
    assert "34,335" in page and "34,333" not in page and "34333" not in page
    assert "44" not in page.split('id="channels"')[0].split("The region")[1].split("<svg")[0]
    assert "by border section" not in page and "Late commitments" not in page


def test_analysts_read_what_is_seen_and_what_was_expected(client, make_officer, counted, alarm):
    client.force_login(make_officer("arta", "analyst"))
    page = client.get("/").content.decode()
    assert "by border section" in page and "North Macedonia – Greece" in page
    assert "Alarms: expected and seen" in page and f"/picture/alarms/{alarm.pk}/" in page
    assert "Late commitments" in page


def test_who_coordinates_the_next_report_is_for_everybody(client):
    page = client.get("/").content.decode()
    assert "Next report to the ministers" in page and "coordinated by Albania" in page


def test_the_next_report_leads_to_its_page_once_it_is_drafted(client, make_officer, counted):
    analyst = make_officer("arta", "analyst")
    assert 'href="/reports/' not in client.get("/").content.decode()
    client.force_login(analyst)
    page = client.get("/").content.decode()
    assert 'href="/reports/"' in page and "Not drafted here yet" in page
    with clock.frozen(datetime(2027, 1, 20, tzinfo=UTC)):
        draft_report(analyst, "MK", date(2027, 2, 14))
        page = client.get("/").content.decode()
    assert 'href="/reports/MK-2027-1/"' in page and "Drafted here" in page and "Late: " not in page


def test_a_report_that_was_not_issued_in_time_is_named(client, make_officer, counted):
    client.force_login(make_officer("dea", "director"))
    with clock.frozen(datetime(2027, 2, 20, tzinfo=UTC)):
        assert "Late: MK-2027-1" in client.get("/").content.decode()


def test_both_figures_for_2023_stand_with_their_vintage(client):
    load_route_years()
    page = client.get("/").content.decode()
    assert "99,002" in page and "99,068" in page and "3 June 2025" in page


def test_nothing_counted_is_no_empty_box():
    assert route_figure() is None
    assert situation_maps.public_map(date(2026, 11, 20)) is None
