"""What may be handed out: whoever adds and subtracts finds no small count. The attack shares no code with the engine."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from egnatia import law
from egnatia.oversight.figures import TOTAL, Cell, Figure, Statistics
from egnatia.oversight.release import release

CATEGORIES, YEARS, SEXES = ("1", "2", "3"), ("1984", "1990", "1991", "2012", "unknown"), ("female", "male", "x", "unknown")
COLUMNS = ("applicant", "irregular_crossing", "irregular_stay", "not_told")
TOGETHER = (("i.category", "i.born"),)
small = st.one_of(st.integers(0, 3), st.integers(0, 30))


def made(code: str, axes: tuple[str, ...], labels: tuple[tuple[str, ...], ...], counts: Sequence[int]) -> Figure:
    empty = Figure(code, axes, labels, {})
    cells = [cell for cell in empty.all_cells() if TOTAL not in cell]
    found = [cell for cell, count in zip(cells, counts, strict=True) for _ in range(count)]
    return Figure.count(code, axes, labels, found)


@st.composite
def months(draw: st.DrawFn) -> Statistics:
    """Data sets, hits, applicants, minors, wrong hits, a single count."""

    def counts(number: int) -> list[int]:
        return draw(st.lists(small, min_size=number, max_size=number))

    sizes = counts(len(CATEGORIES) * len(COLUMNS))
    sparse = draw(st.lists(small, min_size=6, max_size=6))
    data_sets = np.zeros(len(CATEGORIES) * len(YEARS) * len(SEXES), dtype=int)
    data_sets[draw(st.lists(st.integers(0, len(data_sets) - 1), min_size=6, max_size=6))] = sparse
    figures = [
        made("a", ("standing",), (("first_time", "again", "not_known"),), counts(3)),
        made("f", ("minority",), (("certain", "in_doubt"),), counts(2)),
        made("i", ("category", "born", "sex"), (CATEGORIES, YEARS, SEXES), [int(count) for count in data_sets]),
        made("hits", ("searched", "found"), (CATEGORIES, COLUMNS), sizes),
        made("q", (), (), counts(1)),
        made("w", ("wrong",), (("own", "reported", "received"),), counts(3)),
    ]
    return Statistics({figure.code: figure for figure in figures}, ())


def minimum_of(figure: Figure, cell: Cell) -> int:
    """As the rules say it, read anew."""
    rules = law.statistics_rules()
    of_applicants = figure.code == "a" or any(
        (axis, label) in {("category", "1"), ("searched", "1"), ("found", "applicant")}
        for axis, label in zip(figure.axes, cell, strict=True)
    )
    return rules.minimum_of_applicants if of_applicants else rules.minimum


def true_counts(month: Statistics) -> dict[tuple[str, Cell], int]:
    """The exact value of each cell of the released tables, by summing the exact ones."""
    decade = {"1984": "1980–1989", "1990": "1990–1999", "1991": "1990–1999", "2012": "2010–2019", "unknown": "unknown"}
    sex = {"female": "female", "male": "male", "x": "other", "unknown": "other"}
    found: dict[tuple[str, Cell], int] = {}
    for figure in month.figures.values():
        for cell, count in figure.cells.items():
            if TOTAL in cell:
                continue
            targets = [(figure.code, cell)]
            if figure.code == "i":
                targets = [("i.category", (cell[0], sex[cell[2]])), ("i.born", (decade[cell[1]], sex[cell[2]]))]
            for code, wanted in targets:
                for place in np.ndindex(*([2] * len(wanted))):
                    name = tuple(TOTAL if summed else label for summed, label in zip(place, wanted, strict=True))
                    found[code, name] = found.get((code, name), 0) + (count or 0)
    return found


class Attack:
    """Knows the tables of a group, their sums, that shared margins are equal, and how counts are rounded."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self.inner = [(figure, cell) for figure in figures for cell in figure.all_cells() if TOTAL not in cell]
        base = law.statistics_rules().round_to
        rows, low, high = [], [], []
        for figure in figures:
            for cell in figure.all_cells():
                if (shown := figure.value(*cell)) is not None:
                    rows.append(self.sum_of(figure, cell))
                    low.append(max(0, shown - base + 1))
                    high.append(shown + base - 1)
        for one, other in pairwise(figures):
            (axis,) = set(one.axes) & set(other.axes)
            for label in one.labels[one.axes.index(axis)]:
                mine, theirs = (self.sum_of(figure, self.margin(figure, axis, label)) for figure in (one, other))
                rows.append(mine - theirs)
                low.append(0)
                high.append(0)
        self.constraints = LinearConstraint(np.array(rows), low, high) if rows else ()

    @staticmethod
    def margin(figure: Figure, axis: str, label: str) -> Cell:
        return tuple(label if one == axis else TOTAL for one in figure.axes)

    def sum_of(self, figure: Figure, cell: Cell) -> np.ndarray:
        parts = [
            one is figure and all(label in (TOTAL, mine) for label, mine in zip(cell, inner, strict=True))
            for one, inner in self.inner
        ]
        return np.array(parts, dtype=float)

    def bounds(self, figure: Figure, cell: Cell) -> tuple[float, float]:
        """The least and the most that the cell can be, by whole numbers."""
        aim = self.sum_of(figure, cell)
        ends = []
        for sign in (1, -1):
            found = milp(sign * aim, integrality=np.ones(len(aim)), bounds=Bounds(0, 1000), constraints=self.constraints)
            assert found.x is not None, found.message
            ends.append(round(float(aim @ found.x)))
        return ends[0], ends[1]


def groups(figures: dict[str, Figure]) -> Iterator[list[Figure]]:
    for group in TOGETHER:
        yield [figures[code] for code in group]
    yield from ([figure] for code, figure in figures.items() if not any(code in group for group in TOGETHER))


@settings(max_examples=12)
@given(months())
def test_no_small_count_is_shown_and_none_can_be_computed(month: Statistics) -> None:
    shown, exact = dict(release(month).figures), true_counts(month)
    for group in groups(shown):
        attack = Attack(group)
        for figure in group:
            for cell in figure.all_cells():
                count, minimum = exact.get((figure.code, cell), 0), minimum_of(figure, cell)
                value = figure.value(*cell)
                assert value is None or not 0 < count < minimum, (figure.code, cell)
                assert value is None or (value % 5 == 0 and abs(value - count) < 5), (figure.code, cell)
                if 0 < count < minimum:
                    least, most = attack.bounds(figure, cell)
                    assert least <= 1 and most >= minimum - 1, (figure.code, cell, least, most)


def test_what_is_large_enough_is_shown() -> None:
    figure = made("f", ("minority",), (("certain", "in_doubt"),), [42, 17])
    shown = release(Statistics({"f": figure}, ())).figures["f"]
    assert {cell: shown.value(*cell) for cell in shown.all_cells()} in (
        {("certain",): 40, ("in_doubt",): 15, ("",): 55},
        {("certain",): 40, ("in_doubt",): 20, ("",): 60},
        {("certain",): 45, ("in_doubt",): 15, ("",): 60},
    )


def test_of_applicants_more_is_hidden_than_of_others() -> None:
    labels = (("1", "2"), ("unknown",), ("female",))
    figure = made("i", ("category", "born", "sex"), labels, [7, 7])
    shown = release(Statistics({"i": figure}, ())).figures["i.category"]
    assert shown.value("1", "female") is None
    alone = made("i", ("category", "born", "sex"), (("2", "3"), ("unknown",), ("female",)), [7, 7])
    assert release(Statistics({"i": alone}, ())).figures["i.category"].value("2", "female") in (5, 10)


@pytest.mark.parametrize("count", [1, 4])
def test_a_single_count_is_hidden_as_a_whole(count: int) -> None:
    shown = release(Statistics({"q": made("q", (), (), [count])}, ("c",)))
    assert shown.figures["q"].total is None
    assert shown.not_in_use == ("c",)


def test_nought_is_nought() -> None:
    assert release(Statistics({"q": made("q", (), (), [0])}, ())).figures["q"].total == 0


def test_where_the_hits_were_is_not_handed_out() -> None:
    where = made("hits.where", ("searched", "where"), (("2",), ("own", "partner")), [20, 30])
    assert release(Statistics({"hits.where": where}, ())).figures == {}


def test_years_of_birth_come_in_tens_and_sexes_in_three() -> None:
    figure = made("i", ("category", "born", "sex"), (("2",), YEARS, SEXES), [10] * 20)
    born = release(Statistics({"i": figure}, ())).figures["i.born"]
    assert born.labels == (("1980–1989", "1990–1999", "2010–2019", "unknown"), ("female", "male", "other"))
    assert "i" not in release(Statistics({"i": figure}, ())).figures
