"""Erasure and correction reach exactly those who were told, and what they sent about it goes."""

from typing import Any

import pytest

from egnatia.audit.models import Event
from egnatia.biometrics.actions.record_verdict import record_verdict
from egnatia.biometrics.models import Candidate
from egnatia.deadlines.models import Deadline
from egnatia.exchange.actions.release_follow_up import release_follow_up
from egnatia.exchange.actions.request_follow_up import request_follow_up
from egnatia.exchange.messages.follow_up import FollowUpRelease, FollowUpRequest, PersonData
from egnatia.exchange.messages.notices import CorrectionNotice, ErasureNotice
from egnatia.exchange.messages.prints import PrintsRequest
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.models import FollowUp, InboundMatch, OutboxMessage, PossibleMatch, SearchTarget
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.models import Link
from tests.exchange.conftest import Neighbour
from tests.exchange.steps import REFERENCE, reply, waiting

pytestmark = pytest.mark.django_db


def test_erasure_of_what_we_asked_about(serbia: Neighbour, candidate: Candidate, examiner: Any) -> None:
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    target = SearchTarget.objects.get(partner_code="RS")
    erase_data_set(target.search.data_set)
    notice = waiting("notice.erased")
    assert serbia.read(notice).content.references == ()
    others = OutboxMessage.objects.exclude(pk=notice.pk)
    assert {message.letter for message in others} == {None} and {message.answer for message in others} == {None}
    assert OutboxMessage.objects.get(kind="match.confirmed").state == "withdrawn"
    reply(serbia, notice, Receipt())
    assert Deadline.objects.get(rule="erasure_notice").met_at is not None


def test_erasure_of_what_we_answered(serbia: Neighbour, told: InboundMatch) -> None:
    serbia.say(FollowUpRequest(reference=told.reference, need="To know", fields=("surnames",)))
    erase_data_set(told.data_set)
    notice = OutboxMessage.objects.get(kind="notice.erased", correspondence=told.search.correspondence)
    assert serbia.read(notice).content.references == (told.reference,)
    assert FollowUp.objects.get().need is None
    assert serbia.say(PrintsRequest(reference=told.reference)).code == "exchange.reference_unknown"


def test_erasure_at_the_partner(serbia: Neighbour, candidate: Candidate, examiner: Any, operator: Any) -> None:
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    target = SearchTarget.objects.get(partner_code="RS")
    notice = serbia.message(ErasureNotice(references=(REFERENCE,)), correspondence=target.correspondence, case=target.pk)
    assert serbia.post(serbia.letter(notice)).content.kind == "receipt"
    link = Link.objects.get()
    assert (link.state, link.dissolved_by, link.dissolved_because) == ("dissolved", None, "erased by RS")
    assert Event.objects.get(action="persons.link.dissolved").actor_id == "RS"
    assert PossibleMatch.objects.get().state == "withdrawn"
    assert not Candidate.objects.filter(partner="RS").exists()


def test_erasure_of_the_partners_probe(serbia: Neighbour, told: InboundMatch) -> None:
    assert serbia.say(ErasureNotice()).content.kind == "receipt"
    assert serbia.say(PrintsRequest(reference=told.reference)).code == "exchange.reference_unknown"
    from egnatia.exchange.models import InboxMessage

    kept = InboxMessage.objects.exclude(kind="notice.erased").exclude(kind="prints.request", answer_kind="refusal")
    assert {message.letter for message in kept} == {None}


def test_erasure_notice_may_skip_what_was_withdrawn(serbia: Neighbour) -> None:
    serbia.number = 4
    assert serbia.say(ErasureNotice()).content.kind == "receipt"


def test_correction_tells_those_who_were_given_data(serbia: Neighbour, told: InboundMatch, case_officer: Any) -> None:
    from egnatia.persons import hooks
    from egnatia.persons.actions.correct_data_set import correct_data_set

    serbia.say(FollowUpRequest(reference=told.reference, need="To know", fields=("surnames",)))
    release_follow_up(case_officer, FollowUp.objects.get(), ["surnames"])
    elements = told.data_set.elements | {"surnames": ["Hadad"]}
    corrected = correct_data_set(case_officer, told.data_set, elements=elements, reason="typing_error")
    hooks.data_set_corrected.call(corrected, told.data_set, case_officer)
    assert serbia.read(waiting("notice.corrected")).content.references == (told.reference,)
    serbia.say(FollowUpRequest(reference=told.reference, need="To know", fields=("surnames",)))
    release_follow_up(case_officer, FollowUp.objects.get(state="requested"), ["surnames"])
    sent = OutboxMessage.objects.filter(kind="follow_up.release").order_by("-made_at").first()
    assert sent is not None and serbia.read(sent).content.data.surnames == ("Hadad",)


def test_correction_at_the_partner(serbia: Neighbour, candidate: Candidate, examiner: Any, case_officer: Any) -> None:
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    match = PossibleMatch.objects.get()
    follow_up = request_follow_up(case_officer, match, "To know")
    data = PersonData(surnames=("A",))
    reply(serbia, waiting("follow_up.request"), FollowUpRelease(reference=REFERENCE, data=data))
    notice = serbia.message(
        CorrectionNotice(references=(REFERENCE,)), correspondence=match.target.correspondence, case=match.target_id
    )
    assert serbia.post(serbia.letter(notice)).content.kind == "receipt"
    follow_up.refresh_from_db()
    assert follow_up.state == "outdated"


def test_everything_leaves_a_trace(serbia: Neighbour, told: InboundMatch) -> None:
    done = set(Event.objects.filter(actor_kind="partner", actor_id="RS").values_list("action", flat=True))
    assert {"exchange.search.answered", "exchange.search.matched", "exchange.prints.sent"} <= done
    assert set(Event.objects.filter(action="exchange.prints.sent").values_list("person_id", flat=True)) == {
        told.data_set.person_id
    }
