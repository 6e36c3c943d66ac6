"""What ties two words is told in codes: how they were read, and which letters aren't plain."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egnatia.engines.names.comparison import compare, prepare
from egnatia.engines.names.explanation import Code, Rule, explain_pair
from egnatia.engines.names.spelling import read_name


def explain(first: str, second: str) -> list[Rule]:
    return explain_pair(read_name(first), read_name(second))


@pytest.mark.parametrize(
    ("first", "second", "rule"),
    [
        ("Petrov", "PETROV", Rule(Code.SAME_SPELLING)),
        ("Иван", "Ivan", Rule(Code.LETTER_BY_LETTER)),
        ("Mirzai", "Mir Zai", Rule(Code.JOINED, ("mir zai",))),
        ("عبد الرحمن", "Abdurrahman", Rule(Code.SERVANT_JOINED, ("عبد الرحمن",))),
        ("Abu Bakr", "Abubakr", Rule(Code.KUNYA_JOINED, ("abu bakr",))),
        ("صلاح الدين", "Salahuddin", Rule(Code.LAQAB_JOINED, ("صلاح الدين",))),
        ("McDonald", "Mc Donald", Rule(Code.ENDING_JOINED, ("mc donald",))),
        ("الحداد", "Haddad", Rule(Code.ARTICLE_LEFT_OUT, ("الحداد",))),
        ("Петрoв", "Petrov", Rule(Code.LOOK_ALIKE, ("петрoв",))),
        ("রহমান", "Rahman", Rule(Code.ROMANISED, ("রহমান", "rhman"))),
        ("রহমান", "Rahman", Rule(Code.VOWEL_NOT_WRITTEN, ("a",))),
        ("پرویز", "Pervez", Rule(Code.READ_AS, ("و", "v"))),
        ("Pervez", "پرویز", Rule(Code.READ_AS, ("و", "v"))),
        ("לוי", "Levi", Rule(Code.READ_AS, ("ו", "v"))),
        ("Ћирић", "Ciric", Rule(Code.READ_AS, ("ћ", "c"))),
        ("محمد", "Mohammad", Rule(Code.VOWEL_NOT_WRITTEN, ("o",))),
        ("Džafer", "Xhafer", Rule(Code.WRITTEN_AS, ("dž", "xh"))),
        ("علي", "علی", Rule(Code.WRITTEN_AS, ("ي", "ی"))),
        ("Đorđe", "Dorde", Rule(Code.MARK_DROPPED, ("đ", "d"))),
        ("Yılmaz", "Yilmaz", Rule(Code.MARK_DROPPED, ("ı", "i"))),
        ("Hosseini", "Hoseini", Rule(Code.DOUBLED, ("s",))),
        ("Hosseini", "Husseini", Rule(Code.VOWEL_DIFFERS, ("o", "u"))),
        ("Karimi", "Karibi", Rule(Code.LETTER_DIFFERS, ("m", "b"))),
        ("ناصر", "Nader", Rule(Code.LETTER_DIFFERS, ("ص", "d"))),
        ("Nader", "ناصر", Rule(Code.LETTER_DIFFERS, ("d", "ص"))),
        ("Karim", "Kari", Rule(Code.LETTER_LEFT_OUT, ("m",))),
    ],
)
def test_what_ties_two_words(first: str, second: str, rule: Rule) -> None:
    assert rule in explain(first, second)


def test_a_letter_that_is_read_as_usual_needs_no_word() -> None:
    assert explain("خالد", "Khaled") == [Rule(Code.VOWEL_NOT_WRITTEN, ("e",))]
    assert explain("Xhemal", "Џемал") == [Rule(Code.LETTER_BY_LETTER)]
    assert explain("Abdul Rahman", "عبد الرحمن")[-1].code is Code.VOWEL_NOT_WRITTEN  # its article isn't a letter that lacks


def test_words_that_cannot_be_heard_are_tied_by_nothing() -> None:
    assert explain("王", "Wang") == []


def test_every_code_is_in_the_docs() -> None:
    page = (Path(__file__).parents[3] / "docs" / "names.md").read_text(encoding="utf-8")
    assert [code for code in Code if f"| `{code}` |" not in page] == []


WORDS = st.text(
    alphabet="abcdghijklmnoprsšđuvxz' ابتثجحخدرزسشعغفقكلمنهويабвгджзиклмнопрстухαβγδεικλגדהוזלরহমান", min_size=1, max_size=14
)


@given(WORDS, WORDS)
@settings(deadline=None)
def test_whatever_was_paired_is_explained(first: str, second: str) -> None:
    one, other = prepare(first), prepare(second)
    for pair in compare(one, other).pairs:
        rules = explain_pair([one.tokens[at] for at in pair.first], [other.tokens[at] for at in pair.second])
        assert rules
        assert all(rule.code in Code for rule in rules)
