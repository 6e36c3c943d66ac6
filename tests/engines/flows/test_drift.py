"""Cumulative sums: how often they ring by chance, and what they need to ring."""

import numpy as np
import pytest

from egnatia.engines.flows.drift import find_drifts, find_threshold


def test_threshold_is_the_textbooks() -> None:
    assert find_threshold(1 / 336) == pytest.approx(
        4.0, abs=0.05
    )  # Montgomery, Statistical Quality Control, table 9.3: k ½, h 4


def test_unrelated_changes_ring_no_more_often_than_the_chance_says() -> None:
    scaled = np.random.default_rng(1).standard_normal(40_000)
    assert 0.006 < len(find_drifts(scaled, step=1, chance=0.01)) / len(scaled) <= 0.01


def test_one_jump_alone_is_no_drift() -> None:
    scaled = np.zeros(50)
    scaled[30] = 100
    assert find_drifts(scaled, step=1, chance=0.01) == []


def test_drift_tells_when_it_began_and_which_way() -> None:
    scaled = np.zeros(50)
    scaled[30:40] = -1.5
    first = find_drifts(scaled, step=1, chance=0.01)[0]
    assert (first.since, first.direction) == (30, -1)
    assert 32 <= first.period <= 36
    assert first.p <= 0.01


def test_weeks_that_overlap_are_not_summed() -> None:
    scaled = np.zeros(70)
    scaled[30:37] = 2.0  # one week that is higher, seen on seven days
    assert find_drifts(scaled, step=7, chance=0.01) == []


def test_missing_changes_are_stepped_over() -> None:
    scaled = np.full(40, np.nan)
    scaled[::2] = 1.5
    assert find_drifts(scaled, step=1, chance=0.01)
