"""Ten fingers straight to minutiae, without a picture: thousands of synthetic persons in seconds, for load and tests.

A seed gives the same pattern and singularities here and in `person`, but not the same minutiae: those of pictures grow.
"""

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint.minutiae import POSITIONS, Fingers, Minutiae
from egnatia.engines.fingerprint.synthetic.capture import CONDITIONS, HEIGHT, MOST, WIDTH, Condition, press
from egnatia.engines.fingerprint.synthetic.compiled import compiled
from egnatia.engines.fingerprint.synthetic.orientation import draw_shape
from egnatia.engines.fingerprint.synthetic.whole_finger import GROWTH, Growth, grow_minutiae


def synthetic_fingers(
    seed: int,
    take: int,
    *,
    positions: tuple[int, ...] = POSITIONS,
    conditions: tuple[Condition, ...] = CONDITIONS,
    growth: Growth = GROWTH,
) -> Fingers:
    """What an extractor would read from one take of the fingers of the person grown from `seed`.

    seed        any number from 0; one person each
    take        from 0; two takes of a finger differ as two captures do, and match
    positions   which fingers
    conditions  from which each capture's is drawn by their shares
    growth      how minutiae are strewn over the whole fingers

    The same arguments always give the same fingers, and no person needs the ones before. Less than a millisecond a person.
    Raises ValueError for a seed or take below 0 and for a position that isn't 1 to 10.
    """
    if seed < 0 or take < 0:
        raise ValueError(f"seeds and takes count from 0, not {seed} and {take}")
    if not set(positions) <= set(POSITIONS):
        raise ValueError(f"a finger position is 1 to 10, not {positions}")
    points, quality = np.empty((len(positions), MOST, 4), np.int16), np.empty((len(positions), MOST), np.uint8)
    counts = _press_fingers(seed, take, np.array(positions), conditions, growth, points, quality)
    return {
        position: Minutiae(points[k, : counts[k]], quality[k, : counts[k]], WIDTH, HEIGHT)
        for k, position in enumerate(positions)
    }


@compiled
def _press_fingers(
    seed: int,
    take: int,
    positions: NDArray[np.int64],
    conditions: tuple[Condition, ...],
    growth: Growth,
    points: NDArray[np.int16],
    quality: NDArray[np.uint8],
) -> NDArray[np.int64]:
    """How many minutiae each finger shows."""
    counts = np.empty(len(positions), np.int64)
    for k in range(len(positions)):
        shape = draw_shape(seed, positions[k])
        whole = grow_minutiae(shape, seed, positions[k], growth)
        counts[k] = press(shape, whole, seed, positions[k], take, conditions, points[k], quality[k])
    return counts
