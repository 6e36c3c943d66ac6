"""One table of a month's statistics: counts by the labels of some axes, with all sums."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

#: Stands in a cell for an axis that is summed.
TOTAL = ""
#: One label per axis, TOTAL where it is summed: ("2", "", "female").
Cell = tuple[str, ...]
#: What isn't known is a label like others, so that the sums hold.
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Figure:
    """Counts by cell.

    >>> figure = Figure.count("w", ("wrong",), (("own", "ours"),), [("own",), ("own",)])
    >>> figure.value("own"), figure.value("ours"), figure.total
    (2, 0, 2)

    code    its letter, or "hits" for (k) to (p) together; with a point where a letter has several tables
    axes    what it is divided by; none for a single count
    labels  of each axis, without its total
    cells   what isn't there is nought; None is hidden
    """

    code: str
    axes: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    cells: Mapping[Cell, int | None]

    @classmethod
    def count(cls, code: str, axes: tuple[str, ...], labels: tuple[tuple[str, ...], ...], found: Iterable[Cell]) -> "Figure":
        """Count what was found, one cell each, and sum it up over every axis. ValueError for a label that isn't there."""
        counts: Counter[Cell] = Counter()
        for cell, times in Counter(found).items():
            if any(label not in known for label, known in zip(cell, labels, strict=True)):
                raise ValueError(f"{code}: {cell} has a label that the table lacks")
            for sums in product(*((label, TOTAL) for label in cell)):
                counts[sums] += times
        return cls(code, axes, labels, dict(counts))

    def value(self, *cell: str) -> int | None:
        return self.cells.get(cell, 0)

    @property
    def total(self) -> int | None:
        return self.value(*(TOTAL for _ in self.axes))

    def all_cells(self) -> Iterator[Cell]:
        """Every cell, sums among them, in the order of the labels."""
        return product(*((*labels, TOTAL) for labels in self.labels))

    def regroup(self, code: str, axes: tuple[str, ...], groups: Mapping[str, Callable[[str], str]]) -> "Figure":
        """The same counts by some of the axes, of which `groups` puts labels together. Not where some are hidden."""
        places = [self.axes.index(axis) for axis in axes]
        put = [groups.get(axis, str) for axis in axes]
        labels = tuple(tuple(dict.fromkeys(map(one, self.labels[place]))) for place, one in zip(places, put, strict=True))
        counts: Counter[Cell] = Counter()
        for cell, value in self.cells.items():
            if TOTAL not in cell:
                counts[tuple(one(cell[place]) for place, one in zip(places, put, strict=True))] += value or 0
        return Figure.count(code, axes, labels, counts.elements())

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "axes": list(self.axes),
            "labels": [list(labels) for labels in self.labels],
            "cells": [[*cell, value] for cell, value in sorted(self.cells.items())],
        }

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> "Figure":
        cells = {tuple(cell): value for *cell, value in written["cells"]}
        return cls(written["code"], tuple(written["axes"]), tuple(tuple(labels) for labels in written["labels"]), cells)


@dataclass(frozen=True, slots=True)
class Statistics:
    """All figures of a month, by code, and the letters that can't be counted because the node registers no such category."""

    figures: Mapping[str, Figure]
    not_in_use: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {"figures": [figure.to_json() for figure in self.figures.values()], "not_in_use": list(self.not_in_use)}

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> "Statistics":
        figures = [Figure.from_json(figure) for figure in written["figures"]]
        return cls({figure.code: figure for figure in figures}, tuple(written["not_in_use"]))
