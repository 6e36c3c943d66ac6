"""Match, no match and who is left out are alike to whoever sees only the envelope."""

import time
from typing import Any

import pytest
from django.test import Client

from egnatia.exchange import answer_time, envelope
from egnatia.exchange.messages.fingers import FingerRecord
from egnatia.exchange.messages.law_enforcement import LawAnswer, LawMatch
from egnatia.exchange.messages.search import MAX_MATCHES
from egnatia.lawenforcement.models import ReceivedQuestion
from tests.exchange.conftest import Neighbour, without_type
from tests.exchange.test_alike import shape
from tests.lawenforcement.partners import question
from tests.lawenforcement.test_children import born

pytestmark = pytest.mark.django_db


def ask(partner: Neighbour, seed: int) -> Any:
    """The bare response, as the line has it."""
    body = partner.begin().seal(partner.letter(partner.message(question(seed), purpose="LEA")))
    request = partner.sign(body)
    headers = without_type(request.headers)
    return Client().post(partner.own.gateway.path, body, content_type=request.headers["Content-Type"], headers=headers)


def test_answers_have_one_shape_and_leave_at_a_step(serbia: Neighbour, sign: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sign(seed=1, take=0)
    sign(seed=2, take=0, birth_date=born(12))
    sign(seed=3, take=0, nationalities=["SRB"])
    slept = list[float]()
    monkeypatch.setattr(answer_time.time, "sleep", lambda seconds: slept.append(time.monotonic() + seconds))
    shapes = [shape(ask(serbia, seed)) for seed in (1, 2, 3, 4)]
    assert list(ReceivedQuestion.objects.order_by("received_at").values_list("found", flat=True)) == [1, 0, 0, 0]
    assert len(set(map(repr, shapes))) == 1
    assert len(slept) == 4, "each waits for the end of its step"


def test_the_fullest_answer_has_the_size_of_the_emptiest(serbia: Neighbour) -> None:
    fullest = tuple(FingerRecord(position=position, record=b"F" * 4096) for position in range(1, 11))
    matches = tuple(LawMatch(reference=f"{one:032x}", fingers=fullest, score=0.123) for one in range(MAX_MATCHES))
    answers = (LawAnswer(result="no_match"), LawAnswer(result="possible_match", matches=matches))
    letters = [envelope.join_letters([serbia.letter(serbia.message(answer, purpose="LEA"))]) for answer in answers]
    assert {len(envelope.pad(letter.encode())) for letter in letters} == {256 * 1024}
