"""Reference numbers: the check character finds typing errors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia import law
from egnatia.base.errors import Problem
from egnatia.law.reference_numbers import ALPHABET, check_character

partners = st.sampled_from(["AL", "BA", "XK", "ME", "MK", "RS"])
serials = st.text(ALPHABET, min_size=1, max_size=24)
numbers = st.builds(law.make_reference_number, partners, st.integers(0, 9), serials)


def is_accepted(text: str) -> bool:
    try:
        law.check_reference_number(text)
    except Problem:
        return False
    return True


def test_the_standards_own_example() -> None:
    # ISO/IEC 7064 MOD 37,36 as the Global Release Identifier uses it: A1-2425G-ABC1234002-M
    assert check_character("A12425GABC1234002") == "M"


@given(partners, st.integers(0, 9), serials)
def test_a_number_comes_apart_as_it_was_put_together(partner: str, category: int, serial: str) -> None:
    number = law.check_reference_number(law.make_reference_number(partner, category, serial))
    assert (number.partner, number.category, number.serial) == (partner, category, serial)


@given(numbers)
def test_spaces_hyphens_and_small_letters_are_forgiven(number: str) -> None:
    written = "-".join(number[i : i + 4] for i in range(0, len(number), 4)).lower() + " "
    assert str(law.check_reference_number(written)) == number


@given(numbers, st.data())
def test_every_single_wrong_character_is_found(number: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from([character for character in ALPHABET if character != number[index]]))
    assert not is_accepted(number[:index] + other + number[index + 1 :])


def test_of_swapped_neighbours_at_most_two_pairs_in_a_thousand_escape() -> None:
    # The standard promises "nearly all": exhaustive over neighbours inside the serial, at two lengths.
    swapped = escaped = 0
    for prefix in ("MK1", "AL27QZ"):
        for one in ALPHABET:
            for other in ALPHABET:
                if one != other:
                    swapped += 1
                    number = prefix + one + other
                    escaped += check_character(number) == check_character(prefix + other + one)
    assert escaped / swapped <= 0.002


@pytest.mark.parametrize(
    "text", ["", "MK1", "GR1ABC5", "MKAABC5", "MK1" + "0" * 26, "МК10000001F", "MK1０000001F", "MK1" * 9999]
)
def test_what_is_no_reference_number_is_called_so(text: str) -> None:
    with pytest.raises(Problem) as caught:
        law.check_reference_number(text)
    assert caught.value.code == "law.reference.not_a_reference_number"


def test_a_serial_of_other_characters_is_refused() -> None:
    for serial in ("", "abc", "A-1", "0" * 25):
        with pytest.raises(ValueError, match="serial"):
            law.make_reference_number("MK", 1, serial)
