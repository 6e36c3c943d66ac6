"""Tables of counts and their sums."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia.oversight.figures import Figure, Statistics

ROWS, COLUMNS = ("1", "2", "3"), ("female", "male")
cells = st.lists(st.tuples(st.sampled_from(ROWS), st.sampled_from(COLUMNS)), max_size=40)


@given(cells)
def test_sums_are_those_of_their_cells_and_json_keeps_them(found: list[tuple[str, str]]) -> None:
    figure = Figure.count("x", ("category", "sex"), (ROWS, COLUMNS), found)
    assert figure.total == len(found)
    for row in ROWS:
        assert figure.value(row, "") == sum(figure.value(row, column) or 0 for column in COLUMNS)
    again = Statistics.from_json(Statistics({"x": figure}, ("c",)).to_json())
    assert again == Statistics({"x": figure}, ("c",))


@given(cells)
def test_regrouped_counts_are_the_same_people(found: list[tuple[str, str]]) -> None:
    figure = Figure.count("x", ("category", "sex"), (ROWS, COLUMNS), found)
    together = figure.regroup("y", ("category",), {"category": lambda label: "1" if label == "1" else "others"})
    assert together.labels == (("1", "others"),)
    assert together.total == len(found)
    assert together.value("others") == (figure.value("2", "") or 0) + (figure.value("3", "") or 0)


def test_a_label_that_the_table_lacks_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="lacks"):
        Figure.count("x", ("sex",), (COLUMNS,), [("other",)])


def test_a_single_count_has_no_axes() -> None:
    assert Figure.count("q", (), (), [(), ()]).total == 2
