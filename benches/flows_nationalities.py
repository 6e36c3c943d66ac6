"""How early nationalities rang before the policy reaction, and how often they rang for nothing.

The thirteen nationalities with the most detections on the route, and Burundi, by month; October 2015 to March 2016 left out,
when three quarters were recorded as unknown. A rise lasts when two of three months from its alarm on ring; the lead goes
from the first that lasts, within two years before, to the month of the reaction (Burundi: Serbia ends visa-free entry,
October 2022; Tunisia: 20 November 2022; India: 1 January 2023). Stray: an episode that begins outside the two years up to the
nationality's highest month, rises and falls alike, though many of those were real.

    python -m benches.flows_nationalities
"""

import numpy as np

from benches._flows import Floats, read_nationalities
from benches._record import record
from benches._shocks import join
from egnatia.engines.flows.alarms import Alarm, find_alarms
from egnatia.engines.flows.level import find_level
from egnatia.engines.flows.rhythm import get_rhythm

BUDGET = 0.4
REACTIONS = {"Burundi": ("2022-10", 7), "Tunisia": ("2022-11", 13), "India": ("2023-01", 17)}
LARGEST, FIRST = 13, "2012-04"
UNKNOWN_FROM, UNKNOWN_TO = "2015-10", "2016-03"
BEFORE = 24


def choose(counts: dict[str, Floats]) -> list[str]:
    named = sorted((name for name in counts if name != "Unknown"), key=lambda name: -counts[name].sum())
    return [*named[:LARGEST], "Burundi"]


def find_lead(rising: set[int], reaction: int) -> int | None:
    """Months from the first lasting alarm to the reaction."""
    lasting = (
        month for month in range(reaction - BEFORE, reaction) if month in rising and len(rising & {month + 1, month + 2})
    )
    first = next(lasting, None)
    return None if first is None else reaction - first


def rises(alarms: list[Alarm]) -> set[int]:
    return {alarm.period for alarm in alarms if alarm.direction == "rise"}


def count_stray(periods: list[int], counts: Floats, first: int) -> float:
    """Of these, a year, before and after the two years up to the highest month."""
    peak = int(np.nanargmax(counts))
    stray = [period for period in periods if period >= first and not peak - BEFORE <= period <= peak]
    return 12 * len(stray) / (len(counts) - first - len([month for month in range(peak - BEFORE, peak + 1) if month >= first]))


def flag_levels(counts: Floats, chance: float = 0.01) -> list[int]:
    """Peer: the level rule alone at the chance that the design measured."""
    levels = ((month, find_level(counts, month, get_rhythm("month"), chance=chance)) for month in range(len(counts)))
    return [month for month, level in levels if level is not None and level.p < chance and counts[month] >= 1]


def main() -> None:
    months, by_nationality = read_nationalities()
    first = months.index(FIRST)
    unknown = slice(months.index(UNKNOWN_FROM), months.index(UNKNOWN_TO) + 1)
    rows, stray, stray_months, stray_levels = [], {}, {}, {}
    for name in choose(by_nationality):
        counts = by_nationality[name].copy()
        counts[unknown] = np.nan
        alarms = find_alarms(counts, every="month", budget=BUDGET)
        levels = flag_levels(counts)
        stray[name] = count_stray([alarm.period for alarm in alarms if alarm.is_new], counts, first)
        stray_months[name] = count_stray([alarm.period for alarm in alarms], counts, first)
        begun = [month for month, _ in join([(month, "rise") for month in levels], get_rhythm("month").gap)]
        stray_levels[name] = count_stray(begun, counts, first)
        if name in REACTIONS:
            reaction, target = REACTIONS[name]
            at = months.index(reaction)
            rows.append(
                {
                    "metric": f"flows.alarm_lead_months {name}", "value": find_lead(rises(alarms), at), "unit": "months",
                    "target": f"at least {target}",
                    "peers": {"level rule alone, 1 %": find_lead(set(levels), at)},
                }
            )  # fmt: skip
    worst = max(stray, key=lambda name: stray[name])
    rows += [
        {
            "metric": "flows.stray_per_nationality_year", "value": round(float(np.mean(list(stray.values()))), 2),
            "unit": "alarms a year", "target": "at most 1",
            "peers": {"level rule alone, 1 %, rises": round(float(np.mean(list(stray_levels.values()))), 2)},
        },
        {"metric": f"flows.stray_per_year, most: {worst}", "value": round(stray[worst], 2), "unit": "alarms a year"},
        {
            "metric": "flows.stray_per_nationality_year each month counted", "unit": "months a year",
            "value": round(float(np.mean(list(stray_months.values()))), 2),
        },
        {
            "metric": "flows.stray_nationalities_above_1", "value": sum(rate > 1 for rate in stray.values()),
            "unit": f"of {len(stray)}",
        },
    ]  # fmt: skip
    record("flows_nationalities", rows)


if __name__ == "__main__":
    main()
