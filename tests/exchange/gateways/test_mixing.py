"""Only what is of one gateway throughout, between partners who agreed, is taken; what mixes has its code and leaves nothing."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from egnatia.base import node
from egnatia.exchange import envelope
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.http_signing import HttpRequest, sign_request
from egnatia.exchange.messages.search import SearchQuestion
from egnatia.exchange.messages.service import Ping
from egnatia.exchange.models import InboundSearch, InboxMessage, LogEntry, Partner
from tests.exchange.conftest import Neighbour, Reply, node_keys, records
from tests.exchange.gateways.conftest import LAW, Told, ToldMigration

pytestmark = pytest.mark.django_db
MIGRATION = Gateway.MIGRATION
GATEWAYS = st.sampled_from(list(Gateway))


@dataclass(frozen=True)
class Mix:
    """To whose address it goes, which gateway's keys sign the request and the letter and seal it, of which its kind and purpose
    are, and whether the partners have agreed on law enforcement."""

    address: Gateway
    request: Gateway
    seal: Gateway
    letter: Gateway
    kind: Gateway
    purpose: Gateway
    agreed: bool

    @property
    def expected(self) -> str:
        """The code that refuses it; "" where it is taken."""
        if self.request is not self.address:
            return "exchange.key_of_other_gateway"
        if self.address is LAW and not self.agreed:
            return "exchange.gateway_closed"
        if not (self.seal is self.letter is self.address):
            return "exchange.key_of_other_gateway"
        return "" if self.kind is self.purpose is self.address else "exchange.wrong_gateway"


ALL_LAW = Mix(LAW, LAW, LAW, LAW, LAW, LAW, agreed=True)
ALL_MIGRATION = Mix(MIGRATION, MIGRATION, MIGRATION, MIGRATION, MIGRATION, MIGRATION, agreed=True)
MIXES = st.builds(Mix, GATEWAYS, GATEWAYS, GATEWAYS, GATEWAYS, GATEWAYS, GATEWAYS, st.booleans())


@settings(max_examples=128, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@example(ALL_LAW)
@example(ALL_MIGRATION)
@example(replace(ALL_MIGRATION, agreed=False))
@example(replace(ALL_LAW, agreed=False))
@example(replace(ALL_LAW, kind=MIGRATION))
@example(replace(ALL_LAW, purpose=MIGRATION))
@example(replace(ALL_MIGRATION, purpose=LAW))
@example(replace(ALL_LAW, letter=MIGRATION))
@example(replace(ALL_LAW, seal=MIGRATION))
@given(MIXES)
def test_any_mix(federation: Any, law: dict[str, Neighbour], taken: list[str], mix: Mix) -> None:
    Partner.objects.filter(code="RS").update(
        purposes=["MIG", *(["LEA"] if mix.agreed else [])], our_purposes=["MIG", *(["LEA"] if mix.agreed else [])]
    )
    serbia = {MIGRATION: federation.others["RS"].begin(), LAW: law["RS"].begin()}
    before = _count()
    taken.clear()
    reply = _send(serbia, mix)
    refused = mix.expected
    assert (reply.code if refused else reply.content.kind) == (refused or "receipt"), mix
    assert bool(taken) is not bool(refused)
    # A refusal under seal is an answer, kept and logged where it came in; any other leaves nothing at all.
    own, other = mix.address, LAW if mix.address is MIGRATION else MIGRATION
    answered = not refused or refused == "exchange.wrong_gateway"
    after = _count()
    assert after[other] == before[other]
    assert after[own] == (tuple(n + more for n, more in zip(before[own], (1, 2), strict=True)) if answered else before[own])
    assert reply.status == (200 if not refused else 422 if answered else 403)


def _send(serbia: dict[Gateway, Neighbour], mix: Mix) -> Reply:
    content = (Told if mix.kind is LAW else ToldMigration)()
    purpose = "LEA" if mix.purpose is LAW else "MIG"
    letter = serbia[mix.letter].letter(serbia[mix.letter].message(content, purpose=purpose))
    body = envelope.seal_letter(letter, node_keys(mix.seal)).encode()
    request = HttpRequest("POST", node.current().url + mix.address.path)
    sign_request(request, body, serbia[mix.request].own)
    return serbia[mix.address].send(request, body)


def _count() -> dict[str, tuple[int, int]]:
    """By gateway: messages kept, entries in the log."""
    return {
        gateway: (InboxMessage.objects.filter(gateway=gateway).count(), LogEntry.objects.filter(gateway=gateway).count())
        for gateway in Gateway
    }


def test_a_search_of_persons_is_asked_through_migration_alone(law: dict[str, Neighbour]) -> None:
    """Whatever purpose it names: the police have a question of their own."""
    question = SearchQuestion(fingers=records(7, positions=(1, 2)))
    for purpose in ("MIG", "LEA"):
        reply = law["RS"].begin().say(question, purpose=purpose)
        assert (reply.status, reply.code) == (422, "exchange.wrong_gateway")
    assert not InboundSearch.objects.exists()


def test_a_greeting_goes_through_both(law: dict[str, Neighbour], federation: Any) -> None:
    assert law["RS"].say(Ping()).content.kind == "pong"
    assert federation.others["RS"].say(Ping()).content.kind == "pong"
    assert sorted(InboxMessage.objects.values_list("gateway", flat=True)) == ["law_enforcement", "migration"]


def test_a_letter_taken_at_one_gateway_cant_be_handed_in_at_the_other(law: dict[str, Neighbour], federation: Any) -> None:
    migration = federation.others["RS"]
    letter = law["RS"].letter(law["RS"].message(Ping()))
    assert law["RS"].post(letter).status == 200
    reply = migration.post(letter)
    assert (reply.status, reply.code) == (403, "exchange.key_of_other_gateway")
