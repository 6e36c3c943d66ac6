"""Today's counts: our own, and what the other partners told us of theirs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from django.db.models import QuerySet

from egnatia import law
from egnatia.base import clock, node
from egnatia.biometrics.models import Candidate
from egnatia.exchange.messages.figures import SMALLEST_TOLD, as_told
from egnatia.exchange.models import PartnerFigures
from egnatia.persons.models import DataSet

#: Digit of the category of applicants, whose number below five no partner may tell.
_APPLICANTS = 1


@dataclass(frozen=True, slots=True)
class Counts:
    """One partner's counts of its present day.

    channels   state by partner, as the partner itself sees them
    as_of      when they were counted
    quotas     what each of the others has used of today's quota with it, in tenths; ours: `quotas.shares_used`
    """

    registered: int
    waiting: int
    channels: Mapping[str, str]
    as_of: datetime
    quotas: Mapping[str, int] = field(default_factory=dict)


def our_counts() -> Counts:
    """This node's own, counted now. What was taken over from an old system isn't today's work."""
    from egnatia.exchange.queries import channels

    registered = _registered_today().count()
    waiting = Candidate.objects.filter(state__in=(Candidate.State.OPEN, Candidate.State.SECOND)).count()
    return Counts(registered, waiting, {channel.code: channel.state for channel in channels()}, clock.now())


def registered_as_told() -> int:
    """Registrations signed today, as partners are told: applicants among them in fives, rounded down.

    Beside the crossings and stays of the day (EX-61), the exact number would tell how many applied.
    """
    today = _registered_today()
    return as_told(today.count() - today.filter(category=_APPLICANTS).count() % SMALLEST_TOLD)


def _registered_today() -> QuerySet[DataSet]:
    zone = law.partner(node.current().partner).zone
    midnight = datetime.combine(clock.now().astimezone(zone).date(), time(), tzinfo=zone)
    return DataSet.objects.filter(signed_at__gte=midnight, version=1).exclude(origin="import")


def received_counts() -> dict[str, Counts]:
    """What the others told us on this day of theirs, by partner. A count of 1 stands for anything from one to four."""
    return {
        figures.partner.code: Counts(figures.registered, figures.waiting, figures.channels, figures.as_of, figures.quotas)
        for figures in PartnerFigures.objects.select_related("partner")
        if _is_of_today(figures.partner.code, figures.as_of)
    }


def _is_of_today(code: str, at: datetime) -> bool:
    zone = law.partner(code).zone
    return at.astimezone(zone).date() == clock.now().astimezone(zone).date()
