"""Today's counts: our own, and what the other partners told us of theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from egnatia import law
from egnatia.base import clock, node
from egnatia.biometrics.models import Candidate
from egnatia.exchange.models import PartnerFigures
from egnatia.persons.models import DataSet


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


def received_counts() -> dict[str, Counts]:
    """What the others told us on this day of theirs, by partner. A count of 1 stands for anything from one to four."""
    return {
        figures.partner.code: Counts(figures.registered, figures.waiting, figures.channels, figures.as_of)
        for figures in PartnerFigures.objects.select_related("partner")
        if _is_of_today(figures.partner.code, figures.as_of)
    }


def _is_of_today(code: str, at: datetime) -> bool:
    zone = law.partner(code).zone
    return at.astimezone(zone).date() == clock.now().astimezone(zone).date()
