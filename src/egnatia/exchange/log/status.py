"""How the log stands, for pages, command and metrics."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery

from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.heads import latest_head
from egnatia.exchange.log.number import own_log
from egnatia.exchange.log.restored import REFUSED_AS
from egnatia.exchange.log.standing import is_eligible, is_witnessed, witnessed_until
from egnatia.exchange.log.tree import tree_size
from egnatia.exchange.models import LogEntry, LogHead, Partner, SeenHead


@dataclass(frozen=True, slots=True)
class WitnessLine:
    """What one partner saw of our log, and we of its.

    size, at, problem     of our log: see `Witness`
    seen_size, seen_at    of its log: the head that we cosigned last
    seen_problem          why we didn't cosign a later one
    """

    partner: Partner
    size: int
    at: datetime | None
    problem: str
    seen_size: int
    seen_at: datetime | None
    seen_problem: str


@dataclass(frozen=True, slots=True)
class LogStatus:
    """entries in the tree, entries that wait to get there, the last head, and until when the node answers.

    log        which one: 1, until the partners let another begin
    saw_more   partners that refused the log, as they saw another past of it: the node was restored from an older backup
    """

    size: int
    waiting: int
    head: LogHead | None
    witnessed: bool
    until: datetime | None
    witnesses: list[WitnessLine]
    gateway: Gateway = Gateway.MIGRATION
    log: int = 1
    saw_more: tuple[str, ...] = ()


def log_status(gateway: Gateway = Gateway.MIGRATION) -> LogStatus:
    """As it is now, of the log that the node has now."""
    log = own_log()
    lines = witness_lines(gateway)
    return LogStatus(
        size=tree_size(gateway, log),
        waiting=LogEntry.objects.filter(gateway=gateway, number=None).count(),
        head=latest_head(gateway, log),
        witnessed=is_witnessed(gateway),
        until=witnessed_until(gateway),
        witnesses=lines,
        gateway=gateway,
        log=log,
        saw_more=tuple(line.partner.code for line in lines if line.problem in REFUSED_AS),
    )


def witness_lines(gateway: Gateway = Gateway.MIGRATION) -> list[WitnessLine]:
    """One for each partner whose keys are known; at law enforcement only for those whose gateway is open to us."""
    here = SeenHead.objects.filter(partner=OuterRef("pk"), gateway=gateway, log=OuterRef("log"))
    seen = here.filter(problem="").order_by("-seen_at")
    later = here.exclude(problem="").order_by("-seen_at")
    partners = Partner.objects.annotate(
        said=FilteredRelation("witnesses", condition=Q(witnesses__gateway=gateway.value, witnesses__log=own_log())),
        said_size=F("said__size"),
        said_at=F("said__at"),
        said_problem=F("said__problem"),
        seen_size=Subquery(seen.values("size")[:1]),
        seen_at=Subquery(seen.values("seen_at")[:1]),
        later_problem=Subquery(later.values("problem")[:1]),
        later_at=Subquery(later.values("seen_at")[:1]),
    )
    return [_line(partner) for partner in partners if is_eligible(partner, gateway)]


def _line(partner: Any) -> WitnessLine:
    """`partner` with what `witness_lines` annotates."""
    diverges = partner.later_at is not None and (partner.seen_at is None or partner.later_at > partner.seen_at)
    return WitnessLine(
        partner=partner,
        size=partner.said_size or 0,
        at=partner.said_at,
        problem=partner.said_problem or "",
        seen_size=partner.seen_size or 0,
        seen_at=partner.seen_at,
        seen_problem=partner.later_problem if diverges else "",
    )
