"""Do the monthly forecasts hang on their constants? The same measure as flows_months with neighbouring ones.

The first row of each setting is on the origins from December 2013 whose outcome was known by December 2017 (43 to 48), where
one could have chosen; the second on the 83 origins after; the third the year's total each December.

    python -m benches.flows_neighbours
"""

from typing import Any
from unittest.mock import patch

import numpy as np

from benches._flows import Floats, read_nationalities
from benches._record import record
from egnatia.engines.flows import season
from egnatia.engines.flows.backtest import Backtest, backtest_months, backtest_years

HORIZONS = (1, 3, 6)
FOREVER = 10_000
MEMORIES = ((12,), (24,), (48,), (FOREVER,), (12, 24), (12, 24, 48), (12, FOREVER))
WAVES = ((1, 2), (1, 2, 3), (1, 2, 3, 4))


def tell(tests: dict[int, Backtest]) -> str:
    return " / ".join(f"{test.rel_mae:.2f}" for test in tests.values())


def measure(total: Floats, start: int, first: int, last: int, name: str) -> list[dict[str, Any]]:
    before = backtest_months(total[: first + 1], HORIZONS, start)
    after = backtest_months(total, HORIZONS, first, last)
    year = backtest_years(total, first, last)
    return [
        {"metric": f"{name}: before 2018", "value": tell(before), "unit": "× last value, h = 1 / 3 / 6"},
        {"metric": f"{name}: 2018 on", "value": tell(after), "unit": "× last value, h = 1 / 3 / 6"},
        {"metric": f"{name}: year", "value": round(year.mdape), "unit": "% median absolute error"},
    ]


def main() -> None:
    months, nationalities = read_nationalities()
    total = np.sum(list(nationalities.values()), axis=0)
    start, first, last = (months.index(month) for month in ("2013-12", "2017-12", "2024-10"))
    rows = []
    for memory in MEMORIES:
        for waves in WAVES:
            told = " and ".join("no forgetting" if months == FOREVER else f"{months} months" for months in memory)
            with patch.multiple(season, HALF_LIVES=memory, WAVES=waves):
                rows += measure(total, start, first, last, f"{told}, {len(waves)} waves")
    record("flows_neighbours", rows)


if __name__ == "__main__":
    main()
