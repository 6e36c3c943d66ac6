"""One score for a person from the scores of the fingers.

The score of two different fingers hardly leaves its floor, and its tail falls exponentially: each further hundredth above it
makes an impostor about a thousand times less likely (`thresholds.json` has the figures). So evidence grows linearly with the
score near the floor, like a log-likelihood ratio, and it saturates, because one finger, however alike, must not outvote nine:
a finger says between 0 (nothing) and 1 (all that one finger can say), and the person's score is the mean. A dirty or swapped
finger says 0 and costs its share, no more.
"""

import math

from egnatia.engines.fingerprint import parameters as p


def weigh(score: float) -> float:
    """What one finger's score says for the same person, 0 to 1."""
    return -math.expm1(-max(0.0, score - p.IMPOSTOR_SCORE) / p.EVIDENCE_SCALE)


def fuse(scores: dict[int, float]) -> float:
    """The person's score, 0 to 1, from `comparison.compare` scores by finger position; 0 without fingers.

    Scores of different numbers of fingers mean different things: `thresholds.possible_match_threshold(len(scores))`.
    """
    if not scores:
        return 0.0
    return sum(weigh(score) for score in scores.values()) / len(scores)
