"""How good a forecast would have been: made again from each past month with that month's knowledge, beside the last value.

tests = backtest_months(counts, (1, 3, 6), first_origin=107)
tests[3].rel_mae       # 0.77: a quarter closer than "as last month"
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from egnatia.engines.errors import EngineError
from egnatia.engines.flows.counts import read_counts
from egnatia.engines.flows.forecast import Forecast, forecast_from, forecast_year_from, read_horizons
from egnatia.engines.flows.outlook import build_outlook
from egnatia.engines.flows.season import YEAR


@dataclass(frozen=True, slots=True)
class Backtest:
    """Forecasts over `horizon` periods with what came, one item an origin.

    origins: int64[m], index of the last period known; everything else float64[m], in counts. last_value: what the rule
    "as the last one" said (for a year's total: twelve times the last month).
    """

    horizon: int
    origins: NDArray[np.int64]
    actual: NDArray[np.float64]
    forecast: NDArray[np.float64]
    last_value: NDArray[np.float64]
    low80: NDArray[np.float64]
    high80: NDArray[np.float64]
    low95: NDArray[np.float64]
    high95: NDArray[np.float64]

    @property
    def rel_mae(self) -> float:
        """Mean absolute error as a part of the last-value rule's: below 1 is better; NaN where the rule never errs."""
        rule = np.abs(self.last_value - self.actual).sum()
        return float(np.abs(self.forecast - self.actual).sum() / rule) if rule else float("nan")

    @property
    def closer(self) -> float:
        """Part of the origins where the forecast came closer than the last value, 0 to 1."""
        return float((np.abs(self.forecast - self.actual) < np.abs(self.last_value - self.actual)).mean())

    @property
    def coverage80(self) -> float:
        """Part of what came that lay within low80 to high80, 0 to 1."""
        return float(((self.low80 <= self.actual) & (self.actual <= self.high80)).mean())

    @property
    def coverage95(self) -> float:
        """Part of what came that lay within low95 to high95, 0 to 1."""
        return float(((self.low95 <= self.actual) & (self.actual <= self.high95)).mean())

    @property
    def mdape(self) -> float:
        """Median absolute error in percent of what came, over origins where something came; NaN where nothing ever did."""
        some = self.actual > 0
        off = np.abs(self.forecast - self.actual)[some] / self.actual[some]
        return float(100 * np.median(off)) if len(off) else float("nan")


def backtest_months(
    values: ArrayLike,
    horizons: Iterable[int] = (1, 3, 6),
    first_origin: int | None = None,
    last_origin: int | None = None,
) -> dict[int, Backtest]:
    """Repeat `forecast_months` from each month `first_origin` to `last_origin` (indices into `values`; ends included).

    Without them: from the first month that allows a forecast to the last one whose outcome is known. Origins and outcomes that
    were not reported are left out. Raises EngineError flows.horizon, flows.too_short where a horizon has no origin,
    flows.shape, flows.negative.
    """
    asked = read_horizons(horizons)
    counts = read_counts(values)
    outlook = build_outlook(counts, asked[-1])
    tests = {}
    for months in asked:
        origins = _range(len(counts), months, first_origin, last_origin)
        rows = [(origin, forecast_from(outlook, origin, months)) for origin in origins]
        tests[months] = _compare(months, rows, counts, [counts[origin + months] for origin in origins], times=1)
    return tests


def backtest_years(
    values: ArrayLike, first_origin: int | None = None, last_origin: int | None = None, *, every: int = YEAR
) -> Backtest:
    """Repeat `forecast_year` from each `every`-th month, `first_origin` to `last_origin`; else like `backtest_months`."""
    counts = read_counts(values)
    outlook = build_outlook(counts, YEAR)
    origins = _range(len(counts), YEAR, first_origin, last_origin)[::every]
    rows = [(origin, forecast_year_from(outlook, origin)) for origin in origins]
    actual = [float(counts[origin + 1 : origin + 1 + YEAR].sum()) for origin in origins]
    return _compare(YEAR, rows, counts, actual, times=YEAR)


def _range(periods: int, months: int, first: int | None, last: int | None) -> range:
    latest = periods - 1 - months
    return range(max(first or 0, 0), (latest if last is None else min(last, latest)) + 1)


def _compare(
    horizon: int,
    rows: list[tuple[int, Forecast | None]],
    counts: NDArray[np.float64],
    actual: list[float],
    *,
    times: int,
) -> Backtest:
    made = [(at, said, came) for (at, said), came in zip(rows, actual, strict=True) if said is not None and np.isfinite(came)]
    if not made:
        raise EngineError(
            "flows.too_short",
            f"No month allows a forecast over {horizon} months whose outcome is known.",
            "Give a longer series, or a shorter horizon.",
        )
    origins = np.array([at for at, _, _ in made], np.int64)
    came = np.array([came for _, _, came in made])
    names = ("point", "low80", "high80", "low95", "high95")
    point, low80, high80, low95, high95 = (np.array([getattr(said, name) for _, said, _ in made]) for name in names)
    return Backtest(horizon, origins, came, point, counts[origins] * times, low80, high80, low95, high95)
