"""Letters that go together in one request: answered in their order, each acted on for itself, with the same end as alone."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egnatia.base.errors import Problem
from egnatia.base.ids import new_id
from egnatia.exchange import envelope
from egnatia.exchange.actions import handlers, receive_letters
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.actions.take_answers import take_answers
from egnatia.exchange.delivery import lanes
from egnatia.exchange.delivery.lanes import Lane
from egnatia.exchange.delivery.posting import Answer
from egnatia.exchange.log.entries import received
from egnatia.exchange.messages import Message, read_message
from egnatia.exchange.messages.notices import ErasureNotice
from egnatia.exchange.messages.search import SearchQuestion
from egnatia.exchange.messages.service import Ping, Pong, Refusal
from egnatia.exchange.models import InboundSearch, InboxMessage, LogEntry, OutboxMessage, Partner, QuotaUse
from tests.exchange.conftest import Neighbour, node_keys, records, without_type

pytestmark = pytest.mark.django_db
FINGERS = records(7, positions=(1, 2))


def post(partner: Neighbour, letters: list[str]) -> tuple[int, Any]:
    """The status, and the answers, or the problem where nothing was said under seal."""
    from django.test import Client

    from egnatia.exchange.delivery.posting import PATH

    body = partner.seal(envelope.join_letters(letters))
    request = partner.sign(body)
    response = Client().post(PATH, body, content_type="application/jose", headers=without_type(request.headers))
    if response["Content-Type"] != "application/jose":
        return response.status_code, json.loads(response.content)
    answers = envelope.split_letters(envelope.open_letter(response.content.decode(), partner.own))
    return response.status_code, [read_message(envelope.read_letter(answer, node_keys())) for answer in answers]


def said(answers: list[Message]) -> list[str]:
    return [one.content.code if isinstance(one.content, Refusal) else one.kind for one in answers]


def pings(partner: Neighbour, count: int) -> list[str]:
    """One of each of so many correspondences."""
    return [partner.letter(partner.begin().message(Ping())) for _ in range(count)]


class TestTakingIn:
    def test_answers_come_in_the_order_of_the_letters(self, serbia: Neighbour) -> None:
        letters = pings(serbia, 30)
        status, answers = post(serbia, letters)
        assert (status, said(answers)) == (200, ["pong"] * 30)
        assert [answer.answers for answer in answers] == [envelope.digest(letter) for letter in letters]

    def test_each_is_kept_and_in_the_log_once_however_often_it_comes(self, serbia: Neighbour) -> None:
        letters = pings(serbia, 5)
        first, second = post(serbia, letters), post(serbia, [*letters[3:], *letters[3:], *pings(serbia, 1)])
        assert said(second[1]) == ["pong"] * 5 and second[1][:2] == second[1][2:4] == first[1][3:]
        assert InboxMessage.objects.count() == 6
        assert LogEntry.objects.filter(digest__in=[received(letter)[0][1] for letter in letters]).count() == 5

    def test_what_asks_about_a_person_comes_alone(self, serbia: Neighbour) -> None:
        search = serbia.letter(serbia.begin().message(SearchQuestion(fingers=FINGERS)))
        status, answers = post(serbia, [*pings(serbia, 1), search, *pings(serbia, 1)])
        assert (status, said(answers)) == (200, ["pong", "exchange.not_alone", "pong"])
        assert answers[1].content.final
        assert not InboundSearch.objects.exists() and not QuotaUse.objects.exists()

    def test_one_that_is_refused_holds_up_no_other(self, serbia: Neighbour) -> None:
        letters = [*pings(serbia, 1), serbia.letter(serbia.begin().message(Ping(), receiver="AL")), *pings(serbia, 1)]
        assert said(post(serbia, letters)[1]) == ["pong", "exchange.wrong_receiver", "pong"]

    def test_order_within_a_correspondence(self, serbia: Neighbour) -> None:
        first, second, third = (serbia.letter(serbia.message(Ping())) for _ in range(3))
        assert said(post(serbia, [second, first, second, third])[1]) == ["exchange.out_of_order", "pong", "pong", "pong"]
        assert said(post(serbia, [third, second])[1]) == ["pong", "pong"]

    def test_notice_of_erasure_empties_what_came_with_it(self, serbia: Neighbour) -> None:
        """The one before isn't in the database yet when the notice is acted on, unless somebody saw to it."""
        first, notice = serbia.letter(serbia.message(Ping())), serbia.letter(serbia.message(ErasureNotice()))
        assert said(post(serbia, [first, notice])[1]) == ["pong", "receipt"]
        emptied = InboxMessage.objects.get(kind="ping")
        assert (emptied.letter, emptied.answer) == (None, None) and emptied.digest == envelope.digest(first)

    def test_letter_that_cannot_be_read_spoils_the_request_and_nothing_is_done(self, serbia: Neighbour) -> None:
        letters = pings(serbia, 2)
        status, problem = post(serbia, [letters[0], letters[1][:-3] + "AAA"])
        assert (status, problem["code"]) == (401, "exchange.letter_invalid")
        assert not InboxMessage.objects.exists()
        assert said(post(serbia, letters)[1]) == ["pong", "pong"], "so the sender sends them one by one"

    def test_node_that_cannot_act_on_one_now_acts_on_none(self, serbia: Neighbour, monkeypatch: pytest.MonkeyPatch) -> None:
        calls: list[object] = []

        def second_fails(incoming: object) -> Pong:
            calls.append(incoming)
            if len(calls) == 2:
                raise Problem("base.disk_full", "The disk is full.", "Make room.", status=507)
            return Pong()

        monkeypatch.setitem(handlers.HANDLERS, Ping.kind, lambda incoming: lambda: second_fails(incoming))
        letters = pings(serbia, 3)
        assert post(serbia, letters)[0] == 507
        assert not InboxMessage.objects.exists() and not LogEntry.objects.filter(entry__contains="received").exists()
        assert said(post(serbia, letters)[1]) == ["pong"] * 3

    def test_what_takes_long_is_several_transactions(self, serbia: Neighbour, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(receive_letters, "_LONGEST_SECONDS", 0.0)
        letters = pings(serbia, 7)
        first = post(serbia, letters)
        assert said(first[1]) == ["pong"] * 7 and InboxMessage.objects.count() == 7
        assert post(serbia, letters)[1] == first[1]

    def test_too_many(self, serbia: Neighbour) -> None:
        status, problem = post(serbia, pings(serbia, envelope.MAX_LETTERS + 1))
        assert (status, problem["code"]) == (413, "exchange.too_many_letters")
        assert not InboxMessage.objects.exists()


@given(
    sizes=st.lists(st.integers(1, 4), min_size=1, max_size=6),
    order=st.lists(st.sampled_from([(row, number) for row in range(3) for number in range(4)]), min_size=1, max_size=14),
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_same_end_in_whatever_parcels(serbia: Neighbour, sizes: list[int], order: list[tuple[int, int]]) -> None:
    """Any letters of three correspondences, in any order and doubled, in parcels or one by one: the same is said and kept."""
    rows = [[message for message in _row(serbia)] for _ in range(3)]
    again = [[message for message in _row(serbia)] for _ in range(3)]
    together: list[str] = []
    rest, step = list(order), 0
    while rest:
        size = sizes[step % len(sizes)]
        parcel, rest, step = rest[:size], rest[size:], step + 1
        together += said(post(serbia, [rows[row][number] for row, number in parcel])[1])
    one_by_one = [said(post(serbia, [again[row][number]])[1])[0] for row, number in order]
    assert together == one_by_one
    kept = [{envelope.digest(letter) for row in side for letter in row} for side in (rows, again)]
    counts = [InboxMessage.objects.filter(digest__in=digests).count() for digests in kept]
    assert counts[0] == counts[1] == len({place for place, what in zip(order, together, strict=True) if what == "pong"})


def _row(partner: Neighbour) -> list[str]:
    partner.begin()
    return [partner.letter(partner.message(Ping())) for _ in range(4)]


class TestSending:
    @pytest.fixture
    def requests(self, serbia: Neighbour, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
        """The kinds of each request that the lane makes; the partner answers every letter as it should."""
        made: list[list[str]] = []

        def post_letters(client: object, url: str, letters: list[str], *_: object) -> list[Answer]:
            sent = [OutboxMessage.objects.get(digest=envelope.digest(letter)) for letter in letters]
            made.append([message.kind for message in sent])
            return [Answer(*serbia.answer(message, Pong())) for message in sent]

        monkeypatch.setattr(lanes, "post_letters", post_letters)
        return made

    @pytest.fixture
    def deliver(self, serbia: Neighbour) -> Callable[[], bool]:
        return Lane(serbia.partner.pk).deliver_next

    def test_different_correspondences_go_together(
        self, serbia: Neighbour, requests: list[list[str]], deliver: Callable[[], bool]
    ) -> None:
        one = new_id()
        for correspondence in (one, one, new_id(), new_id()):
            send_message(serbia.partner, Ping(), correspondence=correspondence)
        while deliver():
            pass
        assert requests == [["ping"] * 3, ["ping"]], "the second of a correspondence waits for the first"
        assert not OutboxMessage.objects.exclude(state="answered").exists()

    def test_search_goes_first_and_alone(
        self, serbia: Neighbour, register: Any, requests: list[list[str]], deliver: Callable[[], bool]
    ) -> None:
        for _ in range(2):
            send_message(serbia.partner, Ping(), correspondence=new_id())
        register(seed=3)
        assert deliver()
        assert requests == [["search.question"]]

    def test_heavy_letters_are_spread(
        self,
        serbia: Neighbour,
        requests: list[list[str]],
        deliver: Callable[[], bool],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        for _ in range(5):
            message = send_message(serbia.partner, Ping(), correspondence=new_id())
        for most, expected in ((2 * len(message.letter or ""), 2), (1, 1)):
            monkeypatch.setattr(lanes, "_MAX_BYTES", most)
            assert deliver() and len(requests[-1]) == expected

    def test_after_a_failure_one_goes_by_itself(
        self, serbia: Neighbour, requests: list[list[str]], deliver: Callable[[], bool]
    ) -> None:
        for _ in range(4):
            send_message(serbia.partner, Ping(), correspondence=new_id())
        Partner.objects.filter(pk=serbia.partner.pk).update(failures=1)
        assert deliver() and deliver()
        assert requests == [["ping"], ["ping"] * 3]

    def test_answers_that_are_missing_or_to_another_end_nothing(
        self, serbia: Neighbour, deliver: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sent = [send_message(serbia.partner, Ping(), correspondence=new_id()) for _ in range(3)]
        swapped = [Answer(*serbia.answer(message, Pong())) for message in (sent[0], sent[2], sent[1])]
        monkeypatch.setattr(lanes, "post_letters", lambda *_: swapped)
        assert deliver() is False
        states = OutboxMessage.objects.values_list("state", "attempts", "last_problem")
        assert set(states) == {("waiting", 1, "exchange.answer_to_another")}

    def test_mixed_answers(self, serbia: Neighbour) -> None:
        """One is taken, one refused for good, one put off: each ends or waits for itself."""
        sent = [send_message(serbia.partner, Ping(), correspondence=new_id()) for _ in range(3)]
        contents = (
            Pong(),
            Refusal(code="exchange.kind_unknown", message="No."),
            Refusal(code="exchange.out_of_order", message="Early.", final=False),
        )
        take_answers([(one, Answer(*serbia.answer(one, content))) for one, content in zip(sent, contents, strict=True)])
        rows = OutboxMessage.objects.order_by("made_at")
        assert [row.state for row in rows] == ["answered", "refused", "waiting"]
        assert [row.last_problem for row in rows] == ["", "exchange.kind_unknown", "exchange.out_of_order"]
        assert LogEntry.objects.filter(entry__contains='"received"').count() == 3
