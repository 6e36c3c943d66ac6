"""From bits to a probability with an interval, and what would lower it.

By Bayes' rule the odds that two records are one person's are those beforehand, doubled with every bit. Beforehand means among
how many persons somebody is looked for, and how likely they are to be among them at all.
"""

import math
from dataclasses import dataclass

from egnatia.engines.errors import EngineError
from egnatia.engines.linkage.comparison import Linkage, Standing
from egnatia.engines.linkage.levels import Field, codes_of, weight_of

Z = 1.96  # of an interval of 95 %
MOST = 500.0  # bits; more would be no number
WEAK = 3.0  # bits; a field that agrees by less agrees weakly


@dataclass(frozen=True, slots=True)
class Probability:
    """That two records are one person's, and the interval of 95 % that follows from how well the weights are known."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """A field that would lower the probability, were it to turn out otherwise.

    level   on which it is now; worst: on which it would be if the records contradicted one another there
    bits    what would be lost
    then    the probability that would be left
    """

    field: Field
    level: str
    worst: str
    bits: float
    then: Probability


def prior_odds(persons: int, *, expected: float = 0.5) -> float:
    """Of one record of a register to be the person's: `expected`, the chance that the register has them, over all its persons.

    Raises EngineError `linkage.chance_out_of_range`.
    """
    if not 0 < expected < 1:
        raise EngineError(
            "linkage.chance_out_of_range",
            "The chance that somebody is in a register isn't between 0 and 1.",
            "Give a share, such as 0.5.",
        )
    return expected / (max(persons, 1) - expected)


def probability(bits: float, odds: float, *, error: float = 0.0) -> Probability:
    """odds: beforehand (`prior_odds`); error: standard error of the bits.

    Raises EngineError `linkage.odds_out_of_range`.
    """
    if not 0 < odds < math.inf:
        raise EngineError("linkage.odds_out_of_range", "Odds are more than 0 and finite.", "Work them out by prior_odds.")
    after = bits + math.log2(odds)
    return Probability(*(_to_share(after + sign * Z * error) for sign in (0, -1, 1)))


def find_standing(linkage: Linkage, odds: float) -> Standing:
    """What may be said of somebody who was found so; by name alone never more than that they are possible."""
    if linkage.bits <= 0:
        return Standing.UNLIKELY
    if linkage.rests_on_names_alone or probability(linkage.bits, odds, error=linkage.error).low < 0.5:
        return Standing.POSSIBLE
    return Standing.LIKELY


def find_doubts(linkage: Linkage, odds: float) -> list[Doubt]:
    """Fields that aren't known or agree weakly, and could turn out to contradict: those that would lower it most first."""
    doubts = []
    for one in linkage.fields:
        codes = codes_of(one.field)
        worst = min(codes, key=lambda code: weight_of(code).bits, default=None)
        if worst is None or one.bits >= WEAK:
            continue
        lost = one.bits - weight_of(worst).bits
        if lost > 0:
            then = probability(linkage.bits - lost, odds, error=math.hypot(linkage.error, weight_of(worst).error))
            doubts.append(Doubt(one.field, one.level, worst, lost, then))
    return sorted(doubts, key=lambda doubt: -doubt.bits)


def _to_share(bits: float) -> float:
    """Of odds as a logarithm to base 2."""
    return 1 / (1 + math.exp2(max(-MOST, min(-bits, MOST))))
