"""What readers of published tables know of the hidden cells, and what they can't exclude."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.errors import EngineError
from egnatia.engines.flows.disclosure_ground import Ground
from egnatia.engines.flows.disclosure_solver import Solver
from egnatia.engines.flows.disclosure_tables import Cell, Layout, Protected, Rule


class RevealedError(EngineError):
    """No way to hide `cells` is left, each with the layout of its table, after what was shown earlier."""

    def __init__(self, cells: list[tuple[Layout, Cell]]) -> None:
        super().__init__(
            "disclosure.reveals",
            "Together with what was shown earlier, small counts could be computed from this table.",
            "Show it less finely, or as it was shown before.",
        )
        self.cells = cells


@dataclass(frozen=True, slots=True)
class Need:
    """What readers must be unable to exclude of a hidden cell, in units of the rounding: counts from `low` to `high`, and some
    two that are `width` apart.

    Who can tell the multiple to which a count was rounded knows the count to within less than the base, so that much is taken
    off.
    """

    low: int | None
    high: int | None
    width: int

    @classmethod
    def of_primary(cls, rule: Rule, minimum: int) -> "Need":
        """As much as the rule itself says of a hidden cell: it is from 1 to minimum - 1."""
        return cls(1, _up(minimum - rule.unit, rule.unit), _width(rule))

    @classmethod
    def of_withheld(cls, rule: Rule, value: int) -> "Need":
        """Anything from nothing to as many as there are, or as a small count could be."""
        return cls(0, _up(max(value + 1, rule.minimum) - rule.unit, rule.unit), _width(rule))

    @classmethod
    def of_complementary(cls, rule: Rule) -> "Need":
        return cls(None, None, _width(rule))

    @classmethod
    def of_hidden(cls, release: Protected, cell: Cell) -> "Need":
        """Of a cell that was hidden in a release."""
        if cell in release.withheld:
            return cls.of_withheld(release.rule, release.kept[cell])
        if cell in release.primary:
            return cls.of_primary(release.rule, release.minima.get(cell, release.rule.minimum))
        return cls.of_complementary(release.rule)


class Readers:
    """Readers of some linked tables and earlier releases: what they know of each cell, and what was shown to be possible.

    Each cell is a row. A hidden one is safe when tables have been found that look the same to the readers and in which it takes
    the ends of what it needs. Values are in units of the rounding, which must be the same throughout.
    """

    def __init__(self, layouts: Sequence[Layout]) -> None:
        self._ground = Ground(layouts)
        self.places: list[tuple[Layout, Cell]] = []
        self._cells: list[NDArray[np.intp]] = []
        self._known: list[float] = []
        self._prices: list[float] = []
        self._solver: Solver | None = None
        self.needs: dict[int, Need] = {}

    def add(self, layout: Layout, cell: Cell, known: int | None, *, price: float = np.inf) -> int:
        """One cell, and its value if they know it; its row. With a price it may be hidden from them yet."""
        self.places.append((layout, cell))
        self._cells.append(self._ground.cells_of(layout, cell))
        self._known.append(np.nan if known is None else known)
        self._prices.append(price)
        return len(self._cells) - 1

    def add_release(self, release: Protected) -> dict[int, Cell]:
        """What was shown for good, and what was hidden and has to stay so; the rows of the latter."""
        hidden = {}
        for cell, value in release.values.items():
            row = self.add(release.layout, cell, None if value is None else value // release.rule.unit)
            if value is None:
                hidden[row] = cell
                self.needs[row] = Need.of_hidden(release, cell)
        return hidden

    def begin(self) -> None:
        """All is told: look for what is possible. Raises EngineError `disclosure.vintages_differ` where nothing is."""
        known = np.array(self._known)
        low, high = np.where(np.isnan(known), -np.inf, known), np.where(np.isnan(known), np.inf, known)
        self._solver = Solver(self._ground, self._cells, low, high, np.array(self._prices))
        self._forget_what_is_told()
        values = self.solver.find_counts(0)
        if values is None:
            raise vintages_differ()
        self.lowest = self.highest = values

    @property
    def solver(self) -> Solver:
        assert self._solver is not None  # noqa: S101  (begin comes first)
        return self._solver

    def hide(self, row: int, need: Need) -> None:
        self.needs[row] = need
        self.solver.low[row], self.solver.high[row] = -np.inf, np.inf

    def note(self, values: NDArray[np.int64]) -> list[int]:
        """These values are possible, provided that the rows which are given back are hidden."""
        self.lowest, self.highest = np.minimum(self.lowest, values), np.maximum(self.highest, values)
        return [int(row) for row in np.flatnonzero((values < self.solver.low) | (values > self.solver.high))]

    def protect(self, rows: Iterable[int], *, otherwise: Need | None = None) -> list[int]:
        """Look for what hidden cells still miss; those for which it can't be found.

        otherwise   what the cells need that have to be hidden for it; only cells with a price can be
        """
        waiting, lost = list(rows), []
        while waiting:
            values = self._find_missing(waiting[-1])
            if values is None:
                row = waiting.pop()
                lost += [] if self._is_safe(row) else [row]
                continue
            for further in self.note(values):
                assert otherwise is not None  # noqa: S101  (without a price nothing is hidden)
                self.hide(further, otherwise)
                waiting.insert(0, further)
        return lost

    def _is_safe(self, row: int) -> bool:
        need, lowest, highest = self.needs[row], self.lowest[row], self.highest[row]
        far = need.width <= highest - lowest
        return bool(far and (need.low is None or lowest <= need.low) and (need.high is None or highest >= need.high))

    def _find_missing(self, row: int) -> NDArray[np.int64] | None:
        """Values that bring the cell nearer to what it needs; None when it is safe, or can't be made so."""
        need, lowest, highest = self.needs[row], self.lowest[row], self.highest[row]
        if need.high is not None and highest < need.high:
            return self.solver.find_counts(row, at_least=need.high)
        if need.low is not None and lowest > need.low:
            return self.solver.find_counts(row, at_most=need.low)
        if highest - lowest < need.width:
            return self._find_further(row, int(lowest) + need.width, int(highest) - need.width)
        return None

    def _find_further(self, row: int, up: int, down: int) -> NDArray[np.int64] | None:
        """Wide enough upwards, or downwards, or at least the smallest value, from which it may be wide enough upwards."""
        for span in ({"at_least": up}, {"at_most": down}):
            if (values := self.solver.find_counts(row, **span)) is not None:
                return values
        values = self.solver.find_smallest(row)
        return values if values is not None and values[row] < self.lowest[row] else None

    def _forget_what_is_told(self) -> None:
        """A cell that protected another and that another release shows openly has nothing more to hide."""
        told = {cells.tobytes() for cells, known in zip(self._cells, self._known, strict=True) if not np.isnan(known)}
        for row, need in list(self.needs.items()):
            if need.low is None and self._cells[row].tobytes() in told:
                del self.needs[row]


def vintages_differ() -> EngineError:
    return EngineError(
        "disclosure.vintages_differ",
        "What was shown earlier and what is to be shown now can't both be true.",
        "Draw both from the same vintage.",
    )


def _width(rule: Rule) -> int:
    """As far apart as small counts can be; of rounded counts two multiples at least."""
    return rule.minimum - 2 if rule.round_to is None else 1


def _up(value: int, unit: int) -> int:
    return max(0, -(-value // unit))
