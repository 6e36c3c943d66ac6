"""What is shown, to be saved: over time and by cell, each with what its figures are."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from egnatia.base import clock, node
from egnatia.picture.explore.answers import Answer, cut_names, note_of
from egnatia.picture.series_words import source_name
from egnatia.ui.parquet import Column, Value, parquet_of
from egnatia.ui.spreadsheets import Sheet


def time_sheet(found: Answer) -> Sheet:
    """A row for each period, a column for each line."""
    periods = sorted({period for _name, series in found.lines for period in series.periods})
    values = [dict(zip(series.periods, series.values, strict=True)) for _name, series in found.lines]
    head = (_("Period from"), *(name for name, _series in found.lines))
    rows = tuple((period, *(column.get(period) for column in values)) for period in periods)
    return Sheet(_("Over time"), facts_of(found), head, rows)


def cells_sheet(found: Answer) -> Sheet:
    """A row for each cell, all of them, with its sum over the whole span."""
    head = (_("Code"), cut_names()[found.question.cut].capitalize(), found.unit)
    return Sheet(_("The whole span"), facts_of(found), head, tuple(found.cells))


def time_parquet(found: Answer) -> bytes:
    """A row for each line and period: `source`, `cut`, `key`, `period`, `value` (null: nothing was reported)."""
    rows = [
        (series.source, series.cut, series.key, period, value)
        for _name, series in found.lines
        for period, value in zip(series.periods, series.values, strict=True)
    ]
    return _parquet(found, ("source", "cut", "key", "period", "value"), rows)


def cells_parquet(found: Answer) -> bytes:
    """A row for each cell of the whole span: `cut`, `key`, `value`."""
    return _parquet(found, ("cut", "key", "value"), [(found.question.cut, key, value) for key, _name, value in found.cells])


def _parquet(found: Answer, names: tuple[str, ...], rows: Sequence[tuple[Value, ...]]) -> bytes:
    columns = [Column(name, [row[place] for row in rows]) for place, name in enumerate(names)]
    return parquet_of(columns, [("indicator", found.question.indicator.code), *facts_of(found)])


def facts_of(found: Answer) -> tuple[tuple[str, str], ...]:
    """Indicator, definition, unit, source, vintage and span."""
    question = found.question
    periods = [period for _name, series in found.lines for period in series.periods]
    return (
        (_("Indicator"), question.indicator.name),
        (_("Definition"), question.indicator.definition),
        (_("Unit"), ": ".join(part for part in (found.unit, note_of(question.indicator)) if part)),
        (_("On the ground of"), question.indicator.source),
        (_("Figures of"), ", ".join(source_name(one) for one in found.sources)),
        (_("By"), cut_names()[question.cut]),
        (_("Each period is a"), question.every),
        (_("First period"), min(periods).isoformat() if periods else ""),
        (_("Last period"), max(periods).isoformat() if periods else ""),
        (_("As known on"), date_format(found.vintage, "c")),
        (_("Asked for as it stood on"), question.as_of.date().isoformat() if question.as_of else _("the day of this file")),
        (_("Saved from"), f"{node.current().name}, {date_format(clock.now(), 'c')}"),
        (_("Empty cells"), _("nothing was reported")),
    )
