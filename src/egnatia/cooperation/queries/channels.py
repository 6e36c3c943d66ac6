"""Six by six: who answers whom, and what the two have agreed."""

from collections.abc import Mapping
from dataclasses import dataclass

from egnatia import law
from egnatia.base import node
from egnatia.exchange import queries as exchange
from egnatia.exchange.today import received_counts

#: What is shown of each pair; operations are agreed with the European Union.
PAIR_KINDS = ("readmission", "police", "automated_exchange")


@dataclass(frozen=True, slots=True)
class Pair:
    """How `one` sees its channel to `other`, and the agreements of the two.

    state   open, late, closed; unknown where the partner hasn't told us today; self
    kinds   kinds of agreement that both are parties to
    """

    one: law.Partner
    other: law.Partner
    state: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairRow:
    """One partner's row of the table."""

    partner: law.Partner
    pairs: list[Pair]


def pair_rows() -> list[PairRow]:
    """Our own view of our channels, and the others' view of theirs as they sent it today."""
    views: dict[str, Mapping[str, str]] = {code: counts.channels for code, counts in received_counts().items()}
    views[node.current().partner] = {channel.code: channel.state for channel in exchange.channels()}
    partners = list(law.partners().values())
    return [PairRow(one, [_pair(one, other, views.get(one.code, {})) for other in partners]) for one in partners]


def _pair(one: law.Partner, other: law.Partner, view: Mapping[str, str]) -> Pair:
    if one.code == other.code:
        return Pair(one, other, "self", ())
    kinds = {found.kind for found in law.agreements_between(one.code, other.code) if found.state != "none"}
    return Pair(one, other, view.get(other.code, "unknown"), tuple(kind for kind in PAIR_KINDS if kind in kinds))
