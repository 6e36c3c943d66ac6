"""How good a print is for recognising its owner, in words an officer can act on while the person is still there.

The score rests on what recognition lives on: the area of clear ridges, the number of minutiae weighted with how sure each
is, and how much of what is printed is clear ridges. It is no NFIQ 2 score and isn't meant to be compared with one. It says
something about recognition and not all: `fingerprint.quality_rank_correlation` in docs/benchmarks.md.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from egnatia.engines.fingerprint.minutiae import Minutiae
from egnatia.engines.fingerprint.ridges import RidgeMap

FEW_MINUTIAE = "quality.few_minutiae"
SMALL_AREA = "quality.small_area"
LOW_CONTRAST = "quality.low_contrast"
TOO_DRY = "quality.too_dry"
TOO_WET = "quality.too_wet"


@dataclass(frozen=True, slots=True)
class Quality:
    """score 0 to 100; `usable` for a search; `reasons`: codes of what to mend, worst first, empty for a good print."""

    score: int
    usable: bool
    reasons: tuple[str, ...]


#: From here on more of it doesn't help: an adult's whole plain print.
_ENOUGH_AREA, _ENOUGH_MINUTIAE, _ENOUGH_CLEAR = 180.0, 45, 0.75

_FEW_MINUTIAE, _SMALL_AREA, _LOW_CONTRAST = 20, 90.0, 20.0
#: Mean grey of the ridges relative to the ground: the darkest and the lightest twentieth of the four sets.
_WET_BELOW, _DRY_ABOVE = 0.45, 0.84
#: Damp or dry skin is a reason only where it has blurred or broken the ridges.
_CLEAR = 0.7

#: A search with less than this finds its finger by luck.
_USABLE_MINUTIAE, _USABLE_AREA = 10, 40.0


def rate(minutiae: Minutiae, ridges: RidgeMap) -> Quality:
    """The quality of a print from its minutiae and its ridges."""
    area, clear = ridges.area_mm2(), _clear_share(ridges)
    sure = float(minutiae.quality.sum()) / 100
    parts = (area / _ENOUGH_AREA, sure / _ENOUGH_MINUTIAE, clear / _ENOUGH_CLEAR)
    score = round(100 * math.prod(min(1.0, part) for part in parts) ** (1 / 3))
    usable = len(minutiae) >= _USABLE_MINUTIAE and area >= _USABLE_AREA
    return Quality(score, usable, tuple(_find_reasons(len(minutiae), area, clear, ridges)))


def _find_reasons(count: int, area: float, clear: float, ridges: RidgeMap) -> Iterator[str]:
    if count < _FEW_MINUTIAE:
        yield FEW_MINUTIAE
    if area < _SMALL_AREA:
        yield SMALL_AREA
    ridged = ridges.is_ridged
    if ridged.any() and np.median(ridges.contrast[ridged]) < _LOW_CONTRAST:
        yield LOW_CONTRAST
    darkness = _tone_to_ground(ridges)
    if clear < _CLEAR and darkness > _DRY_ABOVE:
        yield TOO_DRY
    if clear < _CLEAR and darkness < _WET_BELOW:
        yield TOO_WET


def _clear_share(ridges: RidgeMap) -> float:
    """Windows with clear ridges among the printed ones."""
    return float(ridges.is_ridged.sum() / max(1, ridges.is_printed.sum()))


def _tone_to_ground(ridges: RidgeMap) -> float:
    """Mean grey of the ridged windows relative to the lightest windows: low where the skin was wet, high where dry."""
    if not ridges.is_ridged.any():
        return 1.0
    return float(ridges.tone[ridges.is_ridged].mean() / max(1.0, np.percentile(ridges.tone, 97)))
