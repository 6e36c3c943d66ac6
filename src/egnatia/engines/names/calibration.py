"""From the bits of a comparison to a probability, for each pair of scripts by itself.

Bits of `comparison` are a logarithm of a likelihood ratio that was fitted to pairs of all scripts together. How much evidence
they are for names of two given scripts is told by a logistic regression of one slope and one intercept (Platt 1999), fitted to
cross-validated bits of the shared pairs of these scripts; where pairs are few, it leans on that of all pairs. Two scripts that
had no pairs have that of all, whose interval says nothing about them. `calibration.json` is written by `benches/names_pairs.py
--fit`.

No evidence is stronger than what was counted: of n pairs of strangers, odds beyond n to 1 are not known.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from egnatia.engines.names.scripts import Script

_FILE = "calibration.json"
_SURE = 1.96  # standard errors to either side


class Line(NamedTuple):
    """Nats of evidence = intercept + slope x nats of the comparison; the covariance of both; the most that was counted, in nats
    for the same person and against.
    """

    intercept: float
    slope: float
    covariance: tuple[float, float, float]
    most_for: float
    most_against: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Bits for one person (below 0: for two), with a 95 % interval. Bits of independent evidence may be added to all three."""

    bits: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Probability:
    value: float
    low: float
    high: float


def calibrate(bits: float, first: Script, second: Script, *, is_counted: bool) -> Evidence:
    """What the bits of `comparison.compare` are worth for names of these scripts; is_counted: whether it was given a pool."""
    lines = _get_lines(is_counted)
    line = lines.get("-".join(sorted((first, second))), lines["all"])
    nats = bits * math.log(2)
    middle = line.intercept + line.slope * nats
    of_intercept, of_both, of_slope = line.covariance
    error = _SURE * math.sqrt(max(of_intercept + 2 * nats * of_both + nats * nats * of_slope, 0.0))
    found = [min(max(one, -line.most_against), line.most_for) / math.log(2) for one in (middle, middle - error, middle + error)]
    return Evidence(*found)


def find_probability(evidence: Evidence, prior: float) -> Probability:
    """By Bayes' rule; prior: the probability, between 0 and 1, before anything was compared: one in a register's size, say."""
    if not 0.0 < prior < 1.0:
        raise ValueError(f"a probability between 0 and 1 is needed, not {prior}")
    before = math.log2(prior / (1 - prior))
    return Probability(*(1 / (1 + 2.0 ** -(before + bits)) for bits in (evidence.bits, evidence.low, evidence.high)))


@cache
def _get_lines(is_counted: bool) -> dict[str, Line]:
    found = json.loads(files(__package__).joinpath(_FILE).read_text(encoding="utf-8"))["pool" if is_counted else "no pool"]
    return {
        name: Line(one["intercept"], one["slope"], tuple(one["covariance"]), one["most for"], one["most against"])
        for name, one in found.items()
    }
