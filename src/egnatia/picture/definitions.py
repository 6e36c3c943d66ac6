"""What an indicator counts, written once as expressions of Ibis over two relations.

The same expression is compiled to the database's SQL when days are counted (`counting`) and to DuckDB's when analysts cross
raw events (`analysis`), so that a figure on a page and the same figure in an analyst's table can't have two meanings. A store
that is asked has to offer the relations under their names:

    events      one row for each event that is not withdrawn
    incidents   one row for each finding that is not withdrawn
    places      the section in which each place lies, on this partner's side (`rows_of_places`)
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from egnatia.picture.bands import UNKNOWN as UNKNOWN_GROUP
from egnatia.picture.indicators import INCIDENTS, Indicator
from egnatia.picture.places import UNKNOWN as UNKNOWN_PLACE
from egnatia.picture.places import crossing_points, section_of, sections

if TYPE_CHECKING:
    import ibis.expr.types as ir

_EVENT_COLUMNS = {
    "on": "date",
    "hour": "int16",
    "kind": "string",
    "group": "string",
    "origin": "string",
    "place": "string",
    "nationality": "string",
    "age_band": "string",
    "sex": "string",
    "group_size": "int32",
    "persons": "int32",
}
_INCIDENT_COLUMNS = {"on": "date", "kind": "string", "type": "string", "origin": "string", "place": "string", "many": "int32"}
#: Columns of each relation with their types, as Ibis names them.
RELATIONS: Mapping[str, Mapping[str, str]] = {"events": _EVENT_COLUMNS, "incidents": _INCIDENT_COLUMNS}


def relation_of(indicator: Indicator) -> str:
    """What it is counted from: "events" or "incidents"."""
    return "incidents" if indicator.code == INCIDENTS else "events"


def rows_of_places(partner: str) -> list[tuple[str, str]]:
    """The relation `places`: every section and crossing point with its section on `partner`'s side."""
    found = ((place, section_of(place, partner)) for place in (*sections(), *crossing_points()))
    return [(place, section) for place, section in found if section]


def counted(indicator: Indicator) -> "ir.Table":
    """The rows that it counts, each with its `section`."""
    import ibis  # here, for it takes a moment that most processes needn't wait

    name = relation_of(indicator)
    rows = ibis.table(dict(RELATIONS[name]), name=name)
    if indicator.code != INCIDENTS:
        rows = rows.filter(rows.kind.isin(sorted(indicator.kinds)))
    if indicator.groups:
        rows = rows.filter(rows["group"].isin(sorted(indicator.groups)))
    if indicator.origins:
        rows = rows.filter(rows.origin.isin(sorted(indicator.origins)))
    places = ibis.table({"place": "string", "section": "string"}, name="places")
    located = rows.left_join(places, "place")
    return located.select(*(located[column] for column in RELATIONS[name]), section=places.section.fill_null(UNKNOWN_PLACE))


def many(indicator: Indicator, rows: "ir.Table") -> "ir.Value":
    """How many a group of its rows are: the persons they stand for, or the events that they are."""
    if indicator.weight == "persons" and indicator.code != INCIDENTS:
        return rows.persons.sum()
    return rows.count()


def _known(column: str, unknown: str) -> "Callable[[ir.Table], ir.Value]":
    """The column; `unknown` where it is empty."""
    return lambda rows: (rows[column] == "").ifelse(unknown, rows[column])


def _column(name: str) -> "Callable[[ir.Table], ir.Value]":
    return lambda rows: rows[name]


def _group(rows: "ir.Table") -> "ir.Value":
    return _known("age_band", UNKNOWN_GROUP)(rows).concat(".", _known("sex", UNKNOWN_GROUP)(rows))


#: By what rows can be divided.
DIVISIONS: "Mapping[str, Callable[[ir.Table], ir.Value]]" = {
    "day": _column("on"),
    "week": lambda rows: rows.on.truncate("W"),
    "month": lambda rows: rows.on.truncate("M"),
    "year": lambda rows: rows.on.truncate("Y"),
    "weekday": lambda rows: rows.on.day_of_week.index(),
    "hour": _column("hour"),
    "section": _column("section"),
    "place": _known("place", UNKNOWN_PLACE),
    "nationality": _known("nationality", "UNK"),
    "group": _group,
    "age_band": _known("age_band", UNKNOWN_GROUP),
    "sex": _known("sex", UNKNOWN_GROUP),
    "group_size": _column("group_size"),
    "type": _column("type"),
}


def cells(indicator: Indicator, by: Sequence[str], rows: "ir.Table | None" = None) -> "ir.Table":
    """How many of it in each cell: the columns of `by` (codes of DIVISIONS), then `many`. rows: `counted` ones, all if None."""
    rows = counted(indicator) if rows is None else rows
    keys = {code: DIVISIONS[code](rows) for code in by}
    return rows.group_by(**keys).aggregate(many=many(indicator, rows))


def sql_of(expression: "ir.Table", dialect: str) -> str:
    """The expression as SQL of a database: sqlite, postgres or duckdb."""
    import ibis

    return str(ibis.to_sql(expression, dialect=dialect))
