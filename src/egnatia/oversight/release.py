"""The statistics as they may leave the partner: small counts hidden with what they could be computed from, others rounded."""

from collections.abc import Iterable, Sequence

import numpy as np
from django.utils.translation import gettext

from egnatia import law
from egnatia.base.errors import Problem
from egnatia.engines.errors import EngineError
from egnatia.engines.flows.disclosure import Protected, Rule, Table, protect_all
from egnatia.oversight.counting.other import HITS_WHERE, REQUESTS_BETWEEN
from egnatia.oversight.figures import TOTAL, UNKNOWN, Cell, Figure, Statistics

#: Tables that count the same people share an axis, and are protected together.
_TOGETHER = (("i.category", "i.born"),)
#: Not handed out: beside the hits whose category isn't told, all of which were at a partner, it could tell more than itself.
#: Nor are questions between two partners: who asks one partner only shows its (t) twice, and each partner's (t) has its own.
_KEPT = (HITS_WHERE, REQUESTS_BETWEEN)
#: The label by which an axis says that somebody asked for asylum; the whole of (a) says it.
_APPLICANTS = {"category": ("1",), "searched": ("1",), "found": ("applicant", "granted_protection")}
#: Stands for the axis of a single count.
_ALL = "all"
_NAMED_SEXES = ("female", "male")
#: Letters that count applicants, or may: a mark after a grant of protection says so.
_OF_APPLICANTS = ("a", "r", "s")
OTHER = "other"


def release(statistics: Statistics) -> Statistics:
    """The same month for handing out: counts by the rules of `law.statistics_rules()`, None where they are hidden.

    Data sets are given by category and sex and by years of birth and sex, not by all three. That no hidden cell can be told
    is proved by the engine for each table with its sums. Raises Problem `oversight.statistics.too_large`.
    """
    kept = [figure for code, figure in statistics.figures.items() if code not in _KEPT]
    figures = {figure.code: figure for one in kept for figure in _as_released(one)}
    alone = [(code,) for code in figures if not any(code in group for group in _TOGETHER)]
    groups = [[figures[code] for code in group if code in figures] for group in (*_TOGETHER, *alone)]
    shown = {figure.code: figure for group in groups if group for figure in _protect(group)}
    return Statistics({code: shown[code] for code in figures}, statistics.not_in_use)


def _as_released(figure: Figure) -> Iterable[Figure]:
    if figure.code != "i":
        return (figure,)
    groups = {"sex": _sex_group, "born": _years_group}
    return (
        figure.regroup("i.category", ("category", "sex"), groups),
        figure.regroup("i.born", ("born", "sex"), groups),
    )


def _sex_group(sex: str) -> str:
    """What is neither is too seldom to stand alone."""
    return sex if sex in _NAMED_SEXES else OTHER


def _years_group(year: str) -> str:
    if year == UNKNOWN:
        return UNKNOWN
    together = law.statistics_rules().years_of_birth
    first = int(year) // together * together
    return f"{first}–{first + together - 1}"


def _protect(group: Sequence[Figure]) -> list[Figure]:
    rules = law.statistics_rules()
    try:
        shown = protect_all([_table_of(figure) for figure in group], Rule(rules.minimum, rules.round_to))
    except EngineError as error:
        raise Problem(
            "oversight.statistics.too_large",
            gettext("It could not be checked in time what may be shown of this month."),
            gettext("Close it again when the node has less to do."),
            status=503,
        ) from error
    return [_figure_of(figure, one) for figure, one in zip(group, shown, strict=True)]


def _table_of(figure: Figure) -> Table:
    dims = figure.labels or ((_ALL,),)
    cells = [cell for cell in figure.all_cells() if TOTAL not in cell] or [()]
    values = np.array([figure.cells.get(cell, 0) for cell in cells], dtype=np.int64)
    table = Table(dims, values.reshape([len(labels) for labels in dims]), figure.axes or (_ALL,))
    minimum = law.statistics_rules().minimum_of_applicants
    minima = {cell: minimum for cell in table.layout.cells() if _is_of_applicants(figure, cell)}
    return Table(table.dims, table.values, table.axes, minima=minima)


def _is_of_applicants(figure: Figure, cell: Cell) -> bool:
    return figure.code in _OF_APPLICANTS or any(
        label in _APPLICANTS.get(axis, ()) for axis, label in zip(figure.axes, cell, strict=False)
    )


def _figure_of(figure: Figure, shown: Protected) -> Figure:
    """Without zeros, as an exact one is kept."""
    values = {cell: value for cell, value in shown.values.items() if value != 0}
    if not figure.axes:
        values = {(): values[TOTAL,]} if (TOTAL,) in values else {}
    return Figure(figure.code, figure.axes, figure.labels, values)
