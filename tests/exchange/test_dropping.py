"""Giving messages up, by kind: what says so here, what the partner hears, and what may not be given up at all."""

from typing import Any

import pytest

from egnatia.audit.models import Event
from egnatia.base.errors import Problem
from egnatia.biometrics.actions.record_verdict import record_verdict
from egnatia.biometrics.models import Candidate
from egnatia.deadlines.models import Deadline
from egnatia.exchange.actions.drop_message import NEVER_DROPPED, drop_message
from egnatia.exchange.actions.park_message import park_message
from egnatia.exchange.actions.refuse_follow_up import refuse_follow_up
from egnatia.exchange.actions.release_follow_up import release_follow_up
from egnatia.exchange.actions.request_follow_up import request_follow_up
from egnatia.exchange.actions.resend_message import resend_message
from egnatia.exchange.actions.take_answers import take_answers
from egnatia.exchange.actions.tell_change import tell_correction
from egnatia.exchange.delivery.posting import Answer
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.follow_up import FollowUpRelease, FollowUpRequest, PersonData
from egnatia.exchange.messages.search import SearchAnswer, SearchQuestion
from egnatia.exchange.messages.service import MessageDropped, Receipt, Refusal
from egnatia.exchange.models import FollowUp, InboundMatch, InboxMessage, OutboxMessage, PossibleMatch, SearchTarget
from egnatia.persons.actions.erase_data_set import erase_data_set
from tests.exchange.conftest import Neighbour, records
from tests.exchange.steps import REFERENCE, possible_match, reply, waiting

pytestmark = pytest.mark.django_db
WHY = "The partner's node chokes on it"


@pytest.fixture
def confirmed(serbia: Neighbour, candidate: Candidate, examiner: Any) -> PossibleMatch:
    """An examiner said *same*, and the partner knows."""
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    reply(serbia, waiting("match.confirmed"), Receipt())
    return PossibleMatch.objects.get()


@pytest.fixture
def asked(serbia: Neighbour, told: InboundMatch) -> FollowUp:
    """The partner asks for data."""
    for message in OutboxMessage.objects.filter(state="waiting"):  # our own search of the same person
        reply(serbia, message, SearchAnswer(result="no_match"))
    serbia.say(FollowUpRequest(reference=told.reference, need="To know", fields=("surnames",)))
    return FollowUp.objects.get()


def stand_in() -> OutboxMessage:
    return OutboxMessage.objects.get(kind="message.dropped")


class TestDropWhatWeAsked:
    def test_search(self, serbia: Neighbour, register: Any, administrator: Any) -> None:
        data_set = register(seed=3)
        drop_message(administrator, waiting("search.question"), WHY)
        target = SearchTarget.objects.get(partner_code="RS")
        assert (target.state, target.answered_at) == ("given_up", None)
        clock_of_it = Deadline.objects.get(rule="search_answer")
        assert clock_of_it.met_at is None and clock_of_it.dropped_at is not None
        event = Event.objects.get(action="exchange.message.dropped")
        assert (event.why, event.person_id) == (WHY, data_set.person_id)
        assert not OutboxMessage.objects.filter(state="waiting").exists(), "nothing follows, so nothing stands in"

    def test_answer_that_comes_all_the_same_changes_nothing(self, serbia: Neighbour, register: Any) -> None:
        register(seed=3)
        question = waiting("search.question")
        message, letter = serbia.answer(question, possible_match())
        drop_message(None, question, WHY)
        take_answers([(question, Answer(message, letter))])
        target = SearchTarget.objects.get(partner_code="RS")
        late = serbia.message(possible_match(), correspondence=target.correspondence, case=target.pk, answers=question.digest)
        assert serbia.post(serbia.letter(late)).content.kind == "receipt"
        question.refresh_from_db()
        assert question.state == "dropped" and not PossibleMatch.objects.exists()

    def test_request_for_prints(self, serbia: Neighbour, register: Any) -> None:
        register(seed=3)
        reply(serbia, waiting("search.question"), possible_match())
        drop_message(None, waiting("prints.request"), WHY)
        assert PossibleMatch.objects.get().state == "given_up"

    def test_data_that_come_all_the_same_are_not_kept(
        self, serbia: Neighbour, confirmed: PossibleMatch, case_officer: Any
    ) -> None:
        request_follow_up(case_officer, confirmed, "Two spellings")
        request = waiting("follow_up.request")
        drop_message(None, request, WHY)
        release = FollowUpRelease(reference=REFERENCE, data=PersonData(surnames=("Haidari",)))
        target = confirmed.target
        late = serbia.message(release, correspondence=target.correspondence, case=target.pk, answers=request.digest)
        assert serbia.post(serbia.letter(late)).content.kind == "receipt"
        assert (FollowUp.objects.get().state, FollowUp.objects.get().data) == ("given_up", None)

    def test_request_for_data_may_be_asked_again(self, serbia: Neighbour, confirmed: PossibleMatch, case_officer: Any) -> None:
        request_follow_up(case_officer, confirmed, "Two spellings")
        dropped = waiting("follow_up.request")
        drop_message(None, dropped, WHY)
        assert FollowUp.objects.get().state == "given_up"
        assert Deadline.objects.get(rule="follow_up").dropped_at is not None
        request_follow_up(case_officer, confirmed, "Two spellings")
        assert [stand_in().number, waiting("follow_up.request").number] == [dropped.number, dropped.number + 1]


class TestDropWhatWeAnswered:
    def test_release(self, serbia: Neighbour, asked: FollowUp, case_officer: Any) -> None:
        release_follow_up(case_officer, asked, ["surnames"])
        release = waiting("follow_up.release")
        drop_message(None, release, WHY)
        asked.refresh_from_db()
        assert (asked.state, asked.released) == ("given_up", ["surnames"])
        told = serbia.read(stand_in())
        assert told.answers == InboxMessage.objects.get(kind="follow_up.request").digest
        assert told.purpose is None and told.case is None

    def test_partner_that_may_have_it_hears_of_a_correction(
        self, serbia: Neighbour, asked: FollowUp, case_officer: Any
    ) -> None:
        release_follow_up(case_officer, asked, ["surnames"])
        drop_message(None, waiting("follow_up.release"), WHY)
        assert asked.inbound_match is not None
        tell_correction(asked.inbound_match.data_set)
        assert OutboxMessage.objects.filter(kind="notice.corrected").exists()

    def test_release_that_had_arrived_counts_as_released(self, serbia: Neighbour, asked: FollowUp, case_officer: Any) -> None:
        release_follow_up(case_officer, asked, ["surnames"])
        drop_message(None, waiting("follow_up.release"), WHY)
        reply(serbia, stand_in(), Refusal(code="exchange.number_reused", message="Used."))
        asked.refresh_from_db()
        assert asked.state == "released"

    def test_refusal(self, serbia: Neighbour, asked: FollowUp, case_officer: Any) -> None:
        refuse_follow_up(case_officer, asked, "need_not_shown")
        drop_message(None, waiting("follow_up.refusal"), WHY)
        asked.refresh_from_db()
        assert asked.state == "refused" and serbia.read(stand_in()).answers

    def test_late_answer_to_a_search(self, serbia: Neighbour, monkeypatch: pytest.MonkeyPatch) -> None:
        from egnatia.exchange.actions import answer_search
        from egnatia.exchange.actions.answer_waiting import answer_waiting_searches

        with monkeypatch.context() as patch:
            patch.setattr(answer_search, "search_own", _gallery_away)
            assert serbia.say(SearchQuestion(fingers=records(7, positions=(1, 2)))).content.kind == "receipt"
        assert answer_waiting_searches() == 1
        drop_message(None, waiting("search.answer"), WHY)
        assert serbia.read(stand_in()).answers == InboxMessage.objects.get(kind="search.question").digest


class TestPartnerDropsItsAnswer:
    def test_our_search_ends_as_refused(self, serbia: Neighbour, register: Any) -> None:
        register(seed=3)
        question = waiting("search.question")
        reply(serbia, question, Receipt())
        assert _say_dropped(serbia, question).content.kind == "receipt"
        target = SearchTarget.objects.get(partner_code="RS")
        assert (target.state, target.reason) == ("refused", "exchange.answer_dropped")
        assert Deadline.objects.get(rule="search_answer").met_at is not None

    def test_our_request_ends_as_refused(self, serbia: Neighbour, confirmed: PossibleMatch, case_officer: Any) -> None:
        request_follow_up(case_officer, confirmed, "Two spellings")
        request = waiting("follow_up.request")
        reply(serbia, request, Receipt())
        _say_dropped(serbia, request)
        follow_up = FollowUp.objects.get()
        assert (follow_up.state, follow_up.refusal_reason) == ("refused", "exchange.answer_dropped")

    def test_answer_to_something_else_ends_nothing(self, serbia: Neighbour, register: Any) -> None:
        register(seed=3)
        question = waiting("search.question")
        reply(serbia, question, Receipt())
        assert _say_dropped(serbia, question, answers="0" * 64).content.kind == "receipt"
        assert SearchTarget.objects.get(partner_code="RS").state == "waiting"


class TestNeverDropped:
    def test_verdicts(self, serbia: Neighbour, candidate: Candidate, examiner: Any) -> None:
        record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
        assert_never_dropped(waiting("match.confirmed"))

    def test_wrong_hit(self, serbia: Neighbour, candidate: Candidate, examiner: Any, second_examiner: Any) -> None:
        for who in (examiner, second_examiner):
            candidate.refresh_from_db()
            if candidate.is_open:
                record_verdict(who, candidate, "different", "details_disagree")
        assert_never_dropped(waiting("match.wrong_hit"))

    def test_notices(self, serbia: Neighbour, asked: FollowUp, case_officer: Any) -> None:
        release_follow_up(case_officer, asked, ["surnames"])
        assert asked.inbound_match is not None
        tell_correction(asked.inbound_match.data_set)
        assert_never_dropped(waiting("notice.corrected"))
        erase_data_set(asked.inbound_match.data_set)
        notices = OutboxMessage.objects.filter(kind="notice.erased", state="waiting")
        assert len(notices) == 2, "one about our own search, one about the partner's"
        for notice in notices:
            assert_never_dropped(notice)

    def test_the_list(self) -> None:
        assert {
            "notice.erased",
            "notice.corrected",
            "notice.mark",
            "notice.citizen",
            "evidence.sent",
            "evidence.decided",
            "match.confirmed",
            "match.wrong_hit",
            "law.verdict",
            "law.verification",
            "law.withdrawal",
            "law.erased",
        } == NEVER_DROPPED


def assert_never_dropped(message: OutboxMessage) -> None:
    with pytest.raises(Problem, match=r"^exchange\.message\.never_dropped:"):
        drop_message(None, message, WHY)
    park_message(None, message, WHY)
    message.refresh_from_db()
    assert message.state == "parked"
    resend_message(None, message)


def _say_dropped(partner: Neighbour, question: OutboxMessage, *, answers: str = "") -> Any:
    content: Content = MessageDropped()
    return partner.say(content, correspondence=question.correspondence, number=1, answers=answers or question.digest)


def _gallery_away(*_: Any) -> Any:
    raise OSError("the gallery is being rebuilt")
