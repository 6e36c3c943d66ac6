"""How the log stands, for pages, command and metrics."""

from dataclasses import dataclass
from datetime import datetime

from egnatia.exchange.log.heads import latest_head
from egnatia.exchange.log.standing import is_witnessed, witnessed_until
from egnatia.exchange.log.tree import tree_size
from egnatia.exchange.models import LogEntry, LogHead, Partner, SeenHead, Witness


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
    """entries in the tree, entries that wait to get there, the last head, and until when the node answers."""

    size: int
    waiting: int
    head: LogHead | None
    witnessed: bool
    until: datetime | None
    witnesses: list[WitnessLine]


def log_status() -> LogStatus:
    """As it is now."""
    return LogStatus(
        size=tree_size(),
        waiting=LogEntry.objects.filter(number=None).count(),
        head=latest_head(),
        witnessed=is_witnessed(),
        until=witnessed_until(),
        witnesses=[_line(partner) for partner in Partner.objects.select_related("witness")],
    )


def _line(partner: Partner) -> WitnessLine:
    witness: Witness | None = getattr(partner, "witness", None)
    seen = SeenHead.objects.filter(partner=partner, problem="").last()
    later = SeenHead.objects.filter(partner=partner).exclude(problem="").last()
    return WitnessLine(
        partner=partner,
        size=witness.size if witness else 0,
        at=witness.at if witness else None,
        problem=witness.problem if witness else "",
        seen_size=seen.size if seen else 0,
        seen_at=seen.seen_at if seen else None,
        seen_problem=later.problem if later and (seen is None or later.seen_at > seen.seen_at) else "",
    )
