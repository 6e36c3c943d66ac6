"""The letter code leads back to Arabic script, and what is ambiguous is given whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia.engines.documents.icao.arabic import SHADDA, TABLE_C
from egnatia.engines.documents.icao.arabic_decoding import LETTERS_BY_CODE, decode
from egnatia.engines.documents.icao.transliteration import possible_forms, transliterate
from egnatia.engines.errors import EngineError

words = st.text("".join(TABLE_C), min_size=1, max_size=8)


def test_no_code_is_the_beginning_of_another():
    assert [(a, b) for a in LETTERS_BY_CODE for b in LETTERS_BY_CODE if a != b and b.startswith(a)] == []


@pytest.mark.parametrize("letter", TABLE_C)
def test_every_letter_comes_back(letter):
    assert f"م{letter}م" in decode(str(transliterate(f"م{letter}م"))).spellings


@given(st.lists(words, min_size=1, max_size=3).map(" ".join))
def test_decoding_inverts_encoding(name):
    assert name in decode(str(transliterate(name)), limit=100_000).spellings


@given(words, st.integers(0, 7))
def test_a_doubled_letter_comes_back_with_its_shadda(word, at):
    at %= len(word)
    doubled = word[: at + 1] + SHADDA + word[at + 1 :]
    assert doubled in decode(str(transliterate(doubled)), limit=100_000).spellings


@given(words)
def test_every_spelling_may_have_that_code(word):
    code = str(transliterate(word)).replace("V", "")
    for spelling in decode(code).spellings if code else ():
        assert SHADDA in spelling or code in possible_forms(spelling, limit=10_000)


def test_ambiguities_are_given():
    found = decode("MXHMD<ELY")
    assert found.spellings == ("محمد علي", "محمد علې", "محمد علی")
    assert found.complete
    assert [piece.letters for piece in found.pieces if piece.code == "Y"] == [("ي", "ې", "ی")]
    assert decode("EZZ").spellings == ("عزز", "عزّ")
    assert decode("FXDZDZXAH").spellings == ("فضدزة", "فضّة")


def test_allah_in_the_older_table_of_an_example():
    assert decode("EBD<ALLXH").spellings[0] == "عبد الله"
    assert "عبد الله" in decode("EBD<ALLH").spellings


def test_a_code_cut_at_the_end_of_the_field():
    found = decode("MXHMD<XK")
    assert (found.spellings, found.unread) == (("محمد",), "XK")


def test_more_spellings_than_asked_for_are_said_to_be_more():
    found = decode("YYYYYYYY", limit=10)
    assert (len(found.spellings), found.complete) == (10, False)


@pytest.mark.parametrize("code", ["", "<<", "OMAR", "SCOTT", "MX1", "CHARLES", "XQ<MXHMD"])
def test_what_is_no_letter_code_is_refused(code):
    with pytest.raises(EngineError, match=r"arabic\.not_letter_code"):
        decode(code)


@given(st.text("ABCDEXHYKZ<", max_size=39))
def test_any_text_is_decoded_or_refused(code):
    try:
        found = decode(code)
    except EngineError as error:
        assert error.code == "arabic.not_letter_code"
    else:
        assert len(set(found.spellings)) == len(found.spellings) <= 64
