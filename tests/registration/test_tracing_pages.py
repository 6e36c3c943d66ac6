"""Tracing on pages: consent first, nothing told to who asks too early, printed, withdrawn."""

import html
import re

import pytest
from django.urls import reverse

from egnatia.audit.models import Event
from egnatia.biographics.actions.propose_sought import search_for_sought
from egnatia.persons.models import TracingMatch, TracingRequest
from tests.registration import people

pytestmark = pytest.mark.django_db

SENT = {
    "surnames": ["Haddad"],
    "forenames": ["Rami"],
    "birth_date_year": "1970",
    "birth_date_basis": "declared",
    "relation": "parent",
    "place": "Presevo",
    "note": "Scar on the left hand",
    "scope": ["red_cross"],
    "consent_by": "person",
    "consent_how": "written",
    "consent_on_day": "1",
    "consent_on_month": "11",
    "consent_on_year": "2026",
}


@pytest.fixture
def asker(registration_officer):
    return people.sign(registration_officer)


@pytest.fixture
def father(registration_officer):
    return people.sign(registration_officer, surnames=["Hadad"], forenames=["Rami"])


@pytest.fixture
def opened(client, registration_officer, asker):
    client.force_login(registration_officer)
    answer = client.post(reverse("open_tracing", args=(asker.person_id,)), SENT)
    assert answer.status_code == 302, answer.context["form"].errors
    return TracingRequest.objects.get()


def test_a_request_says_who_is_looked_for_and_how_far_the_consent_goes(client, opened, asker):
    page = client.get(reverse("tracing", args=(opened.pk,))).content.decode()
    assert "HADDAD, Rami" in page and "Presevo" in page and "Restoring Family Links" in page and "Being looked for" in page
    assert "Tracing request" in client.get(reverse("person_family", args=(asker.person_id,))).content.decode()
    assert Event.objects.filter(action="persons.tracing.read", person_id=asker.person_id).exists()


def test_a_child_cannot_consent_alone(client, registration_officer):
    client.force_login(registration_officer)
    child = people.sign(registration_officer, birth_date={"value": "2012-03-05", "precision": "day", "basis": "documented"})
    address = reverse("open_tracing", args=(child.person_id,))
    assert "the representative has to consent" in client.post(address, SENT).content.decode()
    assert not TracingRequest.objects.exists()
    assert client.post(address, {**SENT, "consent_by": "representative", "consent_name": "Guardian 3"}).status_code == 302


def test_nobody_is_looked_for_without_a_name(client, registration_officer, asker):
    client.force_login(registration_officer)
    sent = {**SENT, "surnames": [""], "forenames": [""]}
    assert (
        "Write a surname or a forename" in client.post(reverse("open_tracing", args=(asker.person_id,)), sent).content.decode()
    )


def test_from_my_work_to_the_agreement_of_who_was_found(client, registration_officer, case_officer, opened, asker, father):
    client.force_login(case_officer)
    address = reverse("tracing", args=(opened.pk,))
    assert "Relatives to look for" in client.get(reverse("my_work")).content.decode()
    page = client.get(address).content.decode()
    looked_for = client.get(html.unescape(re.search(r'href="([^"]+)">Find a person of this name', page)[1])).content.decode()
    assert "Rami" in looked_for and father.reference_number in looked_for
    assert client.post(address, {"do": "match", "other": father.reference_number}).status_code == 302
    assert "HADAD, Rami" in client.get(address).content.decode()

    client.force_login(registration_officer)
    page = client.get(address).content.decode()
    assert "HADAD" not in page and "Being looked for" in page
    assert "HADAD" not in client.get(reverse("person_family", args=(asker.person_id,))).content.decode()
    assert "Tracing request" not in client.get(reverse("person_family", args=(father.person_id,))).content.decode()

    client.force_login(case_officer)
    match = reverse("tracing_match", args=(opened.pk, TracingMatch.objects.get().pk))
    assert "Ask this person alone" in client.get(match).content.decode()
    consent = {name: value for name, value in SENT.items() if name.startswith("consent")}
    assert client.post(match, {"do": "confirm", **consent}).status_code == 302

    client.force_login(registration_officer)
    page = client.get(address).content.decode()
    assert "HADAD, Rami" in page and "Found, and agreed" in page


def test_who_does_not_want_it_told_is_dropped(client, case_officer, opened, father):
    client.force_login(case_officer)
    address = reverse("tracing", args=(opened.pk,))
    client.post(address, {"do": "match", "other": father.reference_number})
    match = reverse("tracing_match", args=(opened.pk, TracingMatch.objects.get().pk))
    assert client.post(match, {"do": "drop"}).status_code == 200
    assert client.post(match, {"do": "drop", "why": "does_not_agree"}).status_code == 302
    assert "want it told" in client.get(address).content.decode()
    assert client.get(match).status_code == 404
    assert client.post(address, {"do": "look"}).status_code == 302


def test_a_withdrawn_consent_leaves_nothing_to_read_or_print(client, opened):
    address = reverse("tracing", args=(opened.pk,))
    assert client.post(address, {"do": "close", "closing": "withdrawn"}).status_code == 302
    page = client.get(address).content.decode()
    assert "The consent was withdrawn" in page and "Rami" not in page
    assert client.get(reverse("tracing_paper", args=(opened.pk,))).status_code == 404


def test_the_paper_is_a_pdf_and_printing_is_recorded(client, opened, asker):
    answer = client.get(reverse("tracing_paper", args=(opened.pk,)))
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert Event.objects.filter(action="persons.tracing.printed", person_id=asker.person_id).exists()


def test_who_may_not_trace_sees_no_request(client, supervisor, opened, asker):
    client.force_login(supervisor)
    assert client.get(reverse("tracing", args=(opened.pk,))).status_code == 403
    assert "Tracing request" not in client.get(reverse("person_family", args=(asker.person_id,))).content.decode()


def test_whom_the_program_proposes_is_listed_with_why_to_who_works_on_requests(
    client, registration_officer, case_officer, opened, father
):
    address = reverse("tracing", args=(opened.pk,))
    client.force_login(case_officer)
    assert "about to look" in client.get(address).content.decode()
    search_for_sought()
    page = client.get(address).content.decode()
    assert "HADAD, Rami" in page and father.reference_number in page and "Proposed by the register" in page
    proposed = reverse("tracing_proposed", args=(opened.pk, father.person_id))
    why = client.get(proposed).content.decode()
    assert "What speaks for it and against it" in why and "Rami Hadad" in why.replace("Hadad Rami", "Rami Hadad")
    assert "Somebody may be the one: have a look" in client.get(reverse("my_work")).content.decode()

    client.force_login(registration_officer)
    page = client.get(address).content.decode()
    assert "HADAD" not in page and "Proposed" not in page and "Being looked for" in page
    assert client.get(proposed).status_code == 403 == client.post(proposed, {"do": "may_be"}).status_code
    assert "may be the one" not in client.get(reverse("my_work")).content.decode()

    client.force_login(case_officer)
    assert client.post(proposed, {}).status_code == 302 and TracingMatch.objects.get().state == "proposed"
    assert client.post(proposed, {"do": "may_be"}).status_code == 302
    assert TracingMatch.objects.get().state == "possible"
    assert "To be asked" in client.get(address).content.decode()


def test_a_proposal_that_is_another_person_is_gone(client, case_officer, opened, father):
    search_for_sought()
    client.force_login(case_officer)
    proposed = reverse("tracing_proposed", args=(opened.pk, father.person_id))
    assert client.post(proposed, {"do": "another"}).status_code == 302
    page = client.get(reverse("tracing", args=(opened.pk,))).content.decode()
    assert "Nobody registered here fits" in page and "Another person" in page
    assert client.post(proposed, {"do": "may_be"}, follow=True).status_code == 200
    assert TracingMatch.objects.get().state == "dropped"
    assert client.get(proposed).status_code == 404


def test_what_is_known_of_who_is_looked_for_is_kept_and_shown(client, registration_officer, asker):
    client.force_login(registration_officer)
    more = {"sex": "male", "nationalities": ["Syria"], "birth_place": "Homs", "father": "عمر حداد", "mother": "Salma"}
    answer = client.post(reverse("open_tracing", args=(asker.person_id,)), {**SENT, **more})
    assert answer.status_code == 302, answer.context["form"].errors
    request = TracingRequest.objects.get()
    assert {code: request.wanted[code] for code in more} == {**more, "nationalities": ["SYR"]}
    page = client.get(reverse("tracing", args=(request.pk,))).content.decode()
    assert all(text in page for text in ("Male", "Syria", "Homs", "عمر حداد", "Salma"))
