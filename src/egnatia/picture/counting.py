"""From events to counts: which cells the events of some days make, for every indicator that is counted here."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from django.db import connection

from egnatia.picture.indicators import Indicator, counted_here, indicators
from egnatia.picture.models import Event, Incident

#: (first day of the period, cut, key): how many.
Cells = Mapping[tuple[date, str, str], int]
_TABLES: Mapping[str, type[Event] | type[Incident]] = {"events": Event, "incidents": Incident}


def count_days(days: Collection[date], partner: str, *, since: date | None) -> dict[str, Cells]:
    """By indicator, the cells of these days.

    since   the day on which the node itself began to record: from then on silence means nought where the indicator says so
    """
    return {indicator.code: _cells(indicator, days, partner, since) for indicator in counted_here()}


def _cells(indicator: Indicator, days: Collection[date], partner: str, since: date | None) -> Cells:
    found: Counter[tuple[date, str, str]] = Counter()
    if indicator.silence == "zero" and since is not None:
        found.update({(day, "", ""): 0 for day in days if day >= since})
    for day, *keys, many in _finest_cells(indicator, days, partner) if days else ():
        found[day, "", ""] += many
        for cut, key in zip(indicator.cuts, keys, strict=True):
            found[day, cut, key] += many
    return found


def _finest_cells(indicator: Indicator, days: Collection[date], partner: str) -> Iterator[tuple[Any, ...]]:
    """(day, one key for each cut, how many): the definition, run on the rows of these days."""
    from egnatia.picture import definitions  # here and below, for Ibis takes a moment that pages needn't wait

    relation = definitions.relation_of(indicator)
    rows = _TABLES[relation].objects.filter(on__in=days, withdrawn_at=None).order_by()
    of_days, parameters = rows.values(*definitions.RELATIONS[relation]).query.sql_with_params()
    places = definitions.rows_of_places(partner)
    values = ", ".join(["(%s, %s)"] * len(places))
    statement = (
        f"WITH {relation} AS ({of_days}), places(place, section) AS (VALUES {values}), "  # noqa: S608  # no word of it from outside
        f"counted AS ({_definition(indicator.code, connection.vendor)}) SELECT * FROM counted"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, *(part for place in places for part in place)])
        for day, *keys, many in cursor.fetchall():
            yield day if isinstance(day, date) else date.fromisoformat(day), *keys, int(many)


@cache
def _definition(code: str, vendor: str) -> str:
    """What the indicator counts by day and all its cuts, as this database's SQL."""
    from egnatia.picture import definitions

    indicator = indicators()[code]
    dialect = "postgres" if vendor == "postgresql" else vendor
    return definitions.sql_of(definitions.cells(indicator, ("day", *indicator.cuts)), dialect).replace("%", "%%")
