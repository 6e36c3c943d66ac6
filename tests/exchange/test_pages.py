"""The pages: who sees what, and that each decision goes through."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from egnatia.audit.models import Event
from egnatia.biometrics.actions.record_verdict import record_verdict
from egnatia.biometrics.models import Candidate
from egnatia.exchange.messages.follow_up import FollowUpRelease, FollowUpRequest, PersonData
from egnatia.exchange.messages.prints import PrintsAnswer, PrintsRequest
from egnatia.exchange.messages.search import SearchAnswer, SearchQuestion
from egnatia.exchange.messages.verdict import MatchConfirmed
from egnatia.exchange.models import FollowUp, InboundMatch, Partner, PossibleMatch, RegionalSearch, StandingRule
from tests.exchange.conftest import Neighbour, private_keys, records, write_member_file
from tests.exchange.steps import REFERENCE, now, possible_match, reply, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client: Client) -> Any:
    def _sign_in(officer: Any) -> Client:
        client.force_login(officer)
        return client

    return _sign_in


@pytest.fixture
def told(serbia: Neighbour, register: Any) -> InboundMatch:
    register(seed=4)
    reference = serbia.say(SearchQuestion(fingers=records(4, 1))).content.matches[0].reference
    serbia.say(PrintsRequest(reference=reference))
    serbia.say(MatchConfirmed(reference=reference, decided_at=now()))
    serbia.say(FollowUpRequest(reference=reference, need="Two spellings", fields=("surnames", "sex", "category")))
    return InboundMatch.objects.get(reference=reference)


def text(response: Any) -> str:
    assert response.status_code == 200, response.content.decode()[:500]
    return " ".join(response.content.decode().split())


def test_regional_search_says_who_is_asked_and_who_not(
    serbia: Neighbour, register: Any, sign_in: Any, registration_officer: Any
) -> None:
    data_set = register(seed=3, nationalities_claimed=["ALB"])
    address, page = reverse("regional_search", args=(data_set.pk,)), sign_in(registration_officer)
    shown = text(page.get(address))
    assert "No answer yet" in shown and "Not asked" in shown
    assert "The person says to have its nationality" in shown and "There is no agreement" in shown
    assert "Kosovo*" in shown and 'hx-trigger="every 2s"' in shown
    reply(serbia, waiting("search.question"), SearchAnswer(result="no_match"))
    part = text(page.get(address, headers={"HX-Request": "true"}))
    assert "No match" in part and "hx-trigger" not in part and "<html" not in part
    assert Event.objects.filter(action="exchange.search.read", person_id=data_set.person_id).count() == 2


def test_asking_again(serbia: Neighbour, register: Any, sign_in: Any, registration_officer: Any) -> None:
    data_set = register(seed=3)
    address, page = reverse("regional_search", args=(data_set.pk,)), sign_in(registration_officer)
    assert "consent" in text(page.post(address, {"purpose": "CHI"})).lower()
    assert page.post(address, {"purpose": "RET"}).status_code == 302
    assert RegionalSearch.objects.count() == 2
    assert "Earlier searches" in text(page.get(address))


def test_officer_sees_no_prints_and_asks_after_same(
    serbia: Neighbour, register: Any, sign_in: Any, examiner: Any, case_officer: Any
) -> None:
    data_set = register(seed=3)
    address, page = reverse("regional_search", args=(data_set.pk,)), sign_in(case_officer)
    reply(serbia, waiting("search.question"), possible_match())
    assert "Prints asked for" in text(page.get(address))
    reply(serbia, waiting("prints.request"), PrintsAnswer(reference=REFERENCE, fingers=records(3, 1)))
    shown = text(page.get(address))
    assert "Waiting for an examiner" in shown and "Examine" not in shown and "Ask for data" not in shown
    record_verdict(examiner, Candidate.objects.get(), "same", "details_agree_on_several_fingers")
    assert "Ask for data" in text(page.get(address))
    ask = reverse("ask_follow_up", args=(PossibleMatch.objects.get().pk,))
    assert "Serbia" in text(page.get(ask))
    assert "Fill this in" in text(page.post(ask, {"fields_asked": ["surnames"]}))
    assert page.post(ask, {"need": "Two spellings", "fields_asked": ["surnames", "birth_date", "documents"]}).status_code == 302
    data = PersonData(
        surnames=("Haidari",),
        birth_date={"value": "1990-05", "precision": "month", "basis": "declared"},
        documents=({"type": "passport", "number": "P1", "issuer": "AFG"},),
    )
    reply(serbia, waiting("follow_up.request"), FollowUpRelease(reference=REFERENCE, data=data))
    assert "Data that arrived" in text(page.get(address))
    shown = text(page.get(reverse("follow_up_data", args=(FollowUp.objects.get().pk,))))
    assert "Haidari" in shown and "P1" in shown and "1990" in shown
    assert Event.objects.filter(action="exchange.follow_up.read", person_id=data_set.person_id).exists()


def test_releasing(serbia: Neighbour, told: InboundMatch, sign_in: Any, case_officer: Any) -> None:
    page, follow_up = sign_in(case_officer), FollowUp.objects.get()
    assert "To be decided" in text(page.get(reverse("partner_requests")))
    address = reverse("partner_request", args=(follow_up.pk,))
    shown = text(page.get(address))
    assert "Two spellings" in shown and "Release these data" in shown and told.data_set.reference_number in shown
    assert "Choose at least one" in text(page.post(address, {"decision": "release"}))
    assert page.post(address, {"decision": "release", "released": ["surnames"]}).status_code == 302
    assert serbia.read(waiting("follow_up.release")).content.data.sex is None
    assert "Release these data" not in text(page.get(address))


def test_refusing(serbia: Neighbour, told: InboundMatch, sign_in: Any, case_officer: Any) -> None:
    page, address = sign_in(case_officer), reverse("partner_request", args=(FollowUp.objects.get().pk,))
    assert "Choose one" in text(page.post(address, {"decision": "refuse"}))
    assert page.post(address, {"decision": "refuse", "reason": "need_not_shown"}).status_code == 302
    assert "why the data are needed" in text(page.get(address))


def test_supervisor_reads_and_does_not_release(told: InboundMatch, sign_in: Any, supervisor: Any) -> None:
    page = sign_in(supervisor)
    address = reverse("partner_request", args=(FollowUp.objects.get().pk,))
    assert "Release these data" not in text(page.get(address))
    page.post(address, {"decision": "release", "released": ["surnames"]})
    assert FollowUp.objects.get().state == "requested"
    assert "Migration" in text(page.get(reverse("partner_searches")))


def test_rules(serbia: Neighbour, sign_in: Any, administrator: Any) -> None:
    page, address = sign_in(administrator), reverse("standing_rules")
    values = {"partner": str(serbia.partner.pk), "purpose": "MIG", "fields_released": ["surnames"]}
    assert page.post(address, values | {"fields_released": ["birth_place"]}).status_code == 200
    assert page.post(address, values).status_code == 302
    rule = StandingRule.objects.get()
    assert "Serbia" in text(page.get(address))
    end = reverse("end_standing_rule", args=(rule.pk,))
    assert "from now on a person decides" in text(page.get(end))
    page.post(end)
    assert "No rule is in force" in text(page.get(address))


def test_adding_a_partner(sign_in: Any, administrator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    page, file = sign_in(administrator), write_member_file(private_keys("RS"), monkeypatch=monkeypatch)
    new = reverse("new_partner")
    assert page.get(reverse("own_member_file"))["Content-Disposition"].startswith("attachment")
    assert "This is not a member file" in text(page.post(new, {"file": SimpleUploadedFile("m.json", b"x")}))
    assert page.post(new, {"file": SimpleUploadedFile("m.json", file)}).status_code == 302
    address, partner = reverse("partner", args=("RS",)), Partner.objects.get()
    shown = text(page.get(address))
    assert partner.fingerprint not in shown, "who confirms must hear it, not copy it"
    assert "differs" in text(page.post(address, {"fingerprint": "12345"}))
    assert page.post(address, {"fingerprint": partner.fingerprint}).status_code == 302
    assert partner.fingerprint in text(page.get(address))
    assert "can&#x27;t be reached" in text(page.post(reverse("test_partner", args=("RS",)), follow=True))
    assert page.post(address, {"reason": "Keys may be lost"}).status_code == 302
    assert "Keys may be lost" in text(page.get(address))


def test_partners_of_the_node(serbia: Neighbour, register: Any, sign_in: Any, supervisor: Any) -> None:
    register(seed=3)
    shown = text(sign_in(supervisor).get(reverse("partners")))
    assert "Serbia" in shown and "No agreement" in shown and "Open" in shown


@pytest.mark.parametrize("name", ["partner_requests", "partner_searches", "standing_rules", "partners", "new_partner"])
def test_pages_that_are_not_for_everybody(sign_in: Any, registration_officer: Any, name: str) -> None:
    assert sign_in(registration_officer).get(reverse(name)).status_code == 403
