"""How good a print is for recognising its owner, in words an officer can act on while the person is still there.

The score is a product of three things that the picture already tells, each raised to a power: how many minutiae are sure,
how even the ridges' distances are, and how many directions the ridges have. The powers were fitted to what the score is for:
`benches/fingerprint_quality.py` fits them to the weakest comparisons of each shared print with the others of its finger,
with one of the four sets left out and judged in turn, beside the former score and NFIQ 2 (error against discard in
docs/benchmarks.md). Area and share of clear ridges added next to nothing once these three
were in.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from egnatia.engines.fingerprint.minutiae import Minutiae
from egnatia.engines.fingerprint.pose import find_askew
from egnatia.engines.fingerprint.ridges import RidgeMap

FEW_MINUTIAE = "quality.few_minutiae"
SMALL_AREA = "quality.small_area"
LOW_CONTRAST = "quality.low_contrast"
TOO_DRY = "quality.too_dry"
TOO_WET = "quality.too_wet"
SMEARED = "quality.smeared"
ROTATED = "quality.rotated"
UPSIDE_DOWN = "quality.upside_down"


@dataclass(frozen=True, slots=True)
class Quality:
    """score 0 to 100; `usable` for a search; `reasons`: codes of what to mend, worst first, empty for a good print."""

    score: int
    usable: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One factor of the score: at `full` it is 1, from `most` times that it counts no more, and `power` is its weight."""

    full: float
    power: float
    most: float = 1.3


#: `full` are values of the best tenth of the shared prints; `power` is twice the fitted weight, rounded: twice, so that the
#: worst twentieth of them lies below 40.
SURE_MINUTIAE = Part(full=45.0, power=0.5)
EVENNESS = Part(full=1 / 0.18, power=1.2)
DIRECTIONS = Part(full=0.8, power=0.35)

_FEW_MINUTIAE, _SMALL_AREA, _LOW_CONTRAST = 20, 90.0, 20.0
#: Mean grey of the ridges relative to the ground: the darkest and the lightest twentieth of the four sets.
_WET_BELOW, _DRY_ABOVE = 0.45, 0.84
#: Damp or dry skin is a reason only where it has blurred or broken the ridges.
_CLEAR = 0.7
#: `RidgeMap.drag` of the worst two in a hundred shared prints.
DRAGGED = 0.36
#: Degrees from upright up to which a print lies on its side rather than on its head.
ON_ITS_SIDE = 105

#: A search with less than this finds its finger by luck.
_USABLE_MINUTIAE, _USABLE_AREA = 10, 40.0


def rate(minutiae: Minutiae, ridges: RidgeMap) -> Quality:
    """The quality of a print from its minutiae and its ridges."""
    area, clear = ridges.area_mm2(), _clear_share(ridges)
    usable = len(minutiae) >= _USABLE_MINUTIAE and area >= _USABLE_AREA
    return Quality(find_score(minutiae, ridges), usable, tuple(_find_reasons(len(minutiae), area, clear, ridges)))


def measure(minutiae: Minutiae, ridges: RidgeMap) -> tuple[float, float, float]:
    """What the score is made of: number of minutiae weighed by how sure each is, evenness of the ridges, their directions."""
    return float(minutiae.quality.sum()) / 100, 1 / max(0.01, ridges.unevenness()), ridges.spread()


def find_score(minutiae: Minutiae, ridges: RidgeMap) -> int:
    """0 to 100."""
    found = zip(measure(minutiae, ridges), (SURE_MINUTIAE, EVENNESS, DIRECTIONS), strict=True)
    product = math.prod(min(value / part.full, part.most) ** part.power for value, part in found)
    return round(100 * min(1.0, float(product)))


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
    if ridges.drag() > DRAGGED:
        yield SMEARED
    turned = find_askew(ridges)
    if turned is not None:
        yield ROTATED if abs(turned) <= ON_ITS_SIDE else UPSIDE_DOWN


def _clear_share(ridges: RidgeMap) -> float:
    """Windows with clear ridges among the printed ones."""
    return float(ridges.is_ridged.sum() / max(1, ridges.is_printed.sum()))


def _tone_to_ground(ridges: RidgeMap) -> float:
    """Mean grey of the ridged windows relative to the lightest windows: low where the skin was wet, high where dry."""
    if not ridges.is_ridged.any():
        return 1.0
    return float(ridges.tone[ridges.is_ridged].mean() / max(1.0, np.percentile(ridges.tone, 97)))
