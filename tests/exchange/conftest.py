"""A neighbour: another partner as seen from the wire, with keys of its own, speaking to the test node over its real address."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.test import Client

from egnatia.base import clock, node
from egnatia.base.ids import new_id
from egnatia.biometrics.records import to_record
from egnatia.engines.fingerprint.synthetic import synthetic_fingers
from egnatia.exchange import envelope, keys, member_file
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.http_signing import HttpRequest, HttpResponse, sign_request, verify_response
from egnatia.exchange.keys import NumberedKeys, OwnKeys, PartnerKeys
from egnatia.exchange.messages import Message, read_message
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.fingers import FingerRecord
from egnatia.exchange.models import OutboxMessage, Partner

ALL = tuple(range(1, 11))


def records(seed: int, take: int = 0, positions: tuple[int, ...] = ALL) -> tuple[FingerRecord, ...]:
    """Fingers of a person who doesn't exist, as they go over the wire."""
    fingers = synthetic_fingers(seed, take, positions=positions)
    return tuple(FingerRecord(position=p, record=to_record(m, position=p, quality=80)) for p, m in fingers.items())


def private_keys(partner: str, gateway: Gateway = Gateway.MIGRATION) -> OwnKeys:
    sign, seal = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
    return OwnKeys(partner, NumberedKeys({1: sign}), NumberedKeys({1: seal}), gateway)


def no_keys(partner: str, gateway: Gateway) -> OwnKeys:
    return OwnKeys(partner, NumberedKeys({}), NumberedKeys({}), gateway)


def public_keys(own: OwnKeys) -> PartnerKeys:
    return PartnerKeys(
        own.partner,
        NumberedKeys({number: key.public_key() for number, key in own.signing.by_number.items()}),
        NumberedKeys({number: key.public_key() for number, key in own.sealing.by_number.items()}),
        own.gateway,
    )


def node_keys(gateway: Gateway = Gateway.MIGRATION) -> PartnerKeys:
    """The test node's public keys, as its neighbours know them."""
    return public_keys(keys.own(gateway))


@dataclass
class Reply:
    """What came back: the HTTP status, and the message inside or the problem."""

    status: int
    message: Message | None
    problem: dict[str, Any]

    @property
    def content(self) -> Any:
        assert self.message is not None, self.problem
        return self.message.content

    @property
    def code(self) -> str:
        return self.content.code if self.message else self.problem["code"]


@dataclass
class Neighbour:
    """Another partner, at the gateway that its keys are of.

    `say` posts one message; `case` and `correspondence` stay the same until `begin` is called.
    """

    own: OwnKeys
    partner: Partner
    correspondence: UUID = field(default_factory=new_id)
    case: UUID = field(default_factory=new_id)
    number: int = 0

    @property
    def code(self) -> str:
        return self.own.partner

    def begin(self) -> "Neighbour":
        self.correspondence, self.case, self.number = new_id(), new_id(), 0
        return self

    def message(self, content: Content, *, purpose: str | None = "MIG", **changes: Any) -> Message:
        self.number += 1
        made = Message(
            id=new_id(),
            sender=self.code,
            receiver=node.current().partner,
            made_at=clock.now(),
            correspondence=self.correspondence,
            number=self.number,
            content=content,
            purpose=purpose if content.purposed else content.fixed_purpose,
            case=self.case if content.purposed else None,
        )
        return replace(made, **changes)

    def say(self, content: Content, **changes: Any) -> Reply:
        return self.post(self.letter(self.message(content, **changes)))

    def letter(self, message: Message) -> str:
        return envelope.write_letter(message.to_body(), self.own)

    def seal(self, letter: str, receiver: PartnerKeys | None = None) -> bytes:
        return envelope.seal_letter(letter, receiver or node_keys(self.own.gateway)).encode()

    def post(self, letter: str) -> Reply:
        body = self.seal(letter)
        return self.send(self.sign(body), body)

    def sign(self, body: bytes, *, at: datetime | None = None) -> HttpRequest:
        request = HttpRequest("POST", node.current().url + self.own.gateway.path)
        with clock.frozen(at or clock.now()):
            sign_request(request, body, self.own)
        return request

    def send(self, request: HttpRequest, body: bytes) -> Reply:
        theirs = node_keys(self.own.gateway)
        response = Client().post(
            request.url.removeprefix(node.current().url),
            body,
            content_type=request.headers["Content-Type"],
            headers=without_type(request.headers),
        )
        if response["Content-Type"] != "application/jose":
            return Reply(response.status_code, None, response.json())
        signed = HttpResponse(response.status_code, request, dict(response.headers))
        verify_response(signed, response.content, theirs)
        letter = envelope.open_letter(response.content.decode(), self.own)
        return Reply(response.status_code, read_message(envelope.read_letter(letter, theirs)), {})

    def read(self, sent: OutboxMessage) -> Message:
        """What the node has for us in its outbox."""
        sealed = envelope.seal_letter(sent.letter, public_keys(self.own))
        return read_message(envelope.read_letter(envelope.open_letter(sealed, self.own), node_keys(self.own.gateway)))

    def answer(self, sent: OutboxMessage, content: Content) -> tuple[Message, str]:
        """Our answer to a message of the node's."""
        asked = self.read(sent)
        message = Message(
            id=new_id(),
            sender=self.code,
            receiver=asked.sender,
            made_at=clock.now(),
            correspondence=asked.correspondence,
            number=0,
            content=content,
            purpose=asked.purpose if content.purposed else None,
            case=asked.case if content.purposed else None,
            answers=sent.digest,
        )
        return message, self.letter(message)


def without_type(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "Content-Type"}


def write_member_file(
    own: OwnKeys, law: OwnKeys | None = None, *, url: str = "http://localhost:8401", monkeypatch: pytest.MonkeyPatch
) -> bytes:
    """The member file that the neighbour's own node would write; `law`: its keys of the law-enforcement gateway."""
    present = node.current()
    held = {own.gateway: own, Gateway.LAW_ENFORCEMENT: law or no_keys(own.partner, Gateway.LAW_ENFORCEMENT)}
    with monkeypatch.context() as patch:
        theirs = replace(present, partner=own.partner, name=f"Node {own.partner}", url=url, settings={})
        patch.setattr(node, "current", lambda: theirs)
        patch.setattr(keys, "held", lambda gateway=Gateway.MIGRATION: held[gateway])
        return member_file.write_own().encode()


@pytest.fixture
def neighbour(administrator: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Neighbour]:
    """`neighbour("RS")`: a confirmed partner."""
    from egnatia.exchange.actions.add_partner import add_partner
    from egnatia.exchange.actions.confirm_partner import confirm_partner

    def make(code: str = "RS", *, confirmed: bool = True) -> Neighbour:
        own = private_keys(code)
        partner = add_partner(administrator, write_member_file(own, monkeypatch=monkeypatch))
        if confirmed:
            confirm_partner(administrator, partner, partner.fingerprint)
        return Neighbour(own, partner)

    return make


@pytest.fixture
def serbia(neighbour: Callable[..., Neighbour]) -> Neighbour:
    return neighbour("RS")


@pytest.fixture
def register(registration_officer: Any) -> Callable[..., Any]:
    """`register(seed=1, take=0, nationalities=["SYR"])`: a signed data set, enrolled and asked for in the region."""
    from egnatia.registration.actions.register_person import register_person
    from egnatia.registration.intake import Intake

    def make(seed: int = 1, take: int = 0, *, category: int = 2, positions: tuple[int, ...] = ALL, **elements: Any) -> Any:
        known = {
            "surnames": ["Haddad"],
            "forenames": ["Samir"],
            "nationalities": ["SYR"],
            "birth_date": {"value": "1991-04-12", "precision": "day", "basis": "declared"},
            "birth_place": "Homs",
            "event": {"place": "Tabanovce", "date": "2026-11-01"},
            "sex": "male",
            "documents": [{"type": "passport", "number": "N778812", "issuer": "SYR"}],
        }
        given = tuple(finger.record for finger in records(seed, take, positions))
        intake = Intake(category=category, elements=known | elements, records=given)
        return register_person(registration_officer, intake, origin="api").data_set

    return make


@pytest.fixture
def candidate(serbia: Neighbour, register: Any) -> Any:
    """We registered somebody whom Serbia may know; its prints are here."""
    from egnatia.biometrics.models import Candidate
    from egnatia.exchange.messages.prints import PrintsAnswer
    from tests.exchange.steps import REFERENCE, possible_match, reply, waiting

    register(seed=3)
    reply(serbia, waiting("search.question"), possible_match())
    reply(serbia, waiting("prints.request"), PrintsAnswer(reference=REFERENCE, fingers=records(3, 1)))
    return Candidate.objects.get(partner="RS")


@pytest.fixture
def told(serbia: Neighbour, register: Any) -> Any:
    """Serbia found somebody of ours, has the prints, and its examiner said *same*."""
    from egnatia.exchange.messages.prints import PrintsRequest
    from egnatia.exchange.messages.search import SearchQuestion
    from egnatia.exchange.messages.verdict import MatchConfirmed
    from egnatia.exchange.models import InboundMatch

    register(seed=4, nationalities_claimed=["ALB"])
    reference = serbia.say(SearchQuestion(fingers=records(4, 1))).content.matches[0].reference
    assert serbia.say(PrintsRequest(reference=reference)).content.kind == "prints.answer"
    assert serbia.say(MatchConfirmed(reference=reference, decided_at=clock.now())).content.kind == "receipt"
    return InboundMatch.objects.get(reference=reference)
