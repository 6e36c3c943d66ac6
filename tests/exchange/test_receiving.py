"""The endpoint: what it refuses, and that it answers the same message with the same words."""

from datetime import timedelta
from typing import Any

import pytest

from egnatia.audit.models import Event
from egnatia.base import clock, node
from egnatia.base.ids import new_id
from egnatia.exchange import envelope
from egnatia.exchange.actions.suspend_partner import suspend_partner
from egnatia.exchange.delivery.posting import PATH
from egnatia.exchange.http_signing import HttpRequest, sign_request
from egnatia.exchange.messages.follow_up import FollowUpRequest
from egnatia.exchange.messages.prints import PrintsRequest
from egnatia.exchange.messages.search import SearchAnswer, SearchQuestion
from egnatia.exchange.messages.service import Ping
from egnatia.exchange.models import InboundSearch, InboxMessage
from tests.exchange.conftest import Neighbour, private_keys, public_keys, records, without_type
from tests.exchange.test_http_signing import sign_by_library

pytestmark = pytest.mark.django_db
FINGERS = records(7, positions=(1, 2))


def test_ping(serbia: Neighbour) -> None:
    reply = serbia.say(Ping())
    assert (reply.status, reply.content.kind) == (200, "pong")
    serbia.partner.refresh_from_db()
    assert serbia.partner.last_seen_at is not None


def test_same_message_gets_the_same_answer_and_is_done_once(serbia: Neighbour) -> None:
    letter = serbia.letter(serbia.message(SearchQuestion(fingers=FINGERS)))
    first, second, third = (serbia.post(letter) for _ in range(3))
    assert first.message == second.message == third.message
    assert InboundSearch.objects.count() == InboxMessage.objects.count() == 1
    assert Event.objects.filter(action="exchange.search.answered").count() == 1


def test_same_request_is_refused(serbia: Neighbour) -> None:
    body = serbia.seal(serbia.letter(serbia.message(Ping())))
    request = serbia.sign(body)
    assert serbia.send(request, body).status == 200
    again = serbia.send(request, body)
    assert (again.status, again.code) == (409, "exchange.replayed")


@pytest.mark.parametrize("hours", [-1, 1])
def test_clock_that_is_an_hour_off(serbia: Neighbour, hours: int) -> None:
    body = serbia.seal(serbia.letter(serbia.message(Ping())))
    reply = serbia.send(serbia.sign(body, at=clock.now() + timedelta(hours=hours)), body)
    assert (reply.status, reply.code) == (401, "exchange.clock_skew")
    assert abs(reply.problem["seconds"] - 3600 * hours) <= 2
    assert f"{abs(reply.problem['seconds'])} seconds {'ahead' if hours > 0 else 'behind'}" in reply.problem["title"]


def test_altered_body(serbia: Neighbour) -> None:
    body = serbia.seal(serbia.letter(serbia.message(Ping())))
    request = serbia.sign(body)
    assert serbia.send(request, body[:-1] + b"x").code == "exchange.signature_invalid"


@pytest.mark.parametrize("header", ["Content-Digest", "Signature", "Signature-Input"])
@pytest.mark.parametrize("missing", [True, False])
def test_altered_or_missing_header(serbia: Neighbour, header: str, missing: bool) -> None:
    body = serbia.seal(serbia.letter(serbia.message(Ping())))
    request = serbia.sign(body)
    value = request.headers.pop(header)
    if not missing:
        request.headers[header] = value[:40] + chr(ord(value[40]) ^ 1) + value[41:]
    assert serbia.send(request, body).code in {"exchange.signature_invalid", "exchange.key_id_invalid"}


def test_signature_over_another_address(serbia: Neighbour) -> None:
    body = serbia.seal(serbia.letter(serbia.message(Ping())))
    request = HttpRequest("POST", "http://elsewhere.example/exchange/v1/messages")
    sign_request(request, body, serbia.own)
    assert serbia.send(request, body).code == "exchange.signature_invalid"


def test_signature_that_leaves_out_the_digest(serbia: Neighbour, client: Any) -> None:
    body = serbia.seal(serbia.letter(serbia.message(Ping())))
    request = HttpRequest("POST", node.current().url + PATH, {"Content-Type": "application/jose"})
    sign_by_library(request, None, serbia.own, ("@method", "@target-uri"))
    response = client.post(PATH, body, content_type="application/jose", headers=without_type(request.headers))
    assert response.json()["code"] == "exchange.signature_invalid"


def test_unknown_partner(serbia: Neighbour) -> None:
    stranger = Neighbour(private_keys("AL"), serbia.partner)
    reply = stranger.say(Ping())
    assert (reply.status, reply.code) == (403, "exchange.partner_unknown")


def test_other_key_than_the_partners(serbia: Neighbour) -> None:
    impostor = Neighbour(private_keys("RS"), serbia.partner)
    assert impostor.say(Ping()).code == "exchange.signature_invalid"


def test_partner_that_is_not_confirmed(neighbour: Any) -> None:
    assert neighbour("RS", confirmed=False).say(Ping()).code == "exchange.partner_not_confirmed"


def test_suspended_partner(serbia: Neighbour, administrator: Any) -> None:
    suspend_partner(administrator, serbia.partner, "Keys may be lost")
    assert serbia.say(Ping()).code == "exchange.partner_suspended"


def test_sealed_for_somebody_else(serbia: Neighbour) -> None:
    letter = serbia.letter(serbia.message(Ping()))
    body = serbia.seal(letter, public_keys(private_keys("MK")))
    assert serbia.send(serbia.sign(body), body).code == "exchange.seal_broken"
    body = serbia.seal(letter, public_keys(private_keys("AL")))
    assert serbia.send(serbia.sign(body), body).code == "exchange.sealed_for_another"


def test_addressed_to_somebody_else(serbia: Neighbour) -> None:
    """A letter meant for another partner can't be passed on here."""
    reply = serbia.post(serbia.letter(serbia.message(Ping(), receiver="AL")))
    assert (reply.status, reply.code) == (422, "exchange.wrong_receiver")


def test_letter_of_another_partner_in_ones_own_envelope(serbia: Neighbour, neighbour: Any) -> None:
    albania = neighbour("AL")
    assert serbia.post(albania.letter(albania.message(Ping()))).code == "exchange.letter_invalid"


@pytest.mark.parametrize("purpose", ["STA", "QA", "XYZ", "DSR"])
def test_purpose_that_was_not_agreed(serbia: Neighbour, purpose: str) -> None:
    reply = serbia.say(SearchQuestion(fingers=FINGERS), purpose=purpose)
    assert (reply.status, reply.code) == (422, "exchange.purpose_not_allowed")
    assert not InboundSearch.objects.exists()


def test_no_purpose(serbia: Neighbour) -> None:
    assert serbia.say(SearchQuestion(fingers=FINGERS), purpose=None).code == "exchange.purpose_missing"
    assert serbia.say(Ping(), purpose="MIG", case=new_id()).code == "exchange.purpose_not_wanted"


def test_quota(serbia: Neighbour, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(node.current().settings, "exchange_daily_quota", {"MIG": 2})
    for _ in range(2):
        assert serbia.begin().say(SearchQuestion(fingers=FINGERS)).status == 200
    letter = serbia.begin().letter(serbia.message(SearchQuestion(fingers=FINGERS)))
    reply = serbia.post(letter)
    assert (reply.status, reply.code, reply.content.final) == (429, "exchange.quota_used", False)
    assert 0 < reply.content.retry_after_seconds <= 86400
    assert serbia.begin().say(SearchQuestion(fingers=FINGERS), purpose="RET").status == 200
    monkeypatch.setitem(node.current().settings, "exchange_daily_quota", {"MIG": 3})
    assert serbia.post(letter).status == 200, "the same message is taken when there is room again"


def test_order_within_a_correspondence(serbia: Neighbour) -> None:
    question = serbia.letter(serbia.message(SearchQuestion(fingers=FINGERS)))
    second = serbia.letter(serbia.message(PrintsRequest(reference="0" * 32)))
    early = serbia.post(second)
    assert (early.status, early.code, early.content.final) == (409, "exchange.out_of_order", False)
    assert serbia.post(question).status == 200
    assert serbia.post(second).code == "exchange.reference_unknown"


def test_number_and_id_are_used_once(serbia: Neighbour) -> None:
    message = serbia.message(Ping())
    serbia.post(serbia.letter(message))
    assert serbia.say(Ping(), number=1).code == "exchange.number_reused"
    assert serbia.say(Ping(), id=message.id).code == "exchange.message_id_reused"


def test_answer_nobody_asked_for(serbia: Neighbour) -> None:
    assert serbia.say(SearchAnswer(result="no_match")).code == "exchange.correspondence_unknown"


def test_reference_of_another_partner(serbia: Neighbour, neighbour: Any, register: Any) -> None:
    register(seed=5)
    reference = serbia.say(SearchQuestion(fingers=records(5, 1))).content.matches[0].reference
    thief = neighbour("BA")
    thief.say(SearchQuestion(fingers=records(6, 1)))
    assert thief.say(PrintsRequest(reference=reference)).code == "exchange.reference_unknown"
    request = FollowUpRequest(reference=reference, need="curious", fields=("surnames",))
    assert thief.say(request).code == "exchange.reference_unknown"


def test_wire_fields_are_a_closed_list(serbia: Neighbour) -> None:
    good = serbia.message(SearchQuestion(fingers=FINGERS)).to_body()
    wrong: list[tuple[str, Any]] = [
        ("extra", 1),
        ("version", 2),
        ("kind", "list.everybody"),
        ("number", -1),
        ("content", good["content"] | {"category": 1}),
        ("content", good["content"] | {"fingers": []}),
        ("content", {"fingers": [good["content"]["fingers"][0]] * 2}),
        ("made_at", "yesterday"),
        ("case", "1234"),
    ]
    for name, value in wrong:
        reply = serbia.post(envelope.write_letter(good | {name: value, "id": str(new_id())}, serbia.own))
        assert reply.status >= 400, name
        assert reply.code.startswith("exchange."), name
    assert not InboundSearch.objects.exists()


def test_finger_that_is_none(serbia: Neighbour) -> None:
    broken = FINGERS[0].model_copy(update={"record": b"FMR\0 20\0" + b"\xff" * 60})
    assert serbia.say(SearchQuestion(fingers=(broken,))).code == "exchange.fingers_unreadable"
    swapped = FINGERS[0].model_copy(update={"position": 9})
    assert serbia.begin().say(SearchQuestion(fingers=(swapped,))).code == "exchange.fingers_unreadable"


def test_too_large(client: Any) -> None:
    response = client.post(
        "/exchange/v1/messages", b"", content_type="application/jose", headers={"Content-Length": "99999999"}
    )
    assert response.status_code == 413


def test_get_is_not_for_partners(client: Any) -> None:
    assert client.get("/exchange/v1/messages").status_code == 405
