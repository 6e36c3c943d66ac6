"""How close the newest periods are told before all reports are in, on drawn reports; peer: the plain chain ladder.

No partner's reporting delays are public. So sizes, scatter of the totals and steadiness of the delays are varied: 10 to 2,000 a
period, totals varying by a fifth or by four fifths, delays steady or changing from period to period.

    python -m benches.flows_nowcast
"""

from itertools import product

import numpy as np

from benches._flows import Floats
from benches._record import record
from egnatia.engines.flows.nowcast import nowcast

PERIODS, ROUNDS = 50, 40
SHARES = np.array([0.45, 0.25, 0.14, 0.08, 0.05, 0.03])
SIZES, SCATTERS, STEADINESS = (10, 100, 2000), (0.2, 0.8), (10, 50, 100_000)
LATE = len(SHARES) - 1


def draw_reports(draw: np.random.Generator, size: float, scatter: float, steadiness: float) -> tuple[Floats, Floats]:
    """Final counts of the periods still open, and the triangle."""
    totals = draw.poisson(size * draw.gamma(scatter**-2, scatter**2, PERIODS))
    reports = np.array([draw.multinomial(total, draw.dirichlet(SHARES * steadiness)) for total in totals], float)
    for period in range(PERIODS - LATE, PERIODS):
        reports[period, PERIODS - period :] = np.nan
    return totals[-LATE:].astype(float), reports


def climb(reports: Floats) -> Floats:
    """Plain chain ladder: each step by the ratio of sums of the periods before."""
    so_far = np.nancumsum(reports, axis=1)
    told = []
    for period in range(PERIODS - LATE, PERIODS):
        known = PERIODS - period
        count = so_far[period, known - 1]
        for delay in range(known, len(SHARES)):
            rows = slice(0, PERIODS - delay)
            count *= so_far[rows, delay].sum() / max(so_far[rows, delay - 1].sum(), 1)
        told.append(count)
    return np.array(told)


def main() -> None:
    inside80, inside95 = [], []
    errors = {"ours": 0.0, "chain ladder": 0.0, "as reported": 0.0}
    for size, scatter, steadiness in product(SIZES, SCATTERS, STEADINESS):
        for seed in range(ROUNDS):
            finals, reports = draw_reports(np.random.default_rng(seed), size, scatter, steadiness)
            expected, low80, high80, low95, high95 = nowcast(reports)[-LATE:].T
            inside80.append(((low80 <= finals) & (finals <= high80)).mean())
            inside95.append(((low95 <= finals) & (finals <= high95)).mean())
            as_reported = np.nansum(reports[-LATE:], axis=1)
            for name, told in (("ours", expected), ("chain ladder", climb(reports)), ("as reported", as_reported)):
                errors[name] += np.abs(told - finals).mean() / size
    cut = {name: round(100 * (1 - error / errors["as reported"]), 1) for name, error in errors.items()}
    record(
        "flows_nowcast",
        [
            {"metric": "flows.nowcast_coverage80", "value": round(100 * np.mean(inside80), 1), "unit": "%"},
            {"metric": "flows.nowcast_coverage95", "value": round(100 * np.mean(inside95), 1), "unit": "%"},
            {
                "metric": "flows.nowcast_error_cut",
                "value": cut["ours"],
                "unit": "%",
                "peers": {"chain ladder": cut["chain ladder"]},
            },
        ],
    )


if __name__ == "__main__":
    main()
