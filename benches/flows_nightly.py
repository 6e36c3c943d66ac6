"""How long a night's alarms take: six partners with 150 nationalities each, judged by day (three years) and by month (sixteen).

The monthly series are the route's real ones, split among the partners; the daily ones are drawn around their last three
years. Peer: one of the three rules alone (level), by month alone; the design's port of it took 10.7 ms a decision.

    python -m benches.flows_nightly
"""

import time

import numpy as np

from benches._flows import Floats, read_nationalities
from benches._record import record
from egnatia.engines.flows.alarms import is_alarm_now
from egnatia.engines.flows.level import find_level
from egnatia.engines.flows.rhythm import get_rhythm

PARTNERS, NATIONALITIES, BUDGET = 6, 150, 0.4
DAYS = 3 * 365


def build_months(draw: np.random.Generator) -> list[Floats]:
    """900 series of 196 months: each nationality's count falls to the partners by shares of its own."""
    _, counts = read_nationalities()
    largest = sorted(counts.values(), key=np.sum, reverse=True)[:NATIONALITIES]
    largest += largest[len(largest) - NATIONALITIES :][: NATIONALITIES - len(largest)]
    shared = [draw.multinomial(series.astype(int), draw.dirichlet(np.ones(PARTNERS))).T for series in largest]
    return [series.astype(float) for of_one in shared for series in of_one]


def build_days(months: Floats, draw: np.random.Generator) -> Floats:
    """Three years of days around a series' last 36 months, with busy and quiet days."""
    rate = np.repeat(months[-36:] / 30.4, 31)[:DAYS]
    return draw.poisson(rate * draw.gamma(2, 0.5, DAYS)).astype(float)


def main() -> None:
    draw = np.random.default_rng(7)
    by_month = build_months(draw)
    by_day = [build_days(series, draw) for series in by_month]
    is_alarm_now(by_month[0], every="month", budget=BUDGET)  # loads what is loaded once
    seconds, rung = {}, {}
    for every, all_series in (("month", by_month), ("day", by_day)):
        start = time.perf_counter()
        rung[every] = sum(is_alarm_now(series, every=every, budget=BUDGET) is not None for series in all_series)  # type: ignore[arg-type]
        seconds[every] = time.perf_counter() - start
    series = len(by_month)
    start = time.perf_counter()
    for counts in by_month:
        find_level(counts, len(counts) - 1, get_rhythm("month"), chance=0.01)
    level_only = time.perf_counter() - start
    record(
        "flows_nightly",
        [
            {
                "metric": "flows.nightly_alarms_s",
                "value": round(sum(seconds.values()), 1),
                "unit": "s",
                "target": "at most 10",
                "peers": {"level rule alone, by month alone": round(level_only, 1)},
            },
            {"metric": "flows.nightly_alarms_s by month", "value": round(seconds["month"], 1), "unit": "s"},
            {"metric": "flows.nightly_alarms_s by day", "value": round(seconds["day"], 1), "unit": "s"},
            {"metric": "flows.nightly_alarms_rung", "value": sum(rung.values()), "unit": f"of {2 * series} series"},
        ],
    )


if __name__ == "__main__":
    main()
