"""Give a message up: it isn't sent any more, and whatever waited for its answer says so."""

from django.db import transaction
from django.utils.translation import gettext

from egnatia import audit
from egnatia.accounts.models import Officer
from egnatia.base.errors import Problem
from egnatia.exchange import hooks
from egnatia.exchange.actions.end_dropped import end_dropped
from egnatia.exchange.actions.send_message import send_stand_in
from egnatia.exchange.actions.stopping import read_reason, require_operator, stop_message
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.entries import withdrawn, write_entries
from egnatia.exchange.messages import Message
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.evidence import EvidenceDecided, EvidenceSent
from egnatia.exchange.messages.law_enforcement import LawErased, LawVerdict, LawVerification, LawWithdrawal
from egnatia.exchange.messages.notices import CitizenNotice, CorrectionNotice, ErasureNotice, MarkNotice
from egnatia.exchange.messages.service import MessageDropped
from egnatia.exchange.messages.verdict import MatchConfirmed, WrongHit
from egnatia.exchange.models import OutboxMessage
from egnatia.exchange.own_letters import read_own

#: A person's right hangs on these: that data are erased or put right, that no wrong link stands.
_NEVER: tuple[type[Content], ...] = (
    ErasureNotice,
    CorrectionNotice,
    MarkNotice,
    CitizenNotice,
    EvidenceSent,
    EvidenceDecided,
    MatchConfirmed,
    WrongHit,
    # Of law enforcement the same; by EX-75 alone a partner learns that it needn't keep what a reference stands for.
    LawVerification,
    LawWithdrawal,
    LawErased,
    LawVerdict,
)
NEVER_DROPPED = frozenset(content.kind for content in _NEVER)


@transaction.atomic
def drop_message(officer: Officer | None, message: OutboxMessage, reason: str) -> OutboxMessage:
    """For good. It may have arrived before, its answer lost: then the partner has acted on it.

    Raises Problem `accounts.not_allowed`, `exchange.reason_missing`, `exchange.message.never_dropped`,
    `exchange.message.ended`.
    """
    require_operator(officer)
    reason = read_reason(reason)
    if message.kind in NEVER_DROPPED:
        raise _never_dropped()
    stop_message(officer, message, OutboxMessage.State.DROPPED, reason=reason)
    said = read_own(message)
    person = None if message.answered_at else end_dropped(message, said)  # of one sent again, what waited has its answer
    write_entries(withdrawn([message.digest]), gateway=Gateway(message.gateway))
    _make_room(message, said)
    audit.record(
        "exchange.message.dropped",
        subject=message,
        person=person,
        officer=officer,
        why=reason,
        partner=message.partner.code,
        message=message.kind,
        attempts=message.attempts,
    )
    if message.answered_at is None:
        hooks.message_dropped.call(message, said.content if said else None)
    return message


def _make_room(message: OutboxMessage, said: Message | None) -> None:
    """A stand-in at once where something follows already, or where the partner waits for this answer; else when something does.

    A stand-in that is dropped was told of once: it isn't told of again for itself.
    """
    answers = said.answers if said and message.kind != MessageDropped.kind else None
    later = OutboxMessage.objects.filter(
        partner=message.partner,
        gateway=message.gateway,
        correspondence=message.correspondence,
        number__gt=message.number,
        state__in=OutboxMessage.UNDER_WAY,
    )
    if answers or later.exclude(kind=ErasureNotice.kind).exists():
        send_stand_in(message, answers=answers)


def _never_dropped() -> Problem:
    return Problem(
        "exchange.message.never_dropped",
        gettext("A person's right hangs on this message: it can't be dropped."),
        gettext("Let it wait. If it does harm now, park it, and resend it as soon as it can be taken: its limit runs on."),
        status=409,
    )
