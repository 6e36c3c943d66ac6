"""Send a partner again what it has answered: its node was restored from a backup that is older than those answers."""

from datetime import datetime

from django.db import transaction

from egnatia import audit
from egnatia.accounts.models import Officer
from egnatia.base.wake import wake_on_commit
from egnatia.exchange.actions.send_message import send_stand_in
from egnatia.exchange.actions.stopping import require_channel, require_operator
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.messages.counts import Counts
from egnatia.exchange.messages.figures import Figures
from egnatia.exchange.messages.heads import HeadShown
from egnatia.exchange.messages.notices import ErasureNotice
from egnatia.exchange.messages.service import Ping
from egnatia.exchange.models import OutboxMessage, Partner
from egnatia.exchange.models.partners import update_lane

#: Told anew by themselves, or worth nothing any more; each has a correspondence of its own.
_NOT_AGAIN = (Counts.kind, Figures.kind, HeadShown.kind, Ping.kind)


@transaction.atomic
def resend_since(officer: Officer | None, partner: Partner, since: datetime, *, gateway: Gateway = Gateway.MIGRATION) -> int:
    """How many letters go again that the partner answered or refused since then.

    They are the same letters: whoever has them gives the same answers, and no answer is acted on a second time here.
    Raises Problem `accounts.not_allowed`, `exchange.channel_closed`.
    """
    require_operator(officer)
    require_channel(partner)
    ended = OutboxMessage.objects.filter(
        partner=partner,
        gateway=gateway,
        state__in=(OutboxMessage.State.ANSWERED, OutboxMessage.State.REFUSED),
        answered_at__gte=since,
    ).exclude(kind__in=_NOT_AGAIN)
    emptied = list(ended.filter(letter__isnull=True).order_by("correspondence", "number"))
    again = ended.filter(letter__isnull=False).update(state=OutboxMessage.State.WAITING, next_attempt_at=None)
    count = again + sum(_stand_in_for(message) for message in emptied)
    update_lane(partner.lane(gateway), next_attempt_at=None)
    wake_on_commit()
    audit.record(
        "exchange.partner.resent_since",
        subject=partner,
        officer=officer,
        partner=partner.code,
        gateway=gateway.value,
        since=since.isoformat(),
        messages=count,
    )
    return count


def _stand_in_for(message: OutboxMessage) -> bool:
    """Something in the place of a letter that an erasure has emptied, where the partner would wait for it for ever."""
    same = OutboxMessage.objects.filter(partner=message.partner, gateway=message.gateway, correspondence=message.correspondence)
    later = same.filter(number__gt=message.number, state__in=OutboxMessage.UNDER_WAY).exclude(kind=ErasureNotice.kind)
    if same.filter(number=message.number, stand_in__gt=message.stand_in).exists() or not later.exists():
        return False
    send_stand_in(message, answers=None)
    return True
