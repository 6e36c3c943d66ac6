"""The supervisor's access log: filtered by officer, action and day, and its reading recorded."""

from datetime import timedelta

import pytest
from django.urls import reverse

from egnatia.audit.models import Event
from egnatia.base import clock
from tests.registration import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(client, supervisor):
    """`log(action="…")`: the rows of the log with these filters."""
    client.force_login(supervisor)

    def open_log(**filters):
        answer = client.get(reverse("access_log"), filters)
        assert answer.status_code == 200
        return answer.content.decode().split("<main")[1]

    return open_log


def rows(page):
    return page.count("<tr>") - 1 if "<tbody>" in page else 0


def test_supervisors_only(client, case_officer, administrator):
    for officer in (case_officer, administrator):
        client.force_login(officer)
        assert client.get(reverse("access_log")).status_code == 403


def test_reading_the_log_is_recorded_with_its_filters(log, supervisor, case_officer):
    log(officer=str(case_officer.pk), action="kind:read")
    event = Event.objects.get(action="registration.access_log.read")
    assert event.actor_id == str(supervisor.pk)
    assert event.details == {"page": 1, "filters": {"officer": str(case_officer.pk), "action": "kind:read"}}


def test_filters_narrow_the_log(log, client, supervisor, case_officer, registration_officer):
    data_set = people.sign(registration_officer)
    client.force_login(case_officer)
    client.get(reverse("person", args=(data_set.person_id,)))
    client.force_login(supervisor)
    assert rows(log(officer=str(case_officer.pk), action="kind:read")) == 1
    page = log(action="persons.person.read")
    assert rows(page) == 1 and "Kosta" in page and reverse("person_access_log", args=(data_set.person_id,)) in page
    assert rows(log(action="persons.data_set.signed")) == 1
    assert "A registration was signed" not in log(action="kind:read").split("<tbody>")[1]


def test_days_narrow_the_log_and_a_week_is_shown_unasked(log, registration_officer):
    with clock.frozen(clock.now() - timedelta(days=30)):
        people.sign(registration_officer, event={"place": "Tabanovce", "date": "2026-08-01"})
    signed = {"action": "persons.data_set.signed"}
    assert rows(log(**signed)) == 0
    day = (clock.now() - timedelta(days=31)).date()
    since = {"since_day": day.day, "since_month": day.month, "since_year": day.year}
    assert rows(log(**signed, **since)) == 1
    until = {"until_day": day.day, "until_month": day.month, "until_year": day.year}
    assert rows(log(**signed, **since, **until)) == 0


def test_nonsense_is_told_and_filters_nothing(log):
    assert "There is a problem" in log(since_day="30", since_month="2", since_year="2026")
    for filters in ({"officer": "x"}, {"action": "'; --"}, {"page": "zzz"}):
        log(**filters)


def test_long_log_stays_quick(log, registration_officer, django_assert_max_num_queries):
    for _ in range(30):
        people.sign(registration_officer)
    with django_assert_max_num_queries(25):
        assert rows(log()) == 25
