"""Whether partners saw more of this node's log than it has: it was restored from an older backup, and can't know by itself."""

from egnatia.base.errors import Problem
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.number import own_log
from egnatia.exchange.models import Witness

RESTORED = "exchange.log_restored"
#: Why a witness refuses a log that doesn't go on from what it saw; after a restored one has grown past that, the last two.
REFUSED_AS = ("witness.shortened", "witness.diverges", "witness.not_consistent")


def find_who_saw_more(gateway: Gateway = Gateway.MIGRATION) -> list[str]:
    """Partners that refused the head that they were shown last, as they have kept another past of this log."""
    refused = Witness.objects.filter(gateway=gateway, log=own_log(), problem__in=REFUSED_AS)
    return list(refused.order_by("partner__code").values_list("partner__code", flat=True))


def log_restored(partners: list[str]) -> Problem:
    """What `partners` have refused, and the way back; one of them is enough to look into it."""
    return Problem(
        "exchange.log_restored",
        f"{', '.join(partners)} saw more of this node's log than it has now: the database is that of an older backup.",
        "Restore the newest backup, if there is a newer one; else have the partners agree that this node begins a new log "
        "(partners propose --new-log) and send again what was lost. See the guide for operators: After restoring a backup.",
        status=409,
    )
