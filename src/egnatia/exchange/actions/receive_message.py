"""Take a partner's message in and answer it: each is acted on once, however often it comes."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from egnatia import law
from egnatia.audit import Actor
from egnatia.audit.context import acting
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.base.ids import new_id
from egnatia.base.wake import wake_on_commit
from egnatia.exchange import envelope, keys
from egnatia.exchange.actions.count_quota import count_quota, seconds_to_next_day
from egnatia.exchange.actions.handlers import HANDLERS
from egnatia.exchange.actions.incoming import Incoming, Plan
from egnatia.exchange.http_signing import HttpRequest, HttpResponse, Signed, sign_response, verify_request
from egnatia.exchange.log.entries import received, sent, signed_anew, write_entries
from egnatia.exchange.log.standing import is_witnessed, not_witnessed
from egnatia.exchange.messages import KINDS, Frame, Message, read_content, read_frame
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.notices import ErasureNotice
from egnatia.exchange.messages.search import SearchQuestion
from egnatia.exchange.messages.service import OUT_OF_ORDER, Refusal
from egnatia.exchange.models import InboxMessage, Partner, SeenNonce
from egnatia.exchange.queries import get_partner, keys_of_confirmed, last_number_in
from egnatia.exchange.transport.shown import Shown

#: After which a partner asks again a node that wasn't witnessed.
_SECONDS_TO_BE_WITNESSED = 60


def receive_message(request: HttpRequest, body: bytes, shown: Shown | None = None) -> tuple[HttpResponse, bytes]:
    """The signed response to a signed request, and its sealed body.

    shown   the certificate that the caller showed; None between nodes on one machine, which have none

    Raises a Problem where nobody can be answered under seal (unknown partner, broken signature or seal, a clock that is off),
    and where the node can't act now (status 500 and above): the partner then tries again.
    """
    own = keys.own()
    signed = verify_request(request, body, keys_of_confirmed)
    partner = get_partner(signed.partner)
    if shown is not None:
        shown.check(partner)
    partner_keys = partner.keys
    letter = envelope.open_letter(_text(body), own)
    with acting(Actor("partner", partner.code, partner.name), where="exchange"):
        answer, status = _answer(partner, signed, letter, envelope.read_letter(letter, partner_keys))
    sealed = envelope.seal_letter(answer, partner_keys).encode()
    response = HttpResponse(status, request)
    sign_response(response, sealed, own)
    return response, sealed


def _answer(partner: Partner, signed: Signed, letter: str, body: dict[str, object]) -> tuple[str, int]:
    """The letter that answers, and the HTTP status it goes with."""
    frame, now = read_frame(body), clock.now()
    incoming = _Arrival(partner, frame, letter, envelope.digest(letter), now)
    plan = incoming.prepare() if incoming.find_kept() is None else _nothing
    try:
        with transaction.atomic():
            SeenNonce.objects.create(key_id=signed.key_id, nonce=signed.nonce, seen_at=now)
            _note_seen(partner, now)
            return incoming.settle(plan)
    except IntegrityError:
        raise _seen_before(signed) from None


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A letter that has come, its sender known for sure."""

    partner: Partner
    frame: Frame
    letter: str
    digest: str
    at: datetime

    def find_kept(self) -> InboxMessage | None:
        return InboxMessage.objects.filter(partner=self.partner, message_id=self.frame.id).first()

    def prepare(self) -> Plan:
        """Everything that needs no lock; what makes the message inadmissible becomes the plan to refuse it."""
        try:
            self._check_address()
            message = read_content(self.frame)
            _check_purpose(self.partner, message)
            if message.content.asks and not is_witnessed():
                return _nothing  # `_find_obstacle` puts it off
            return HANDLERS[message.kind](Incoming(self.partner, message, self.digest, self.at))
        except Problem as problem:
            if problem.status >= 500:
                raise
            return _refuse(problem)

    def settle(self, plan: Plan) -> tuple[str, int]:
        """Within the transaction: repeat an answer given before, or put off, or carry the plan out and keep the answer."""
        if (kept := self.find_kept()) is not None:
            return self._repeat(kept)
        if (refusal := self._find_obstacle()) is not None:
            return self._reply(refusal), _status(refusal)
        content = self._carry_out(plan)
        answer = self._reply(content)
        InboxMessage.objects.create(
            partner=self.partner,
            message_id=self.frame.id,
            correspondence=self.frame.correspondence,
            number=self.frame.number,
            kind=self.frame.kind,
            purpose=self.frame.purpose or "",
            letter=self.letter,
            digest=self.digest,
            received_at=self.at,
            answer=answer,
            answer_kind=content.kind,
        )
        return answer, 422 if isinstance(content, Refusal) else 200

    def _check_address(self) -> None:
        if self.frame.sender != self.partner.code or self.frame.receiver != node.current().partner:
            raise Problem(
                "exchange.wrong_receiver", "The message is addressed to or from somebody else.", "Check whom it is for."
            )
        if self.frame.number < 1:
            raise Problem(
                "exchange.number_missing", "Only an answer has no number.", "Number the messages of a correspondence."
            )

    def _repeat(self, kept: InboxMessage) -> tuple[str, int]:
        if kept.digest != self.digest and not (kept.letter and envelope.is_same_body(kept.letter, self.letter)):
            return self._reply(
                _refusal("exchange.message_id_reused", "This number of a message was used for another one.")
            ), 422
        if kept.answer is None:
            return self._reply(_refusal("exchange.erased", "What this message was about has been erased.")), 422
        return _by_trusted_key(kept.answer), 422 if kept.answer_kind == Refusal.kind else 200

    def _find_obstacle(self) -> Refusal | None:
        """Order, quota, and whether the node is witnessed: nothing is kept, and most of it may come again later."""
        last = last_number_in(self.partner, self.frame.correspondence)
        if self.frame.number <= last:
            return _refusal("exchange.number_reused", "This number of the correspondence was used for another message.")
        # An erasure notice ends its correspondence: numbers that it skips were withdrawn before they were sent.
        if self.frame.number > last + 1 and self.frame.kind != ErasureNotice.kind:
            return _refusal(OUT_OF_ORDER, "An earlier message of this correspondence has not arrived.", final=False)
        if (asked := KINDS.get(self.frame.kind)) is not None and asked.asks and not is_witnessed():
            problem = not_witnessed()
            return Refusal(
                code=problem.code, message=problem.message, final=False, retry_after_seconds=_SECONDS_TO_BE_WITNESSED
            )
        if self.frame.kind == SearchQuestion.kind and not count_quota(self.partner, self.frame.purpose or "", self.at):
            return Refusal(
                code="exchange.quota_used",
                message="Today's number of searches has been used up.",
                final=False,
                retry_after_seconds=seconds_to_next_day(self.at),
            )
        return None

    def _carry_out(self, plan: Plan) -> Content:
        try:
            with transaction.atomic():
                return plan()
        except Problem as problem:
            if problem.status >= 500:
                raise
            return _refuse(problem)()

    def _reply(self, content: Content) -> str:
        """An answer, signed, and in the log together with what it answers."""
        answer = self._write(content)
        write_entries(received(self.letter), sent(answer, content))
        return answer

    def _write(self, content: Content) -> str:
        """An answer, signed; it carries the purpose and case of what it answers."""
        message = Message(
            id=new_id(),
            sender=self.frame.receiver,
            receiver=self.partner.code,
            made_at=self.at,
            correspondence=self.frame.correspondence,
            number=0,
            content=content,
            purpose=self.frame.purpose if content.purposed else None,
            case=self.frame.case if content.purposed else None,
            answers=self.digest,
        )
        return envelope.write_letter(message.to_body() | {"sender": node.current().partner}, keys.own())


def _status(refusal: Refusal) -> int:
    if refusal.final:
        return 422
    return 429 if refusal.retry_after_seconds else 409


def _nothing() -> Content:
    """Never carried out: the answer was given before."""
    raise LookupError("the kept message is gone")


def _by_trusted_key(answer: str) -> str:
    """An answer given before, word for word; its signature anew where the key that made it was revoked since."""
    own = keys.own()
    if own.signing.is_trusted(envelope.key_number(answer)):
        return answer
    anew = envelope.sign_anew(answer, own)
    write_entries(signed_anew(anew))
    return anew


def _check_purpose(partner: Partner, message: Message) -> None:
    """That the purpose exists, belongs to this gateway, and that the partner may ask for it, where it asks.

    What it says about an earlier question, ours or its own, arrives also when the agreement has ended since.
    """
    if not message.content.purposed:
        return
    known = law.purposes().get(message.purpose or "")
    is_ours = known is not None and known.gateway == "migration" and known.about_persons
    if not is_ours or (message.content.asks and message.purpose not in partner.purposes):
        raise Problem(
            "exchange.purpose_not_allowed", "There is no agreement to ask for this purpose.", "Use a purpose that was agreed."
        )


def _note_seen(partner: Partner, now: datetime) -> None:
    """A partner that speaks is there: what waits for it goes at once."""
    if partner.failures:
        wake_on_commit()
    Partner.objects.filter(pk=partner.pk).update(last_seen_at=now, failures=0, next_attempt_at=None)


def _refuse(problem: Problem) -> Plan:
    refusal = _refusal(problem.code, problem.message)
    return lambda: refusal


def _refusal(code: str, message: str, *, final: bool = True) -> Refusal:
    return Refusal(code=code, message=message, final=final)


def _seen_before(signed: Signed) -> Problem:
    if SeenNonce.objects.filter(key_id=signed.key_id, nonce=signed.nonce).exists():
        return Problem(
            "exchange.replayed",
            "This very request was seen before.",
            "Sign each attempt anew, with a nonce of its own.",
            status=409,
        )
    # The same message came twice at one moment, and the other was faster.
    return Problem("exchange.at_work", "This message is being dealt with.", "Send it again.", status=503)


def _text(body: bytes) -> str:
    try:
        return body.decode("ascii")
    except UnicodeDecodeError as error:
        raise Problem("exchange.seal_broken", "The sealed message was damaged on its way.", "Send it again.") from error
