"""What no other package brings is entered by hand, and files are taken in at a page."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from egnatia import law
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.picture.actions.enter_event import enter_event, enter_incident, groups_of
from egnatia.picture.actions.recount_days import recount_all
from egnatia.picture.actions.withdraw_entry import withdraw_entry
from egnatia.picture.models import Batch, Event, Incident
from egnatia.picture.queries.series import get_cells, get_series


@pytest.fixture
def today(db):
    return law.local_day(clock.now(), "MK")


def day(on):
    return {"on_day": on.day, "on_month": on.month, "on_year": on.year}


def test_event_is_entered_and_counted(analyst_client, today):
    values = day(today) | {
        "what": "refused_entry:", "place": "tabanovce", "persons": 3, "nationality": "TUR",
        "age_band": "18-34", "sex": "male",
    }  # fmt: skip
    answer = analyst_client.post(reverse("picture_enter_event"), values)
    assert answer.status_code == 302, answer.content.decode()
    recount_all()
    assert get_series("refused_entries").values == [3]
    assert get_cells("refused_entries", "section") == {"MK-RS": 3}
    assert get_cells("refused_entries", "nationality") == {"TUR": 3}
    page = analyst_client.get(reverse("picture_entries")).content.decode()
    assert "Refused entry" in page and "Tabanovce" in page


def test_finding_is_entered_and_withdrawn(analyst_client, analyst, today):
    analyst_client.post(reverse("picture_enter_incident"), day(today) | {"type": "lookalike", "place": "MK-AIR", "many": 2})
    incident = Incident.objects.get()
    assert (incident.kind, incident.many, incident.place) == ("forged_document", 2, "MK-AIR")
    recount_all()
    analyst_client.post(reverse("picture_withdraw_entry", args=("incident", incident.pk)))
    recount_all()
    assert get_series("incidents").values == [0]
    with pytest.raises(Problem, match=r"picture\.entry\.not_withdrawable"):
        withdraw_entry(analyst, incident)


def test_form_says_what_is_missing(analyst_client):
    page = analyst_client.post(reverse("picture_enter_event"), {}).content.decode()
    assert "govuk-error-summary" in page
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "registration"}, "kind"),
        ({"kind": "apprehension"}, "group"),
        ({"place": "horgos"}, "place"),
        ({"nationality": "ZZZ"}, "nationality"),
        ({"persons": 0}, "persons"),
        ({"age_band": "old"}, "age_band"),
    ],
)
def test_what_makes_no_sense_is_refused(analyst, today, changed, field):
    with pytest.raises(Problem) as caught:
        enter_event(analyst, **({"kind": "return", "on": today} | changed))
    assert (caught.value.code, caught.value.field) == ("picture.entry.invalid", field)


def test_tomorrow_has_not_happened(analyst, today):
    with pytest.raises(Problem, match=r"picture\.entry\.invalid"):
        enter_incident(analyst, type="car", on=today + timedelta(days=1))


def test_apprehension_says_what_was_found():
    assert groups_of("apprehension") == ("irregular_crossing", "irregular_stay")
    assert groups_of("return") == ("",)


def test_pages_are_for_analysts(client, registration_officer, director):
    for officer in (registration_officer, director):
        client.force_login(officer)
        for name in ("picture_entries", "picture_enter_event", "picture_enter_incident", "picture_take_file"):
            assert client.get(reverse(name)).status_code == 403


def upload(client, text, name="frontex.csv"):
    values = {"how": "layout:frontex_monthly", "vintage_day": 3, "vintage_month": 6, "vintage_year": 2025}
    return client.post(reverse("picture_take_file"), values | {"file": SimpleUploadedFile(name, text.encode())})


def test_file_is_taken_in_at_the_page(analyst_client):
    answer = upload(analyst_client, "route,border,nationality,t,n\nWestern Balkan Route,Land,Syria,2015-10-01,651\n")
    assert answer.status_code == 302
    assert get_series("route_detections", every="month").values == [651]
    assert "frontex.csv" in analyst_client.get(reverse("picture_entries")).content.decode()


def test_faults_of_a_file_are_shown_row_by_row(analyst_client):
    answer = upload(analyst_client, "route,border,nationality,t,n\nWestern Balkan Route,Land,Siria Leone,2015-10-01,-3\n")
    page = answer.content.decode()
    assert "2 things to mend" in page and '<th scope="row">2</th>' in page
    assert "Sierra Leone (SLE)" in page
    assert not Batch.objects.exists()
