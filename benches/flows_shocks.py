"""How many of the nine known shocks on the Western Balkan route ring, how late, and how often something else does.

The alarms know one number, the false alarms accepted a year; their constants stand in `rhythm` with their sources. An alarm
counts when its episode begins; it is false when no shock of its direction lies from two months after it to three months before
it. So real turns that aren't on the list (March 2015, May 2020, January 2023) count as false.

Peers, on the same months by the same count: the rules that the design measured, chosen on these shocks; they flag months
apart from one another, and runs of them are joined as ours are. Since the nine shocks were known when the alarms were
written, the bench also varies every constant of the monthly rhythm, and counts alarms on series without any shock.

    python -m benches.flows_shocks
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from unittest.mock import patch

import numpy as np
from scipy.stats import norm

from benches._flows import Floats, read_nationalities
from benches._record import record
from benches._shocks import Score, beginnings, join, score
from egnatia.engines.flows import rhythm
from egnatia.engines.flows.alarms import find_alarms
from egnatia.engines.flows.level import find_level
from egnatia.engines.flows.rhythm import Rhythm, get_rhythm

BUDGET = 0.4
OTHER_BUDGETS = (0.2, 0.3, 0.6, 0.8)
Flags = list[tuple[int, str]]


def flag_levels(counts: Floats, chance: float = 0.01) -> Flags:
    """Higher than season and trend explain, at the chance that the design gave R's Farrington (three years back)."""
    levels = ((month, find_level(counts, month, get_rhythm("month"), chance=chance)) for month in range(len(counts)))
    return [(month, "rise") for month, level in levels if level is not None and level.p < chance]


def flag_changes(counts: Floats, chance: float = 0.05, window: int = 24) -> Flags:
    """Log changes outside the robust normal interval of two years."""
    changes = np.diff(np.log1p(counts))
    flags = []
    for month in range(window + 1, len(counts)):
        past = changes[month - 1 - window : month - 1]
        scale = 1.4826 * np.median(np.abs(past - np.median(past)))
        if abs(changes[month - 1]) > norm.isf(chance / 2) * scale:
            flags.append((month, "rise" if changes[month - 1] > 0 else "fall"))
    return flags


def flag_sums(counts: Floats, threshold: float = 4.0, window: int = 24) -> Flags:
    """Cumulative sum of log changes in units of their deviation, threshold by hand."""
    changes = np.diff(np.log1p(counts))
    up = down = 0.0
    flags = []
    for month in range(window + 1, len(counts)):
        scaled = changes[month - 1] / changes[month - 1 - window : month - 1].std()
        up, down = max(0.0, up + scaled - 0.5), max(0.0, down - scaled - 0.5)
        if up > threshold:
            flags.append((month, "rise"))
            up = 0.0
        if down > threshold:
            flags.append((month, "fall"))
            down = 0.0
    return flags


PEERS: dict[str, Callable[[Floats], Flags]] = {
    "level rule alone, 1 %": flag_levels,
    "log random walk, 5 %": flag_changes,
    "cumulative sum, threshold 4": flag_sums,
    "level 1 % or log random walk 5 %": lambda counts: flag_levels(counts) + flag_changes(counts),
}


def tell(what: str, found: Score) -> list[dict[str, object]]:
    delays = ", ".join("missed" if delay is None else f"{delay:+d}" for delay in found.delays)
    return [
        {"metric": f"flows.shock_hits {what} (delays in months: {delays})", "value": found.hits, "unit": "of 9"},
        {"metric": f"flows.shock_false_per_year {what}", "value": round(found.false_per_year, 2), "unit": "alarms a year"},
    ]


def vary(months: Rhythm) -> list[Rhythm]:
    """The monthly rhythm with one constant changed at a time."""
    scales = [replace(months.sudden, window=window) for window in (12, 18, 36, 48)]
    return [
        *(replace(months, skipped=skipped) for skipped in (1, 2, 4, 5, 6)),
        *(replace(months, look_back=look_back) for look_back in (24, 30, 48, 60)),
        *(replace(months, harmonics=harmonics) for harmonics in (0, 2, 3)),
        *(replace(months, gap=gap) for gap in (1, 3, 4)),
        *(replace(months, sudden=scale, slow=scale) for scale in scales),
    ]


def count_holding(counts: Floats, months: Sequence[str]) -> tuple[int, int]:
    """Of how many other rhythms the target holds: nine hits at no more than the budget."""
    others = vary(get_rhythm("month"))
    holding = 0
    for other in others:
        with patch.dict(rhythm._RHYTHMS, month=other):
            found = score(beginnings(find_alarms(counts, every="month", budget=BUDGET)), months)
        holding += found.hits == 9 and found.false_per_year <= BUDGET
    return holding, len(others)


def count_without_shock(kind: str, series: int = 60, months: int = 120) -> float:
    """Alarms a year on drawn series in which nothing happens, after the three years that the rules need."""
    draw = np.random.default_rng(11)
    rung = 0
    for i in range(series):
        rate = np.full(months, (3.0, 30.0, 300.0, 3000.0)[i % 4])
        if kind == "season":
            rate *= np.exp(0.6 * np.sin(2 * np.pi * np.arange(months) / 12))
        if kind == "random walk":
            rate *= np.exp(np.cumsum(draw.normal(0, 0.15, months)))
        counts = draw.poisson(rate * (1 if kind == "Poisson" else draw.gamma(8, 1 / 8, months))).astype(float)
        rung += sum(alarm.is_new and alarm.period >= 36 for alarm in find_alarms(counts, every="month", budget=BUDGET))
    return rung / series / (months - 36) * 12


def main() -> None:
    months, by_nationality = read_nationalities()
    counts = np.sum(list(by_nationality.values()), axis=0)
    ours = find_alarms(counts, every="month", budget=BUDGET)
    found = score(beginnings(ours), months)
    peers = {name: score(join(flag(counts), get_rhythm("month").gap), months) for name, flag in PEERS.items()}
    rows: list[dict[str, object]] = [
        {
            "metric": "flows.shock_hits", "value": found.hits, "unit": "of 9", "target": "9",
            "peers": {name: peer.hits for name, peer in peers.items()},
        },
        {
            "metric": "flows.shock_false_per_year", "value": round(found.false_per_year, 2), "unit": "alarms a year",
            "target": "at most 0.40", "peers": {name: round(peer.false_per_year, 2) for name, peer in peers.items()},
        },
    ]  # fmt: skip
    rows += tell(f"budget {BUDGET}", found)[:1]
    for budget in OTHER_BUDGETS:
        rows += tell(f"budget {budget}", score(beginnings(find_alarms(counts, every="month", budget=budget)), months))
    rows += tell("each flagged month counted", score([(alarm.period, alarm.direction) for alarm in ours], months))[1:]
    holding, others = count_holding(counts, months)
    rows.append({"metric": "flows.shock_target_holds_with_other_constants", "value": holding, "unit": f"of {others}"})
    for kind in ("Poisson", "twice as noisy", "season", "random walk"):
        rows.append(
            {
                "metric": f"flows.alarms_per_year_without_shock {kind}, budget {BUDGET}",
                "value": round(count_without_shock(kind), 2), "unit": "alarms a year",
            }
        )  # fmt: skip
    record("flows_shocks", rows)


if __name__ == "__main__":
    main()
