"""Sex and nationality in one number: what is packed is what is weighed, and what isn't known says nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia.engines.names.index import CandidateIndex, Person
from egnatia.engines.names.ranking import rank
from egnatia.engines.names.traits import (
    OTHER_NATIONALITY,
    OTHER_SEX,
    SAME_NATIONALITY,
    SAME_SEX,
    UNKNOWN,
    Sex,
    find_states,
    pack,
    weigh_traits,
)

CODES = st.lists(st.sampled_from(["AFG", "IRN", "SYR", "D", "DEU", "RKS", "XXA", "XXX", "UNO", "ZZZ", "AAA"]), max_size=4)
TRAITS = st.builds(pack, st.sampled_from(Sex), CODES)


@given(TRAITS, TRAITS)
def test_the_order_of_two_does_not_matter(one: int, other: int) -> None:
    assert weigh_traits(one, other) == weigh_traits(other, one)


@given(TRAITS)
def test_what_is_not_known_says_nothing(one: int) -> None:
    assert weigh_traits(one, UNKNOWN) == 0
    assert 0 <= one < 1 << 32


@given(st.sampled_from(Sex), CODES, st.sampled_from(Sex), CODES)
def test_bits_are_those_of_the_values(sex: Sex, codes: list[str], other_sex: Sex, others: list[str]) -> None:
    expected = 0.0
    if Sex.UNKNOWN not in (sex, other_sex):
        expected += SAME_SEX if sex is other_sex else OTHER_SEX
    ours, theirs = (set(find_states(one)[:2]) for one in (codes, others))
    if ours and theirs:
        expected += SAME_NATIONALITY if ours & theirs else OTHER_NATIONALITY
    assert weigh_traits(pack(sex, codes), pack(other_sex, others)) == expected


@pytest.mark.parametrize("code", ["XXA", "XXB", "XXC", "XXX", "UNO", "IAO", "UTO"])
def test_no_nationality_is_packed_as_none(code: str) -> None:
    assert pack(Sex.FEMALE, [code]) == pack(Sex.FEMALE)


def test_a_state_by_two_codes_is_one() -> None:
    assert pack(nationalities=["D", "RKS"]) == pack(nationalities=["XKX", "DEU"])


def test_of_two_who_are_called_alike_the_one_of_the_nationality_comes_first_and_nobody_is_left_out() -> None:
    persons = [Person(row, "Ali Karimi", traits=pack(Sex.MALE, [code])) for row, code in enumerate(["IRN", "AFG"])]
    index = CandidateIndex(persons)
    found = rank(index, "Karimi Ali", traits=pack(Sex.MALE, ["AFG"]))
    assert [(ranked.row, ranked.trait_bits) for ranked in found] == [
        (1, SAME_SEX + SAME_NATIONALITY),
        (0, SAME_SEX + OTHER_NATIONALITY),
    ]
