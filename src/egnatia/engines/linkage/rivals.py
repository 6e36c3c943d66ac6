"""Pairs of a register beside one another: whoever agrees as well with a third person is the less likely to be this one.

Each pair's bits hold it against anybody. But a record is of one person: where it agrees about as well with two others, which
are not one another, at most one of them can be right (Sadinle, "Bayesian Estimation of Bipartite Matchings for Record Linkage",
JASA 112, 2017). Three records that all agree with one another don't stand in each other's way: one person may have three.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import TypeVar

from egnatia.engines.linkage.probability import MOST

T = TypeVar("T", bound=Hashable)


def weigh_rivals(pairs: Sequence[tuple[T, T]], bits: Sequence[float], odds: float) -> list[float]:
    """The bits of each pair, less what the rivals of either record take of them.

    pairs  two records by their numbers or ids, each pair once
    odds   beforehand (`probability.prior_odds`)

    >>> pairs = [("Samir", "Sameer"), ("Sameer", "Samira")]
    >>> [round(one, 1) for one in weigh_rivals(pairs, [20.0, 18.0], 2**-10)]
    [11.7, 8.0]
    """
    others: dict[T, dict[T, float]] = defaultdict(dict)
    for (one, other), told in zip(pairs, bits, strict=True):
        others[one][other] = others[other][one] = math.exp2(max(-MOST, min(told + math.log2(odds), MOST)))
    return [
        told - math.log2(1 + _count_against(one, other, others) + _count_against(other, one, others))
        for (one, other), told in zip(pairs, bits, strict=True)
    ]


def _count_against(one: T, other: T, others: dict[T, dict[T, float]]) -> float:
    """The odds of a record to be of third persons, as far as these aren't the other one."""
    of_other = others[other]
    return sum(likely / (1 + of_other.get(third, 0.0)) for third, likely in others[one].items() if third != other)
