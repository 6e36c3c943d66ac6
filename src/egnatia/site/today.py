"""Western Balkans today: what the first screen counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from egnatia import law
from egnatia.base import clock, node
from egnatia.exchange import queries as exchange
from egnatia.exchange.log.restored import REFUSED_AS, RESTORED
from egnatia.exchange.log.standing import NOT_WITNESSED, witnessed_until
from egnatia.exchange.log.status import witness_lines
from egnatia.exchange.not_asked import SUSPENDED
from egnatia.exchange.quotas import ALL, shares_used
from egnatia.exchange.today import our_counts, received_counts

#: Below this a visitor who hasn't signed in reads "under 5", so that no figure points at a person; of the other partners
#: nobody reads more, since they don't tell more.
SMALLEST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class PartnerFigures:
    """One partner's box. Figures are None until the partner has sent some today."""

    partner: law.Partner
    is_us: bool
    registered: int | None
    waiting: int | None
    as_of: datetime | None
    smallest_shown: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One partner's channel to another.

    state   self, open, late, closed, suspended, used (today's quota is used up) or unknown
    used    of what it may ask the other today, in tenths, as the other tells it
    """

    state: str
    other: str
    used: int = 0


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One row of the 6×6 table: how `partner` sees its channel to each of the others, and who has seen its log.

    until    of this node: when it stops answering unless its log is witnessed before; None where nobody can witness it yet
    seen_at  of a partner: when this node witnessed its log last
    named    what is wrong with the log, as the code of a problem; empty where nothing is
    """

    partner: law.Partner
    is_us: bool
    cells: list[Cell]
    until: datetime | None = None
    seen_at: datetime | None = None
    named: str = ""


def partner_figures(*, exactly: bool) -> list[PartnerFigures]:
    """All six, this node's own counts (`exactly` for its officers) and what the others sent today."""
    ours, theirs, us = our_counts(), received_counts(), node.current().partner
    boxes = []
    for code, partner in law.partners().items():
        counts = ours if code == us else theirs.get(code)
        boxes.append(
            PartnerFigures(
                partner=partner,
                is_us=code == us,
                registered=counts.registered if counts else None,
                waiting=counts.waiting if counts else None,
                as_of=counts.as_of if counts else None,
                smallest_shown=0 if exactly and code == us else SMALLEST_SHOWN,
            )
        )
    return boxes


def channel_rows() -> list[ChannelRow]:
    """Six rows of six cells: our own view of our channels, and the others' as they sent it; quotas as whoever is asked told."""
    us, told = node.current().partner, received_counts()
    views: dict[str, Mapping[str, str]] = {code: counts.channels for code, counts in told.items()}
    views[us] = {channel.code: _own_state(channel) for channel in exchange.channels()}
    quotas: dict[str, Mapping[str, int]] = {code: counts.quotas for code, counts in told.items()} | {us: shares_used()}
    rows = []
    seen = {line.partner.code: line for line in witness_lines()}
    for code, partner in law.partners().items():
        cells = [_cell(code, other, views.get(code, {}), quotas.get(other, {})) for other in law.partners()]
        if code == us:
            until = witnessed_until()
            stopped = until is not None and until <= clock.now()
            is_restored = any(line.problem in REFUSED_AS for line in seen.values())
            named = RESTORED if is_restored else NOT_WITNESSED if stopped else ""
            rows.append(ChannelRow(partner, True, cells, until=until, named=named))
        elif code in seen:
            rows.append(ChannelRow(partner, False, cells, seen_at=seen[code].seen_at, named=seen[code].seen_problem))
        else:
            rows.append(ChannelRow(partner, False, cells))
    return rows


def _own_state(channel: exchange.Channel) -> str:
    return "suspended" if channel.reason == SUSPENDED else channel.state


def _cell(code: str, other: str, view: Mapping[str, str], quotas: Mapping[str, int]) -> Cell:
    if code == other:
        return Cell("self", other)
    state, used = view.get(other, "unknown"), quotas.get(code, 0)
    return Cell("used" if state == "open" and used == ALL else state, other, used)
