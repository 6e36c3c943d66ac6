"""The next days at a border section, from its own counts and those of the partners upstream.

forecasts = forecast_days(serbia, np.stack([islands, mainland, north_macedonia]))
tests = backtest_days(serbia, upstream, (1, 2, 3, 5), first_origin=40)
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from egnatia.engines.errors import EngineError
from egnatia.engines.flows.backtest import Backtest
from egnatia.engines.flows.chain import LONGEST, draw_noise, learn_chain, walk_chain
from egnatia.engines.flows.counts import read_counts
from egnatia.engines.flows.forecast import Forecast

Floats = NDArray[np.float64]

FEWEST_DAYS = LONGEST + 21
LONGEST_GAP = 3  # days at the end that a place may not have reported yet
_PATHS = 400
_SHARES = (0.5, 0.1, 0.9, 0.025, 0.975)


def forecast_days(own: ArrayLike, upstream: ArrayLike | None, horizons: Iterable[int] = (1, 2, 3, 5)) -> list[Forecast]:
    """Forecast a daily series some days ahead.

    own: float[n], counts by day, NaN = not reported; upstream: float[k, n], the same days at the places that people pass
    before, from the first to the nearest, or None; horizons: days after the last one of `own`, 1 or more.
    Places upstream that reported too little are left out.
    Raises EngineError flows.too_short, flows.stale, flows.horizon, flows.shape, flows.negative.
    """
    asked = _read_horizons(horizons)
    counts = _read_places(own, upstream)
    paths = _walk(counts, asked[-1])
    return [_summarise(paths[:, days - 1], days) for days in asked]


def forecast_days_together(own: ArrayLike, upstream: ArrayLike | None, first: int, last: int) -> Forecast:
    """Forecast the sum of the days from `first` to `last` days ahead, both included; `horizon` is `last`.

    The intervals of single days can't be added up: a path that is high on one day is high on the next. Here whole paths are.
    Arguments and errors as of `forecast_days`; 1 <= first <= last.
    """
    asked = _read_horizons([first, last])
    paths = _walk(_read_places(own, upstream), asked[-1])
    return _summarise(paths[:, asked[0] - 1 : asked[-1]].sum(axis=1), asked[-1])


def backtest_days(
    own: ArrayLike,
    upstream: ArrayLike | None,
    horizons: Iterable[int] = (1, 2, 3, 5),
    first_origin: int | None = None,
    last_origin: int | None = None,
) -> dict[int, Backtest]:
    """Repeat `forecast_days` from each day `first_origin` to `last_origin` (indices, ends included) with that day's knowledge.

    Without them: from the first day that allows a forecast to the last one whose outcome is known. Days without a count, and
    outcomes that were not reported, are left out. Raises EngineError as `forecast_days`.
    """
    asked = _read_horizons(horizons)
    counts = _read_places(own, upstream)
    first = max(first_origin or 0, FEWEST_DAYS - 1)
    last = min(len(counts) - 2 if last_origin is None else last_origin, len(counts) - 2)
    origins = [day for day in range(first, last + 1) if np.isfinite(counts[day, -1])]
    walked = {day: _walk(counts[: day + 1], asked[-1]) for day in origins}
    return {
        days: _compare(counts[:, -1], {day: _summarise(walked[day][:, days - 1], days) for day in origins}, days)
        for days in asked
    }


def _read_horizons(horizons: Iterable[int]) -> list[int]:
    asked = sorted(set(horizons))
    if not asked or asked[0] < 1:
        raise EngineError("flows.horizon", "A forecast looks at least one day ahead.", "Ask for 1 day or more.")
    return asked


def _read_places(own: ArrayLike, upstream: ArrayLike | None) -> Floats:
    """float64[n, 1 + k]: one column a place, `own` last."""
    last = read_counts(own)
    before = [] if upstream is None else [read_counts(place) for place in np.atleast_2d(np.asarray(upstream, np.float64))]
    if any(len(place) != len(last) for place in before):
        raise EngineError("flows.shape", "The places have different numbers of days.", "Give the same days for every place.")
    return np.stack([*before, last], axis=-1)


def _walk(counts: Floats, steps: int) -> Floats:
    """float64[paths, steps]: ways that the last place's next days may go; the first of them is what is expected."""
    counts = _choose_places(counts)
    reported = np.isfinite(counts)
    filled = _stand_in(counts)
    chain = learn_chain(filled, reported)
    # The same days drawn for the same length of series: a forecast made twice says the same.
    draw = np.random.default_rng(len(counts))
    noise = draw_noise(chain, draw, paths=_PATHS, steps=steps)
    noise[0] = 0
    return walk_chain(chain, filled, noise)[:, :, -1]


def _choose_places(counts: Floats) -> Floats:
    """Places with enough recent counts. Raises EngineError flows.too_short, flows.stale for the last one."""
    recent = np.isfinite(counts[-FEWEST_DAYS:])
    if recent[:, -1].sum() < FEWEST_DAYS - LONGEST:
        raise EngineError(
            "flows.too_short",
            f"{recent[:, -1].sum()} reported days are too few to forecast the next ones.",
            f"Report {FEWEST_DAYS} days; a few may be missing.",
        )
    if not recent[-LONGEST_GAP - 1 :, -1].any():
        raise EngineError("flows.stale", "The last days were not reported.", f"Report them; {LONGEST_GAP} days may be missing.")
    enough = recent.sum(axis=0) >= FEWEST_DAYS - LONGEST
    return counts[:, enough]


def _stand_in(counts: Floats) -> Floats:
    """For a day that wasn't reported, the mean of the reported days among the seven before; before the first, nought."""
    filled = counts.copy()
    for day, place in np.argwhere(np.isnan(counts)):
        week = filled[max(0, day - LONGEST) : day, place]
        filled[day, place] = week.mean() if len(week) else 0.0
    return filled


def _summarise(paths: Floats, days: int) -> Forecast:
    """Of float64[paths], the first of them what is expected."""
    _, low80, high80, low95, high95 = map(float, np.quantile(paths, _SHARES))
    point = float(paths[0])
    return Forecast(days, point, min(low80, point), max(high80, point), min(low95, point), max(high95, point))


def _compare(own: Floats, said: dict[int, Forecast], days: int) -> Backtest:
    origins = np.array([day for day in said if day + days < len(own) and np.isfinite(own[day + days])], np.int64)
    if not len(origins):
        raise EngineError(
            "flows.too_short",
            f"No day allows a forecast over {days} days whose outcome is known.",
            "Give a longer series, or a shorter horizon.",
        )
    names = ("point", "low80", "high80", "low95", "high95")
    point, low80, high80, low95, high95 = (np.array([getattr(said[day], name) for day in origins]) for name in names)
    return Backtest(days, origins, own[origins + days], point, own[origins], low80, high80, low95, high95)
