"""How forecasts and alarms of a watched series would have done in its past: what the back-test page and an alarm's page show.

The result is JSON, so that a job can keep it: nobody should wait for it at a page.
"""

import hashlib
import json
import math
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egnatia.engines import flows
from egnatia.engines.errors import EngineError
from egnatia.engines.flows.backtest import Backtest, backtest_months
from egnatia.engines.flows.daily import backtest_days
from egnatia.picture.alarms.ahead import ahead_of
from egnatia.picture.alarms.judging import PastEpisode, past_episodes
from egnatia.picture.alarms.late_past import late_past
from egnatia.picture.alarms.rules import SeriesKey
from egnatia.picture.queries.series import get_series
from egnatia.picture.queries.watched import Watched
from egnatia.picture.series_words import place_name

#: Periods ahead.
HORIZONS = {"month": (1, 3, 6, 12), "day": (1, 2, 3, 5)}
_DAYS = 366  # a forecast is made again from each of so many days
PER_YEAR = {"month": 12, "day": 365.25}
_RESULT = 2  # what a result holds: a higher number makes all of them anew
_POINTS = 120  # of the forecast that the chart shows


def digest_of(watched: Watched) -> str:
    """Changes with the values, with the rules they are judged by, and with the engine."""
    rule = {name: value for name, value in asdict(watched.rule).items() if not isinstance(value, frozenset)}
    told = json.dumps([asdict(watched.key), rule, _engine(), _RESULT], sort_keys=True)
    digest = hashlib.sha256(told.encode() + watched.values.tobytes())
    for _key, values in upstream_of(watched):
        digest.update(values.tobytes())
    return digest.hexdigest()


@cache
def _engine() -> str:
    """A digest of the engine's code."""
    digest = hashlib.sha256()
    for path in sorted(Path(flows.__path__[0]).glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def compute(watched: Watched) -> dict[str, Any]:
    """`alarms_of`, and what forecasts would have said; some seconds of work.

    horizons    for each number of periods ahead: errors against the last-value rule, how much the intervals covered
    forecasts   one period ahead, for the chart: period, low and high (80 %), point
    refused     code of the engine's error where there is no forecast
    ahead       what is to come, see `ahead_of`
    late        how the newest periods were foreseen while their reports still came; see `late_past`
    upstream    series by day: names of the places that people pass before
    with_upstream  the horizons with the counts of these; `gain_percent` is what they cut off the own history's error
    """
    horizons, forecasts, refused = _forecasts(watched)
    return {
        **alarms_of(watched),
        "horizons": horizons,
        "forecasts": forecasts,
        "refused": refused,
        "ahead": ahead_of(watched, upstream_of(watched)),
        "late": late_past(watched),
        **_sharing(watched, horizons),
    }


def alarms_of(watched: Watched) -> dict[str, Any]:
    """episodes   what the rules would have rung for, with whether it lasted
    years         length of the series
    """
    years = round(len(watched.values) / PER_YEAR[watched.key.every], 1)
    return {"episodes": [_episode(one) for one in past_episodes(watched)], "years": years, "forecasts": []}


def summary_of(episodes: list[dict[str, Any]], years: float) -> dict[str, Any]:
    """How often it rang, and how often what followed said that it was nothing; the last ones can't be told yet."""
    known = [one for one in episodes if one["lasted"] is not None]
    passed = sum(not one["lasted"] for one in known)
    return {
        "rang": len(episodes),
        "known": len(known),
        "passed": passed,
        "per_year": round(len(episodes) / years, 2) if years else 0.0,
        "passed_per_year": round(passed / years, 2) if years else 0.0,
    }


def _forecasts(watched: Watched) -> tuple[list[dict[str, Any]], list[list[Any]], str]:
    horizons = HORIZONS[watched.key.every]
    for count in range(len(horizons), 0, -1):  # the furthest ones need the longest series
        try:
            tests = _test(watched, horizons[:count])
        except EngineError as error:
            refused = error.code
        else:
            return [_horizon(test) for test in tests.values()], _points(watched, tests[1]), ""
    return [], [], refused


def _sharing(watched: Watched, own: list[dict[str, Any]]) -> dict[str, Any]:
    """What the partners' counts up the route are worth to this forecast."""
    places = upstream_of(watched)
    if not places or not own:
        return {"upstream": [], "with_upstream": []}
    upstream = np.stack([values for _key, values in places])
    horizons = tuple(one["horizon"] for one in own)
    tests = backtest_days(watched.values, upstream, horizons, first_origin=len(watched.values) - _DAYS)
    alone = {one["horizon"]: one["mae"] for one in own}
    rows = [_horizon(test) for test in tests.values()]
    for row in rows:
        row["gain_percent"] = round(100 * (1 - row["mae"] / alone[row["horizon"]]), 1) if alone[row["horizon"]] else None
    return {
        "upstream": [place_name(key) for key, _values in places],
        "with_upstream": rows,
    }


def upstream_of(watched: Watched) -> list[tuple[SeriesKey, NDArray[np.float64]]]:
    """The counts of the places before, on the same days; those that reported nothing are left out."""
    if watched.key.every != "day" or not watched.periods:
        return []
    found = []
    for key in watched.rule.upstream_of(watched.key):
        series = get_series(
            key.indicator,
            sources=[key.source],
            cut=key.cut,
            key=key.key,
            every="day",
            start=watched.periods[0],
            end=watched.periods[-1],
        )
        values = np.array([np.nan if value is None else float(value) for value in series.values])
        if np.isfinite(values).any():
            found.append((key, values))
    return found


def _test(watched: Watched, horizons: tuple[int, ...]) -> dict[int, Backtest]:
    """Raises EngineError where the series is too short for one of them."""
    if watched.key.every == "month":
        return backtest_months(watched.values, horizons)
    return backtest_days(watched.values, None, horizons, first_origin=len(watched.values) - _DAYS)


def _horizon(test: Backtest) -> dict[str, Any]:
    figures = {name: getattr(test, name) for name in ("rel_mae", "closer", "coverage80", "coverage95", "mdape")}
    error = float(np.abs(test.forecast - test.actual).mean())
    last = float(np.abs(test.last_value - test.actual).mean())
    told = {name: _number(value) for name, value in (*figures.items(), ("mae", error), ("mae_last_value", last))}
    return {"horizon": test.horizon, "origins": len(test.origins), **told}


def _points(watched: Watched, test: Backtest) -> list[list[Any]]:
    rows = zip(test.origins + test.horizon, test.low80, test.high80, test.forecast, strict=True)
    points = [
        [watched.periods[at].isoformat(), round(float(low)), round(float(high)), round(float(point))]
        for at, low, high, point in rows
    ]
    return points[-_POINTS:]


def _episode(one: PastEpisode) -> dict[str, Any]:
    alarm = one.alarm
    return {
        "direction": alarm.direction,
        "pace": alarm.pace,
        "rule": alarm.rule,
        "since": alarm.period.isoformat(),
        "last": one.last.isoformat(),
        "expected": round(alarm.expected, 1),
        "low": round(alarm.low, 1),
        "high": round(alarm.high, 1),
        "observed": round(alarm.observed, 1),
        "peak": round(one.peak, 1),
        "lasted": one.lasted,
    }


def _number(value: float) -> float | None:
    """JSON has no NaN."""
    return round(value, 4) if math.isfinite(value) else None
