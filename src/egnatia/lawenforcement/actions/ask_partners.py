"""Ask the police of partners about the person of a request, and note who isn't asked and why."""

from egnatia.base import clock
from egnatia.exchange.messages.fingers import FingerRecord
from egnatia.exchange.messages.law_enforcement import LawQuestion, Verified
from egnatia.lawenforcement import log
from egnatia.lawenforcement.models import AskedPartner, Request
from egnatia.lawenforcement.queries.partners import Askable, partners_to_ask
from egnatia.lawenforcement.saying import say_to_asked


def ask_partners(request: Request) -> None:
    """Put a question to each partner of the request into the outbox. In the caller's transaction, which holds its lock."""
    content = _question(request)
    for one in partners_to_ask(request.partners):
        asked = _note(request, one)
        if asked.state == AskedPartner.State.WAITING:
            say_to_asked(asked, content)
            log.record("lawenforcement.partner.asked", request, partner=one.code)


def _note(request: Request, one: Askable) -> AskedPartner:
    not_asked = bool(one.obstacle) or one.partner is None
    return AskedPartner.objects.create(
        request=request,
        partner_code=one.code,
        partner=one.partner,
        state=AskedPartner.State.NOT_ASKED if not_asked else AskedPartner.State.WAITING,
        reason=one.obstacle,
        asked_at=None if not_asked else clock.now(),
    )


def _question(request: Request) -> LawQuestion:
    """Prints, and codes of what was verified: no name, no file number, no words of the case."""
    fingers = tuple(FingerRecord(position=one.position, record=bytes(one.record)) for one in request.prints.all())
    said = {"fingers": fingers, "offence": request.offence, "age": request.age, "urgent": request.urgent}
    return LawQuestion.model_validate(said | {"verified": _verified(request)})


def _verified(request: Request) -> Verified | None:
    if request.verification != Request.Verification.APPROVED or request.verified_at is None:
        return None
    return Verified(by="verifying_authority", at=request.verified_at)
