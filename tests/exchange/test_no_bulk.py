"""Nobody browses: what a partner may ask, how often, and that nothing follows but from a hit that an examiner has verified."""

from typing import Any

import pytest

from egnatia.base import node
from egnatia.base.ids import new_id
from egnatia.biometrics import gallery
from egnatia.exchange import envelope
from egnatia.exchange.messages.follow_up import FollowUpRequest
from egnatia.exchange.messages.message import KINDS
from egnatia.exchange.messages.prints import PrintsRequest
from egnatia.exchange.messages.search import MAX_MATCHES, SearchQuestion
from egnatia.exchange.messages.verdict import MatchConfirmed, WrongHit
from egnatia.exchange.models import FollowUp, InboundSearch, QuotaUse
from tests.exchange.conftest import Neighbour, records
from tests.exchange.steps import now

pytestmark = pytest.mark.django_db
UNKNOWN = "0" * 32


def test_questions_about_persons_are_a_closed_list() -> None:
    """One person's fingers, or the random name of a match: no name, number or date to look anybody up by."""
    fields = {kind: set(content.model_fields) for kind, content in KINDS.items() if content.asks}
    assert fields == {
        "search.question": {"fingers", "urgent"},
        "prints.request": {"reference"},
        "follow_up.request": {"reference", "need", "fields"},
        "law.question": {"fingers", "offence", "age", "urgent", "verified"},
        "law.verdict": {"reference", "decision", "decided_at"},
    }


@pytest.mark.parametrize(
    "content",
    [
        {"names": ["Haddad"]},
        {"surnames": ["Haddad"], "birth_date": "1991-04-12"},
        {"reference_number": "MK2-000001-00"},
        {"fingers": [], "all": True},
    ],
)
@pytest.mark.parametrize("kind", ["search.question", "search.names", "list.everybody", "follow_up.request"])
def test_nobody_is_found_by_anything_but_fingers(serbia: Neighbour, register: Any, kind: str, content: dict[str, Any]) -> None:
    register(seed=4)
    body = serbia.message(SearchQuestion(fingers=records(4, 1, positions=(1,)))).to_body()
    reply = serbia.post(envelope.write_letter(body | {"kind": kind, "content": content}, serbia.own))
    expected = "exchange.message_invalid" if kind in KINDS else "exchange.kind_unknown"
    assert (reply.status, reply.code, reply.content.final) == (422, expected, True)
    assert not InboundSearch.objects.exists()


def test_one_letter_asks_about_one_person(serbia: Neighbour) -> None:
    """Ten fingers, each position once: two persons' hands don't fit."""
    good = serbia.message(SearchQuestion(fingers=records(4))).to_body()
    ten = good["content"]["fingers"]
    for fingers in ([*ten, ten[0]], ten[:1] * 2):
        changed = {"id": str(new_id()), "correspondence": str(new_id()), "content": {"fingers": fingers}}
        reply = serbia.post(envelope.write_letter(good | changed, serbia.own))
        assert (reply.status, reply.code) == (422, "exchange.message_invalid")
    assert not InboundSearch.objects.exists()


def test_every_search_counts_and_its_repetition_doesn_t(serbia: Neighbour, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(node.current().settings, "exchange_daily_quota", {"MIG": 3, "RET": 1})
    letters = [serbia.begin().letter(serbia.message(SearchQuestion(fingers=records(7, positions=(1,))))) for _ in range(4)]
    assert [serbia.post(letter).status for letter in [*letters[:3], *letters[:3]]] == [200] * 6
    assert serbia.post(letters[3]).code == "exchange.quota_used"
    assert serbia.begin().say(SearchQuestion(fingers=records(7, positions=(1,))), purpose="RET").status == 200
    assert serbia.begin().say(SearchQuestion(fingers=records(7, positions=(2,))), purpose="RET").code == "exchange.quota_used"
    assert dict(QuotaUse.objects.values_list("purpose", "count")) == {"MIG": 3, "RET": 1}


def test_beyond_the_quota_nothing_is_searched(serbia: Neighbour, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has used up its day doesn't make the node work either."""
    monkeypatch.setitem(node.current().settings, "exchange_daily_quota", {"MIG": 0})
    searched: list[Any] = []
    monkeypatch.setattr(gallery, "search", lambda *given, **named: searched.append(given) or [])
    assert serbia.say(SearchQuestion(fingers=records(7, positions=(1,)))).code == "exchange.quota_used"
    assert not searched


def test_a_second_search_in_one_correspondence_is_refused(serbia: Neighbour) -> None:
    question = SearchQuestion(fingers=records(7, positions=(1,)))
    assert serbia.say(question).status == 200
    assert serbia.say(question).code == "exchange.correspondence_reused"


def test_an_answer_names_a_few_persons_at_most(serbia: Neighbour, register: Any) -> None:
    for take in range(MAX_MATCHES + 2):
        register(seed=4, take=take, surnames=[f"Name{take}"])
    assert len(serbia.say(SearchQuestion(fingers=records(4, 9))).content.matches) <= MAX_MATCHES


def test_nothing_follows_but_from_a_verified_hit(serbia: Neighbour, register: Any) -> None:
    """Each step needs the one before; what is refused carries a code, and says nothing about anybody."""
    register(seed=4)
    reference = serbia.say(SearchQuestion(fingers=records(4, 1))).content.matches[0].reference
    wish = FollowUpRequest(reference=reference, need="To know", fields=("surnames",))
    confirmed = MatchConfirmed(reference=reference, decided_at=now())
    assert serbia.say(wish).code == "exchange.match_not_confirmed", "no data before a verdict"
    assert serbia.say(confirmed).code == "exchange.verdict_without_prints", "no verdict before anybody looked"
    assert serbia.say(PrintsRequest(reference=reference)).status == 200
    assert serbia.say(wish).code == "exchange.match_not_confirmed"
    assert serbia.say(WrongHit(reference=reference, decided_at=now(), reason="details_disagree")).status == 200
    for content in (wish, confirmed, PrintsRequest(reference=reference)):
        assert serbia.say(content).code == "exchange.reference_unknown", "a wrong hit leads nowhere any more"
    assert not FollowUp.objects.exists()


def test_references_can_t_be_tried_out(serbia: Neighbour, register: Any) -> None:
    """Unknown, another search's, another purpose's, another case's: all alike."""
    register(seed=4)
    reference = serbia.say(SearchQuestion(fingers=records(4, 1))).content.matches[0].reference
    asked = [
        serbia.say(PrintsRequest(reference=UNKNOWN)),
        serbia.say(PrintsRequest(reference=reference), purpose="RET"),
        serbia.say(PrintsRequest(reference=reference), case=new_id()),
        serbia.begin().say(PrintsRequest(reference=reference)),
    ]
    said = {(one.status, one.code, one.content.message, one.content.final) for one in asked}
    assert said == {(422, "exchange.reference_unknown", "The reference isn't known, or not any more.", True)}
