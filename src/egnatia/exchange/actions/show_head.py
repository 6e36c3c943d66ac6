"""Show the partners the head of our log, so that they witness it."""

from base64 import b64encode
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from egnatia.base import clock
from egnatia.base.node_settings import value_of
from egnatia.engines.proofs.paths import prove_consistency
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.heads import sign_head
from egnatia.exchange.log.number import own_log
from egnatia.exchange.log.tree import tree_nodes
from egnatia.exchange.messages.heads import HeadShown
from egnatia.exchange.models import LogHead, OutboxMessage, Partner, Witness
from egnatia.exchange.opening import is_open
from egnatia.exchange.queries import confirmed_partners

#: A partner that hasn't applied the list yet by which our log is another is asked again so soon.
_UNTIL_APPLIED = timedelta(minutes=5)
_OF_ANOTHER = "exchange.head_of_another"


def show_head_where_due(gateway: Gateway = Gateway.MIGRATION) -> int:
    """How many partners are shown a head of a gateway's log now.

    Each is every `exchange_head_minutes` of node.toml, and not while one is under way to it.
    """
    due = [partner for partner in confirmed_partners() if _is_due(partner, gateway)]
    if not due:
        return 0
    head = sign_head(gateway)
    for partner in due:
        witness = Witness.objects.filter(partner=partner, gateway=gateway, log=head.log).first()
        show_head(partner, head, since=witness.size if witness else 0)
    return len(due)


@transaction.atomic
def show_head(partner: Partner, head: LogHead, *, since: int) -> OutboxMessage:
    """One head to one partner, with the proof that it grew from that of size `since`; its id is the correspondence."""
    gateway = Gateway(head.gateway)
    proof = prove_consistency(since, head.size, tree_nodes(gateway, head.log))
    content = HeadShown(head=head.text, since=since, proof=tuple(b64encode(one).decode() for one in proof))
    return send_message(partner, content, correspondence=head.pk, gateway=gateway)


def _is_due(partner: Partner, gateway: Gateway) -> bool:
    """A new log is shown at once, and before long again to whom it was unknown.

    What was made in the future was made by a clock that has been put right since: it says nothing.
    """
    if not is_open(partner, gateway):
        return False
    now, pause = clock.now(), timedelta(minutes=value_of("exchange_head_minutes"))
    if Witness.objects.filter(partner=partner, gateway=gateway, log=own_log(), problem=_OF_ANOTHER).exists():
        pause = min(pause, _UNTIL_APPLIED)
    of_this_log = LogHead.objects.filter(pk=OuterRef("correspondence"), log=own_log())
    shown = OutboxMessage.objects.filter(Exists(of_this_log), partner=partner, gateway=gateway, kind=HeadShown.kind)
    late_enough = Q(made_at__lte=now - pause) | Q(made_at__gt=now)
    return not shown.exclude(late_enough).exists() and not shown.filter(state=OutboxMessage.State.WAITING).exists()
