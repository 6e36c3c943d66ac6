"""Match and no match are alike to whoever sees only the envelope: one size, one status, the same headers, as much work."""

import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egnatia.base import node
from egnatia.exchange import answer_time, envelope
from egnatia.exchange.delivery.posting import PATH
from egnatia.exchange.federation import own_terms
from egnatia.exchange.messages.fingers import FingerRecord
from egnatia.exchange.messages.prints import PrintsAnswer
from egnatia.exchange.messages.search import MAX_MATCHES, Match, SearchAnswer, SearchQuestion
from egnatia.exchange.messages.service import Ping, Receipt, Refusal
from egnatia.exchange.models import InboundMatch, InboundSearch
from tests.exchange.conftest import Neighbour, public_keys, records, without_type

pytestmark = pytest.mark.django_db


def ask(partner: Neighbour, seed: int, purpose: str = "MIG") -> Any:
    """The bare response to a search for somebody, as the line has it."""
    partner.begin()
    body = partner.seal(partner.letter(partner.message(SearchQuestion(fingers=records(seed, 1)), purpose=purpose)))
    request = partner.sign(body)
    return Client().post(PATH, body, content_type=request.headers["Content-Type"], headers=without_type(request.headers))


def shape(response: Any) -> tuple[int, int, list[tuple[str, int]]]:
    """All that can be seen without a key: status, size, and the headers with the length of each."""
    return response.status_code, len(response.content), sorted((name, len(value)) for name, value in response.items())


def test_answers_have_one_shape(serbia: Neighbour, register: Any) -> None:
    for seed in (4, 5):
        register(seed=seed)
    register(seed=6, nationalities_claimed=["SRB"])
    shapes = {seed: shape(ask(serbia, seed)) for seed in (4, 5, 6, 7, 8)}
    states = list(InboundSearch.objects.order_by("received_at").values_list("state", flat=True))
    assert states == ["possible_match", "possible_match", "no_match", "no_match", "no_match"]
    assert len(set(map(repr, shapes.values()))) == 1, shapes


def test_answers_of_every_content_have_one_size() -> None:
    """Whatever may be answered to a search: none, one or three persons, later, or not at all."""
    full = tuple(Match(reference="f" * 32, fingers=tuple(range(1, 11)), score=0.123) for _ in range(MAX_MATCHES))
    contents = [SearchAnswer(result="no_match"), SearchAnswer(result="possible_match", matches=full), Receipt()]
    contents += [Refusal(code="exchange.quota_used", message="ž" * 500, final=False, retry_after_seconds=86400)]
    neighbour = Neighbour(node_like(), None)  # type: ignore[arg-type]
    letters = [neighbour.letter(neighbour.message(content)) for content in contents]
    assert {len(envelope.pad(letter.encode())) for letter in letters} == {envelope.SIZE_CLASSES[0]}
    assert len({len(neighbour.seal(letter, public_keys(node_like()))) for letter in letters}) == 1


def test_questions_have_one_size(serbia: Neighbour) -> None:
    """Nobody on the line counts somebody's fingers, or ours that are shown to an examiner."""
    fullest = tuple(FingerRecord(position=position, record=b"F" * (28 + 6 * 255 + 2)) for position in range(1, 11))
    one, ten = records(7, positions=(2,)), records(7)
    sizes = {
        len(serbia.seal(envelope.join_letters([serbia.letter(serbia.message(content))])))
        for fingers in (one, ten, fullest)
        for content in (SearchQuestion(fingers=fingers), PrintsAnswer(reference="a" * 32, fingers=fingers))
    }
    assert len(sizes) == 1


def test_late_answers_have_one_size_among_others(serbia: Neighbour) -> None:
    """Two that go together, and a ping with them."""
    match = SearchAnswer(result="possible_match", matches=(Match(reference="f" * 32, fingers=(1, 2), score=0.9),) * 3)
    contents = ((answer, match, answer, Ping()) for answer in (SearchAnswer(result="no_match"), match))
    joined = [envelope.join_letters(serbia.letter(serbia.message(one)) for one in four) for four in contents]
    assert [len(envelope.split_letters(text)) for text in joined] == [4, 4]
    assert len({len(serbia.seal(text)) for text in joined}) == 1


def test_as_many_statements_with_a_match_as_without(serbia: Neighbour, register: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_terms, "_LOOK_EVERY", 1e9)  # else one of them has the look-up that is made once a second
    register(seed=4)
    for seed in (4, 9):
        ask(serbia, seed)  # what is looked up once is known from here on
    counted = {}
    for seed in (4, 9, 4, 9):
        with CaptureQueriesContext(connection) as queries:
            ask(serbia, seed)
        counted.setdefault(seed, []).append([query["sql"].split()[0] for query in queries])
    assert InboundMatch.objects.count() == 3
    match, no_match = counted[4][-1], counted[9][-1]
    assert len(match) == len(no_match), (match, no_match)


def test_answer_leaves_at_the_end_of_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(node.current().settings, "exchange_answer_step_ms", 100)
    slept: list[float] = []
    monkeypatch.setattr(answer_time.time, "sleep", slept.append)
    for worked in (0.0, 0.03, 0.099, 0.1, 0.25):
        monkeypatch.setattr(answer_time.time, "monotonic", lambda worked=worked: 1000 + worked)
        answer_time.wait_for_step(1000)
    assert [round(seconds, 3) for seconds in slept] == [0.1, 0.07, 0.001, 0.1, 0.05]


def test_searches_wait_and_nothing_else_does(serbia: Neighbour, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    serbia.say(Ping())
    assert not slept
    ask(serbia, 7)
    ask(serbia, 7, purpose="LEA")  # refused: alike too
    assert len(slept) == 2


def node_like() -> Any:
    from tests.exchange.conftest import private_keys

    return private_keys("RS")
