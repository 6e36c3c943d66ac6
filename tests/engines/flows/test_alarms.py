"""Alarms: what rings, what doesn't, and that nothing after a period changes what was said of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egnatia.engines.errors import EngineError
from egnatia.engines.flows.alarms import find_alarms, find_episodes, is_alarm_between, is_alarm_now

MONTHS = 60


def make_calm(mean: float = 200, *, months: int = MONTHS, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).poisson(mean, months).astype(float)


def test_jump_rings_in_its_month_as_a_sudden_rise() -> None:
    values = make_calm()
    values[50] *= 4
    alarm = next(alarm for alarm in find_alarms(values, every="month", budget=0.4) if alarm.period == 50)
    assert (alarm.direction, alarm.pace, alarm.is_new) == ("rise", "sudden", True)
    assert alarm.low < alarm.expected < alarm.high < alarm.observed
    assert alarm.p < 0.01


def test_collapse_rings_as_a_sudden_fall() -> None:
    values = make_calm()
    values[50:] = 3
    alarm = next(alarm for alarm in find_alarms(values, every="month", budget=0.4) if alarm.period == 50)
    assert (alarm.direction, alarm.pace, alarm.rule) == ("fall", "sudden", "change")
    assert alarm.observed < alarm.low < alarm.expected


@pytest.mark.parametrize(("growth", "direction"), [(1.25, "rise"), (0.8, "fall")])
def test_slow_drift_rings_though_no_month_is_unusual(growth: float, direction: str) -> None:
    values = make_calm(400)
    values[48:] = np.rint(values[47] * growth ** np.arange(1, 13))
    found = [alarm for alarm in find_alarms(values, every="month", budget=0.4) if alarm.period >= 48]
    assert any(alarm.pace == "slow" and alarm.direction == direction for alarm in found)


def test_first_few_persons_of_a_nationality_ring_but_one_or_two_do_not() -> None:
    values = np.zeros(MONTHS)
    values[40], values[50] = 2, 3
    assert [alarm.period for alarm in find_alarms(values, every="month", budget=0.4)] == [50]


def test_alarms_on_calm_series_keep_the_budget() -> None:
    rung = years = 0.0
    for seed in range(20):
        values = make_calm([2, 20, 200, 2000][seed % 4], months=96, seed=seed)
        rung += sum(alarm.is_new for alarm in find_alarms(values, every="month", budget=1.0))
        years += 96 / 12
    assert rung / years <= 1.0


def test_season_is_no_alarm() -> None:
    season = 500 * np.exp(0.7 * np.sin(2 * np.pi * np.arange(120) / 12))
    values = np.random.default_rng(3).poisson(season).astype(float)
    rises = [alarm for alarm in find_alarms(values, every="month", budget=0.4) if alarm.period >= 36 and alarm.rule == "level"]
    assert len(rises) <= 1


def test_missing_months_neither_ring_nor_break() -> None:
    values = make_calm()
    values[[10, 20, 21, 22, 49, 59]] = np.nan
    values[50] = 5000
    alarms = find_alarms(values, every="month", budget=0.4)
    assert 50 in {alarm.period for alarm in alarms}
    assert not {49, 59} & {alarm.period for alarm in alarms}
    assert is_alarm_now(values, every="month", budget=0.4) is None


def test_after_a_gap_more_change_is_usual() -> None:
    values = make_calm() * np.exp(np.random.default_rng(8).normal(0, 0.15, MONTHS))
    values[50] = 60
    assert any(alarm.rule == "change" and alarm.period == 50 for alarm in find_alarms(values, every="month", budget=1.0))
    values[42:50] = np.nan
    assert not any(alarm.rule == "change" and alarm.period == 50 for alarm in find_alarms(values, every="month", budget=1.0))


@pytest.mark.parametrize("length", [0, 1, 5, 12])
def test_short_series_have_no_alarms(length: int) -> None:
    values = make_calm(months=length)
    assert find_alarms(values, every="month", budget=0.4) == []
    assert is_alarm_now(values, every="month", budget=0.4) is None


def test_closed_border_of_nothing_but_zeros_is_silent() -> None:
    assert find_alarms(np.zeros(200), every="day", budget=0.4) == []


def test_closure_of_a_busy_section_rings_within_two_days() -> None:
    values = np.random.default_rng(5).negative_binomial(20, 20 / 1020, 120).astype(float)
    values[100:] = 0
    falls = [alarm.period for alarm in find_alarms(values, every="day", budget=0.4) if alarm.direction == "fall"]
    assert falls and 100 <= falls[0] <= 101


@settings(max_examples=15, deadline=None)
@given(st.lists(st.one_of(st.integers(0, 5000), st.none()), min_size=30, max_size=60), st.integers(1, 20))
def test_what_was_said_of_a_period_never_depends_on_later_ones(counts: list[int | None], cut: int) -> None:
    values = np.array([np.nan if count is None else count for count in counts], float)
    known = len(values) - cut
    whole = find_alarms(values, every="month", budget=0.8)
    assert [alarm for alarm in whole if alarm.period < known] == find_alarms(values[:known], every="month", budget=0.8)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 800), min_size=20, max_size=50))
def test_alarm_now_is_the_last_of_all(counts: list[int]) -> None:
    alarms = find_alarms(counts, every="month", budget=0.8)
    last = alarms[-1] if alarms and alarms[-1].period == len(counts) - 1 else None
    assert is_alarm_now(counts, every="month", budget=0.8) == last


@pytest.mark.parametrize(
    ("low", "high", "direction"),
    [(900, 1100, "rise"), (200, 1100, None), (5, 20, "fall"), (5, 210, None), (5, 1100, None), (900, 900, "rise")],
)
def test_what_could_still_be_nothing_rings_nothing(low: float, high: float, direction: str | None) -> None:
    calm = make_calm()
    found = is_alarm_between(np.append(calm, low), np.append(calm, high), every="month", budget=0.4)
    assert (found.direction if found else None) == direction
    if found:
        assert found.observed == (low if direction == "rise" else high)


def test_alarms_in_a_row_are_one_episode_with_its_peak() -> None:
    values = make_calm()
    values[50:54] = [1500, 4000, 2500, 1500]
    rise = next(episode for episode in find_episodes(find_alarms(values, every="month", budget=0.4)) if episode.start == 50)
    assert (rise.direction, rise.peak) == ("rise", 4000)
    assert 51 <= rise.end <= 54


@pytest.mark.parametrize(
    ("values", "every", "budget", "code"),
    [
        ([1, -1], "month", 0.4, "flows.negative"),
        ([[1, 2]], "month", 0.4, "flows.shape"),
        ([1, 2], "week", 0.4, "flows.every"),
        ([1, 2], "month", 0, "flows.budget"),
        ([1, 2], "month", 6, "flows.budget"),
    ],
)
def test_unusable_input_is_refused_with_its_code(values: object, every: str, budget: float, code: str) -> None:
    with pytest.raises(EngineError) as refused:
        find_alarms(values, every=every, budget=budget)  # type: ignore[arg-type]
    assert refused.value.code == code
