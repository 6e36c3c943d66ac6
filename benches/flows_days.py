"""What partners' counts are worth: the cut in error of the next days' forecasts on the daily chain of 2015–16.

For each of North Macedonia, Serbia, Croatia, Slovenia and Austria, 117 origins from 10 November 2015 to 5 March 2016: mean
absolute error with the counts of the places upstream against the best of five rules that know the place's own history alone,
best being chosen afterwards, per place and horizon. The forecast's constants were chosen on the first half of the origins;
the second half, with its closing borders, is reported beside.

    python -m benches.flows_days
"""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from benches._flows import CHAIN, Floats, read_chain
from benches._record import record
from egnatia.engines.flows.backtest import Backtest
from egnatia.engines.flows.daily import backtest_days

PLACES = ("MK", "RS", "HR", "SI", "AT")
TARGETS = {1: "at least 28", 2: "at least 30", 3: "at least 22", 5: "at least 8"}
FIRST, MIDDLE, LAST = "2015-11-10", "2016-01-06", "2016-03-05"
PEER = "direct regression, own and upstream"


class Bench:
    def __init__(self) -> None:
        days, self.counts = read_chain()
        self.first, self.middle, self.last = (days.index(day) for day in (FIRST, MIDDLE, LAST))
        self.origins = np.arange(self.first, self.last + 1)
        self.whole = np.ones(len(self.origins), bool)
        self.second = self.origins > self.middle
        self.filled = fill(self.counts)

    def errors(self, place: int, test: Backtest) -> Floats:
        """float64[origins]: absolute errors, NaN where there was no count."""
        errors = np.full(len(self.origins), np.nan)
        errors[test.origins - self.first] = np.abs(test.forecast - test.actual)
        return errors

    def errors_of(self, place: int, days: int, said: Floats) -> Floats:
        return np.abs(said - self.counts[self.origins + days, place])

    def own_rules(self, place: int, days: int) -> dict[str, Floats]:
        """Errors of the rules that know one place."""
        own = self.filled[:, place]
        means = {f"mean of {n} days": np.array([own[day - n + 1 : day + 1].mean() for day in self.origins]) for n in (1, 3, 7)}
        factors = explain_own(own)
        means["own regression"] = np.array([regress(factors, own, day, days) for day in self.origins])
        return {name: self.errors_of(place, days, said) for name, said in means.items()}

    def direct(self, place: int, days: int) -> Floats:
        """Errors of the regression for each horizon apart, on own history and three days of every place upstream."""
        upstream = [shift(self.filled[:, before], lag) for before in range(place) for lag in range(3)]
        factors = np.column_stack([explain_own(self.filled[:, place]), *upstream])
        return self.errors_of(
            place, days, np.array([regress(factors, self.filled[:, place], day, days) for day in self.origins])
        )


def fill(counts: Floats) -> Floats:
    """The peers take the last count where a day is missing."""
    filled = counts.copy()
    for day, place in np.argwhere(np.isnan(counts)):
        filled[day, place] = filled[day - 1, place] if day else 0.0
    return filled


def shift(series: Floats, lag: int) -> Floats:
    return np.concatenate([np.full(lag, np.nan), series[: len(series) - lag]])


def explain_own(own: Floats) -> Floats:
    return np.column_stack([np.mean([shift(own, lag) for lag in range(n)], axis=0) for n in (1, 3, 7, 14)])


def regress(factors: Floats, counts: Floats, day: int, days: int, *, window: int = 35, pull: float = 0.5) -> float:
    """Shrunken non-negative regression of the count `days` later, learned from the last `window` days."""
    known = np.arange(max(14, day - days - window + 1), day - days + 1)
    size = np.sqrt((factors[known] ** 2).mean(axis=0)) + 1e-9
    left = np.vstack([factors[known], np.diag(np.sqrt(pull) * size)])
    weights = nnls(left, np.concatenate([counts[known + days], np.zeros(len(size))]))[0]
    return float(factors[day] @ weights)


def cut(errors: list[Floats], best: list[dict[str, Floats]], chosen: NDArray[np.bool_]) -> float:
    """Mean over places of the cut in mean absolute error, in percent of the best own-history rule's."""
    cuts = []
    for with_partners, rules in zip(errors, best, strict=True):
        known = chosen & np.isfinite(with_partners)
        own = min(rule[known].mean() for rule in rules.values())
        cuts.append(100 * (1 - with_partners[known].mean() / own))
    return float(np.mean(cuts))


def main() -> None:
    bench = Bench()
    indices = [CHAIN.index(place) for place in PLACES]
    span = {"first_origin": bench.first, "last_origin": bench.last}
    shared = [backtest_days(bench.counts[:, i], bench.counts[:, :i].T, TARGETS, **span) for i in indices]
    alone = [backtest_days(bench.counts[:, i], None, TARGETS, **span) for i in indices]
    rows = []
    for days, target in TARGETS.items():
        errors = [bench.errors(i, test[days]) for i, test in zip(indices, shared, strict=True)]
        direct = [bench.direct(i, days) for i in indices]
        rules = [
            bench.own_rules(i, days) | {"same model": bench.errors(i, test[days])}
            for i, test in zip(indices, alone, strict=True)
        ]
        for suffix, chosen, aim in (("", bench.whole, target), (" second half", bench.second, None)):
            peers = {PEER: round(cut(direct, rules, chosen), 1)}
            value = round(cut(errors, rules, chosen), 1)
            rows.append(
                {"metric": f"flows.sharing_gain_h{days}{suffix}", "value": value, "unit": "%", "target": aim, "peers": peers}
            )
        held = {share: 100 * np.mean([getattr(test[days], f"coverage{share}") for test in shared]) for share in (80, 95)}
        rows += [
            {"metric": f"flows.days_coverage{share}_h{days}", "value": round(held[share], 1), "unit": "%"} for share in held
        ]
    record("flows_days", rows)


if __name__ == "__main__":
    main()
