"""Put a message for a partner into the outbox, in the transaction of whatever it tells of."""

from uuid import UUID

from egnatia.base import clock, node
from egnatia.base.ids import new_id
from egnatia.base.wake import wake_on_commit
from egnatia.exchange import envelope, keys
from egnatia.exchange.log.entries import sent, write_entries
from egnatia.exchange.messages import Message
from egnatia.exchange.messages.content import Content
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
) -> OutboxMessage:
    """Sign the message now and keep it until the partner has answered for it.

    purpose, case   where the content is about a person
    answers         digest of the letter that this one answers late
    Raises Problem `exchange.message_too_large`.
    """
    message = Message(
        id=new_id(),
        sender=node.current().partner,
        receiver=partner.code,
        made_at=clock.now(),
        correspondence=correspondence,
        number=next_number_out(partner, correspondence),
        content=content,
        purpose=purpose,
        case=case,
        answers=answers,
    )
    letter = envelope.write_letter(message.to_body(), keys.own())
    kept = OutboxMessage.objects.create(
        id=message.id,
        partner=partner,
        correspondence=correspondence,
        number=message.number,
        kind=message.kind,
        purpose=purpose or "",
        letter=letter,
        digest=envelope.digest(letter),
        made_at=message.made_at,
    )
    write_entries(sent(letter, content))
    wake_on_commit()
    return kept
