"""Put a message for a partner into the outbox, in the transaction of whatever it tells of.

A message that was dropped leaves its number behind, and a receiver takes nothing out of order. So another goes in its place
before anything follows: `message.dropped`, with the same number. An erasure notice needs none; it may skip numbers.
"""

from uuid import UUID

from egnatia.base import clock, node
from egnatia.base.ids import new_id
from egnatia.base.wake import wake_on_commit
from egnatia.exchange import envelope, keys
from egnatia.exchange.gateways import Gateway, wrong_gateway
from egnatia.exchange.log.entries import sent, write_entries
from egnatia.exchange.messages import Message
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.service import MessageDropped
from egnatia.exchange.models import OutboxMessage, Partner
from egnatia.exchange.queries import next_number_out


def send_message(
    partner: Partner,
    content: Content,
    *,
    correspondence: UUID,
    purpose: str | None = None,
    case: UUID | None = None,
    answers: str | None = None,
    gateway: Gateway | None = None,
) -> OutboxMessage:
    """Sign the message now and keep it until the partner has answered for it.

    purpose, case   where the content is about a person
    answers         digest of the letter that this one answers late
    gateway         through which it goes, where the content may go through both; None: the content's own
    Raises Problem `exchange.message_too_large`, `exchange.wrong_gateway`, `exchange.no_valid_key`.
    """
    through = gateway or content.gateway
    if not content.may_go_through(through):
        raise wrong_gateway()
    number = next_number_out(partner, correspondence, through)
    if number > 1 and not content.may_skip:
        fill_gaps(partner, correspondence, below=number, gateway=through)
    return _keep(
        partner,
        content,
        gateway=through,
        correspondence=correspondence,
        number=number,
        purpose=purpose,
        case=case,
        answers=answers,
    )


def send_stand_in(dropped: OutboxMessage, *, answers: str | None) -> OutboxMessage:
    """What goes in the place of a dropped message; `answers` as that had it."""
    return _keep(
        dropped.partner,
        MessageDropped(),
        gateway=Gateway(dropped.gateway),
        correspondence=dropped.correspondence,
        number=dropped.number,
        stand_in=dropped.stand_in + 1,
        answers=answers,
    )


def fill_gaps(partner: Partner, correspondence: UUID, *, below: int, gateway: Gateway) -> None:
    """Stand in for what was dropped and had nothing after it until now; before an answered message nothing is missing."""
    rows = OutboxMessage.objects.filter(partner=partner, gateway=gateway, correspondence=correspondence, number__lt=below)
    if not rows.filter(state=OutboxMessage.State.DROPPED).exists():
        return
    newest = {row.number: row for row in rows.order_by("stand_in").defer("letter", "answer")}
    answered = max((number for number, row in newest.items() if row.answered_at is not None), default=0)
    for number, row in sorted(newest.items()):
        if row.state == OutboxMessage.State.DROPPED and number > answered:
            send_stand_in(row, answers=None)


def _keep(
    partner: Partner,
    content: Content,
    *,
    gateway: Gateway,
    correspondence: UUID,
    number: int,
    stand_in: int = 0,
    purpose: str | None = None,
    case: UUID | None = None,
    answers: str | None = None,
) -> OutboxMessage:
    message = Message(
        id=new_id(),
        sender=node.current().partner,
        receiver=partner.code,
        made_at=clock.now(),
        correspondence=correspondence,
        number=number,
        content=content,
        purpose=purpose,
        case=case,
        answers=answers,
    )
    letter = envelope.write_letter(message.to_body(), keys.own(gateway))
    kept = OutboxMessage.objects.create(
        id=message.id,
        partner=partner,
        gateway=gateway,
        correspondence=correspondence,
        number=message.number,
        stand_in=stand_in,
        kind=message.kind,
        purpose=purpose or "",
        letter=letter,
        digest=envelope.digest(letter),
        made_at=message.made_at,
    )
    write_entries(sent(letter, content), gateway=gateway)
    wake_on_commit()
    return kept
