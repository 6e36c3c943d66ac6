"""What is to come in a watched series: the next days or months, with the range that holds four in five, as JSON to be kept."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egnatia import law
from egnatia.base import clock, node
from egnatia.engines.errors import EngineError
from egnatia.engines.flows.daily import forecast_days, forecast_days_together
from egnatia.engines.flows.forecast import Forecast, forecast_months, forecast_year
from egnatia.picture.alarms.rules import SeriesKey
from egnatia.picture.periods import next_period
from egnatia.picture.queries.watched import Watched
from egnatia.picture.series_words import place_name

DAYS_AHEAD = 5
MONTHS_AHEAD = (1, 3, 6, 12)
_YEAR = 12
Upstream = Sequence[tuple[SeriesKey, NDArray[np.float64]]]


def ahead_of(watched: Watched, upstream: Upstream) -> dict[str, Any]:
    """The five days from today on with the counts of the places before, or 1, 3, 6 and 12 months after the last one.

    points    period, what is expected, low and high (80 %)
    together  the same of the five days or the twelve months together, with its first and last period; None: not known
    upstream  names of the places whose counts were used
    refused   code of the engine's error where there is nothing
    """
    try:
        told = _days(watched, upstream) if watched.key.every == "day" else _months(watched)
    except EngineError as error:
        told = {"points": [], "together": None, "refused": error.code}
    return {"upstream": [place_name(key) for key, _values in upstream], "refused": "", **told}


def _days(watched: Watched, upstream: Upstream) -> dict[str, Any]:
    last = watched.periods[-1]
    gone = (law.local_day(clock.now(), node.current().partner) - last).days - 1  # days that are over and not yet known
    first, end = gone + 1, gone + DAYS_AHEAD
    before = np.stack([values for _key, values in upstream]) if upstream else None
    found = forecast_days(watched.values, before, range(first, end + 1))
    days = [last + timedelta(days=number) for number in range(first, end + 1)]
    whole = forecast_days_together(watched.values, before, first, end)
    return {
        "points": [_point(day, one) for day, one in zip(days, found, strict=True)],
        "together": [days[0].isoformat(), *_point(days[-1], whole)],
    }


def _months(watched: Watched) -> dict[str, Any]:
    months = [watched.periods[-1]]
    for _number in range(_YEAR):
        months.append(next_period(months[-1], "month"))
    return {
        "points": [_point(months[one.horizon], one) for one in forecast_months(watched.values, MONTHS_AHEAD)],
        "together": _year(watched, months),
    }


def _year(watched: Watched, months: Sequence[date]) -> list[Any] | None:
    """Years need a longer series than months do."""
    try:
        return [months[1].isoformat(), *_point(months[-1], forecast_year(watched.values))]
    except EngineError:
        return None


def _point(period: date, forecast: Forecast) -> list[Any]:
    return [period.isoformat(), *(round(value, 1) for value in (forecast.point, forecast.low80, forecast.high80))]
