"""A mark is told to exactly those who know that it is the same person, and to nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.biometrics.actions.record_verdict import record_verdict
from egnatia.biometrics.models import Candidate
from egnatia.deadlines.models import Deadline
from egnatia.exchange.actions.answer_mark import leave_unmarked
from egnatia.exchange.late import late_now
from egnatia.exchange.marks_to_answer import marks_to_answer
from egnatia.exchange.messages.notices import ErasureNotice, MarkNotice
from egnatia.exchange.messages.prints import PrintsRequest
from egnatia.exchange.messages.search import SearchQuestion
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.messages.verdict import MatchConfirmed, WrongHit
from egnatia.exchange.models import InboundMatch, InboundSearch, OutboxMessage, PossibleMatch, SearchTarget, WrongHitNotice
from egnatia.persons.actions.dissolve_link import dissolve_link
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.mark_data_set import mark_data_set, unmark_data_set
from egnatia.persons.models import Link, Mark
from tests.exchange.conftest import Neighbour, records
from tests.exchange.steps import REFERENCE, now, reply, waiting

pytestmark = pytest.mark.django_db
SET, OFF = "residence_document_issued", "marked_in_error"


def told_marks(partner: Neighbour) -> list[bool]:
    """What the partner was told, in order."""
    sent = OutboxMessage.objects.filter(partner=partner.partner, kind="notice.mark").order_by("made_at", "number")
    return [partner.read(message).content.marked for message in sent]


def test_whoever_found_the_person_hears_within_the_limit(serbia: Neighbour, told: InboundMatch, case_officer: Any) -> None:
    mark = mark_data_set(case_officer, told.data_set, SET)
    notice = waiting("notice.mark")
    assert serbia.read(notice).content == MarkNotice(references=(told.reference,), marked=True)
    deadline = Deadline.objects.get(rule="marking_notice")
    assert deadline.due_at - deadline.started_at == timedelta(hours=72) and deadline.met_at is None
    reply(serbia, notice, Receipt())
    deadline.refresh_from_db()
    assert deadline.met_at is not None
    assert mark_data_set(case_officer, told.data_set, SET) == mark and told_marks(serbia) == [True], "set twice, told once"
    unmark_data_set(case_officer, told.data_set, OFF)
    assert told_marks(serbia) == [True, False]


def test_before_the_verdict_nobody_hears_after_it_they_do(serbia: Neighbour, register: Any, case_officer: Any) -> None:
    ours = register(seed=4)
    reference = serbia.say(SearchQuestion(fingers=records(4, 1))).content.matches[0].reference
    serbia.say(PrintsRequest(reference=reference))
    mark_data_set(case_officer, ours, SET)
    assert told_marks(serbia) == []
    serbia.say(MatchConfirmed(reference=reference, decided_at=now()))
    assert told_marks(serbia) == [True]


def test_whom_we_asked_hears_once_our_examiner_said_same(
    serbia: Neighbour, candidate: Candidate, examiner: Any, case_officer: Any
) -> None:
    probe = SearchTarget.objects.get(partner_code="RS").search.data_set
    mark_data_set(case_officer, probe, SET)
    assert told_marks(serbia) == []
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    assert serbia.read(waiting("notice.mark")).content == MarkNotice(references=(), marked=True)


def test_country_of_origin_hears_of_no_mark(neighbour: Any, register: Any, case_officer: Any) -> None:
    albania = neighbour("AL")
    ours = register(seed=4, countries_feared=["ALB"])
    found = albania.say(SearchQuestion(fingers=records(4, 1)), purpose="RET").content.matches[0].reference
    albania.say(PrintsRequest(reference=found), purpose="RET")
    assert albania.say(MatchConfirmed(reference=found, decided_at=now()), purpose="RET").content.kind == "receipt"
    mark_data_set(case_officer, ours, SET)
    assert told_marks(albania) == []


def test_a_partners_mark_is_shown_until_it_is_taken_off(
    client: Any, serbia: Neighbour, candidate: Candidate, examiner: Any, case_officer: Any
) -> None:
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    target = SearchTarget.objects.get(partner_code="RS")
    page = reverse("regional_search", args=[target.search.data_set_id])
    client.force_login(case_officer)
    serbia.correspondence, serbia.case = target.correspondence, target.pk
    assert serbia.say(MarkNotice(references=("0" * 32, REFERENCE), marked=True)).content.kind == "receipt"
    assert "Marked by the partner" in client.get(page).content.decode()
    assert serbia.say(MarkNotice(references=(REFERENCE,), marked=False)).content.kind == "receipt"
    assert PossibleMatch.objects.get().marked_at is None
    assert "Marked by the partner" not in client.get(page).content.decode()


def test_a_mark_of_what_asked_us_needs_a_verdict(serbia: Neighbour, register: Any) -> None:
    register(seed=4)
    reference = serbia.say(SearchQuestion(fingers=records(4, 1))).content.matches[0].reference
    serbia.say(MarkNotice(marked=True))
    assert InboundSearch.objects.get().marked_at is None
    serbia.say(PrintsRequest(reference=reference))
    serbia.say(MatchConfirmed(reference=reference, decided_at=now()))
    serbia.say(MarkNotice(marked=True))
    assert InboundSearch.objects.get().marked_at is not None


@pytest.mark.parametrize("field", ["event", "category", "kind"])
def test_a_notice_that_says_more_is_refused(serbia: Neighbour, field: str) -> None:
    message = serbia.message(MarkNotice(marked=True)).to_body()
    message["content"][field] = "protection_granted"
    from egnatia.exchange import envelope

    assert serbia.post(envelope.write_letter(message, serbia.own)).code == "exchange.message_invalid"


def test_marks_that_make_no_sense_are_refused(register: Any, serbia: Neighbour, case_officer: Any, examiner: Any) -> None:
    ours = register(seed=4)
    for act, event, code in (
        (mark_data_set, "protection_granted", "persons.mark.not_for_category"),
        (mark_data_set, OFF, "persons.mark.not_for_category"),
        (mark_data_set, "nonsense", "law.event.unknown"),
        (unmark_data_set, OFF, "persons.mark.none"),
    ):
        with pytest.raises(Problem, match=code):
            act(case_officer, ours, event)
    with pytest.raises(Problem, match=r"accounts\.not_allowed"):
        mark_data_set(examiner, ours, SET)
    mark_data_set(case_officer, ours, SET)
    erase_data_set(ours)
    assert Mark.objects.get().event == ""
    with pytest.raises(Problem, match="changed_meanwhile"):
        unmark_data_set(case_officer, ours, OFF)


_STEPS = st.lists(
    st.sampled_from(["mark", "unmark", "RS same", "RS different", "RS erased", "ME same", "ME different", "ME erased"]),
    max_size=8,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_who_was_told_hears_and_nobody_else(neighbours: Any, ours: Any, case_officer: Any, steps: list[str]) -> None:
    """Whatever happens in whatever order: who knows the person knows the mark as it is now; who doesn't never hears of one."""
    with transaction.atomic():
        _play(neighbours, ours, case_officer, steps)
        transaction.set_rollback(True)


def _play(neighbours: dict[str, Neighbour], ours: Any, officer: Any, steps: list[str]) -> None:
    marked, told, state = False, {code: list[bool]() for code in neighbours}, dict.fromkeys(neighbours, "asked")
    found = {code: _find(partner) for code, partner in neighbours.items()}
    for step in steps:
        code, _, said = step.partition(" ")
        if not said:
            wanted = code == "mark"
            if wanted != marked:
                (mark_data_set if wanted else unmark_data_set)(officer, ours, SET if wanted else OFF)
                marked = wanted
                for partner in told:
                    told[partner] += [marked] if state[partner] == "same" else []
        elif said == "erased" or state[code] == "asked" or (state[code], said) == ("same", "different"):
            content = {
                "same": MatchConfirmed(reference=found[code], decided_at=now()),
                "different": WrongHit(reference=found[code], decided_at=now(), reason="details_disagree"),
                "erased": ErasureNotice(),
            }[said]
            assert neighbours[code].say(content).content.kind == "receipt"
            state[code] = said
            told[code] += [True] if said == "same" and marked else []
    if not any(one == "erased" for one in state.values()):
        assert {code: told_marks(partner) for code, partner in neighbours.items()} == told
    sent = OutboxMessage.objects.filter(kind="notice.mark")
    assert {code: sent.filter(partner=one.partner).count() for code, one in neighbours.items()} == {
        code: len(notices) for code, notices in told.items()
    }


def _find(partner: Neighbour) -> str:
    reference = partner.begin().say(SearchQuestion(fingers=records(4, 1))).content.matches[0].reference
    assert partner.say(PrintsRequest(reference=reference)).content.kind == "prints.answer"
    return str(reference)


@pytest.fixture
def neighbours(neighbour: Any) -> dict[str, Neighbour]:
    return {"RS": neighbour("RS"), "ME": neighbour("ME")}


@pytest.fixture
def ours(neighbours: Any, register: Any) -> Any:
    return register(seed=4)


# -- a hit that is found to be wrong after the verdict


def test_a_link_that_was_wrong_is_told_to_the_owner(
    serbia: Neighbour, candidate: Candidate, examiner: Any, case_officer: Any
) -> None:
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    dissolve_link(case_officer, Link.objects.get(), reason="Another person after all")
    notice = waiting("match.wrong_hit")
    assert serbia.read(notice).content.reason == "found_wrong_later"
    assert PossibleMatch.objects.get().state == "different"
    deadline = Deadline.objects.get(rule="wrong_hit_notice")
    reply(serbia, waiting("match.confirmed"), Receipt())
    reply(serbia, notice, Receipt())
    deadline.refresh_from_db()
    assert deadline.met_at and WrongHitNotice.objects.get().acknowledged_at


def test_a_partner_may_find_its_own_verdict_wrong(serbia: Neighbour, told: InboundMatch, case_officer: Any) -> None:
    wrong = WrongHit(reference=told.reference, decided_at=now(), reason="found_wrong_later")
    assert serbia.say(wrong).content.kind == "receipt"
    told.refresh_from_db()
    assert told.verdict == "different" and WrongHitNotice.objects.get().direction == "incoming"
    assert serbia.say(wrong).code == "exchange.reference_unknown"
    mark_data_set(case_officer, told.data_set, SET)
    assert told_marks(serbia) == []


def test_an_erasure_is_no_wrong_hit(serbia: Neighbour, candidate: Candidate, examiner: Any, case_officer: Any) -> None:
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    erase_data_set(SearchTarget.objects.get(partner_code="RS").search.data_set, ground="citizenship", officer=case_officer)
    assert not WrongHitNotice.objects.exists()


# -- ours, once a partner has marked its own


def to_answer() -> list[tuple[str, str]]:
    return [(one.partner, one.data_set.reference_number) for one in marks_to_answer()]


def test_a_partners_mark_has_to_be_answered_within_the_limit(
    client: Any, serbia: Neighbour, candidate: Candidate, examiner: Any, case_officer: Any
) -> None:
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    target = SearchTarget.objects.get(partner_code="RS")
    ours = target.search.data_set
    serbia.correspondence, serbia.case = target.correspondence, target.pk
    serbia.say(MarkNotice(references=(REFERENCE,), marked=True))
    assert to_answer() == [("RS", ours.reference_number)]
    deadline = Deadline.objects.get(rule="marking_theirs")
    assert deadline.due_at - deadline.started_at == timedelta(hours=72)
    client.force_login(case_officer)
    page = reverse("data_set_event", args=(ours.person_id, ours.pk))
    assert page in client.get(reverse("my_work_list", args=("partner-marks",))).content.decode()
    assert "has marked its data set of this person" in client.get(page).content.decode()
    with clock.frozen(clock.now() + timedelta(hours=73)):
        assert ("own", "RS", "marking_theirs") in {(one.turn, one.partner, one.limit) for one in late_now()}
    assert client.post(page, {"event": SET}).status_code == 302
    deadline.refresh_from_db()
    assert to_answer() == [] and deadline.met_at is not None and Mark.objects.get().event == SET


def test_what_doesnt_hold_here_is_left_unmarked_until_the_next_notice(
    client: Any, serbia: Neighbour, told: InboundMatch, case_officer: Any, examiner: Any
) -> None:
    serbia.say(MarkNotice(marked=True))
    ours = told.data_set
    assert to_answer() == [("RS", ours.reference_number)]
    with pytest.raises(Problem, match=r"accounts\.not_allowed"):
        leave_unmarked(examiner, ours)
    client.force_login(case_officer)
    assert client.post(reverse("data_set_event", args=(ours.person_id, ours.pk)), {"leave": "1"}).status_code == 302
    assert to_answer() == [] and not Mark.objects.exists()
    assert Deadline.objects.get(rule="marking_theirs").met_at is not None
    serbia.say(MarkNotice(marked=False))
    assert not Deadline.objects.filter(rule="marking_theirs").exists()
    serbia.say(MarkNotice(marked=True))
    assert to_answer() == [("RS", ours.reference_number)]
    assert serbia.say(ErasureNotice()).content.kind == "receipt"
    assert to_answer() == [] and Deadline.objects.get(rule="marking_theirs").dropped_at is not None


def test_where_ours_is_marked_nothing_is_to_be_answered(serbia: Neighbour, told: InboundMatch, case_officer: Any) -> None:
    mark_data_set(case_officer, told.data_set, SET)
    serbia.say(MarkNotice(marked=True))
    assert to_answer() == [] and not Deadline.objects.filter(rule="marking_theirs").exists()
