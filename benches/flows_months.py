"""Months and years ahead on the Western Balkan route's total: against the last value and other rules, 2018 to April 2025.

83 origins, December 2017 to October 2024, each forecasting with what was known in its month (in the series' vintage of June
2025: later revisions are in it). relMAE is the mean absolute error in detections over the last-value rule's; the range beside
it comes from a bootstrap over blocks of twelve origins. The year's total is forecast each December (7 origins) and, to see
what seven can't show, each month (77 origins).

    python -m benches.flows_months
"""

from typing import Any

import numpy as np

from benches._flow_peers import find_peers, name_skipped
from benches._flows import Floats, read_nationalities
from benches._record import record
from egnatia.engines.flows.backtest import Backtest, backtest_months, backtest_years

TARGETS = {1: "at most 0.90", 3: "at most 0.82", 6: "at most 0.80"}
FIRST, LAST = "2017-12", "2024-10"
YEAR = 12
BLOCK = 12
NATIONALITIES = 20


def relative(said: Floats, test: Backtest) -> float:
    off = np.abs(said - test.actual).mean()
    return round(float(off / np.abs(test.last_value - test.actual).mean()), 3)


def draw_range(test: Backtest) -> tuple[float, float]:
    """95 % range of relMAE over resampled blocks of origins (circular block bootstrap, 2,000 draws)."""
    ours, rule = np.abs(test.forecast - test.actual), np.abs(test.last_value - test.actual)
    n = len(ours)
    starts = np.random.default_rng(1).integers(0, n, (2000, -(-n // BLOCK)))
    drawn = ((starts[:, :, None] + np.arange(BLOCK)) % n).reshape(2000, -1)[:, :n]
    low, high = np.quantile(ours[drawn].sum(axis=1) / rule[drawn].sum(axis=1), (0.025, 0.975))
    return float(low), float(high)


def forecast_with_peers(total: Floats, origins: Floats) -> dict[str, Floats]:
    """float64[origins, 12] of each peer, in detections."""
    logs = np.log1p(total)
    return {name: np.expm1([peer(logs[: i + 1]) for i in origins]) for name, peer in find_peers().items()}


def month_rows(tests: dict[int, Backtest], said: dict[str, Floats]) -> list[dict[str, Any]]:
    rows = []
    for months, test in tests.items():
        peers = {"last value": 1.0} | {name: relative(ahead[:, months - 1], test) for name, ahead in said.items()}
        peers |= name_skipped(said)
        low, high = draw_range(test)
        rows += [
            {"metric": f"flows.relmae_h{months}", "value": relative(test.forecast, test), "unit": "× last value",
             "target": TARGETS[months], "peers": peers},
            {"metric": f"flows.relmae_h{months} 95 % range", "value": f"{low:.2f}–{high:.2f}", "unit": "× last value"},
            {"metric": f"flows.months_coverage80_h{months}", "value": round(100 * test.coverage80, 1), "unit": "%",
             "target": "75 to 88"},
            {"metric": f"flows.months_coverage95_h{months}", "value": round(100 * test.coverage95, 1), "unit": "%"},
        ]  # fmt: skip
    return rows


def year_rows(total: Floats, first: int, last: int) -> list[dict[str, Any]]:
    tests = {
        "flows.year_mdape": backtest_years(total, first, last),
        "flows.year_mdape every month": backtest_years(total, first, last, every=1),
    }
    rows: list[dict[str, Any]] = []
    for name, test in tests.items():
        said = forecast_with_peers(total, test.origins)
        rules = {peer: ahead.sum(axis=1) for peer, ahead in said.items()} | {
            "last month × 12": test.last_value,
            "last year": np.array([total[i - YEAR + 1 : i + 1].sum() for i in test.origins]),
        }
        off: dict[str, Any] = {
            rule: round(100 * float(np.median(np.abs(year / test.actual - 1))), 1) for rule, year in rules.items()
        }
        target = None if rows else "at most 32"
        rows.append(
            {"metric": name, "value": round(test.mdape, 1), "unit": "%", "target": target, "peers": off | name_skipped(said)}
        )
        rows.append({"metric": f"{name}, coverage80", "value": round(100 * test.coverage80, 1), "unit": "%"})
    return rows


def nationality_rows(counts: dict[str, Floats], first: int, last: int) -> list[dict[str, Any]]:
    """The same method on the largest nationalities of these years: medians over them."""
    known = sorted((name for name in counts if name != "Unknown"), key=lambda name: -counts[name][first:].sum())
    tests = [backtest_months(counts[name], TARGETS, first, last) for name in known[:NATIONALITIES]]
    return [
        {"metric": f"flows.nationality_{kind}_h{months}", "value": float(f"{scale * np.median(values):.3g}"), "unit": unit}
        for months in TARGETS
        for kind, unit, scale, values in (
            ("relmae", "× last value", 1, [test[months].rel_mae for test in tests]),
            ("coverage80", "%", 100, [test[months].coverage80 for test in tests]),
        )
    ]


def main() -> None:
    months, nationalities = read_nationalities()
    total = np.sum(list(nationalities.values()), axis=0)
    first, last = months.index(FIRST), months.index(LAST)
    tests = backtest_months(total, TARGETS, first, last)
    rows = month_rows(tests, forecast_with_peers(total, tests[1].origins))
    rows += year_rows(total, first, last)
    rows += nationality_rows(nationalities, first, last)
    record("flows_months", rows)


if __name__ == "__main__":
    main()
