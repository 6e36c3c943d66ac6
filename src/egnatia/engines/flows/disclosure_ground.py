"""The finest cells that several linked tables are sums of, and the sums by which the tables hang together."""

from collections.abc import Iterable, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.errors import EngineError
from egnatia.engines.flows.disclosure_tables import TOTAL, Cell, Layout

if TYPE_CHECKING:
    from scipy import sparse

Axes = tuple[str, ...]


class Ground:
    """One unknown count for each finest cell: every published cell, of whatever table, is a sum of these.

    Tables over the same axes share their unknowns. Tables that have only some axes in common are tied by their sums over those:
    nationality by month and section by month have the same months. Axes that overlap in a ring (A×B, B×C, C×A) would allow
    inferences that such ties don't show, and are refused. In every other case any counts that agree on the ties belong to some
    common table, so nothing is overlooked (Atserias and Kolaitis 2021, Structure and complexity of bag consistency, §4).

    Raises EngineError `disclosure.ring`.
    """

    def __init__(self, layouts: Sequence[Layout]) -> None:
        self._atoms = {axis: _atoms_by_label(axis, layouts) for axis in {axis for layout in layouts for axis in layout.axes}}
        self._blocks: dict[Axes, _Block] = {}
        self.size = 0
        for axes in sorted({tuple(sorted(layout.axes)) for layout in layouts}):
            block = _Block(axes, [self._atoms_of_axis(axis, axes, layouts) for axis in axes], self.size)
            self._blocks[axes] = block
            self.size += block.size
        if _has_ring([frozenset(axes) for axes in self._blocks]):
            raise EngineError(
                "disclosure.ring",
                "These tables overlap in a ring, so that more could be inferred from them than can be checked.",
                "Give one table with all their axes instead.",
            )

    def cells_of(self, layout: Layout, cell: Cell) -> NDArray[np.intp]:
        """The unknowns whose sum this published cell is."""
        wanted: dict[str, list[int]] = {}
        for axis, labels, label in zip(layout.axes, layout.dims, cell, strict=True):
            fine = [f for one in (labels if label == TOTAL else (label,)) for f in layout.finest(one)]
            wanted[axis] = sorted({self._atoms[axis][f] for f in fine})
        return self._blocks[tuple(sorted(layout.axes))].indices(wanted)

    def ties(self) -> "sparse.csr_array":
        """float[ties, unknowns]: sums that are the same in two tables; each row is zero for the true counts."""
        from scipy import sparse  # here, for it takes a moment that most processes needn't wait

        rows = [
            (one.indices(wanted), other.indices(wanted))
            for one, other in combinations(self._blocks.values(), 2)
            for wanted in _common(one, other)
        ]
        plus = sum_rows([row for row, _ in rows], self.size)
        return sparse.csr_array(plus - sum_rows([row for _, row in rows], self.size))

    def _atoms_of_axis(self, axis: str, axes: Axes, layouts: Sequence[Layout]) -> list[int]:
        """Of those that tables over exactly `axes` show."""
        atoms = self._atoms[axis]
        return sorted(
            {
                atoms[fine]
                for layout in layouts
                if tuple(sorted(layout.axes)) == axes
                for label in layout.dims[layout.axes.index(axis)]
                for fine in layout.finest(label)
            }
        )


class _Block:
    """The unknowns of the tables over the same axes: a grid, in one piece from `start`."""

    def __init__(self, axes: Axes, atoms: list[list[int]], start: int) -> None:
        self.axes, self.atoms = axes, atoms
        shape = tuple(len(of_axis) for of_axis in atoms)
        self.size = int(np.prod(shape))
        self._grid = np.arange(start, start + self.size, dtype=np.intp).reshape(shape)
        self._positions = [{atom: position for position, atom in enumerate(of_axis)} for of_axis in atoms]

    def indices(self, wanted: dict[str, list[int]]) -> NDArray[np.intp]:
        """The unknowns with these atoms; all of an axis that isn't named."""
        places = [
            [positions[atom] for atom in wanted[axis]] if axis in wanted else list(positions.values())
            for axis, positions in zip(self.axes, self._positions, strict=True)
        ]
        return self._grid[np.ix_(*places)].ravel()


def sum_rows(rows: Sequence[NDArray[np.intp]], size: int) -> "sparse.csr_array":
    """float[rows, size]: a matrix of ones that sums the unknowns of each row."""
    from scipy import sparse

    pointers = np.concatenate([[0], np.cumsum([len(row) for row in rows])]) if rows else np.zeros(1)
    columns = np.concatenate(rows) if rows else np.zeros(0)
    return sparse.csr_array(
        (np.ones(len(columns)), columns.astype(np.int64), pointers.astype(np.int64)), shape=(len(rows), size)
    )


def _atoms_by_label(axis: str, layouts: Sequence[Layout]) -> dict[str, int]:
    """The finest labels of an axis by number; those that no table tells apart have the same one."""
    shown_in: dict[str, list[tuple[int, str]]] = {}
    for number, layout in enumerate(layouts):
        if axis not in layout.axes:
            continue
        for label in layout.dims[layout.axes.index(axis)]:
            for fine in layout.finest(label):
                shown_in.setdefault(fine, []).append((number, label))
    numbers: dict[tuple[tuple[int, str], ...], int] = {}
    return {fine: numbers.setdefault(tuple(shown), len(numbers)) for fine, shown in shown_in.items()}


def _common(one: _Block, other: _Block) -> Iterable[dict[str, list[int]]]:
    """The cells by which two blocks are tied."""
    axes = [axis for axis in one.axes if axis in other.axes]
    shared = [
        [atom for atom in one.atoms[one.axes.index(axis)] if atom in set(other.atoms[other.axes.index(axis)])] for axis in axes
    ]
    return ({axis: [atom] for axis, atom in zip(axes, atoms, strict=True)} for atoms in product(*shared))


def _has_ring(sets: list[frozenset[str]]) -> bool:
    """Whether the sets are a cyclic hypergraph (Graham 1979; Yu and Özsoyoğlu 1979: take ears off until nothing is left)."""
    while len(sets) > 1:
        trimmed = [frozenset(axis for axis in one if sum(axis in other for other in sets) > 1) for one in sets]
        kept = [
            one
            for place, one in enumerate(trimmed)
            if not any(one < other or (one == other and place < later) for later, other in enumerate(trimmed) if later != place)
        ]
        if kept == sets:
            return True
        sets = kept
    return False
