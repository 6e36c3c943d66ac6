"""Do alarms come earlier with the nowcast of late reports than by waiting for them, and at what cost in false alarms?

Drawn daily series, since no partner's delays are public: 30 or 300 a day with a week's rhythm, totals and delays that vary,
reports that are in after five days. Three kinds of delay: steady; other from day to day; and what is met at a weekend reported
on Monday, which the nowcast doesn't know of. Each night the newest days are judged in four ways:

    nowcast     by the ends of what they will have counted: a rise by the low end of the 80 % interval, a fall by the high one
    expected    by the middle of it, to see what the ends are worth
    wait 1      by what is reported a day after their end, as if that were all
    wait all    five days after their end, when all is in

    python -m benches.flows_late_alarms
"""

from concurrent.futures import ProcessPoolExecutor
from itertools import product

import numpy as np

from benches._flows import Floats
from benches._record import record
from egnatia.engines.flows.alarms import Alarm, is_alarm_between
from egnatia.engines.flows.nowcast import nowcast

BUDGET = 2.0
DAYS, FIRST, SHOCK = 420, 180, 390  # judged from FIRST on; of a series with a shock only the days around it
SHARES = np.array([0.45, 0.25, 0.14, 0.08, 0.05, 0.03])
LATE = len(SHARES) - 1
WEEK = np.array([1.0, 1.0, 0.9, 1.0, 1.1, 1.2, 0.8])
SIZES, KINDS = (30, 300), ("steady", "changing", "weekends")
SHOCKS = {"rise": (1.5, 2.0, 3.0), "fall": (0.6, 0.4, 0.2)}
LOOK_BACK, QUIET, PATIENCE = 2, 3, 15
SERIES, ROUNDS = 4, 5  # without and with a shock, of each size and kind
ENDS = {"nowcast": (1, 2), "expected": (0, 0)}  # columns of the nowcast
WAITS = {"wait 1": 1, "wait all": LATE}
WAYS = (*ENDS, *WAITS)

Reports = Floats  # float64[days, delays]
Seen = tuple[Floats, Floats]


def draw_reports(draw: np.random.Generator, size: float, kind: str, factor: float = 1.0) -> Reports:
    """New reports of each day by delay, all of them; `factor`: what the rate is multiplied by from SHOCK on."""
    rate = size * np.resize(WEEK, DAYS) * np.where(np.arange(DAYS) >= SHOCK, factor, 1.0)
    totals = draw.poisson(rate * draw.gamma(25, 1 / 25, DAYS))
    steadiness = 12 if kind == "changing" else 100
    reports = np.array([draw.multinomial(total, draw.dirichlet(SHARES * steadiness)) for total in totals], float)
    return _put_off(reports) if kind == "weekends" else reports


def _put_off(reports: Reports) -> Reports:
    """Days 5 and 6 of a week report nothing before its end."""
    for day in range(len(reports)):
        wait = {5: 2, 6: 1}.get(day % 7, 0)
        reports[day, wait] = reports[day, : wait + 1].sum()
        reports[day, :wait] = 0
    return reports


def see(reports: Reports, last: int) -> Reports:
    """What is known in the night after day `last`: NaN where it is to come."""
    known = reports[: last + 1].copy()
    for missing in range(1, LATE + 1):
        known[last - LATE + missing, LATE + 1 - missing :] = np.nan
    return known


def look(known: Reports) -> dict[str, tuple[Seen, int]]:
    """By way of judging: the two ends of each day, and how many of the newest are judged."""
    values = np.nansum(known, axis=1)
    told = nowcast(known[-80:])[-LATE:]
    found = {}
    for way, (low, high) in ENDS.items():
        below, above = values.copy(), values.copy()
        below[-LATE:], above[-LATE:] = told[:, low], told[:, high]
        found[way] = (below, above), LATE + LOOK_BACK
    for way, days in WAITS.items():
        found[way] = (values[:-days], values[:-days]), LOOK_BACK
    return found


class Watch:
    """New episodes as `raise_alarms` tells them apart: (night, alarm) by way of judging."""

    def __init__(self) -> None:
        self.rung: dict[str, list[tuple[int, Alarm]]] = {way: [] for way in WAYS}
        self._last = {way: {"rise": -99, "fall": -99} for way in WAYS}

    def look_over(self, reports: Reports, nights: range) -> "Watch":
        for night in nights:
            for way, ((low, high), back) in look(see(reports, night)).items():
                found = next((one for end in range(back) if (one := _judge(low, high, len(low) - end))), None)
                if found is not None:
                    self._take(way, night, found)
        return self

    def _take(self, way: str, night: int, found: Alarm) -> None:
        last = self._last[way]
        if found.since - last[found.direction] >= QUIET:
            self.rung[way].append((night, found))
        last[found.direction] = max(last[found.direction], found.period)


def _judge(low: Floats, high: Floats, length: int) -> Alarm | None:
    return is_alarm_between(low[:length], high[:length], every="day", budget=BUDGET)


def count_false(kind: str) -> dict[str, dict[str, float]]:
    """By way and direction, alarms a year on series in which nothing happens."""
    rung = {way: {"rise": 0, "fall": 0} for way in WAYS}
    for size, seed in product(SIZES, range(SERIES)):
        reports = draw_reports(np.random.default_rng([seed, size]), size, kind)
        for way, alarms in Watch().look_over(reports, range(FIRST, DAYS)).rung.items():
            for _night, alarm in alarms:
                rung[way][alarm.direction] += 1
    years = len(SIZES) * SERIES * (DAYS - FIRST) / 365
    return {way: {one: many / years for one, many in of_way.items()} for way, of_way in rung.items()}


def find_nights(kind: str, direction: str) -> dict[str, list[int | None]]:
    """By way, nights from the shock's day to its alarm in each series; None where none came in `PATIENCE`."""
    found: dict[str, list[int | None]] = {way: [] for way in WAYS}
    for size, factor, seed in product(SIZES, SHOCKS[direction], range(ROUNDS)):
        reports = draw_reports(np.random.default_rng([seed, size, 1]), size, kind, factor)
        for way, alarms in Watch().look_over(reports, range(SHOCK, SHOCK + PATIENCE)).rung.items():
            hits = (night - SHOCK for night, one in alarms if one.direction == direction and one.period >= SHOCK)
            found[way].append(next(hits, None))
    return found


def measure(kind: str) -> tuple[dict[str, dict[str, float]], dict[str, dict[str, list[int | None]]]]:
    return count_false(kind), {direction: find_nights(kind, direction) for direction in SHOCKS}


def find_lead(nights: dict[str, list[int | None]], way: str) -> float:
    """Nights by which a way rings earlier than by waiting for all, at the shocks that both see; on the average."""
    pairs = zip(nights["wait all"], nights[way], strict=True)
    return float(np.mean([late - early for late, early in pairs if late is not None and early is not None]))


def tell(
    kind: str, false: dict[str, dict[str, float]], nights: dict[str, dict[str, list[int | None]]]
) -> list[dict[str, object]]:
    def row(what: str, by_way: dict[str, float], unit: str, target: str | None = None) -> dict[str, object]:
        ours = by_way.pop("nowcast")
        return {"metric": f"flows.late_alarms_{what}, {kind}", "value": ours, "unit": unit, "target": target, "peers": by_way}

    rung = {way: round(sum(false[way].values()), 2) for way in WAYS}
    rows = [row("false_per_year", rung, "alarms a year", f"at most {BUDGET}")]
    for direction, of_way in nights.items():
        leads = {way: round(find_lead(of_way, way), 1) for way in ("nowcast", "expected", "wait 1")}
        seen = {way: sum(night is not None for night in of_way[way]) for way in WAYS}
        rows.append(row(f"{direction}s_earlier than by waiting for all", leads, "nights"))
        rows.append(row(f"{direction}s_seen within {PATIENCE} nights", seen, f"of {len(of_way['nowcast'])}"))
    return rows


def main() -> None:
    with ProcessPoolExecutor(len(KINDS)) as pool:
        rows = [row for kind, found in zip(KINDS, pool.map(measure, KINDS), strict=True) for row in tell(kind, *found)]
    record("flows_late_alarms", rows)


if __name__ == "__main__":
    main()
