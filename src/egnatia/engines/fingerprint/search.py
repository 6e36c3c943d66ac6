"""The search cascade: everyone by code, a shortlist by the filter, the best of those by the exact comparison.

Each step leaves fewer persons to a slower and surer one. How many go on from the codes is not a fixed number: all whose
codes are as alike as those of the same person nearly always are, by the number of fingers that both have. With ten fingers
that is hardly anybody else; with three or fewer, codes tell little, and a large part of the gallery goes to the filter: there,
finding the person matters more than time. `benches/fingerprint_cascade.py` measures what each step loses.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.code_scan import build_code_probe, get_mask, scan_codes
from egnatia.engines.fingerprint.comparison import compare_many, filter_many
from egnatia.engines.fingerprint.fusion import fuse
from egnatia.engines.fingerprint.gallery_index import Block
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


def choose_by_codes(probe: TenPrint, blocks: Sequence[Block]) -> tuple[NDArray[np.int64], NDArray[np.uint16]]:
    """Rows that are worth the filter, and the fingers that each has in common with the probe (a bit each).

    They are all who are as alike by code as the same person nearly always is, and in any case the most alike.
    """
    masks = np.concatenate([block.masks for block in blocks])
    alike, common = np.empty(len(masks), np.float32), np.empty(len(masks), np.uint8)
    scan = build_code_probe(probe)
    first = 0
    for block in blocks:
        part = slice(first, first + len(block.masks))
        scan_codes(*scan, block.codes, block.masks, alike[part], common[part])
        first = part.stop
    worth = alike >= np.array(p.LEAST_ALIKE, np.float32)[common]
    if np.count_nonzero(worth & (common > 0)) < p.SHORTLIST_LEAST < len(masks):
        worth[np.argpartition(-alike, p.SHORTLIST_LEAST)[: p.SHORTLIST_LEAST]] = True
    rows = np.flatnonzero(worth & (common > 0))
    return rows, masks[rows] & np.uint16(get_mask(probe))


def choose_by_filter(
    probe: TenPrint, rows: NDArray[np.int64], common: NDArray[np.uint16], read: ReadTemplates, *, keep: int
) -> NDArray[np.int64]:
    """The `keep` rows whose fingers look most like the probe's without looking at geometry; `common` as `choose_by_codes`."""
    if len(rows) <= keep:
        return rows
    alike = np.full(len(rows), -np.inf, np.float32)
    for fingers in np.unique(common):
        same = np.flatnonzero(common == fingers)
        for start in range(0, len(same), _CHUNK):
            chunk = same[start : start + _CHUNK]
            alike[chunk] = _filter(probe, find_telling(probe, int(fingers)), rows[chunk], read)
    return rows[np.argpartition(-alike, keep)[:keep]]


def find_telling(probe: TenPrint, mask: int) -> list[int]:
    """Positions of the fingers in `mask` with the most minutiae, as many as the filter looks at."""
    positions = [position for position in probe if mask >> (position - 1) & 1]
    return sorted(positions, key=lambda position: -len(probe[position]))[: p.FILTER_FINGERS]


def _filter(probe: TenPrint, positions: list[int], rows: NDArray[np.int64], read: ReadTemplates) -> NDArray[np.float32]:
    """float32[len(rows)]: how alike those fingers are, comparable between different numbers of fingers; -inf unreadable."""
    place = {int(row): i for i, row in enumerate(rows)}
    total, fingers = np.zeros(len(rows), np.float32), np.zeros(len(rows), np.float32)
    for position, (found, buffer, starts) in read(rows, positions).items():
        scores = np.empty(len(found), np.float32)
        filter_many(probe[position].data, buffer, starts, scores)
        at = [place[int(row)] for row in found]
        total[at] += scores - np.float32(p.FILTER_IMPOSTOR)
        fingers[at] += 1
    # fingers are independent looks: their sum over the root of their number ranks persons with different numbers of fingers
    return np.where(fingers > 0, total / np.sqrt(np.maximum(fingers, 1)), np.float32(-np.inf))


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
