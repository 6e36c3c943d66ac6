"""From which fused score a person is a possible match, by the number of fingers compared.

The figures come from `thresholds.json`, which `benches/fingerprint_thresholds.py` derives from impostor comparisons and
writes with its date and evidence. Above the threshold an examiner looks; nobody is linked by a score.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_FILE = "thresholds.json"
MOST_FINGERS = 10


@dataclass(frozen=True, slots=True)
class Threshold:
    """fingers: compared. score: fused score from which there is a possible match. false_match_rate: share of comparisons of
    two different persons that reach it, as probability. extrapolated: whether that rate lies below what was measured.
    false_non_match_rate: share of the same person's comparisons that don't reach it, as measured.
    """

    fingers: int
    score: float
    false_match_rate: float
    extrapolated: bool
    false_non_match_rate: float


@cache
def get_thresholds() -> tuple[Threshold, ...]:
    """For 1 to 10 fingers, in this order."""
    return tuple(Threshold(**row) for row in _read()["thresholds"])


def get_evidence() -> dict[str, Any]:
    """When and from what the thresholds were derived: `date`, `command`, `impostors`, `method` …"""
    evidence: dict[str, Any] = _read()["evidence"]
    return evidence


def possible_match_threshold(fingers: int) -> float:
    """The fused score from which a person is a possible match, when `fingers` (1 to 10) have been compared.

    Without a finger compared nothing is a match: infinity.
    """
    if fingers < 1:
        return float("inf")
    return get_thresholds()[min(fingers, MOST_FINGERS) - 1].score


@cache
def _read() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(files(__package__).joinpath(_FILE).read_text(encoding="utf-8"))
    return data
