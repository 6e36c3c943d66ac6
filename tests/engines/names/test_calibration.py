"""Bits become evidence with an interval for each pair of scripts, and a probability by what was held before."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia.engines.names.calibration import Evidence, calibrate, find_probability
from egnatia.engines.names.scripts import Script

SCRIPTS = st.sampled_from(list(Script))
BITS = st.floats(-60, 60)


@given(BITS, SCRIPTS, SCRIPTS, st.booleans())
def test_evidence_lies_in_its_interval_whichever_name_is_first(
    bits: float, first: Script, second: Script, counted: bool
) -> None:
    found = calibrate(bits, first, second, is_counted=counted)
    assert found.low <= found.bits <= found.high
    assert found == calibrate(bits, second, first, is_counted=counted)


@given(BITS, BITS, SCRIPTS, SCRIPTS, st.booleans())
def test_more_bits_are_no_less_evidence(one: float, other: float, first: Script, second: Script, counted: bool) -> None:
    less, more = (calibrate(bits, first, second, is_counted=counted).bits for bits in sorted((one, other)))
    assert less <= more


def test_no_evidence_is_stronger_than_what_was_counted() -> None:
    georgian = calibrate(1000, Script.GEORGIAN, Script.LATIN, is_counted=True)
    cyrillic = calibrate(1000, Script.CYRILLIC, Script.LATIN, is_counted=True)
    assert 6 < georgian.bits < cyrillic.bits < 14
    assert calibrate(-1000, Script.ARABIC, Script.LATIN, is_counted=False).bits > -14


def test_few_pairs_make_a_wide_interval() -> None:
    few = calibrate(1, Script.ARMENIAN, Script.LATIN, is_counted=True)
    many = calibrate(1, Script.ARABIC, Script.LATIN, is_counted=True)
    assert few.high - few.low > many.high - many.low


def test_the_probability_follows_what_was_held_before() -> None:
    nothing = Evidence(0.0, -1.0, 1.0)
    assert find_probability(nothing, 0.25).value == pytest.approx(0.25)
    assert find_probability(nothing, 0.5).low == pytest.approx(1 / 3)
    certain = find_probability(Evidence(10.0, 8.0, 12.0), 1 / 1_000_001)
    assert certain.value == pytest.approx(1024 / (1024 + 1_000_000))  # one of a million: possible, and never more
    assert certain.low < certain.value < certain.high < 0.01


@pytest.mark.parametrize("prior", [0.0, 1.0, -1.0, math.inf])
def test_nothing_is_certain_before(prior: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        find_probability(Evidence(0.0, 0.0, 0.0), prior)
