"""Every level, field and standing that the engine knows has words."""

from egnatia.biographics.words import FIELDS, LEVELS, STANDINGS
from egnatia.engines.dates.agreement import Level
from egnatia.engines.linkage.comparison import Standing
from egnatia.engines.linkage.levels import Field, codes_of


def test_every_level_has_words():
    codes = {code for field in Field for code in codes_of(field)}
    assert codes <= set(LEVELS)
    assert {code for code in LEVELS if not code.startswith("names.")} <= codes
    assert {f"birth.{level}" for level in Level} <= codes


def test_every_field_and_standing_has_words():
    assert set(FIELDS) == set(Field)
    assert set(STANDINGS) == set(Standing)
