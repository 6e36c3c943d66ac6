"""Other rules for monthly counts, refitted at every origin like ours: what flows_months compares with.

Each takes log(1 + count), float64[n], and gives the logs of the next twelve months, float64[12]. AutoTheta and AutoETS come
from statsforecast (Apache-2.0), which the program doesn't need: they are left out where it isn't installed.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar

from benches._flows import Floats

YEAR = 12
OF_STATSFORECAST = ("statsforecast log AutoTheta", "statsforecast log AutoETS")
Peer = Callable[[Floats], Floats]


def seasonal_naive(logs: Floats) -> Floats:
    return logs[-YEAR:]


def theta(logs: Floats) -> Floats:
    """The Theta method (Assimakopoulos and Nikolopoulos 2000) as smoothing with half the trend (Hyndman and Billah 2003)."""
    season = _classical_season(logs) if _is_seasonal(logs) else np.zeros(YEAR)
    months = np.arange(len(logs))
    flat = logs - season[months % YEAR]
    alpha = minimize_scalar(lambda a: _smooth(flat, a)[1], bounds=(0.01, 0.99), method="bounded").x
    ahead = np.arange(1, YEAR + 1)
    drift = np.polyfit(months, flat, 1)[0] / 2 * (ahead - 1 + (1 - (1 - alpha) ** len(logs)) / alpha)
    return _smooth(flat, alpha)[0] + drift + season[(len(logs) - 1 + ahead) % YEAR]


def ridge(logs: Floats) -> Floats:
    """Each horizon's log change regressed on four past changes (three months, and a year ago) and the time of the year."""
    changes = np.diff(logs, prepend=logs[0])
    origins = np.arange(YEAR, len(logs))
    turns = 2 * np.pi * origins[:, None] / YEAR
    lagged = np.stack([changes[origins - lag] for lag in (0, 1, 2, YEAR - 1)], axis=1)
    factors = np.hstack([lagged, np.sin(turns), np.cos(turns)])
    penalty = 30.0 * np.eye(factors.shape[1])
    ahead = []
    for months in range(1, YEAR + 1):
        known, later = factors[:-months], logs[origins[months:]] - logs[origins[:-months]]
        ahead.append(logs[-1] + factors[-1] @ np.linalg.solve(known.T @ known + penalty, known.T @ later))
    return np.array(ahead)


def find_peers() -> dict[str, Peer]:
    """By name; those of statsforecast only where it is installed."""
    peers: dict[str, Peer] = {"seasonal naive": seasonal_naive, "log Theta": theta, "ridge on log changes": ridge}
    try:
        from statsforecast.models import AutoETS, AutoTheta
    except ImportError:
        return peers

    def by(make: Callable[..., Any]) -> Peer:
        return lambda logs: make(season_length=YEAR).forecast(y=logs, h=YEAR)["mean"]

    return peers | dict(zip(OF_STATSFORECAST, (by(AutoTheta), by(AutoETS)), strict=True))


def name_skipped(measured: Mapping[str, Any]) -> dict[str, str]:
    """The peers that weren't measured, so that a missing figure says why."""
    return {name: "skipped, not installed" for name in OF_STATSFORECAST if name not in measured}


def _smooth(values: Floats, alpha: float) -> tuple[float, float]:
    """The level after simple smoothing, and the sum of its squared one-step errors."""
    level, squares = values[0], 0.0
    for value in values[1:]:
        squares += (value - level) ** 2
        level += alpha * (value - level)
    return level, squares


def _is_seasonal(logs: Floats) -> bool:
    """The test of the Theta method: is the correlation at twelve months beyond its 90 % bound?"""
    flat = logs - logs.mean()
    correlations = np.array([flat[lag:] @ flat[:-lag] for lag in range(1, YEAR + 1)]) / (flat @ flat)
    bound = 1.645 * np.sqrt((1 + 2 * (correlations[:-1] ** 2).sum()) / len(logs))
    return bool(abs(correlations[-1]) > bound)


def _classical_season(logs: Floats) -> Floats:
    """float64[12]: mean distance from the centred mean of a year, by month."""
    trend = np.convolve(logs, np.r_[0.5, np.ones(YEAR - 1), 0.5] / YEAR, mode="valid")
    months = np.arange(YEAR // 2, YEAR // 2 + len(trend))
    off = logs[months] - trend
    season = np.array([off[months % YEAR == month].mean() for month in range(YEAR)])
    return season - season.mean()
