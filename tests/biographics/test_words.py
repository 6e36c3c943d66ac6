"""Every level, field and standing that the engine knows has words."""

import pytest

from egnatia.biographics.words import FIELDS, LEVELS, RULES, STANDINGS, say_rules
from egnatia.engines.dates.agreement import Level
from egnatia.engines.linkage.comparison import Standing
from egnatia.engines.linkage.levels import Field, codes_of
from egnatia.engines.names.explanation import Code


def test_every_level_has_words():
    codes = {code for field in Field for code in codes_of(field)}
    assert codes <= set(LEVELS)
    assert {code for code in LEVELS if not code.startswith("names.")} <= codes
    assert {f"birth.{level}" for level in Level} <= codes


def test_every_field_and_standing_has_words():
    assert set(FIELDS) == set(Field)
    assert set(STANDINGS) == set(Standing)


def test_every_rule_has_words():
    assert set(RULES) == set(Code)
    assert all("%(what)s" in str(words) for code, words in RULES.items() if code not in _WITHOUT_PARAMETERS)


_WITHOUT_PARAMETERS = {Code.SAME_SPELLING, Code.LETTER_BY_LETTER}


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("محمد", "Muhamed", "vowels that one script doesn't write: u, a, e"),
        ("Šarić", "Saric", "a mark left out: š – s, ć – c"),
        ("Hadad", "Haddad", "written twice: d"),
        ("Haddad", "Haddad", "the same letters"),
        ("王", "Wang", ""),
    ],
)
def test_why_two_words_are_one_is_said(first, second, why):
    assert say_rules(first, second) == why
