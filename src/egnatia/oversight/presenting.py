"""A month's statistics as a page tells them: lines for single letters, tables for data sets and hits."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.oversight.counting.other import HIT_LETTERS, HITS, HITS_WHERE, REQUESTS_BETWEEN, letter_of_row
from egnatia.oversight.figures import TOTAL, Figure
from egnatia.oversight.queries.statistics import Shown
from egnatia.oversight.words import COUNTED, HIDDEN, NOT_IN_USE, NOT_RECORDED, axis_name, label_name, remark_of
from egnatia.ui.chart_style import number_text

_IN_TABLES = ("i", *HIT_LETTERS)


@dataclass(frozen=True, slots=True)
class Count:
    """One count as it is written; `title` says what a sign means that isn't a number."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One letter with its count, and what it is made of as (name, count)."""

    letter: str
    name: str
    definition: str
    source: str
    count: Count | None
    parts: tuple[tuple[str, Count], ...]
    remark: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of two axes with its sums. Rows: (letter or "", name, counts); the last of the counts is the row's sum."""

    title: str
    corner: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[Count, ...]], ...]
    sums: tuple[Count, ...]


def state_of(shown: Shown, letter: str) -> str:
    """Whether the letter is counted, or why not."""
    if law.statistics()[letter].needs_en:
        return NOT_RECORDED
    return NOT_IN_USE if letter in shown.statistics.not_in_use else COUNTED


def lines(shown: Shown, units: Iterable[str]) -> list[Line]:
    """The letters of these units that aren't told in tables."""
    wanted = set(units)
    return [_line(shown, one) for one in law.statistics().values() if one.unit in wanted and one.code not in _IN_TABLES]


def uncounted(shown: Shown, letters: Iterable[str]) -> list[Line]:
    """Of the letters that are told in a table, those that have no row in it."""
    return [_line(shown, law.statistics()[letter]) for letter in letters if state_of(shown, letter) != COUNTED]


def data_set_grids(shown: Shown) -> list[Grid]:
    """(i) by category and sex, and by year of birth and sex."""
    figures = shown.statistics.figures
    if "i" in figures:
        whole = figures["i"]
        figures = {code: whole.regroup(code, (axis, "sex"), {}) for code, axis in _I_TABLES.items()}
    titles = {"i.category": _("Data sets by category and sex"), "i.born": _("Data sets by year of birth and sex")}
    return [_grid(figures[code], titles[code]) for code in _I_TABLES if code in figures]


def hits_grid(shown: Shown) -> Grid | None:
    """(k) to (p): what was searched with, by as what it was found; what isn't recorded has a column that says so."""
    figure = shown.statistics.figures.get(HITS)
    if figure is None:
        return None
    columns = law.statistics_columns()
    unknown = Count("–", _("not recorded yet"))

    def counts(row: str) -> tuple[Count, ...]:
        found = (unknown if column.needs else count_of(figure.value(row, code)) for code, column in columns.items())
        return (*found, count_of(figure.value(row, TOTAL)))

    rows = tuple((letter_of_row(row), label_name("searched", row), counts(row)) for row in figure.labels[0])
    heads = (*(column.name for column in columns.values()), _("All"))
    return Grid(_("Hits, by as what somebody was found"), axis_name("searched"), heads, rows, counts(TOTAL))


def where_grid(shown: Shown) -> Grid | None:
    """The same hits by where."""
    figure = shown.statistics.figures.get(HITS_WHERE)
    return None if figure is None else _grid(figure, _("The same hits, by where"))


def between_grid(shown: Shown) -> Grid | None:
    """(t) between this node's police and that of partners."""
    figure = shown.statistics.figures.get(REQUESTS_BETWEEN)
    return None if figure is None else _grid(figure, _("Law enforcement: questions to partners and from them"))


def count_of(value: int | None) -> Count:
    return Count(HIDDEN, _("hidden")) if value is None else Count(number_text(value))


_I_TABLES = {"i.category": "category", "i.born": "born"}


def _line(shown: Shown, statistic: law.Statistic) -> Line:
    figure = shown.statistics.figures.get(statistic.code)
    state = state_of(shown, statistic.code)
    return Line(
        letter=statistic.code,
        name=statistic.name,
        definition=statistic.counts,
        source=law.cite(statistic.source),
        count=count_of(figure.total) if figure is not None and state == COUNTED else None,
        parts=_parts(figure) if figure is not None and state == COUNTED else (),
        remark=remark_of(statistic, state),
    )


def _parts(figure: Figure) -> tuple[tuple[str, Count], ...]:
    if not figure.axes:
        return ()
    (axis,), (labels,) = figure.axes, figure.labels
    return tuple((label_name(axis, label), count_of(figure.value(label))) for label in labels)


def _grid(figure: Figure, title: str) -> Grid:
    (down, across), (rows, columns) = figure.axes, figure.labels

    def counts(row: str) -> tuple[Count, ...]:
        return tuple(count_of(figure.value(row, label)) for label in (*columns, TOTAL))

    heads = (*(capfirst(label_name(across, label)) for label in columns), _("All"))
    lines = tuple(("", capfirst(label_name(down, row)), counts(row)) for row in rows)
    return Grid(title, axis_name(down), heads, lines, counts(TOTAL))
