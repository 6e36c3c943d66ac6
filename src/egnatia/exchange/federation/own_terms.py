"""Which of this node's keys the list in force lets it use. Looked up once a second at most: every message asks."""

import time
from collections.abc import Mapping

from egnatia.base import clock, node
from egnatia.exchange.federation.in_force import find_in_force
from egnatia.exchange.federation.listing import Keys
from egnatia.exchange.keys import RINGS, Ring, Terms

OwnTerms = Mapping[Ring, Mapping[int, Terms]]
_LOOK_EVERY = 1.0  # seconds
_known: tuple[float, OwnTerms | None] | None = None


def own_terms() -> OwnTerms | None:
    """By ring and number; None before the first list, or where this node's partner isn't in it."""
    global _known
    known, now = _known, time.monotonic()
    if known is None or now - known[0] > _LOOK_EVERY:
        _known = known = (now, _look_up())
    return known[1]


def forget() -> None:
    """Look again at the next call: a list was applied or has come into force."""
    global _known
    _known = None


def _look_up() -> OwnTerms | None:
    listing = find_in_force(clock.now())
    member = listing.members.get(node.current().partner) if listing else None
    return {ring: _terms(member.ring(ring)) for ring in RINGS} if member else None


def _terms(keys: Keys) -> dict[int, Terms]:
    return {int(number): key.terms for number, key in keys.items()}
