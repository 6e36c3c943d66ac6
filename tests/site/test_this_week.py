"""This week: what a head of border police sees on one page, from figures that were really taken in."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from egnatia.base import clock
from egnatia.cooperation.actions.plan_item import ItemFacts, plan_item
from egnatia.cooperation.actions.plan_operation import OperationFacts, plan_operation
from egnatia.picture.actions.edit_recommendation import Owner, assign_recommendation
from egnatia.picture.actions.recommend_measure import recommend_measure
from egnatia.picture.actions.take_series import take_counts
from egnatia.picture.alarms.measures import get_measure
from egnatia.picture.models import Alarm, BackTest, Count, PartnerMeasure
from egnatia.site.bar import may_see_this_week
from egnatia.site.section_weeks import Weeks, section_weeks

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 11, tzinfo=UTC)
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def present():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def counted():
    """MK-GR rises from 10 to 20 a day, Greece's side tells nobody; MK-RS stays at 8 while Serbia's side falls."""
    _take("MK", {"MK-GR": (10, 20), "MK-RS": (8, 8)})
    _take("RS", {"RS-MK": (30, 9)})


def _take(source, sections, *, days=14):
    """(count a day in the week before, count a day in the last week) by section."""
    cells = []
    for number in range(1, days + 1):
        day, lately = TODAY - timedelta(days=number), number <= 7
        values = {code: pair[lately] for code, pair in sections.items()}
        cells += [(day, "", "", sum(values.values())), *((day, "section", code, value) for code, value in values.items())]
    take_counts(source, "irregular_crossings", "day", cells, known_at=NOW)


def keep_forecasts(section, point, *, days, width=4.0):
    """What the nightly job keeps of one section: the days' forecasts up to yesterday but one."""
    told = [
        [(TODAY - timedelta(days=number)).isoformat(), point - width, point + width, point] for number in range(2, 2 + days)
    ]
    series = {"source": "MK", "indicator": "irregular_crossings", "cut": "section", "key": section, "every": "day"}
    BackTest.objects.create(**series, digest="x", computed_at=timezone.now(), result={"forecasts": told})


def make_alarm(**more):
    values = {
        "source": "MK", "indicator": "irregular_crossings", "cut": "section", "key": "MK-GR", "every": "day",
        "watch": "crossings_section", "direction": "rise", "pace": "sudden", "rule": "level", "since": date(2026, 11, 17),
        "period": date(2026, 11, 20), "expected": 10, "low": 5, "high": 15, "observed": 44, "p": 0.001, "vintage": NOW,
        "raised_at": NOW,
    }  # fmt: skip
    return Alarm.objects.create(**values | more)


@pytest.fixture
def planned(director):
    """A late item, a measure due in two days, and one operation now and one to come."""
    plan_item(director, ItemFacts("data", "Send the daily counts", owner="MK", due_on=TODAY - timedelta(days=3)))
    plan_item(director, ItemFacts("data", "Somebody else's task", owner="AL", due_on=TODAY))
    alarm = make_alarm(state="confirmed")
    measure = recommend_measure(director, alarm, "registration_staff")
    rights = {question.code: True for question in get_measure("registration_staff").rights}
    assign_recommendation(director, measure, owner=Owner(unit=director.unit), due=TODAY + timedelta(days=2), rights=rights)
    for name, starts_on in (("Joint patrol Vardar", TODAY), ("Joint patrol Drim", TODAY + timedelta(days=20))):
        plan_operation(director, OperationFacts(name, "Frontex", ("RS", "MK"), "Gevgelija", starts_on))
    return measure


def read(client, officer):
    client.force_login(officer)
    response = client.get("/this-week/")
    assert response.status_code == 200, response.content.decode()[:800]
    return " ".join(response.content.decode().split("<main")[1].split())


def row_of(page, words):
    return next(row for row in page.split("<tr>") if words in row)


def test_only_who_reads_picture_and_working_group_sees_it(client, make_officer, operator):
    client.force_login(make_officer("all", "registration_officer", "examiner", "case_officer", "supervisor", "administrator"))
    assert client.get("/this-week/").status_code == 403
    assert 'href="/this-week/"' not in client.get("/").content.decode()
    assert "picture.read" in operator.permissions and not may_see_this_week(operator)  # one of the two is not enough


def test_visitors_sign_in_first_and_nothing_is_posted(client, director):
    assert client.get("/this-week/").url.startswith("/account/sign-in/")
    client.force_login(director)
    assert client.post("/this-week/").status_code == 405


def test_it_stands_in_the_bar_of_director_and_analyst(client, director, analyst):
    for officer in (director, analyst):
        client.force_login(officer)
        assert 'href="/this-week/"' in client.get("/").content.decode()
        assert client.get("/this-week/").status_code == 200


def test_a_new_node_says_what_will_appear(client, director):
    page = read(client, director)
    for words in ("No crossing was reported", "No alarm is open", "Nothing is late or due soon", "None in the calendar"):
        assert words in page
    assert "Next report to the ministers" in page


def test_sections_stand_against_the_week_before_and_the_other_side(client, director, counted):
    page = read(client, director)
    rising, steady = row_of(page, "North Macedonia – Greece"), row_of(page, "North Macedonia – Serbia")
    assert ">140<" in rising and ">70<" in rising and "Rise" in rising and "+70" in rising
    assert "No change" in steady and ">63</a>" in steady and "before 210" in steady and "Fall" in steady
    assert page.index("North Macedonia – Greece") < page.index("North Macedonia – Serbia")
    assert "Not reported" in row_of(page, "North Macedonia – Albania")
    assert "196" in row_of(page, "All together")


def test_expected_is_told_where_a_forecast_is_kept_and_compared_on_the_same_days(counted):
    keep_forecasts("MK-GR", 10.0, days=30)
    keep_forecasts("MK-RS", 8.0, days=3)  # too few of the week's days
    keep_forecasts("MK-AL", 1.0, days=30)  # too small for whole numbers
    rows = {row.code: row for row in section_weeks("MK", TODAY).rows}
    expected = rows["MK-GR"].expected
    assert (expected.value, expected.days, expected.seen, expected.verdict) == (60.0, 6, 120, "above")
    assert 60 - 6 * 4 < expected.low < 60 < expected.high < 60 + 6 * 4  # narrower than all days at their edge
    assert rows["MK-RS"].expected is None and rows["MK-AL"].expected is None


def test_days_that_nobody_reported_are_said_and_compared_with_the_same_weekdays(client, director, counted):
    _take("AL", {"AL-MK": (4, 4)}, days=3)
    row = row_of(read(client, director), "North Macedonia – Albania")
    assert "3 of 7 days reported" in row and "before –" in row and "Fall" not in row
    _take("XK", {"XK-MK": (4, 4)})
    Count.objects.filter(source="XK", period__gte=TODAY - timedelta(days=5)).delete()
    side = {row.code: row for row in section_weeks("MK", TODAY).rows}["MK-XK"].other
    assert (side.week, side.before, side.days, side.direction) == (8, 8, 2, "same")


def test_what_chance_explains_is_no_rise():
    assert Weeks(12, 8, 7).direction == "same"
    assert Weeks(30, 8, 7).direction == "rise"
    assert Weeks(8, 30, 7).direction == "fall"
    assert Weeks(0, 0, 7).direction == "same"
    assert Weeks(3, None, 7).direction == "" == Weeks(30, 8, 7, is_comparable=False).direction


def test_crossings_without_a_known_section_have_their_row():
    _take("MK", {"MK-GR": (1, 1), "unknown": (0, 2)})
    names = [row.name for row in section_weeks("MK", TODAY).rows]
    assert "Section not known" in names and len(names) == 6  # five land borders


def test_alarms_our_own_in_front_and_confirmed_ones_with_their_measures(client, director, planned):
    theirs = make_alarm(source="RS", key="RS-HU", period=date(2026, 11, 21))
    mine = make_alarm(key="MK-RS")
    page = read(client, director)
    assert page.index(f"/picture/alarms/{mine.pk}/") < page.index(f"/picture/alarms/{theirs.pk}/")
    answer = row_of(page, get_measure("registration_staff").name)
    assert reverse("picture_recommendation", args=(planned.pk,)) in answer and "Assigned" in answer and "24 November" in answer


def test_more_alarms_than_rows_are_one_link_away(client, director):
    for number in range(11):
        make_alarm(since=date(2026, 10, 1) + timedelta(days=number))
    page = read(client, director)
    assert "3 more to be looked at" in page and "/picture/alarms/?state=open" in page


def test_what_is_due_of_us_and_joint_operations(client, director, planned):
    page = read(client, director)
    assert "Late" in row_of(page, "Send the daily counts") and "Somebody else" not in page
    due = page.split('id="due"')[1]
    assert due.index("Send the daily counts") < due.index(get_measure("registration_staff").name)
    assert "Now" in row_of(page, "Joint patrol Vardar") and "12 December" in row_of(page, "Joint patrol Drim")


def test_what_a_partner_asks_for_is_due_of_us(client, director):
    PartnerMeasure.objects.create(
        partner="RS", reference="c" * 32, correspondence=uuid4(), measure="joint_patrol", level="local", text="Two patrols",
        due=TODAY + timedelta(days=1), made_at=NOW, received_at=NOW,
    )  # fmt: skip
    row = row_of(read(client, director).split('id="due"')[1], get_measure("joint_patrol").name)
    assert "Measure asked for by Serbia" in row and "North Macedonia" in row and "/picture/measures/from-partners/" in row


def test_what_waits_is_counted_and_linked_only_for_who_may_open_it(client, make_officer):
    page = read(client, make_officer("dragan", "director"))
    assert "Possible matches" in page and f'href="{reverse("examine")}"' not in page
    client.logout()
    page = read(client, make_officer("kira", "director", "case_officer"))
    assert f'href="{reverse("partner_requests")}"' in page.split('id="waiting"')[1]


def test_the_number_of_queries_does_not_grow(client, director, counted, planned, django_assert_max_num_queries):
    client.force_login(director)
    client.get("/this-week/")
    for number in range(9):
        make_alarm(since=date(2026, 10, 1) + timedelta(days=number), state=("open", "confirmed")[number % 2])
        plan_item(director, ItemFacts("data", f"Item {number}", owner="MK", due_on=TODAY))
        plan_operation(director, OperationFacts(f"Patrol {number}", "Frontex", ("MK",), "Gevgelija", TODAY))
    for section in ("MK-GR", "MK-RS", "MK-AL", "MK-XK", "MK-BG"):
        keep_forecasts(section, 5.0, days=30)
    with django_assert_max_num_queries(30):
        client.get("/this-week/")
