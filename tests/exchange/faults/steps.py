"""What a campaign of faults does in a node's own process: talk, and tell what was said and heard (`in_node.py`)."""

import hashlib
from collections import Counter
from typing import Any


def talk(up_to: int) -> Any:
    """Greet each partner to whom less than `up_to` is under way: two correspondences of three messages. How many that were."""
    from django.db import transaction

    from egnatia.base.ids import new_id
    from egnatia.exchange.actions.send_message import send_message
    from egnatia.exchange.messages.service import Ping
    from egnatia.exchange.models import OutboxMessage
    from egnatia.exchange.queries import confirmed_partners

    waiting = Counter(OutboxMessage.objects.filter(state="waiting").values_list("partner", flat=True))
    idle = [partner for partner in confirmed_partners() if waiting[partner.pk] < up_to]
    with transaction.atomic():
        for partner in idle:
            for correspondence in (new_id(), new_id()):
                for _ in range(3):
                    send_message(partner, Ping(), correspondence=correspondence)
    return 6 * len(idle)


def unanswered() -> Any:
    """How many messages the partners have not answered for."""
    from egnatia.exchange.models import OutboxMessage

    return OutboxMessage.objects.filter(state__in=OutboxMessage.UNDER_WAY).count()


def ledger() -> Any:
    """Every message sent and received, with the answer's digest; of the received ones what became of them; at one moment."""
    from django.db import connection, transaction

    with transaction.atomic():
        if connection.vendor == "postgresql":  # SQLite's transactions see one moment anyway
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return _read_ledger()


def _read_ledger() -> Any:
    from django.db.models import Count, Min

    from egnatia.exchange.models import InboundSearch, InboxMessage, LogEntry, OutboxMessage

    entries = {
        row["digest"]: row
        for row in LogEntry.objects.filter(entry__contains='"received"')
        .values("digest")
        .annotate(count=Count("id"), first=Min("id"))
        .order_by()
    }
    searches = Counter(InboundSearch.objects.values_list("partner__code", "correspondence"))
    return {
        "sent": [
            [row.partner.code, str(row.pk), row.digest, row.state, _digest(row.answer)]
            for row in OutboxMessage.objects.select_related("partner")
        ],
        "received": {
            str(row.message_id): {
                "partner": row.partner.code,
                "correspondence": str(row.correspondence),
                "number": row.number,
                "digest": row.digest,
                "answer": _digest(row.answer),
                "entries": entries[row.digest]["count"],
                "first_entry": entries[row.digest]["first"],
                "searches": searches[row.partner.code, row.correspondence],
            }
            for row in InboxMessage.objects.select_related("partner")
        },
    }


def _digest(letter: str | None) -> str:
    return hashlib.sha256((letter or "").encode()).hexdigest()


STEPS = (talk, unanswered, ledger)
