"""Pages about evidence: what was released is overwritten and sent; the owner follows or refuses; both lists say by when."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.exchange.evidence_forms import EvidenceForm
from egnatia.exchange.models import Evidence, FollowUp, InboundMatch, OutboxMessage, PossibleMatch
from egnatia.persons.models import DataSet
from egnatia.ui.forms.date_boxes import in_boxes
from tests.exchange.conftest import Neighbour
from tests.exchange.steps import waiting
from tests.exchange.test_evidence import evidence, given, released  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db
WHY = {
    "evidence": "identity_document",
    "document_type": "passport",
    "checked_by": "document_examiner",
    "remark": "Passport seen",
}


def text(response: Any) -> str:
    assert response.status_code == 200, response.content.decode()[:500]
    return " ".join(response.content.decode().split())


def test_only_what_was_overwritten_is_sent(
    client: Client,
    serbia: Neighbour,
    released: PossibleMatch,  # noqa: F811
    case_officer: Any,
) -> None:
    client.force_login(case_officer)
    arrived = FollowUp.objects.get()
    shown = text(client.get(reverse("follow_up_data", args=(arrived.pk,))))
    form = reverse("send_evidence", args=(arrived.pk,))
    assert form in shown
    page = text(client.get(form))
    assert 'value="Haddad"' in page and 'name="birth_place"' not in page, "only what was released"
    born = {"birth_date_day": "12", "birth_date_month": "4", "birth_date_year": "1991", "birth_date_basis": "declared"}
    assert "Evidence is about data" in text(client.post(form, {"surnames": ["Haddad"], **born, **WHY}))
    answer = client.post(form, {"surnames": ["Hadad"], **born, **WHY})
    piece = Evidence.objects.get()
    assert answer.status_code == 302 and answer["Location"] == reverse("exchange_evidence_piece", args=(piece.pk,))
    assert piece.proposed == {"surnames": ["Hadad"]}
    shown = text(client.get(answer["Location"]))
    assert "Hadad" in shown and "Haddad" in shown and "A document examiner" in shown and "Correct the registration" not in shown
    assert form not in text(client.get(reverse("follow_up_data", args=(arrived.pk,)))), "one piece at a time"
    assert serbia.read(waiting("evidence.sent")).content.proposed.birth_date is None


SOLAR = {"value": "1991-05-05", "precision": "day", "basis": "declared", "calendar": "solar_hijri", "stated": "1370-02-15"}
AGE = {
    "value": "1991",
    "precision": "estimated_age",
    "basis": "assessed",
    "stated": "35",
    "stated_on": "2026-11-01",
    "margin": "3",
}


@pytest.mark.parametrize(
    "given_out",
    [
        SOLAR,
        {**SOLAR, "naming": "iranian"},
        AGE,
        {"value": "1991", "precision": "estimated_age", "basis": "assessed"},
        {"value": "1991-04", "precision": "month", "basis": "doubt"},
    ],
)
def test_a_released_birth_date_that_is_left_as_it_is_is_not_proposed(given_out: dict[str, str]) -> None:
    boxes = {f"birth_date_{box}": text for box, text in in_boxes(given_out, "2").items()}
    sent = EvidenceForm({**boxes, **WHY}, released={"birth_date": given_out})
    assert sent.is_valid() and sent.proposed() == {}
    changed = EvidenceForm({**boxes, **WHY, "birth_date_basis": "documented"}, released={"birth_date": given_out})
    assert changed.is_valid() and changed.proposed() == {"birth_date": {**given_out, "basis": "documented"}}


def test_owner_follows_it(client: Client, serbia: Neighbour, given: InboundMatch, case_officer: Any) -> None:  # noqa: F811
    serbia.say(evidence(given.reference))
    piece = Evidence.objects.get()
    page = reverse("exchange_evidence_piece", args=(piece.pk,))
    client.force_login(case_officer)
    assert page in text(client.get(reverse("exchange_evidence")))
    assert "Evidence that our data are wrong" in text(client.get(reverse("my_work")))
    shown = text(client.get(page))
    assert "Haddad" in shown and "Hadad" in shown and "12 April 1992" in shown
    assert Event.objects.filter(action="exchange.evidence.read", person_id=given.data_set.person_id).count() == 1
    assert "Choose at least one" in text(client.post(page, {"decision": "follow"}))
    assert client.post(page, {"decision": "follow", "corrected": ["birth_date"]}).status_code == 302
    corrected = DataSet.objects.get(status="active")
    assert corrected.elements is not None and corrected.elements["birth_date"]["value"] == "1992-04-12"
    shown = text(client.get(page))
    assert "Corrected by it" in shown and "Correct the registration" not in shown


def test_owner_refuses_it(client: Client, serbia: Neighbour, given: InboundMatch, case_officer: Any) -> None:  # noqa: F811
    serbia.say(evidence(given.reference))
    page = reverse("exchange_evidence_piece", args=(Evidence.objects.get().pk,))
    client.force_login(case_officer)
    assert client.post(page, {"decision": "refuse", "reason": "stronger_evidence"}).status_code == 302
    assert "Our own evidence is stronger" in text(client.get(page))
    assert OutboxMessage.objects.filter(kind="evidence.decided").exists()


def test_who_doesnt_decide_sees_how_it_stands_and_who_reads_no_persons_nothing_of_it(
    client: Client,
    serbia: Neighbour,
    given: InboundMatch,  # noqa: F811
    supervisor: Any,
    administrator: Any,
    registration_officer: Any,
) -> None:
    serbia.say(evidence(given.reference))
    page, listed = reverse("exchange_evidence_piece", args=(Evidence.objects.get().pk,)), reverse("exchange_evidence")
    client.force_login(supervisor)
    with clock.frozen(clock.now() + timedelta(days=12)):
        assert "Late" in text(client.get(listed)) and "Late" in text(client.get(page))
    assert "Correct the registration" not in text(client.get(page))
    client.post(page, {"decision": "refuse", "reason": "not_shown"})
    assert Evidence.objects.get().state == "sent"
    client.force_login(administrator)
    shown = text(client.get(page))
    assert "Hadad" not in shown and "Passport seen" not in shown
    client.force_login(registration_officer)
    assert client.get(page).status_code == 403
