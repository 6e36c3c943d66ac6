"""Steps that several tests take: what the police of a partner say and answer."""

from typing import Any

from egnatia.base import clock
from egnatia.engines.fingerprint.comparison import compare
from egnatia.exchange.actions.answer_search import agreeing_fingers, read_fingers
from egnatia.exchange.messages.law_enforcement import LawAnswer, LawMatch, LawQuestion, LawVerdict, Verified
from egnatia.exchange.models import OutboxMessage
from egnatia.lawenforcement.models import AskedPartner
from tests.exchange.conftest import Neighbour, records
from tests.exchange.steps import reply

REFERENCE = "ab" * 16
CONFIRM = ("same", "details_agree_on_several_fingers")


def question(seed: int = 1, **changed: Any) -> LawQuestion:
    """As a partner's police ask: verified, about somebody grown up, unless said otherwise."""
    said: dict[str, Any] = {"fingers": records(seed, 1), "offence": "rape", "age": "grown", "verified": verified()}
    return LawQuestion.model_validate(said | changed)


def verified() -> Verified:
    return Verified(by="verifying_authority", at=clock.now())


def match(seed: int = 1, reference: str = REFERENCE, positions: tuple[int, ...] = (1, 2, 3, 6, 7)) -> LawMatch:
    return LawMatch(reference=reference, fingers=records(seed, 2, positions), score=0.9)


def found(*matches: LawMatch) -> LawAnswer:
    return LawAnswer(result="possible_match" if matches else "no_match", matches=matches)


def ask(partner: Neighbour, seed: int = 1, **changed: Any) -> LawAnswer:
    """The partner's police ask this node in a correspondence of its own."""
    answered = partner.begin().say(question(seed, **changed), purpose="LEA")
    assert answered.content.kind == "law.answer", answered.content
    return answered.content


def agreeing(seed: int, ours: int, theirs: int = 1) -> list[int]:
    """Fingers that agree in two takes of a person, compared here one by one: those that the answer has to bring."""
    kept, asked = (read_fingers(records(seed, take)) for take in (ours, theirs))
    return list(agreeing_fingers({position: compare(asked[position], kept[position]) for position in asked}))


def confirm(partner: Neighbour, reference: str, decision: str = "same") -> Any:
    said = {"reference": reference, "decision": decision, "decided_at": clock.now()}
    return partner.say(LawVerdict.model_validate(said), purpose="LEA").content


def sent(kind: str) -> OutboxMessage:
    """The one message of this kind that is under way."""
    return OutboxMessage.objects.get(kind=kind, state="waiting")


def answer_question(partner: Neighbour, *matches: LawMatch) -> None:
    """The partner answers the question that waits for it."""
    asked = OutboxMessage.objects.get(partner=partner.partner, kind="law.question", state="waiting")
    reply(partner, asked, found(*matches))


def tell(partner: Neighbour, message: OutboxMessage, content: Any, number: int) -> Any:
    """The partner says something of its own accord in a correspondence of ours."""
    asked = AskedPartner.objects.get(correspondence=message.correspondence)
    partner.correspondence, partner.case, partner.number = asked.correspondence, asked.pk, number - 1
    return partner.say(content, purpose="LEA").content
