"""Go on after the numbers that a partner has seen: this node was restored from an older backup, and numbers on from that.

A partner takes the next number alone, and doesn't say which that is: one more at each attempt, until it accepts.
"""

from django.db.models import F

from egnatia import audit
from egnatia.base import clock
from egnatia.exchange import envelope, keys
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.entries import received, signed_anew, write_entries
from egnatia.exchange.messages.service import NUMBER_REUSED, MessageDropped, Refusal
from egnatia.exchange.models import OutboxMessage
from egnatia.exchange.schedule import pause_after


def is_to_be_renumbered(message: OutboxMessage, code: str) -> bool:
    """Whether the partner has another message of ours under this number.

    A stand-in learns from that what it stands for; and what was taken once and is sent again was followed by others there.
    """
    was_taken = message.answered_at is not None and message.answer_kind != Refusal.kind
    return code == NUMBER_REUSED and message.kind != MessageDropped.kind and not was_taken


def renumber(message: OutboxMessage, letter: str) -> None:
    """Shift it, and what comes after it in its correspondence, by one; `letter` is the refusal. In the caller's transaction.

    The rows stay, so that whatever waits for an answer to them goes on waiting; the partner has kept nothing of their ids.
    """
    own = keys.own(Gateway(message.gateway))
    same = OutboxMessage.objects.filter(
        partner=message.partner, gateway=message.gateway, correspondence=message.correspondence, number__gte=message.number
    )
    anew = []
    # The highest first: so each number is free when it is taken.
    for one in same.select_for_update().order_by("-number", "-stand_in"):
        one.number += 1
        if one.letter and one.state in OutboxMessage.UNDER_WAY:
            one.letter = envelope.sign_anew(one.letter, own, number=one.number)
            one.digest, one.earlier_digest = envelope.digest(one.letter), ""
            anew.append(one.letter)
        one.save(update_fields=["number", "letter", "digest", "earlier_digest"])
    write_entries(received(letter), *(signed_anew(one) for one in reversed(anew)), gateway=own.gateway)
    OutboxMessage.objects.filter(pk=message.pk).update(
        attempts=F("attempts") + 1, last_problem=NUMBER_REUSED, next_attempt_at=clock.now() + pause_after(message.attempts + 1)
    )
    audit.record(
        "exchange.message.renumbered",
        subject=message,
        partner=message.partner.code,
        message=message.kind,
        number=message.number + 1,
    )
