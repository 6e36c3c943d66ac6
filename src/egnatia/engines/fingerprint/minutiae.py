"""Minutiae of one finger: the value that extraction makes and comparison reads."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

UNKNOWN, ENDING, BIFURCATION = 0, 1, 2

#: Finger positions of ISO/IEC 19794-2 (the same digits as ANSI/NIST-ITL): 1 right thumb … 5 right little, 6 left thumb … 10.
POSITIONS = tuple(range(1, 11))


@dataclass(frozen=True, slots=True)
class Minutiae:
    """Minutiae of one finger, in the picture's own frame, y pointing down.

    points: int16[n, 4]   x and y in pixels at 500 dpi; direction in 1/256 turn, counter-clockwise from the x axis
                          (ISO/IEC 19794-2:2005, 7.4.2.4); kind (0 unknown, 1 ending, 2 bifurcation)
    quality: uint8[n]     how sure the extractor is of each, 1 to 100
    width, height         of the picture in pixels at 500 dpi
    """

    points: NDArray[np.int16]
    quality: NDArray[np.uint8]
    width: int
    height: int

    def __len__(self) -> int:
        return len(self.points)

    def best(self, count: int) -> "Minutiae":
        """The `count` minutiae of highest quality, in their old order."""
        if len(self) <= count:
            return self
        kept = np.sort(np.argsort(-self.quality.astype(np.int16), kind="stable")[:count])
        return Minutiae(self.points[kept], self.quality[kept], self.width, self.height)


#: A person's fingers by position; fingers that are missing or unusable are left out.
Fingers = dict[int, Minutiae]
