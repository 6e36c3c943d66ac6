"""Whoever became a citizen of a partner is erased by everybody who owns data about them: each owner hears, and decides."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.biometrics.actions.record_verdict import record_verdict
from egnatia.biometrics.models import Candidate
from egnatia.deadlines.models import Deadline
from egnatia.exchange.actions.answer_citizen import leave_registered
from egnatia.exchange.citizens_to_check import citizens_to_check
from egnatia.exchange.late import late_now
from egnatia.exchange.messages.notices import CitizenNotice, ErasureNotice
from egnatia.exchange.messages.search import SearchQuestion
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.models import InboundMatch, OutboxMessage, SearchTarget
from egnatia.persons.models import DataSet
from egnatia.registration.actions.correct_registration import correct_registration
from egnatia.registration.actions.record_event import CITIZENSHIP, record_event
from tests.exchange.conftest import Neighbour, records
from tests.exchange.steps import REFERENCE, reply, waiting

pytestmark = pytest.mark.django_db
LIMIT = "citizenship_theirs"


@pytest.fixture
def probe(serbia: Neighbour, candidate: Candidate, examiner: Any) -> DataSet:
    """Ours; our examiner said that it is the person whom Serbia has, too. Serbia speaks in that correspondence."""
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    target = SearchTarget.objects.select_related("search__data_set").get(partner_code="RS")
    serbia.correspondence, serbia.case = target.correspondence, target.pk
    reply(serbia, waiting("match.confirmed"), Receipt())
    return target.search.data_set


def said_to(partner: Neighbour) -> list[Any]:
    sent = OutboxMessage.objects.filter(partner=partner.partner, kind__startswith="notice.").exclude(state="withdrawn")
    return [partner.read(message).content for message in sent.order_by("number")]


def to_check() -> list[tuple[str, str]]:
    return [(one.partner, one.data_set.reference_number) for one in citizens_to_check()]


def page_of(data_set: DataSet) -> str:
    return reverse("data_set_event", args=(data_set.person_id, data_set.pk))


# -- our officer records it: the owners hear


def test_the_owner_whom_we_found_hears_by_its_own_reference_and_then_of_our_erasure(
    serbia: Neighbour, probe: DataSet, case_officer: Any
) -> None:
    record_event(case_officer, probe, CITIZENSHIP)
    assert said_to(serbia) == [CitizenNotice(reference=REFERENCE), ErasureNotice()], "the erasure doesn't take it back"
    notice = waiting("notice.citizen")
    clocks = Deadline.objects.filter(rule="citizenship_notice")
    assert (clocks.get().due_at - clocks.get().started_at) == timedelta(hours=72)
    with clock.frozen(clock.now() + timedelta(hours=73)):
        assert ("own", "RS", "citizenship_notice") in {(one.turn, one.partner, one.limit) for one in late_now()}
    reply(serbia, notice, Receipt())
    assert clocks.get().met_at is not None
    probe.refresh_from_db()
    assert probe.status == "erased"


def test_the_owner_who_found_ours_hears_without_a_reference(serbia: Neighbour, told: InboundMatch, case_officer: Any) -> None:
    record_event(case_officer, told.data_set, CITIZENSHIP)
    said = said_to(serbia)
    assert said.index(CitizenNotice()) < said.index(ErasureNotice(references=(told.reference,)))
    assert {one.kind for one in said} == {"notice.citizen", "notice.erased"}


def test_without_a_verdict_nobody_hears_of_a_citizenship(serbia: Neighbour, register: Any, case_officer: Any) -> None:
    ours = register(seed=4)
    serbia.say(SearchQuestion(fingers=records(4, 1)))
    record_event(case_officer, ours, CITIZENSHIP)
    assert {one.kind for one in said_to(serbia)} == {"notice.erased"}


def test_a_country_of_origin_hears_nothing(serbia: Neighbour, probe: DataSet, case_officer: Any) -> None:
    newer = correct_registration(
        case_officer, probe, elements=(probe.elements or {}) | {"nationalities": ["SRB"]}, reason="typing_error"
    )
    record_event(case_officer, newer, CITIZENSHIP)
    assert "notice.citizen" not in {one.kind for one in said_to(serbia)}


# -- a partner records it: our officer decides


def test_a_partners_word_is_put_before_an_officer_who_erases(
    client: Any, serbia: Neighbour, told: InboundMatch, case_officer: Any
) -> None:
    ours = told.data_set
    assert serbia.say(CitizenNotice(reference=told.reference)).content.kind == "receipt"
    assert serbia.say(ErasureNotice()).content.kind == "receipt", "the partner's own goes; the word stays"
    assert to_check() == [("RS", ours.reference_number)]
    assert Event.objects.get(action="exchange.citizen.received").person_id == ours.person_id
    client.force_login(case_officer)
    assert page_of(ours) in client.get(reverse("my_work_list", args=("partner-citizens",))).content.decode()
    assert "told that this person became a citizen" in client.get(page_of(ours)).content.decode()
    with clock.frozen(clock.now() + timedelta(hours=73)):
        assert ("own", "RS", LIMIT) in {(one.turn, one.partner, one.limit) for one in late_now()}
    assert client.post(page_of(ours), {"event": CITIZENSHIP}).status_code == 302
    ours.refresh_from_db()
    assert ours.status == "erased" and to_check() == [] and Deadline.objects.get(rule=LIMIT).met_at is not None
    assert "notice.citizen" not in {one.kind for one in said_to(serbia)}, "whoever told it knows"


def test_the_word_about_a_probe_of_ours(serbia: Neighbour, probe: DataSet) -> None:
    serbia.say(CitizenNotice())
    assert to_check() == [("RS", probe.reference_number)]


def test_what_isnt_so_is_left_and_may_be_told_again(
    client: Any, serbia: Neighbour, told: InboundMatch, case_officer: Any, examiner: Any
) -> None:
    serbia.say(CitizenNotice(reference=told.reference))
    with pytest.raises(Problem, match=r"accounts\.not_allowed"):
        leave_registered(examiner, told.data_set)
    client.force_login(case_officer)
    assert client.post(page_of(told.data_set), {"leave_citizen": "1"}).status_code == 302
    assert to_check() == [] and Deadline.objects.get(rule=LIMIT).met_at is not None
    assert Event.objects.get(action="exchange.citizen.left").details["partner"] == "RS"
    assert leave_registered(case_officer, told.data_set) is False
    serbia.say(CitizenNotice(reference=told.reference))
    assert len(to_check()) == 1
    told.data_set.refresh_from_db()
    assert told.data_set.is_active


def test_a_correction_meanwhile_keeps_it_and_its_clock(serbia: Neighbour, told: InboundMatch, case_officer: Any) -> None:
    serbia.say(CitizenNotice(reference=told.reference))
    [before] = citizens_to_check()
    newer = correct_registration(
        case_officer, told.data_set, elements=(told.data_set.elements or {}) | {"surnames": ["Hadad"]}, reason="typing_error"
    )
    [after] = citizens_to_check()
    assert (after.partner, after.due_at, after.data_set) == ("RS", before.due_at, newer)


def test_told_twice_is_one_thing_to_find_out(serbia: Neighbour, told: InboundMatch) -> None:
    serbia.say(CitizenNotice(reference=told.reference))
    serbia.say(CitizenNotice(reference=told.reference))
    assert len(to_check()) == 1


@pytest.mark.parametrize("reference", [REFERENCE, None])
def test_about_whom_no_verdict_was_told_nothing_is_learnt_or_done(
    serbia: Neighbour, register: Any, reference: str | None
) -> None:
    register(seed=4)
    found = serbia.say(SearchQuestion(fingers=records(4, 1))).content.matches[0].reference
    for one in (reference, found):
        assert serbia.say(CitizenNotice(reference=one)).content.kind == "receipt", "alike, whatever is known"
    assert to_check() == [] and DataSet.objects.get().is_active
