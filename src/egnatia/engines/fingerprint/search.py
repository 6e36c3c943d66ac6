"""The search cascade: everyone by code, a shortlist by the filter, the best of those by the exact comparison.

Each step leaves fewer persons to a slower and surer one. How many it leaves depends on the number of usable fingers: codes
of ten fingers lose nobody, a single code loses one in ten, so with few fingers everyone goes to the filter: there, finding
the person matters more than time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.code import build_code, scan_codes
from egnatia.engines.fingerprint.comparison import compare_many, filter_many
from egnatia.engines.fingerprint.fusion import fuse
from egnatia.engines.fingerprint.template import TenPrint

#: Reads templates: rows and a finger position to their rows (those that can be read), one buffer, and where each begins.
Templates = tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.int64]]
ReadTemplates = Callable[[NDArray[np.int64], list[int]], dict[int, Templates]]

_CHUNK = 2000  # persons whose templates are in memory at once: about 40 MB
_NO_ROWS = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person of the gallery who may be the probe's.

    score: fused, 0 to 1; finger_scores: `comparison.compare` per finger that both have; fingers_compared: their number.
    """

    entry_id: UUID
    score: float
    finger_scores: dict[int, float]
    fingers_compared: int


def find_usable(probe: TenPrint) -> TenPrint:
    """The fingers that have anything to compare."""
    return {position: template for position, template in sorted(probe.items()) if len(template)}


def choose_by_codes(probe: TenPrint, codes: NDArray[np.uint64], masks: NDArray[np.uint16]) -> NDArray[np.int64]:
    """Rows that are worth the filter: the most alike by code, and all who share too few fingers for codes to tell."""
    probe_codes = np.zeros((10, p.CODE_WORDS), np.uint64)
    for position, template in probe.items():
        probe_codes[position - 1] = build_code(template)
    alike = np.empty(len(masks), np.float32)
    common = np.empty(len(masks), np.uint8)
    scan_codes(probe_codes, get_mask(probe), codes, masks, alike, common)
    unsure = np.flatnonzero((common > 0) & (common < p.FEWEST_FOR_CODES))
    sure = np.flatnonzero(common >= p.FEWEST_FOR_CODES)
    keep = max(p.SHORTLIST_LEAST, int(len(masks) * p.SHORTLIST_SHARE))
    if len(sure) > keep:
        sure = sure[np.argpartition(-alike[sure], keep)[:keep]]
    return np.concatenate([sure, unsure])


def choose_by_filter(probe: TenPrint, rows: NDArray[np.int64], read: ReadTemplates, *, keep: int) -> NDArray[np.int64]:
    """The `keep` rows whose fingers look most like the probe's without looking at geometry."""
    if len(rows) <= keep:
        return rows
    best = sorted(probe, key=lambda position: -len(probe[position]))[: p.FILTER_FINGERS]
    total = np.zeros(len(rows), np.float32)
    fingers = np.zeros(len(rows), np.int64)
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        place = {int(row): start + i for i, row in enumerate(chunk)}
        for position, (found, buffer, starts) in read(chunk, best).items():
            scores = np.empty(len(found), np.float32)
            filter_many(probe[position].data, buffer, starts, scores)
            at = [place[int(row)] for row in found]
            total[at] += scores
            fingers[at] += 1
    # fingers are independent looks: their sum over the root of their number ranks persons with different numbers of fingers
    rank = np.where(fingers > 0, (total - fingers * p.FILTER_IMPOSTOR) / np.sqrt(np.maximum(fingers, 1)), -np.inf)
    return rows[np.argpartition(-rank, keep)[:keep]]


def compare_exactly(probe: TenPrint, rows: NDArray[np.int64], read: ReadTemplates) -> dict[int, dict[int, float]]:
    """Scores by finger position of each row."""
    scores: dict[int, dict[int, float]] = {int(row): {} for row in rows}
    for position, (found, buffer, starts) in read(rows, sorted(probe)).items():
        of_finger = np.empty(len(found), np.float32)
        compare_many(probe[position].data, buffer, starts, of_finger)
        for row, score in zip(found, of_finger, strict=True):
            scores[int(row)][position] = float(score)
    return scores


def count_exact(fingers: int, limit: int) -> int:
    """How many persons are compared exactly when the probe has so many fingers and `limit` candidates are wanted."""
    return max(p.EXACT_LEAST, 2 * limit, p.EXACT_PAIRS // max(fingers, 1))


def make_candidate(entry_id: UUID, finger_scores: dict[int, float]) -> Candidate:
    return Candidate(entry_id, fuse(finger_scores), finger_scores, len(finger_scores))


def compare_ten_prints(probe: TenPrint, other: TenPrint) -> dict[int, float]:
    """`compare` of each finger that both have usable, by position."""
    mine, others = find_usable(probe), find_usable(other)
    scores: dict[int, float] = {}
    for position in mine.keys() & others.keys():
        score = np.zeros(1, np.float32)
        compare_many(mine[position].data, others[position].data, np.zeros(1, np.int64), score)
        scores[position] = float(score[0])
    return scores


def get_mask(ten_print: TenPrint) -> int:
    """A bit per finger, position 1 the lowest."""
    return sum(1 << (position - 1) for position in ten_print)
