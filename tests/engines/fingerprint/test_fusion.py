"""The fused score: between 0 and 1, more where fingers agree more, and no finger outvotes the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.fusion import fuse, weigh

SCORES = st.dictionaries(st.integers(1, 10), st.floats(0, 1), min_size=1)


@given(SCORES)
def test_between_nothing_and_certain(scores: dict[int, float]) -> None:
    assert 0 <= fuse(scores) <= 1


@given(SCORES, st.floats(0, 1))
def test_a_better_finger_never_lowers_the_score(scores: dict[int, float], more: float) -> None:
    position = next(iter(scores))
    better = scores | {position: min(1.0, scores[position] + more)}
    assert fuse(better) >= fuse(scores)


@given(st.floats(0, 1), st.floats(0, 1))
def test_evidence_rises_with_the_score(a: float, b: float) -> None:
    assert (weigh(a) <= weigh(b)) == (a <= b) or weigh(a) == weigh(b)


def test_impostors_say_nothing() -> None:
    assert weigh(p.IMPOSTOR_SCORE) == 0
    assert weigh(0.0) == 0
    assert fuse({position: p.IMPOSTOR_SCORE for position in range(1, 11)}) == 0


def test_one_finger_doesnt_outvote_nine() -> None:
    assert fuse({1: 1.0} | dict.fromkeys(range(2, 11), 0.0)) == pytest.approx(0.1)


def test_no_finger_no_score() -> None:
    assert fuse({}) == 0


def test_one_finger_may_be_certain() -> None:
    assert fuse({7: 0.3}) > 0.99
