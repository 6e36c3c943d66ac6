"""What is written into the log: every letter that is signed or taken in, every release, every erasure; digests only."""

import hashlib
import re
from typing import Any

import pytest
from django.db import transaction

from egnatia.base.ids import new_id
from egnatia.exchange import envelope
from egnatia.exchange.actions.release_follow_up import release_follow_up
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.log.entries import certificate_form
from egnatia.exchange.messages.follow_up import FollowUpRequest
from egnatia.exchange.messages.search import SearchQuestion
from egnatia.exchange.messages.service import Ping, Pong
from egnatia.exchange.models import FollowUp, InboundMatch, InboxMessage, LogEntry, OutboxMessage
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.models import ErasureCertificate
from tests.exchange.conftest import Neighbour, records
from tests.exchange.log.steps import kinds
from tests.exchange.steps import reply, waiting

pytestmark = pytest.mark.django_db
FORM = re.compile(
    r'\{"at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ","digest":"[0-9a-f]{64}","kind":"(sent|received|released|withdrawn|erased)"\}'
)


def test_a_question_of_a_partner_and_our_answer(serbia: Neighbour) -> None:
    letter = serbia.letter(serbia.message(Ping()))
    serbia.post(letter)
    answer = InboxMessage.objects.get().answer
    assert [(entry.digest) for entry in LogEntry.objects.order_by("id")] == [
        envelope.digest(letter),
        envelope.digest(answer or ""),
    ]
    assert kinds() == ["received", "sent"]
    serbia.post(letter)
    assert kinds() == ["received", "sent"], "the same letters again are the same"


def test_a_question_of_ours_and_its_answer(serbia: Neighbour) -> None:
    sent = send_message(serbia.partner, Ping(), correspondence=new_id())
    assert kinds() == ["sent"] and LogEntry.objects.get().digest == sent.digest
    message, letter = serbia.answer(sent, Pong())
    reply(serbia, sent, Pong())
    assert kinds() == ["sent", "received"] and message.answers == sent.digest and letter


def test_what_is_put_off_or_refused_is_in_it_too(serbia: Neighbour) -> None:
    serbia.number = 4
    assert serbia.say(Ping()).code == "exchange.out_of_order"
    assert serbia.say(Ping(), number=0).code == "exchange.number_reused"
    assert kinds() == ["received", "sent", "received", "sent"]


def test_what_isnt_done_isnt_written(serbia: Neighbour) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send_message(serbia.partner, Ping(), correspondence=new_id())
        raise ZeroDivisionError
    assert kinds() == []


def test_a_release_has_an_entry_of_its_own(serbia: Neighbour, told: InboundMatch, case_officer: Any) -> None:
    serbia.say(FollowUpRequest(reference=told.reference, need="To know", fields=("surnames",)))
    release_follow_up(case_officer, FollowUp.objects.get(), ["surnames"])
    letter = waiting("follow_up.release")
    released = LogEntry.objects.filter(entry__contains='"released"')
    assert [entry.digest for entry in released] == [letter.digest]
    assert kinds()[-2:] == ["sent", "released"]


def test_an_erasure_and_what_it_withdraws(serbia: Neighbour, register: Any) -> None:
    data_set = register(seed=3)
    question = waiting("search.question")
    erase_data_set(data_set)
    assert LogEntry.objects.get(entry__contains='"withdrawn"').digest == question.digest
    form = certificate_form(ErasureCertificate.objects.get())
    assert LogEntry.objects.get(entry__contains='"erased"').digest == hashlib.sha256(form).hexdigest()


@pytest.mark.parametrize("category", [1, 2])
def test_entries_say_nothing_but_when_and_which_digest(serbia: Neighbour, register: Any, category: int) -> None:
    """The one form, whatever happened: no category, no partner, no purpose; the digests are of letters with random names."""
    ours = register(seed=4, category=category)
    serbia.say(SearchQuestion(fingers=records(4, 1)))
    erase_data_set(ours)
    entries = LogEntry.objects.values_list("entry", flat=True)
    assert len(entries) >= 5 and all(FORM.fullmatch(entry) for entry in entries)
    known = set(OutboxMessage.objects.values_list("digest", flat=True)) | set(
        InboxMessage.objects.values_list("digest", flat=True)
    )
    assert known <= set(LogEntry.objects.values_list("digest", flat=True))
