"""Reading names: what a hand adds or leaves out doesn't count, tokens and their roles do; nothing that is typed breaks it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia.engines.names.scripts import Script, Treatment, script_of, treatment_of, unmix
from egnatia.engines.names.spelling import Role, bear_weight, read_name


def spellings(text: str) -> list[str]:
    return [token.spelling for token in read_name(text)]


@pytest.mark.parametrize(
    ("word", "script"),
    [
        ("Hosseini", Script.LATIN),
        ("Ђорђевић", Script.CYRILLIC),
        ("حسینی", Script.ARABIC),
        ("Παπαδόπουλος", Script.GREEK),
        ("Սարգսյան", Script.ARMENIAN),
        ("გიორგი", Script.GEORGIAN),
        ("כהן", Script.HEBREW),
        ("ገብረ", Script.ETHIOPIC),
        ("रहमान", Script.DEVANAGARI),
        ("রহমান", Script.BENGALI),
        ("王", Script.UNKNOWN),
        ("42", Script.UNKNOWN),
        ("", Script.UNKNOWN),
    ],
)
def test_the_script_of_a_word(word: str, script: Script) -> None:
    assert script_of(word) is script


def test_what_is_done_with_a_script_is_declared() -> None:
    assert treatment_of(Script.ARABIC) is Treatment.COMPARED
    assert treatment_of(Script.ETHIOPIC) is Treatment.ROMANISED
    assert treatment_of(Script.UNKNOWN) is Treatment.NONE


def test_letters_that_look_alike_are_brought_to_one_script() -> None:
    assert unmix("Петрoв") == "Петров"  # the o was Latin
    assert unmix("Pеtrov") == "Petrov"  # the e was Cyrillic
    assert unmix("Petrov") == "Petrov"
    assert spellings("Иван Петрoв") == ["иван", "петров"]


@pytest.mark.parametrize(
    "written",
    [
        "Mohammad Hosseini",
        "  MOHAMMAD   hosseini ",
        "Mohammad\u200b Hos\u200cseini",
        "\u202bMohammad Hosseini\u202c",
        "Mohammad (Hosseini)",
        "Mohammad 😀 Hosseini 1",
        "Ｍｏｈａｍｍａｄ Hosseini",
    ],
)
def test_what_a_hand_adds_does_not_count(written: str) -> None:
    assert spellings(written) == ["mohammad", "hosseini"]


def test_vowel_marks_and_tatweel_do_not_count() -> None:
    assert spellings("مُحَمَّد حُسَيْنِي") == spellings("محمد حسيني") == spellings("محـــمد حسيني")


@pytest.mark.parametrize("written", ["Abd al-Rahman", "Abd Al Rahman", "Abdul Rahman", "عبد الرحمن"])
def test_the_servant_and_the_name_of_god_are_one_name(written: str) -> None:
    assert len(bear_weight(read_name(f"{written} Khalid"))) == 2


def test_roles() -> None:
    roles = {token.spelling: token.role for token in read_name("Dr. Omar bin Said al Qasimi M.")}
    assert roles == {
        "dr": Role.HONORIFIC,
        "omar": Role.NAME,
        "bin": Role.DESCENT,
        "said": Role.NAME,
        "al": Role.ARTICLE,
        "qasimi": Role.NAME,
        "m": Role.INITIAL,
    }


def test_words_that_tell_nobody_apart_bear_weight_only_where_nothing_else_is_there() -> None:
    assert [token.spelling for token in bear_weight(read_name("Said bin Omar"))] == ["said", "omar"]
    assert [token.spelling for token in bear_weight(read_name("De La"))] == ["de", "la"]
    assert [token.spelling for token in bear_weight(read_name("Al Said"))] == ["said"]


def test_the_article_written_with_the_name_is_left_out() -> None:
    assert spellings("القاسمي") == ["قاسمي"]
    assert spellings("الي") == ["الي"]  # too short to be an article and a name


def test_a_name_of_forty_words_is_read_as_far_as_it_goes() -> None:
    assert len(read_name(" ".join(f"Name{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(40)))) == 24


@given(st.text(max_size=600))
def test_whatever_is_typed_is_read(text: str) -> None:
    tokens = read_name(text)
    assert len(tokens) <= 24
    assert all(any(map(str.isalpha, token.spelling)) for token in tokens)
    assert bear_weight(tokens) or not tokens


@pytest.mark.parametrize("written", ["रहमान अली", "রহমান আলী", "कृष्ण सिंह।"])
def test_vowel_signs_belong_to_their_word(written: str) -> None:
    assert len(read_name(written)) == 2


def test_abdul_in_bengali_is_one_name_with_the_next() -> None:
    assert len(read_name("আবদুল রহমান আলী")) == 2


@pytest.mark.parametrize(
    ("written", "spelled", "role"),
    [
        ("Abu Bakr", "abubakr", Role.KUNYA),
        ("أم كلثوم", "أمكلثوم", Role.KUNYA),
        ("Salah al-Din", "salahdin", Role.LAQAB),
        ("صلاح الدين", "صلاحدين", Role.LAQAB),
        ("Nur ud Din", "nurdin", Role.LAQAB),
        ("Mc Donald", "mcdonald", Role.NAME),
        ("Abd al-Rahman", "abdrahman", Role.NAME),
    ],
)
def test_words_that_make_one_name(written: str, spelled: str, role: Role) -> None:
    (token,) = read_name(written)
    assert (token.spelling, token.role) == (spelled, role)


def test_an_ending_that_is_written_apart_belongs_to_the_family_name() -> None:
    assert spellings("Ali Hassan Zadeh") == ["ali", "hassanzadeh"]
    assert spellings("رضا حسین پور") == ["رضا", "حسینپور"]
    assert spellings("Reza Zadeh") == ["reza", "zadeh"]  # one name is all there would be


def test_letters_of_a_file_read_in_the_wrong_code_page_are_put_right() -> None:
    assert spellings("Sa\x9aa \x8eivkoviæ") == ["saša", "živković"]
    assert spellings("\u00d0or\u00f0e") == ["đorđe"]
    assert spellings("Ægir Lærke") == ["ægir", "lærke"]
