"""Fingers that aren't whose or which they should be: one finger captured twice, fingers swapped, two persons mixed."""

from collections.abc import Iterable
from uuid import UUID

from egnatia.engines.fingerprint.comparison import compare
from egnatia.engines.fingerprint.fusion import weigh
from egnatia.engines.fingerprint.search import Candidate, find_usable
from egnatia.engines.fingerprint.template import TenPrint
from egnatia.engines.fingerprint.thresholds import possible_match_threshold

#: A mixture is told only from fingers that point to somebody clearly, and from two at least: one can be chance.
LEAST_POINTING = 2


def is_same_finger(score: float) -> bool:
    """Whether one finger's `compare` score alone makes a possible match."""
    return weigh(score) >= possible_match_threshold(1)


def find_repeated(fingers: TenPrint) -> list[tuple[int, int]]:
    """Pairs of positions (lower first) that hold the same finger: it was captured twice."""
    usable = find_usable(fingers)
    positions = list(usable)
    return [
        (first, second)
        for i, first in enumerate(positions)
        for second in positions[i + 1 :]
        if is_same_finger(compare(usable[first], usable[second]))
    ]


def find_swaps(a: TenPrint, b: TenPrint) -> list[tuple[int, int]]:
    """Fingers of `a` that in `b`, a ten-print of the same person, lie at another position: (position in a, position in b).

    A finger that matches at its own position isn't swapped, whatever else it looks like.
    """
    first, second = find_usable(a), find_usable(b)
    swaps = []
    for position, template in first.items():
        scores = {other: compare(template, second[other]) for other in second}
        best = max(scores, key=lambda other: scores[other], default=position)
        if best != position and is_same_finger(scores[best]) and not is_same_finger(scores.get(position, 0.0)):
            swaps.append((position, best))
    return swaps


def find_mixture(candidates: Iterable[Candidate]) -> list[tuple[UUID, tuple[int, ...]]]:
    """Whether a probe's fingers come from two persons: the two candidates they point to, each with its finger positions.

    `candidates` as `Gallery.search` gives them, best first. Two data sets of one person share fingers, so candidates that
    any finger points to in common are no mixture. Returns an empty list where there is none.
    """
    pointing: list[tuple[UUID, tuple[int, ...]]] = []
    for candidate in candidates:
        fingers = tuple(sorted(position for position, score in candidate.finger_scores.items() if is_same_finger(score)))
        if len(fingers) >= LEAST_POINTING:
            pointing.append((candidate.entry_id, fingers))
    for other in pointing[1:]:
        if not set(other[1]) & set(pointing[0][1]):
            return [pointing[0], other]
    return []
