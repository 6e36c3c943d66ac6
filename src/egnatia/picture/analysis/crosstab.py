"""Cross-tables: this node's own events, divided by any two things at once."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.picture.analysis import store
from egnatia.picture.analysis.divisions import Division
from egnatia.picture.indicators import Indicator

#: Cells that a table may have before it is refused.
MOST_CELLS = 200_000


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; all of it stands in the page's address.

    rows, columns   by what; columns None: one column, how many
    start, end      days, both included; None: as far as events go
    only            code of a division → the one key of it that counts
    """

    indicator: Indicator
    rows: Division
    columns: Division | None = None
    start: date | None = None
    end: date | None = None
    only: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """The answer.

    cells   (row's key, column's key) → how many, nought where there is none; without columns the column's key is None
    """

    question: Question
    cells: Mapping[tuple[Any, Any], int]
    made_at: datetime

    @cached_property
    def row_totals(self) -> dict[Any, int]:
        """By row, in the order in which rows are read: of time and size their own, else the largest first."""
        return self._totals(0, self.question.rows)

    @cached_property
    def column_totals(self) -> dict[Any, int]:
        """By column, likewise; without columns one, under None."""
        return self._totals(1, self.question.columns)

    @property
    def total(self) -> int:
        return sum(self.cells.values())

    def row(self, key: Any) -> list[int]:
        """One row's cells in the order of the columns."""
        return [self.cells.get((key, column), 0) for column in self.column_totals]

    def _totals(self, side: int, division: Division | None) -> dict[Any, int]:
        sums: defaultdict[Any, int] = defaultdict(int)
        for place, value in self.cells.items():
            sums[place[side]] += value
        if division is None:
            return dict(sums) or {None: 0}
        if division.is_ordered:
            return {key: sums.get(key, 0) for key in division.all_keys(list(sums))}
        return dict(sorted(sums.items(), key=lambda item: (-item[1], str(item[0]))))


def answer(question: Question) -> Table:
    """Look it up in the raw files.

    Raises Problem `picture.division.twice`, `picture.tables.too_much`, `picture.tables.changed_meanwhile`.
    """
    if question.rows == question.columns:
        raise Problem(
            "picture.division.twice",
            _("Rows and columns are the same."),
            _("Divide by something else, or by one thing only."),
            field="columns",
        )
    with store.opened(start=question.start, end=question.end) as connection:
        rows = connection.execute(_sql(question)).fetchall()
    if len(rows) > MOST_CELLS:
        raise store.too_much()
    by_one = question.columns is None
    cells = {(_plain(row[0]), None if by_one else _plain(row[1])): int(row[-1]) for row in rows}
    return Table(question, cells, clock.now())


def _plain(key: Any) -> Any:
    """DuckDB gives the first day of a month as a moment."""
    return key.date() if isinstance(key, datetime) else key


def _sql(question: Question) -> str:
    from egnatia.picture import definitions  # here, for Ibis takes a moment that most requests needn't wait

    rows = definitions.counted(question.indicator)
    if question.start is not None:
        rows = rows.filter(rows.on >= question.start)
    if question.end is not None:
        rows = rows.filter(rows.on <= question.end)
    for code, key in question.only.items():
        rows = rows.filter(definitions.DIVISIONS[code](rows) == key)
    by = [question.rows.code] + ([question.columns.code] if question.columns else [])
    return definitions.sql_of(definitions.cells(question.indicator, by, rows).limit(MOST_CELLS + 1), "duckdb")
