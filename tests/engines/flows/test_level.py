"""What season, trend and past outbreaks do to the count that is expected."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import poisson

from egnatia.engines.flows.level import find_level
from egnatia.engines.flows.rhythm import get_rhythm

MONTH = get_rhythm("month")
NOW = 47


def test_expected_count_is_the_regressions() -> None:
    months = np.arange(NOW + 1)
    counts = np.random.default_rng(1).poisson(80 * np.exp(0.4 * np.sin(2 * np.pi * months / 12))).astype(float)
    level = find_level(counts, NOW, MONTH, chance=0.01)
    past = months[NOW - MONTH.look_back : NOW - MONTH.skipped]

    def unlikely(of: np.ndarray) -> float:
        turn = 2 * np.pi * past / 12
        return -poisson.logpmf(
            counts[past], np.exp(of[0] + of[1] * past / 40 + of[2] * np.sin(turn) + of[3] * np.cos(turn))
        ).sum()

    found = minimize(unlikely, [4.0, 0, 0, 0], method="Nelder-Mead", options={"maxiter": 4000, "xatol": 1e-6, "fatol": 1e-8}).x
    turn = 2 * np.pi * NOW / 12
    expected = np.exp(found[0] + found[1] * NOW / 40 + found[2] * np.sin(turn) + found[3] * np.cos(turn))
    assert level is not None
    assert level.expected == pytest.approx(expected, rel=0.02)


def test_past_outbreak_hardly_raises_what_is_expected() -> None:
    counts = np.random.default_rng(2).poisson(50, NOW + 1).astype(float)
    calm = find_level(counts, NOW, MONTH, chance=0.01)
    counts[20:23] = 2000
    after = find_level(counts, NOW, MONTH, chance=0.01)
    assert calm is not None and after is not None
    assert after.expected < 2 * calm.expected


def test_trend_is_not_drawn_beyond_what_was_seen() -> None:
    counts = np.rint(5 * 1.15 ** np.arange(NOW + 1))
    level = find_level(counts, NOW, MONTH, chance=0.01)
    assert level is not None
    assert level.expected <= counts[: NOW - MONTH.skipped].max()


def test_few_persons_are_judged_by_the_few() -> None:
    counts = np.zeros(NOW + 1)
    counts[NOW] = 3
    level = find_level(counts, NOW, MONTH, chance=0.01)
    assert level is not None
    assert level.expected < 0.05
    assert level.p < 0.001 and level.high < 3


def test_skewed_daily_counts_with_a_quiet_sunday_ring_near_their_chance() -> None:
    draw, day = np.random.default_rng(6), get_rhythm("day")
    rate = 40 * np.where(np.arange(400) % 7 == 6, 0.3, 1.0)
    counts = draw.negative_binomial(8, 8 / (8 + rate)).astype(float)
    levels = [find_level(counts, period, day, chance=0.02) for period in range(100, 400)]
    assert np.mean([level is not None and level.p < 0.02 for level in levels]) < 0.05


@pytest.mark.parametrize("counts", [np.full(NOW + 1, np.nan), np.r_[np.full(NOW - 5, np.nan), np.ones(6)]])
def test_too_little_past_expects_nothing(counts: np.ndarray) -> None:
    assert find_level(counts, NOW, MONTH, chance=0.01) is None
