"""Tables of counts as they are published: their cells and margins, which of them are hidden, and the rule that says so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.errors import EngineError

#: Stands in a cell's name for an axis that is summed.
TOTAL = ""
#: One label per axis of the table, TOTAL where it is summed: ("Serbia", "2026-03", "").
Cell = tuple[str, ...]
#: What a cell is called in whatever table: axis and finest labels, for each axis that isn't summed.
Name = frozenset[tuple[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Rule:
    """How small a count may be before it is hidden.

    minimum    counts from 1 to minimum - 1 are hidden; 0 tells of nobody and is shown
    round_to   what is shown is rounded to multiples of this (5, say); None shows it exactly
    """

    minimum: int = 5
    round_to: int | None = None

    def __post_init__(self) -> None:
        if self.minimum < 2 or (self.round_to is not None and self.round_to < 2):
            raise EngineError(
                "disclosure.rule", "A minimum or a base of rounding below two hides nothing.", "Give two or more."
            )

    @property
    def unit(self) -> int:
        """What shown counts are multiples of."""
        return self.round_to or 1


@dataclass(frozen=True, slots=True)
class Layout:
    """What a table is divided by.

    axes    their names; tables with an axis of the same name are linked by it
    dims    the labels of each axis, without its total; together they are everybody, unless it is partial
    groups  labels that stand for several finer ones ("other", "2026-Q1"): the finer labels, which other tables may show
    partial axes whose labels aren't everybody (some months, some partners): their total means something else in each table
    """

    axes: tuple[str, ...]
    dims: tuple[tuple[str, ...], ...]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    partial: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if len(self.axes) != len(self.dims) or len(set(self.axes)) != len(self.axes) or not self.axes:
            raise EngineError("disclosure.axes", "A table needs one name for each of its axes.", "Name the axes, each once.")
        for labels in self.dims:
            finest = [fine for label in labels for fine in self.finest(label)]
            if not labels or TOTAL in labels or len(set(finest)) != len(finest):
                raise EngineError(
                    "disclosure.labels",
                    "The labels of an axis are empty or overlap.",
                    "Give each person one label on each axis.",
                )

    def finest(self, label: str) -> tuple[str, ...]:
        """The finest labels that this one stands for, in order: itself, unless it is a group."""
        return tuple(sorted(self.groups.get(label, (label,))))

    def cells(self) -> Iterator[Cell]:
        """All cells, margins among them."""
        return product(*((*labels, TOTAL) for labels in self.dims))

    def name_of(self, cell: Cell) -> Name:
        """The same in two tables that share the cell."""
        name = set()
        for axis, labels, label in zip(self.axes, self.dims, cell, strict=True):
            if label != TOTAL:
                name.add((axis, self.finest(label)))
            elif axis in self.partial:
                name.add((axis, tuple(sorted(fine for one in labels for fine in self.finest(one)))))
        return frozenset(name)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Counts by one or more axes, before anything is hidden. All margins are meant to be shown.

    >>> table = Table((("AFG", "SYR"), ("March", "April")), np.array([[40, 35], [3, 20]]))
    >>> table.values_by_cell()["AFG", ""]
    75

    values    int[labels of axis 0, labels of axis 1, …], none below zero
    minima    cells with a minimum of their own, higher than the rule's; 1 hides nothing
    withheld  cells that the reader may not learn whatever they are, be it that they are empty
    hidden    cells that were hidden in an earlier version of this table and stay so
    """

    dims: tuple[tuple[str, ...], ...]
    values: NDArray[np.int64]
    axes: tuple[str, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    partial: frozenset[str] = frozenset()
    minima: Mapping[Cell, int] = field(default_factory=dict)
    withheld: frozenset[Cell] = frozenset()
    hidden: frozenset[Cell] = frozenset()

    def __post_init__(self) -> None:
        values = np.asarray(self.values)
        if values.shape != tuple(len(labels) for labels in self.dims) or values.dtype.kind not in "iu" or (values < 0).any():
            raise EngineError(
                "disclosure.values",
                "The counts don't fit the labels, or are no counts.",
                "Give one whole number, 0 or more, a cell.",
            )
        _ = self.layout

    @property
    def layout(self) -> Layout:
        axes = self.axes or tuple(f"axis {number}" for number in range(len(self.dims)))
        return Layout(axes, self.dims, self.groups, self.partial)

    def values_by_cell(self) -> dict[Cell, int]:
        """Every cell's count, margins summed up."""
        whole = np.asarray(self.values, dtype=np.int64)
        for axis in range(whole.ndim):
            whole = np.concatenate([whole, whole.sum(axis=axis, keepdims=True)], axis=axis)
        return dict(zip(self.layout.cells(), (int(value) for value in whole.flat), strict=True))

    def is_small(self, cell: Cell, value: int, rule: Rule) -> bool:
        return 0 < value < self.minima.get(cell, rule.minimum)


@dataclass(frozen=True, slots=True, eq=False)
class Protected:
    """A table as it may be shown.

    values         by cell, margins among them; None is hidden. Whether for its own sake or to protect another isn't told
    kept           the same with the hidden ones: never handed out, for later releases to agree with
    primary        cells hidden because they are small, or withheld from this reader
    complementary  cells hidden because a primary one could be computed from them
    withheld       those of the primary that may not even be told from zero
    minima         of cells that have one of their own
    slack          how far a shown value may be from its count: 0 unless it is rounded
    linked         the tables that were protected together with this one
    """

    layout: Layout
    rule: Rule
    values: Mapping[Cell, int | None]
    kept: Mapping[Cell, int]
    primary: frozenset[Cell]
    complementary: frozenset[Cell]
    withheld: frozenset[Cell] = frozenset()
    minima: Mapping[Cell, int] = field(default_factory=dict)
    slack: int = 0
    linked: tuple["Protected", ...] = ()

    @property
    def hidden(self) -> frozenset[Cell]:
        return self.primary | self.complementary
