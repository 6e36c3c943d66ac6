"""Pairs beside one another: a record is of one person, so what agrees as well with two says less for either."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia.engines.linkage.rivals import weigh_rivals

ODDS = 2.0**-10
PAIRS = st.lists(st.tuples(st.integers(0, 6), st.integers(7, 13)), unique=True, max_size=20).flatmap(
    lambda pairs: st.tuples(st.just(pairs), st.lists(st.floats(-40, 60), min_size=len(pairs), max_size=len(pairs)))
)


def test_whoever_has_no_rival_keeps_all_bits() -> None:
    assert weigh_rivals([(1, 2), (3, 4)], [20.0, 7.5], ODDS) == [20.0, 7.5]


def test_of_two_who_agree_alike_neither_is_more_likely_than_the_other() -> None:
    alone, _ = weigh_rivals([(1, 2), (3, 4)], [30.0, 30.0], ODDS)
    one, other = weigh_rivals([(1, 2), (1, 3)], [30.0, 30.0], ODDS)
    assert one == other == pytest.approx(10.0, abs=0.01)  # even odds, whatever speaks for either
    assert alone == 30.0


def test_the_better_one_keeps_more() -> None:
    better, worse = weigh_rivals([(1, 2), (1, 3)], [30.0, 22.0], ODDS)
    assert better == pytest.approx(30 - 12, abs=0.01) and worse < 10 - 5


def test_weak_rivals_take_nothing() -> None:
    assert weigh_rivals([(1, 2), (1, 3)], [30.0, -20.0], ODDS)[0] == pytest.approx(30.0, abs=1e-6)


def test_three_records_of_one_person_do_not_stand_in_each_others_way() -> None:
    bits = weigh_rivals([(1, 2), (1, 3), (2, 3)], [30.0, 30.0, 30.0], ODDS)
    assert min(bits) > 30 - 2


def test_bits_past_any_number_are_no_error() -> None:
    assert weigh_rivals([(1, 2), (1, 3)], [5000.0, -5000.0], ODDS) == pytest.approx([5000.0, -5000.0], abs=600)


def test_bits_for_each_pair() -> None:
    with pytest.raises(ValueError, match="zip"):
        weigh_rivals([(1, 2)], [], ODDS)


@given(PAIRS)
def test_rivals_only_take_and_no_order_counts(made: tuple[list[tuple[int, int]], list[float]]) -> None:
    pairs, bits = made
    weighed = weigh_rivals(pairs, bits, ODDS)
    assert all(after <= before for after, before in zip(weighed, bits, strict=True))
    turned = weigh_rivals([(other, one) for one, other in pairs][::-1], bits[::-1], ODDS)
    assert turned[::-1] == pytest.approx(weighed)
