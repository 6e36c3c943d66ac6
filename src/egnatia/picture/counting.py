"""From events to counts: which cells the events of some days make, for every indicator that is counted here."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count as Number
from django.db.models import Sum

from egnatia.picture.bands import group_key
from egnatia.picture.indicators import INCIDENTS, Indicator, indicators
from egnatia.picture.models import Event, Incident
from egnatia.picture.places import UNKNOWN, section_of

#: (first day of the period, cut, key): how many.
Cells = Mapping[tuple[date, str, str], int]


@dataclass(frozen=True, slots=True)
class _Lot:
    """Events of one day that are alike in everything that is counted."""

    on: date
    kind: str
    group: str
    origin: str
    place: str
    nationality: str
    age_band: str
    sex: str
    type: str
    persons: int
    events: int


def counted_here() -> list[Indicator]:
    """The indicators that this node counts itself."""
    return [indicator for indicator in indicators().values() if indicator.is_counted_here]


def count_days(days: Collection[date], partner: str, *, since: date | None) -> dict[str, Cells]:
    """By indicator, the cells of these days.

    since   the day on which the node itself began to record: from then on silence means nought where the indicator says so
    """
    events, incidents = list(_event_lots(days)), list(_incident_lots(days))
    return {
        indicator.code: _cells(indicator, incidents if indicator.code == INCIDENTS else events, days, partner, since)
        for indicator in counted_here()
    }


def _cells(indicator: Indicator, lots: Iterable[_Lot], days: Collection[date], partner: str, since: date | None) -> Cells:
    cells: Counter[tuple[date, str, str]] = Counter()
    if indicator.silence == "zero" and since is not None:
        cells.update({(day, "", ""): 0 for day in days if day >= since})
    for lot in lots:
        if indicator.code != INCIDENTS and not indicator.counts(lot.kind, lot.group, lot.origin):
            continue
        many = lot.persons if indicator.weight == "persons" and indicator.code != INCIDENTS else lot.events
        cells[lot.on, "", ""] += many
        for cut in indicator.cuts:
            cells[lot.on, cut, _key(lot, cut, partner)] += many
    return cells


def _key(lot: _Lot, cut: str, partner: str) -> str:
    if cut == "section":
        return section_of(lot.place, partner) or UNKNOWN
    if cut == "nationality":
        return lot.nationality or "UNK"
    return lot.type if cut == "type" else group_key(lot.age_band, lot.sex)


def _event_lots(days: Collection[date]) -> Iterable[_Lot]:
    names = ("on", "kind", "group", "origin", "place", "nationality", "age_band", "sex")
    rows = Event.objects.filter(on__in=days, withdrawn_at=None).order_by().values(*names)
    for row in rows.annotate(persons_in=Sum("persons"), events_in=Number("id")):
        yield _Lot(**{name: row[name] for name in names}, type="", persons=row["persons_in"], events=row["events_in"])


def _incident_lots(days: Collection[date]) -> Iterable[_Lot]:
    names = ("on", "kind", "place", "type")
    rows = Incident.objects.filter(on__in=days, withdrawn_at=None).order_by().values(*names)
    for row in rows.annotate(events_in=Number("id")):
        yield _Lot(
            **{name: row[name] for name in names},
            group="",
            origin="",
            nationality="",
            age_band="",
            sex="",
            persons=0,
            events=row["events_in"],
        )
