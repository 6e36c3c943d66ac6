"""Forecasts by month and year: what they must say of series whose truth is known, and of the route itself."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from egnatia.engines.errors import EngineError
from egnatia.engines.flows.backtest import backtest_months, backtest_years
from egnatia.engines.flows.forecast import forecast_months, forecast_year
from egnatia.engines.flows.season import collect_changes, fit_season

ROUTE = Path(__file__).parents[4] / "shared/data/flows/western_balkan_route_by_nationality_monthly.csv"


def make_walk(*, months: int = 96, season: float = 0.0, step: float = 0.1, seed: int = 1) -> NDArray[np.float64]:
    """Counts around 1,000 that wander by `step` a month in logs, on a wave of the year `season` high."""
    wander = np.random.default_rng(seed).normal(0, step, months).cumsum()
    wave = season * np.sin(2 * np.pi * np.arange(months) / 12)
    return np.rint(1000 * np.exp(wander + wave))


def test_course_of_the_year_is_found() -> None:
    logs = np.log(make_walk(season=0.8, step=0.05))
    season = fit_season(collect_changes(logs), len(logs) - 1)
    assert season == pytest.approx(0.8 * np.sin(2 * np.pi * np.arange(12) / 12), abs=0.12)


def test_crisis_does_not_bend_the_course_of_the_year() -> None:
    calm = np.log(make_walk(season=0.5, step=0.05))
    crisis = calm.copy()
    crisis[70:74] += 4
    before, after = (fit_season(collect_changes(logs), 95) for logs in (calm, crisis))
    assert np.abs(before - after).max() < 0.15


def test_seasonal_series_is_forecast_better_than_by_the_last_value() -> None:
    tests = backtest_months(make_walk(season=0.8, step=0.1), (1, 3, 6), first_origin=48)
    assert tests[3].rel_mae < 0.4
    assert tests[6].rel_mae < 0.4
    assert tests[6].closer > 0.7


def test_series_without_a_season_is_left_near_the_last_value() -> None:
    test = backtest_months(make_walk(step=0.2), (1,), first_origin=48)[1]
    assert 0.95 < test.rel_mae < 1.15


@pytest.mark.parametrize("seed", range(3))
def test_four_of_five_intervals_hold(seed: int) -> None:
    test = backtest_months(make_walk(months=240, season=0.3, step=0.3, seed=seed), (1,), first_origin=48)[1]
    assert 0.74 <= test.coverage80 <= 0.88
    assert 0.90 <= test.coverage95 <= 0.99


def test_only_the_past_is_used() -> None:
    counts = make_walk(season=0.4)
    changed = counts.copy()
    changed[71:] *= 50
    whole, other = (backtest_months(series, (1, 6), 60, 70) for series in (counts, changed))
    for months in (1, 6):
        assert whole[months].forecast == pytest.approx(other[months].forecast)
        assert whole[months].high80 == pytest.approx(other[months].high80)


def test_back_test_repeats_what_the_forecast_said_in_its_month() -> None:
    counts = make_walk(season=0.4)
    said = {forecast.horizon: forecast for forecast in forecast_months(counts[:81], (1, 3))}
    for months, test in backtest_months(counts, (1, 3), 80, 80).items():
        assert (test.forecast[0], test.low80[0], test.high95[0]) == pytest.approx(
            (said[months].point, said[months].low80, said[months].high95)
        )
        assert (test.actual[0], test.last_value[0]) == (counts[80 + months], counts[80])
    year = backtest_years(counts, 80, 80)
    assert year.forecast[0] == pytest.approx(forecast_year(counts[:81]).point)
    assert (year.actual[0], year.last_value[0]) == (counts[81:93].sum(), 12 * counts[80])


def test_median_of_the_year_exceeds_the_sum_of_the_months_medians() -> None:
    counts = make_walk(step=0.4, months=120)
    months = forecast_months(counts, range(1, 13))
    assert forecast_year(counts).point > sum(month.point for month in months)


def test_months_not_reported_at_the_end_widen_the_look_ahead() -> None:
    counts = make_walk(season=0.4)
    full = forecast_months(counts[:90], (3,))[0]
    late = forecast_months(np.append(counts[:90], [np.nan, np.nan]), (1,))[0]
    assert late.horizon == 1
    assert (late.point, late.low80, late.high95) == pytest.approx((full.point, full.low80, full.high95))


def test_month_not_reported_in_between_is_bridged() -> None:
    counts = make_walk(season=0.4)
    holed = counts.copy()
    holed[[40, 41, 66]] = np.nan
    assert forecast_months(holed)[0].point == pytest.approx(forecast_months(counts)[0].point, rel=0.05)
    test = backtest_months(holed, (1,), 60, 70)[1]
    assert {65, 66}.isdisjoint(test.origins.tolist())  # 66 was not reported: nothing to start from, nothing to judge by
    assert np.isfinite(test.actual).all()


def test_short_series_is_forecast_only_as_far_as_its_errors_are_known() -> None:
    counts = make_walk()
    assert [forecast.horizon for forecast in forecast_months(counts[:24])] == [1]
    assert [forecast.horizon for forecast in forecast_months(counts[:35])] == [1, 3, 6, 12]


@pytest.mark.parametrize(
    ("counts", "horizons", "code"),
    [
        (make_walk(months=12), (1,), "flows.too_short"),
        (np.full(60, np.nan), (1,), "flows.too_short"),
        (make_walk(), (0, 1), "flows.horizon"),
        (make_walk(), (), "flows.horizon"),
        (make_walk(), (25,), "flows.horizon"),
        (np.append(make_walk(), np.full(7, np.nan)), (1,), "flows.stale"),
        (-make_walk(), (1,), "flows.negative"),
        (make_walk().reshape(2, -1), (1,), "flows.shape"),
    ],
)
def test_what_cannot_be_forecast_is_refused(counts: NDArray[np.float64], horizons: tuple[int, ...], code: str) -> None:
    with pytest.raises(EngineError) as refused:
        forecast_months(counts, horizons)
    assert refused.value.code == code


def test_back_test_without_an_origin_is_refused() -> None:
    with pytest.raises(EngineError, match=r"flows\.too_short"):
        backtest_months(make_walk(), (6,), 93)
    with pytest.raises(EngineError, match=r"flows\.too_short"):
        backtest_years(make_walk(months=30))


def test_series_of_zeros_is_forecast_as_zero() -> None:
    zeros = np.zeros(60)
    forecast = forecast_months(zeros, (1,))[0]
    assert (forecast.point, forecast.high95) == pytest.approx((0, 0))
    test = backtest_months(zeros, (1,))[1]
    assert np.isnan(test.rel_mae) and np.isnan(test.mdape)
    assert test.coverage80 == 1


@settings(max_examples=10, deadline=None)
@given(st.lists(st.one_of(st.integers(0, 200_000).map(float), st.just(np.nan)), min_size=40, max_size=60))
def test_intervals_are_ordered_whatever_the_series(values: list[float]) -> None:
    try:
        forecasts = [*forecast_months(values), forecast_year(values)]
    except EngineError as error:
        assert error.code in {"flows.too_short", "flows.stale"}
        return
    for one in forecasts:
        assert 0 <= one.low95 <= one.low80 <= one.point <= one.high80 <= one.high95 < np.inf


@pytest.mark.skipif(not ROUTE.exists(), reason="the shared series of the route is not here")
def test_route_total_is_forecast_better_than_by_the_last_value() -> None:
    total = np.zeros(196)
    with ROUTE.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            total[(int(row["t"][:4]) - 2009) * 12 + int(row["t"][5:7]) - 1] += float(row["n"])
    tests = backtest_months(total, (1, 3, 6), 107, 189)  # December 2017 to October 2024
    for months, most in {1: 0.90, 3: 0.82, 6: 0.80}.items():
        assert len(tests[months].origins) == 83
        assert tests[months].rel_mae <= most
        assert 0.75 <= tests[months].coverage80 <= 0.88
    assert backtest_years(total, 107, 179).mdape <= 32
