"""The two gateways never mix: what belongs to one is refused at the other by a code that says so, and leaves nothing."""

from typing import Any

import pytest
from django.test import Client
from http_message_signatures import HTTPMessageSigner, HTTPSignatureKeyResolver
from http_message_signatures.algorithms import ED25519

from egnatia.base import clock, node
from egnatia.exchange import envelope
from egnatia.exchange.delivery.posting import PATH
from egnatia.exchange.http_signing import HttpRequest, sign_request
from egnatia.exchange.keys import OwnKeys
from egnatia.exchange.messages.search import SearchQuestion
from egnatia.exchange.messages.service import Ping
from egnatia.exchange.models import Fault, InboundSearch, InboxMessage
from tests.exchange.conftest import Neighbour, records, without_type

pytestmark = pytest.mark.django_db
FINGERS = records(7, positions=(1, 2))
OTHER_PATH = "/exchange/v1/law-enforcement/messages"
OTHER_KEY = "RS:law-sign:1"


class _OtherKeys(OwnKeys):
    """The same private key under the name that it would have at the other gateway."""

    @property
    def signing_id(self) -> str:
        return OTHER_KEY


class _Resolver(HTTPSignatureKeyResolver):
    def __init__(self, own: OwnKeys) -> None:
        self._own = own

    def resolve_private_key(self, key_id: str) -> Any:
        return self._own.signing.current


def test_the_other_purpose_is_refused_even_where_somebody_agreed_to_it(serbia: Neighbour) -> None:
    serbia.partner.purposes = [*serbia.partner.purposes, "LEA"]
    serbia.partner.save()
    reply = serbia.say(SearchQuestion(fingers=FINGERS), purpose="LEA")
    assert (reply.status, reply.code) == (422, "exchange.wrong_gateway")
    assert not InboundSearch.objects.exists()
    assert Fault.objects.get().code == "exchange.wrong_gateway", "the partner's own doing: it weighs"


def test_a_letter_signed_with_the_other_key(serbia: Neighbour) -> None:
    other = _OtherKeys(serbia.own.partner, serbia.own.signing, serbia.own.sealing)
    letter = envelope.write_letter(serbia.message(Ping()).to_body(), other)
    body = serbia.seal(letter)
    reply = serbia.send(serbia.sign(body), body)
    assert (reply.status, reply.code) == (403, "exchange.key_of_other_gateway")
    assert not InboxMessage.objects.exists()


def test_a_request_signed_with_the_other_key(serbia: Neighbour) -> None:
    body = serbia.seal(serbia.letter(serbia.message(Ping())))
    request = HttpRequest("POST", node.current().url + PATH, {"Content-Type": "application/jose"})
    HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=_Resolver(serbia.own)).sign(
        request,
        key_id=OTHER_KEY,
        nonce="n" * 24,
        tag="egnatia",
        label="egnatia",
        covered_component_ids=("@method", "@target-uri", "content-type", "content-digest"),
        created=clock.now(),
        body=body,
    )
    reply = serbia.send(request, body)
    assert (reply.status, reply.code) == (403, "exchange.key_of_other_gateway")
    assert not Fault.objects.exists(), "anybody can write this name under a request"


@pytest.mark.parametrize("content", [Ping(), SearchQuestion(fingers=FINGERS)], ids=["ping", "search"])
def test_the_other_address_takes_nothing(serbia: Neighbour, content: Any) -> None:
    body = serbia.seal(serbia.letter(serbia.message(content)))
    request = HttpRequest("POST", node.current().url + OTHER_PATH)
    sign_request(request, body, serbia.own)
    response = Client().post(OTHER_PATH, body, content_type="application/jose", headers=without_type(request.headers))
    assert (response.status_code, response.json()["code"]) == (403, "exchange.gateway_closed")
    assert not InboxMessage.objects.exists()
