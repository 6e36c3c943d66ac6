"""Tell the others what we counted today, when it has changed."""

from datetime import timedelta

from django.core.cache import cache
from django.db import transaction

from egnatia import law
from egnatia.base import clock, node
from egnatia.base.ids import new_id
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.messages.counts import DayCounts
from egnatia.exchange.models import OutboxMessage
from egnatia.exchange.queries import confirmed_partners
from egnatia.exchange.today import our_counts

#: Unchanged counts are told again after this long, so that the others see that we are there.
REPEAT = timedelta(minutes=10)
_TOLD = "exchange.today.told"


def tell_counts() -> int:
    """How many partners were written to. One for whom counts still wait in the outbox gets no second message."""
    counts = our_counts()
    day = law.local_day(counts.as_of, node.current().partner).isoformat()
    content = DayCounts(day=day, registered=counts.registered, waiting=counts.waiting, channels=dict(counts.channels))
    last = cache.get(_TOLD)
    if last is not None and last[0] == content.to_wire() and clock.now() - last[1] < REPEAT:
        return 0
    told = 0
    with transaction.atomic():
        waiting = set(OutboxMessage.objects.filter(kind=DayCounts.kind, settled_at=None).values_list("partner_id", flat=True))
        for partner in confirmed_partners():
            if partner.pk not in waiting:
                send_message(partner, content, correspondence=new_id(), purpose=DayCounts.fixed_purpose)
                told += 1
    cache.set(_TOLD, (content.to_wire(), clock.now()), None)
    return told
