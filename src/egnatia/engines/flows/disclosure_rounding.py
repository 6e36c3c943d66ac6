"""Controlled rounding: counts rounded to multiples of a base so that they still add up to the totals shown beside them."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.flows.disclosure_ground import Ground, sum_rows
from egnatia.engines.flows.disclosure_readers import vintages_differ
from egnatia.engines.flows.disclosure_tables import Cell, Name, Protected, Table

_OPTIONS = {"mip_rel_gap": 0.01, "time_limit": 60.0}
#: A margin that goes beyond its next multiple costs more than whatever the cells could gain by it.
_BEYOND = 1000.0


def round_tables(tables: Sequence[Table], base: int, earlier: Sequence[Protected] = ()) -> list[dict[Cell, int]]:
    """Each table's cells and margins in multiples of `base`; every margin is the sum of the rounded cells under it.

    A cell goes to one of its two neighbouring multiples (a multiple stays), mostly the nearer one, and so does every margin of
    a table with two axes and of tables linked in a chain. With three axes or more that isn't always possible; a margin then
    goes further, as little as can be. What an earlier release rounded stays as it was rounded. Cox (1987), A constructive
    procedure for unbiased controlled rounding; here the one with the least change is taken, so that the same counts are
    rounded alike.

    Raises EngineError `disclosure.vintages_differ` where an earlier release had other counts.
    """
    ground = Ground([*(table.layout for table in tables), *(release.layout for release in earlier)])
    cells: dict[Name, NDArray[np.intp]] = {}
    exact: dict[Name, float] = {}
    for table in tables:
        for cell, count in table.values_by_cell().items():
            name = table.layout.name_of(cell)
            cells[name], exact[name] = ground.cells_of(table.layout, cell), count / base
    fixed = {}
    for release in earlier:
        for cell, value in release.kept.items():
            fixed[release.layout.name_of(cell)] = (ground.cells_of(release.layout, cell), value / base)
    units = _round_units(ground, cells, exact, fixed)
    return [
        {cell: int(units[ground.cells_of(table.layout, cell)].sum()) * base for cell in table.layout.cells()}
        for table in tables
    ]


def _round_units(
    ground: Ground,
    cells: Mapping[Name, NDArray[np.intp]],
    exact: Mapping[Name, float],
    fixed: Mapping[Name, tuple[NDArray[np.intp], float]],
) -> NDArray[np.int64]:
    """int[ground cells]. Unknowns: these, and how far each sum of several lies beyond its two next multiples."""
    from scipy import sparse  # here, for it takes a moment that most processes needn't wait
    from scipy.optimize import Bounds, LinearConstraint, milp

    lowest, highest, cost = np.zeros(ground.size), np.full(ground.size, np.inf), np.zeros(ground.size)
    sums: list[NDArray[np.intp]] = []
    goals: list[float] = []
    for name, of_cell in cells.items():
        goal = exact[name]
        if len(of_cell) > 1:
            sums.append(of_cell)
            goals.append(goal)
            continue
        lowest[of_cell], highest[of_cell] = np.floor(goal), np.ceil(goal)
        cost[of_cell] = 1.0 - 2.0 * (goal - np.floor(goal))  # of going up rather than down
    low, high, as_told = np.floor(goals), np.ceil(goals), np.array([value for _, value in fixed.values()])
    ties, told = ground.ties(), sum_rows([row for row, _ in fixed.values()], ground.size)
    beyond, nothing = sparse.eye_array(len(goals)), np.zeros(ties.shape[0])
    matrix = sparse.block_array(
        [[sum_rows(sums, ground.size), beyond, -beyond], [ties, None, None], [told, None, None]], format="csr"
    )
    slack = np.full(2 * len(goals), _BEYOND)
    found = milp(
        np.concatenate([cost, slack]),
        integrality=np.concatenate([np.ones(ground.size), np.zeros(len(slack))]),
        bounds=Bounds(np.concatenate([lowest, np.zeros(len(slack))]), np.concatenate([highest, np.full(len(slack), np.inf)])),
        constraints=LinearConstraint(matrix, np.concatenate([low, nothing, as_told]), np.concatenate([high, nothing, as_told])),
        options=_OPTIONS,
    )
    if found.x is None:
        raise vintages_differ()
    return np.asarray(np.rint(found.x[: ground.size]), dtype=np.int64)
