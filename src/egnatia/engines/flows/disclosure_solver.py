"""Finds other counts that would look the same: what a hidden cell might be, as far as a reader can tell."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.errors import EngineError
from egnatia.engines.flows.disclosure_ground import Ground, sum_rows

#: Finer optimality costs time and hides hardly less.
_OPTIONS = {"mip_rel_gap": 0.05, "time_limit": 60.0}
_INFEASIBLE = 2
_TOLERANCE = 1e-6
_NONE = np.zeros(0, dtype=np.intp)


class Solver:
    """All cells of some linked tables as rows; a reader knows the value of each that is shown.

    low, high   float[rows]: the value; -inf and inf where the cell is hidden
    price       float[rows]: what it costs for each person to change a shown cell, that is to hide it; inf where it can't be,
                because it is known already

    What it finds are whole numbers, so it is true of people and not of fractions only: a mixed-integer program, solved by HiGHS
    (Huangfu and Hall 2018). First without hiding anything, which leaves few unknowns; else the linear relaxation says what to
    hide, and the rest follows; only where that gives no whole numbers are all cells tried.
    """

    def __init__(
        self,
        ground: Ground,
        rows: Sequence[NDArray[np.intp]],
        low: NDArray[np.float64],
        high: NDArray[np.float64],
        price: NDArray[np.float64],
    ) -> None:
        self.sums = sum_rows(rows, ground.size)
        self.low, self.high, self.price = low, high, price
        self._ties = ground.ties()

    def find_counts(self, row: int, *, at_least: int | None = None, at_most: int | None = None) -> NDArray[np.int64] | None:
        """int[rows]: values of all cells, in which this one lies where it is asked for, or None where that can't be.

        Shown cells keep their value; where they can't, the cheapest of those with a price are changed.
        """
        span = (-np.inf if at_least is None else float(at_least), np.inf if at_most is None else float(at_most))
        as_it_is = self._solve(row, span, _NONE)
        dear = np.flatnonzero(np.isfinite(self.price) & np.isfinite(self.low))
        if as_it_is is not None or not len(dear):
            return as_it_is
        relaxed = self._relax(row, span, dear)
        if relaxed is None:
            return None
        found = self._solve(row, span, dear[np.abs(relaxed[dear] - self.low[dear]) > _TOLERANCE])
        return found if found is not None else self._solve(row, span, dear)

    def find_smallest(self, row: int) -> NDArray[np.int64] | None:
        """int[rows]: values of all cells, as above, in which this one is as small as it can be without hiding any other."""
        return self._solve(row, (-np.inf, np.inf), _NONE, aim=1.0)

    def _solve(
        self, row: int, span: tuple[float, float], dear: NDArray[np.intp], *, aim: float = 0.0
    ) -> NDArray[np.int64] | None:
        """HiGHS gives whole numbers to within a millionth."""
        found = self._relax(row, span, dear, whole=1.0, aim=aim)
        return None if found is None else np.asarray(np.rint(found), dtype=np.int64)

    def _relax(
        self, row: int, span: tuple[float, float], dear: NDArray[np.intp], *, whole: float = 0.0, aim: float = 0.0
    ) -> NDArray[np.float64] | None:
        """float[rows]. Unknowns: the ground cells, then by how much each row of `dear` goes above and below what is known."""
        from scipy import sparse  # here, for it takes a moment that most processes needn't wait
        from scipy.optimize import Bounds, LinearConstraint, milp

        shown = np.flatnonzero(np.isfinite(self.low))
        step = sparse.csr_array(
            (np.ones(len(dear)), (np.searchsorted(shown, dear), np.arange(len(dear)))), shape=(len(shown), len(dear))
        )
        asked, size, nothing = self.sums[[row], :], self.sums.shape[1], np.zeros(self._ties.shape[0])
        matrix = sparse.block_array(
            [[self.sums[shown, :], -step, step], [self._ties, None, None], [asked, None, None]], format="csr"
        )
        limits = LinearConstraint(
            matrix,
            np.concatenate([self.low[shown], nothing, span[:1]]),
            np.concatenate([self.high[shown], nothing, span[1:]]),
        )
        found = milp(
            np.concatenate([aim * asked.toarray().ravel(), self.price[dear], self.price[dear]]),
            integrality=np.concatenate([np.full(size, whole), np.zeros(2 * len(dear))]),
            bounds=Bounds(0, np.inf),
            constraints=limits,
            options=_OPTIONS,
        )
        if found.x is not None:
            return np.asarray(self.sums @ found.x[:size])
        if found.status == _INFEASIBLE:
            return None
        raise EngineError("disclosure.too_large", "The tables are too large to be checked.", "Divide them less finely.")
