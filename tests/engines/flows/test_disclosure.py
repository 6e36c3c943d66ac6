"""Hidden cells stay hidden from somebody who adds, subtracts and solves; checked by a reader that shares no code with ours."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import LinearConstraint, milp

from egnatia.engines.errors import EngineError
from egnatia.engines.flows.disclosure import TOTAL, Cell, Protected, Rule, Table, protect, protect_all, reveals, round_table

FIVE = Rule(minimum=5)
ROUNDED = Rule(minimum=5, round_to=5)
quick = settings(max_examples=12, deadline=None)
small_counts = st.one_of(st.integers(0, 6), st.integers(0, 40))


def table_of(values: np.ndarray, **more: object) -> Table:
    letters = "abcd"
    dims = tuple(tuple(f"{letters[axis]}{i}" for i in range(size)) for axis, size in enumerate(values.shape))
    return Table(dims, values, **more)  # type: ignore[arg-type]


def what_a_reader_can_tell(shown: Protected) -> dict[Cell, tuple[float, float]]:
    """The least and the greatest whole number that each hidden cell can be, from one table and its margins."""
    inner = list(product(*shown.layout.dims))
    rows = {
        cell: np.array([all(c in (label, TOTAL) for c, label in zip(cell, one, strict=True)) for one in inner], dtype=float)
        for cell in shown.values
    }
    told = [cell for cell, value in shown.values.items() if value is not None]
    values = np.array([shown.values[cell] for cell in told], dtype=float)
    limits = LinearConstraint(np.array([rows[cell] for cell in told]), values, values) if told else ()
    return {cell: tuple(_ends(rows[cell], limits)) for cell in shown.hidden}  # type: ignore[misc]


def _ends(row: np.ndarray, limits: object) -> list[float]:
    ends = []
    for sign in (1.0, -1.0):
        found = milp(sign * row, constraints=limits, integrality=np.ones(len(row)))
        ends.append(-np.inf * -sign if found.x is None else round(sign * found.fun))
    return [ends[0] if np.isfinite(ends[0]) else 0, ends[1] if np.isfinite(ends[1]) else np.inf]


def told_by_both(dims: tuple[tuple[str, ...], ...], *releases: Protected) -> set[tuple[object, Cell]]:
    """The small counts of several releases about the same people that all of them together bound too tightly."""
    inner = list(product(*dims))

    def row(release: Protected, cell: Cell) -> np.ndarray:
        covers = [labels if label == TOTAL else (label,) for labels, label in zip(release.layout.dims, cell, strict=True)]
        return np.array([all(c in cover for c, cover in zip(one, covers, strict=True)) for one in inner], dtype=float)

    told = [(row(release, cell), value) for release in releases for cell, value in release.values.items() if value is not None]
    values = np.array([value for _, value in told], dtype=float)
    limits = LinearConstraint(np.array([one for one, _ in told]), values, values) if told else ()
    found = set()
    for release in releases:
        for cell in release.primary:
            least, most = _ends(row(release, cell), limits)
            if least > 1 or most < release.rule.minimum - 1:
                found.add((release.layout.dims, cell))
    return found


def assert_nobody_can_tell(shown: Protected) -> None:
    for cell, (least, most) in what_a_reader_can_tell(shown).items():
        assert most - least >= shown.rule.minimum - 2, (cell, least, most)
        if cell in shown.primary:
            assert least <= 1 and most >= shown.rule.minimum - 1, (cell, least, most)


@quick
@given(arrays(np.int64, st.tuples(st.integers(2, 4), st.integers(2, 4)), elements=small_counts))
def test_no_hidden_cell_can_be_computed_or_bounded(values: np.ndarray) -> None:
    table = table_of(values)
    shown = protect(table, FIVE)
    counts = table.values_by_cell()
    assert shown.primary == {cell for cell, value in counts.items() if 0 < value < 5}
    assert all(shown.values[cell] == counts[cell] for cell in counts if cell not in shown.hidden)
    assert_nobody_can_tell(shown)


@settings(max_examples=5, deadline=None)
@given(arrays(np.int64, (2, 3, 2), elements=small_counts))
def test_three_axes_with_all_their_margins(values: np.ndarray) -> None:
    assert_nobody_can_tell(protect(table_of(values), FIVE))


@quick
@given(
    arrays(np.int64, st.tuples(st.integers(1, 5), st.integers(1, 5)), elements=small_counts),
    st.sampled_from([Rule(3), Rule(10)]),
)
def test_every_release_passes_its_own_check(values: np.ndarray, rule: Rule) -> None:
    assert reveals(protect(table_of(values), rule)) == []


@quick
@given(arrays(np.int64, (3, 4), elements=small_counts), st.data())
def test_linked_tables_hide_their_common_margin_in_both_or_in_none(values: np.ndarray, data: st.DataObject) -> None:
    by_month = values.sum(axis=0)
    first = data.draw(arrays(np.int64, 4, elements=st.integers(0, 40)))
    sections = np.stack([np.minimum(first, by_month), by_month - np.minimum(first, by_month)])
    months = tuple(f"m{i}" for i in range(4))
    nationality = Table((("AFG", "SYR", "TUR"), months), values, ("nationality", "month"))
    section = Table((("AL-ME", "AL-XK"), months), sections, ("section", "month"))
    one, other = protect_all((nationality, section), FIVE)
    for month in (*months, TOTAL):
        assert one.values[TOTAL, month] == other.values[TOTAL, month]
    assert reveals(one, [other]) == []
    assert_nobody_can_tell(one)
    assert_nobody_can_tell(other)


def test_a_single_small_cell_takes_three_others_with_it() -> None:
    shown = protect(table_of(np.array([[40, 35, 90], [3, 20, 80], [70, 60, 50]])), FIVE)
    assert len(shown.primary) == 1 and len(shown.complementary) == 3
    assert shown.values[TOTAL, TOTAL] == 448, "margins are dear: they are kept where cells will do"


def test_two_small_cells_that_must_be_one_each_need_more() -> None:
    """1 + 1 in a row of shown cells: their sum tells both to be at most two."""
    shown = protect(table_of(np.array([[1, 1, 30, 40]])), FIVE)
    assert ("a0", "b2") in shown.hidden or ("a0", "b3") in shown.hidden
    assert_nobody_can_tell(shown)


def test_zero_tells_of_nobody() -> None:
    shown = protect(table_of(np.array([[0, 30], [20, 0]])), FIVE)
    assert not shown.hidden


def test_cells_may_have_a_minimum_of_their_own() -> None:
    minima = {("a0", "b0"): 10, ("a1", "b0"): 1}
    shown = protect(table_of(np.array([[7, 30], [3, 20]]), minima=minima), FIVE)
    assert shown.primary == {("a0", "b0")}
    least, most = what_a_reader_can_tell(shown)["a0", "b0"]
    assert least <= 1 and most >= 9


@quick
@given(arrays(np.int64, 5, elements=small_counts))
def test_a_withheld_cell_may_be_anything_from_nothing_on(values: np.ndarray) -> None:
    shown = protect(table_of(values, withheld=frozenset({("a0",)})), FIVE)
    least, most = what_a_reader_can_tell(shown)["a0",]
    assert least == 0 and most >= max(4, values[0])


def test_what_was_hidden_stays_hidden() -> None:
    shown = protect(table_of(np.array([9, 30, 20]), hidden=frozenset({("a0",)})), FIVE)
    assert shown.values["a0",] is None


class TestDifference:
    """Several releases about the same people."""

    dims = (("AFG", "SYR", "TUR", "IRN"), ("Jan", "Feb", "Mar"))
    values = np.array([[40, 35, 28], [3, 20, 33], [12, 15, 9], [50, 8, 14]])

    def release(self, keep: slice, rule: Rule = FIVE, **more: object) -> Protected:
        table = Table(
            (self.dims[0], self.dims[1][keep]), self.values[:, keep], ("nationality", "month"), partial=frozenset({"month"})
        )
        return protect(table, rule, **more)  # type: ignore[arg-type]

    def test_another_choice_of_what_to_hide_gives_both_away(self) -> None:
        first = self.release(slice(0, 3))
        shown = dict(first.values)
        swapped = next(cell for cell in first.complementary if cell[0] == "SYR" and cell[1] != TOTAL)
        shown[swapped] = first.kept[swapped]
        second = Protected(first.layout, FIVE, shown, first.kept, first.primary, first.complementary - {swapped})
        revealed = {cell for _, cell in reveals(second, [first])}
        assert ("SYR", "Jan") in revealed and swapped not in revealed

    def test_a_longer_period_keeps_what_was_hidden(self) -> None:
        first = self.release(slice(0, 2))
        second = self.release(slice(0, 3), earlier=[first])
        inner = {cell for cell in first.hidden if TOTAL not in cell}
        assert inner <= second.hidden
        assert reveals(second, [first]) == []

    def test_months_beside_a_quarter(self) -> None:
        quarter = Table(
            (self.dims[0], ("2026-Q1",)),
            self.values.sum(axis=1, keepdims=True),
            ("nationality", "month"),
            groups={"2026-Q1": self.dims[1]},
            partial=frozenset({"month"}),
        )
        whole = protect(quarter, FIVE)
        assert not whole.hidden
        months = self.release(slice(0, 3), earlier=[whole])
        assert reveals(months, [whole]) == []
        alone = self.release(slice(0, 2))
        assert alone.values["SYR", "Jan"] is None
        rest = Protected(
            alone.layout, FIVE, alone.kept | {("SYR", "Jan"): None}, alone.kept, frozenset({("SYR", "Jan")}), frozenset()
        )
        assert [cell for _, cell in reveals(rest, [])] == [("SYR", "Jan")]

    @settings(max_examples=8, deadline=None)
    @given(arrays(np.int64, (3, 3), elements=small_counts), st.booleans())
    def test_we_find_what_a_reader_of_both_finds(self, values: np.ndarray, with_care: bool) -> None:
        """Two releases of overlapping months: the small counts that they give away together, found by two unlike searches."""
        labels, months = ("AFG", "SYR", "TUR"), ("Jan", "Feb", "Mar")

        def release(span: slice, earlier: Sequence[Protected] = ()) -> Protected:
            table = Table((labels, months[span]), values[:, span], ("nationality", "month"), partial=frozenset({"month"}))
            return protect(table, FIVE, earlier=earlier)

        first = release(slice(0, 2))
        second = release(slice(0, 3), [first] if with_care else ())
        found = {(layout.dims, cell) for layout, cell in reveals(second, [first])}
        small = {(one.layout.dims, cell) for one in (first, second) for cell in one.primary}
        assert found & small == told_by_both((labels, months), first, second)
        assert not (with_care and found)

    def test_a_revision_is_another_vintage(self) -> None:
        first = self.release(slice(0, 3))
        revised = self.values.copy()
        revised[0, 0] += 1
        with pytest.raises(EngineError) as error:
            protect(Table(self.dims, revised, ("nationality", "month"), partial=frozenset({"month"})), FIVE, earlier=[first])
        assert error.value.code == "disclosure.vintages_differ"

    def test_rounded_ones_agree_with_each_other(self) -> None:
        first = self.release(slice(0, 2), ROUNDED)
        second = self.release(slice(0, 3), ROUNDED, earlier=[first])
        for cell, value in first.values.items():
            if TOTAL != cell[1] and value is not None and second.values[cell] is not None:
                assert second.values[cell] == value
        assert reveals(second, [first]) == []

    def test_what_was_shown_without_care_can_not_be_taken_back(self) -> None:
        table = Table((("AFG", "SYR"),), np.array([3, 40]), ("nationality",))
        whole = Protected(
            table.layout,
            FIVE,
            {("AFG",): 3, ("SYR",): 40, (TOTAL,): 43},
            {("AFG",): 3, ("SYR",): 40, (TOTAL,): 43},
            frozenset(),
            frozenset(),
        )
        with pytest.raises(EngineError) as error:
            protect(table, FIVE, earlier=[whole])
        assert error.value.code == "disclosure.reveals"


class TestRounding:
    @quick
    @given(arrays(np.int64, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.integers(0, 60)))
    def test_cells_add_up_to_the_margins_shown(self, values: np.ndarray) -> None:
        table = table_of(values)
        rounded, counts = round_table(table, 5), table.values_by_cell()
        for cell, value in rounded.items():
            assert value % 5 == 0 and abs(value - counts[cell]) < 5, "one of the two neighbouring multiples"
        for label in table.dims[0]:
            assert sum(rounded[label, other] for other in table.dims[1]) == rounded[label, TOTAL]
        assert sum(rounded[label, TOTAL] for label in table.dims[0]) == rounded[TOTAL, TOTAL]

    @quick
    @given(arrays(np.int64, st.tuples(st.integers(2, 4), st.integers(2, 4)), elements=small_counts))
    def test_not_even_the_multiple_of_a_hidden_cell_can_be_computed(self, values: np.ndarray) -> None:
        shown = protect(table_of(values), ROUNDED)
        assert reveals(shown) == []
        units = {cell: None if value is None else value // 5 for cell, value in shown.values.items()}
        in_units = Protected(shown.layout, FIVE, units, shown.kept, shown.primary, shown.complementary)
        assert all(most > least for least, most in what_a_reader_can_tell(in_units).values())

    def test_the_same_counts_are_rounded_alike(self) -> None:
        values = np.random.default_rng(1).integers(0, 99, (5, 7))
        assert round_table(table_of(values)) == round_table(table_of(values))


class TestBadInput:
    @pytest.mark.parametrize("values", [[[-1, 2], [3, 4]], [[1.5, 2], [3, 4]], [[1, 2, 3], [4, 5, 6]]])
    def test_values(self, values: list[list[float]]) -> None:
        with pytest.raises(EngineError) as error:
            Table((("a", "b"), ("c", "d")), np.array(values))
        assert error.value.code == "disclosure.values"

    def test_labels_that_overlap(self) -> None:
        with pytest.raises(EngineError) as error:
            Table((("AFG", "other"),), np.array([1, 2]), groups={"other": ("AFG", "SYR")})
        assert error.value.code == "disclosure.labels"

    def test_tables_in_a_ring(self) -> None:
        labels, values = (("x", "y"), ("x", "y")), np.full((2, 2), 9)
        ring = [Table(labels, values, axes) for axes in (("a", "b"), ("b", "c"), ("a", "c"))]
        with pytest.raises(EngineError) as error:
            protect_all(ring, FIVE)
        assert error.value.code == "disclosure.ring"

    def test_tables_that_disagree(self) -> None:
        one, other = Table((("x", "y"),), np.array([9, 9]), ("a",)), Table((("v", "w"),), np.array([9, 8]), ("b",))
        with pytest.raises(EngineError) as error:
            protect(one, FIVE, linked=[other])
        assert error.value.code == "disclosure.tables_disagree"

    def test_a_rule_that_hides_nothing(self) -> None:
        with pytest.raises(EngineError):
            Rule(minimum=1)
