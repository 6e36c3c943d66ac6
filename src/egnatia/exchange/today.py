"""Today's counts: our own, and what the other partners told us of theirs.

Figures of today are worth nothing tomorrow, so what arrives is kept in the cache (a table of the database) for a day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.core.cache import cache

from egnatia import law
from egnatia.base import clock, node
from egnatia.biometrics.models import Candidate
from egnatia.exchange.messages.counts import DayCounts
from egnatia.persons.models import DataSet

_KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Counts:
    """One partner's counts of its present day.

    channels   state by partner, as the partner itself sees them
    as_of      when they were counted
    """

    registered: int
    waiting: int
    channels: Mapping[str, str]
    as_of: datetime


def our_counts() -> Counts:
    """This node's own, counted now. What was taken over from an old system isn't today's work."""
    from egnatia.exchange.queries import channels

    now = clock.now()
    zone = law.partner(node.current().partner).zone
    midnight = datetime.combine(now.astimezone(zone).date(), time(), tzinfo=zone)
    registered = DataSet.objects.filter(signed_at__gte=midnight, version=1).exclude(origin="import").count()
    waiting = Candidate.objects.filter(state__in=(Candidate.State.OPEN, Candidate.State.SECOND)).count()
    return Counts(registered, waiting, {channel.code: channel.state for channel in channels()}, now)


def keep_counts(partner: str, told: DayCounts, at: datetime) -> None:
    """Remember what a partner told us."""
    cache.set(_key(partner), Counts(told.registered, told.waiting, told.channels, at), _KEPT_SECONDS)


def received_counts() -> dict[str, Counts]:
    """What the others told us on this day of theirs, by partner."""
    codes = {_key(code): code for code in law.partners()}
    found: dict[str, Counts] = {codes[key]: counts for key, counts in cache.get_many(codes).items()}
    return {code: counts for code, counts in found.items() if _is_of_today(code, counts.as_of)}


def _is_of_today(code: str, at: datetime) -> bool:
    zone = law.partner(code).zone
    return at.astimezone(zone).date() == clock.now().astimezone(zone).date()


def _key(partner: str) -> str:
    return f"exchange.today.{partner}"
