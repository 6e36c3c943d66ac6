"""One letter of a partner: whether it may be acted on now, what is done about it, and the answer that is signed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from egnatia import law
from egnatia.base import node
from egnatia.base.errors import Problem
from egnatia.base.ids import new_id
from egnatia.exchange import envelope
from egnatia.exchange.actions.count_quota import count_quota, has_quota_left, seconds_to_next_day
from egnatia.exchange.actions.handlers import HANDLERS
from egnatia.exchange.actions.incoming import Incoming, Plan
from egnatia.exchange.actions.note_fault import note_fault
from egnatia.exchange.conduct import THROTTLED, is_throttled, seconds_to_next_hour
from egnatia.exchange.gateways import Gateway, wrong_gateway
from egnatia.exchange.keys import OwnKeys
from egnatia.exchange.log.entries import Entry, received, sent, signed_anew
from egnatia.exchange.log.standing import is_witnessed, not_witnessed
from egnatia.exchange.messages import KINDS, Frame, Message, read_content
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.service import NUMBER_REUSED, OUT_OF_ORDER, Refusal
from egnatia.exchange.models import InboxMessage, Partner

#: After which a partner asks again a node that wasn't witnessed.
_SECONDS_TO_BE_WITNESSED = 60


class Inbox:
    """What is kept of a partner's messages, as far as letters that have come together need it: looked up for all at once."""

    def __init__(self, partner: Partner, frames: list[Frame], gateway: Gateway) -> None:
        mine = InboxMessage.objects.filter(partner=partner, gateway=gateway)
        known = mine.filter(message_id__in={frame.id for frame in frames}).order_by()
        again = list(known.values_list("pk", flat=True))  # seldom one: the letters themselves are read for these alone
        self._kept = {kept.message_id: kept for kept in mine.filter(pk__in=again)} if again else {}
        same = mine.filter(correspondence__in={frame.correspondence for frame in frames}).order_by()
        self._last = dict(same.values_list("correspondence").annotate(last=Max("number")))
        self._new: dict[UUID, InboxMessage] = {}

    def find(self, message_id: UUID) -> InboxMessage | None:
        """The message with this id, if it was acted on."""
        return self._kept.get(message_id)

    def last_number(self, correspondence: UUID) -> int:
        """The number of the partner's last message in a correspondence; 0 before the first."""
        return self._last.get(correspondence) or 0

    def keep(self, message: InboxMessage) -> None:
        """Written with the others by `save`."""
        self._kept[message.message_id] = message
        self._last[message.correspondence] = message.number
        self._new[message.correspondence] = message

    def save_earlier(self, correspondence: UUID) -> None:
        """What is done about the next message of a correspondence may look at those before it, or empty them."""
        if correspondence in self._new:
            self.save()

    def save(self) -> None:
        """Write what was kept, in the present transaction."""
        InboxMessage.objects.bulk_create(self._new.values())
        self._new.clear()


@dataclass(frozen=True, slots=True)
class Answered:
    """A signed answer, the HTTP status it goes with, and what the log is to say."""

    letter: str
    status: int
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A letter that has come, its sender known for sure.

    own     our keys of the gateway by which it came
    alone   whether it came by itself: what asks about a person has to
    """

    partner: Partner
    frame: Frame
    letter: str
    digest: str
    at: datetime
    own: OwnKeys
    alone: bool

    @property
    def gateway(self) -> Gateway:
        return self.own.gateway

    @property
    def asks(self) -> bool:
        """Whether its answer says something about a person."""
        kind = KINDS.get(self.frame.kind)
        return kind is not None and kind.asks

    @property
    def searches(self) -> bool:
        """Whether the gallery is searched for it."""
        kind = KINDS.get(self.frame.kind)
        return kind is not None and kind.searches

    def prepare(self) -> Plan:
        """Everything that needs no lock; what makes the message inadmissible becomes the plan to refuse it."""
        try:
            self._check_address()
            message = read_content(self.frame)
            _check_purpose(self.partner, message, self.gateway)
            if message.content.asks and not self.alone:
                raise Problem(
                    "exchange.not_alone", "What asks about a person goes by itself.", "Send it in a request of its own."
                )
            if message.content.asks and self._is_put_off(message.content):
                return already_answered  # `_find_obstacle` puts it off
            return HANDLERS[message.kind](Incoming(self.partner, message, self.digest, self.at, self.gateway))
        except Problem as problem:
            if problem.status >= 500:
                raise
            return _refuse(problem)

    def _is_put_off(self, content: Content) -> bool:
        """Whether nothing is going to be looked up: known before the gallery is searched for nothing."""
        if not is_witnessed(self.gateway) or is_throttled(self.partner, self.gateway):
            return True
        return content.searches and not has_quota_left(self.partner, self.frame.purpose or "", self.at)

    def settle(self, plan: Plan, inbox: Inbox) -> Answered:
        """Within the transaction: repeat an answer given before, or put off, or carry the plan out and keep the answer."""
        if (kept := inbox.find(self.frame.id)) is not None:
            return self._repeat(kept)
        if (refusal := self._find_obstacle(inbox)) is not None:
            return self._reply(refusal)
        inbox.save_earlier(self.frame.correspondence)
        content = self._carry_out(plan)
        answered = self._reply(content)
        inbox.keep(
            InboxMessage(
                partner=self.partner,
                gateway=self.gateway,
                message_id=self.frame.id,
                correspondence=self.frame.correspondence,
                number=self.frame.number,
                kind=self.frame.kind,
                purpose=self.frame.purpose or "",
                letter=self.letter,
                digest=self.digest,
                received_at=self.at,
                answer=answered.letter,
                answer_kind=content.kind,
            )
        )
        return answered

    def _check_address(self) -> None:
        if self.frame.sender != self.partner.code or self.frame.receiver != node.current().partner:
            raise Problem(
                "exchange.wrong_receiver", "The message is addressed to or from somebody else.", "Check whom it is for."
            )
        if self.frame.number < 1:
            raise Problem(
                "exchange.number_missing", "Only an answer has no number.", "Number the messages of a correspondence."
            )

    def _repeat(self, kept: InboxMessage) -> Answered:
        if kept.digest != self.digest and not (kept.letter and envelope.says_the_same(kept.letter, self.letter)):
            return self._reply(_refusal("exchange.message_id_reused", "This number of a message was used for another one."))
        if kept.answer is None:
            return self._reply(_refusal("exchange.erased", "What this message was about has been erased."))
        letter, entries = _by_trusted_key(kept.answer, self.own)
        return Answered(letter, 422 if kept.answer_kind == Refusal.kind else 200, entries)

    def _find_obstacle(self, inbox: Inbox) -> Refusal | None:
        """Order, quota, and whether the node is witnessed: nothing is kept, and most of it may come again later."""
        last = inbox.last_number(self.frame.correspondence)
        if self.frame.number <= last:
            return _refusal(NUMBER_REUSED, "This number of the correspondence was used for another message.")
        if self.frame.number > last + 1 and not self._may_skip():
            return _refusal(OUT_OF_ORDER, "An earlier message of this correspondence has not arrived.", final=False)
        if not self.asks or not self.alone:
            return None  # if it may not be asked so, the plan refuses it
        if not is_witnessed(self.gateway):
            problem = not_witnessed()
            return Refusal(
                code=problem.code, message=problem.message, final=False, retry_after_seconds=_SECONDS_TO_BE_WITNESSED
            )
        if is_throttled(self.partner, self.gateway):
            return Refusal(
                code=THROTTLED,
                message="Too many of your messages of this hour were refused: questions wait until the next.",
                final=False,
                retry_after_seconds=seconds_to_next_hour(self.at),
            )
        if self.searches and not count_quota(self.partner, self.frame.purpose or "", self.at):
            return Refusal(
                code="exchange.quota_used",
                message="Today's number of searches has been used up.",
                final=False,
                retry_after_seconds=seconds_to_next_day(self.at),
            )
        return None

    def _may_skip(self) -> bool:
        """Whether it ends what came before it: numbers that it skips were withdrawn before they were sent."""
        kind = KINDS.get(self.frame.kind)
        return kind is not None and kind.may_skip

    def _carry_out(self, plan: Plan) -> Content:
        try:
            with transaction.atomic():
                return plan()
        except Problem as problem:
            if problem.status >= 500:
                raise
            return _refuse(problem)()

    def _reply(self, content: Content) -> Answered:
        """An answer, signed; in the log it stands with what it answers."""
        answer = self._write(content)
        if isinstance(content, Refusal):
            note_fault(self.partner, content.code, self.gateway)
        return Answered(answer, _status(content), received(self.letter) + sent(answer, content))

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
        return envelope.write_letter(message.to_body() | {"sender": node.current().partner}, self.own)


def already_answered() -> Content:
    """A plan that is never carried out: the answer was given before, or is put off."""
    raise LookupError("the kept message is gone")


def _status(content: Content) -> int:
    if not isinstance(content, Refusal):
        return 200
    if content.final:
        return 422
    return 429 if content.retry_after_seconds else 409


def _by_trusted_key(answer: str, own: OwnKeys) -> tuple[str, list[Entry]]:
    """An answer given before, word for word; its signature anew where the key that made it was revoked since."""
    if own.signing.is_trusted(envelope.key_number(answer)):
        return answer, []
    anew = envelope.sign_anew(answer, own)
    return anew, signed_anew(anew)


def _check_purpose(partner: Partner, message: Message, gateway: Gateway) -> None:
    """That kind and purpose exist, belong to this gateway, and that the partner may ask for it, where it asks.

    What it says about an earlier question, ours or its own, arrives also when the agreement has ended since.
    """
    if not message.content.may_go_through(gateway):
        raise wrong_gateway()
    if not message.content.purposed:
        return
    known = law.purposes().get(message.purpose or "")
    if known is not None and known.gateway != gateway:
        raise wrong_gateway()
    if known is None or not known.about_persons or (message.content.asks and message.purpose not in partner.purposes):
        raise Problem(
            "exchange.purpose_not_allowed", "There is no agreement to ask for this purpose.", "Use a purpose that was agreed."
        )


def _refuse(problem: Problem) -> Plan:
    refusal = _refusal(problem.code, problem.message)
    return lambda: refusal


def _refusal(code: str, message: str, *, final: bool = True) -> Refusal:
    return Refusal(code=code, message=message, final=final)
