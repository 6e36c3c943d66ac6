"""All minutiae of a finger that doesn't exist, from nail to nail, of which each capture shows a part.

They lie as in real prints: rarely closer than a ridge and a half, denser where ridges part or meet, along the finger's
orientation field, pointing the way in which the ridges part. Neighbours mostly point the same way, because one unevenness of
the ridges makes them all; the nearest of all often face each other, being the two ends of a broken ridge. They lie in clumps,
and point, on the whole, to where the ridges of both sides meet.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint.minutiae import BIFURCATION, ENDING
from egnatia.engines.fingerprint.synthetic.compiled import compiled
from egnatia.engines.fingerprint.synthetic.orientation import FingerShape, flow_at
from egnatia.engines.fingerprint.synthetic.randomness import State, between, normal, start, uniform
from egnatia.engines.fingerprint.synthetic.sine import cosine, sine

#: Semi-axes of a middle finger's ridged skin in pixels at 500 dpi.
HALF_WIDTH, HALF_HEIGHT = 175.0, 240.0

MOST_WHOLE = 170
#: Columns of a finger's minutiae: place in the finger's frame, direction in radians, kind, how hard to see (mean 1).
X, Y, DIRECTION, KIND, FAINTNESS = range(5)


class Growth(NamedTuple):
    """What makes minutiae many, near and alike; set so that pairs of them lie as LEADER finds them on FVC prints."""

    density: float = 5.6e-4  # minutiae a square pixel of an average finger
    person_spread: float = 0.10  # deviation of its logarithm between persons
    finger_spread: float = 0.20  # and between fingers of one person
    clumps: float = 1.2  # how much denser they lie here than there: the logarithm's swing to either side
    closest: float = 7.0  # pixels that two minutiae always lie apart
    room: float = 13.0  # pixels more that they mostly do
    anywhere: float = 0.6  # chance to keep a minutia where ridges run in parallel
    parting: float = 60.0  # pixels: ridges that part by its inverse a pixel get all the minutiae that fit
    sense: float = 300.0  # pixels: how firmly the direction follows the parting
    unevenness: float = 1.5  # how firmly it follows the finger's own slow waves
    inward: float = 2.0  # how firmly it points to the finger's axis, 100 pixels beside it
    downward: float = 2.5  # how firmly it points to the height below the core where ridges of both sides meet
    meeting: float = 75.0  # pixels below the pad's middle where that is
    meeting_spread: float = 30.0  # pixels, deviation of the place
    meeting_reach: float = 60.0  # pixels from it beyond which the pull grows no more
    kin: float = 26.0  # pixels within which two minutiae on one ridge depend on each other
    facing: float = 0.35  # chance that the second looks back when the first looks at it
    turned_away: float = 0.35  # chance that there is a second at all when the first looks away
    wobble: float = 0.07  # radians, deviation of a minutia from the smooth field
    endings: float = 0.64  # share of endings


GROWTH = Growth()
_CLUMPED = 0.6  # as near to the top of a clump's swing (1), minutiae get no denser
_ON_ONE_RIDGE = 0.8  # cosine of the angle between the ridge and the line to the nearest minutia


@compiled
def grow_minutiae(shape: FingerShape, seed: int, position: int, growth: Growth) -> NDArray[np.float64]:
    """float64[n, 5], columns as above."""
    person, state = start(seed, 29, 0), start(seed, 30 + position, 0)
    spread = normal(person, growth.person_spread) + normal(state, growth.finger_spread)
    half_width, half_height = HALF_WIDTH * shape.pad, HALF_HEIGHT * shape.pad
    wanted = min(MOST_WHOLE, int(growth.density * math.exp(spread) * math.pi * half_width * half_height))
    waves, clumps = _draw_waves(state, 150.0, 400.0), _draw_waves(state, 120.0, 260.0)
    meeting_x, meeting_y = normal(state, growth.meeting_spread), growth.meeting + normal(state, growth.meeting_spread)
    minutiae = np.empty((wanted, 5))
    count = 0
    for _ in range(40 * wanted):
        x, y = between(state, -half_width, half_width), between(state, -half_height, half_height)
        if (x / half_width) ** 2 + (y / half_height) ** 2 > 1.0:
            continue
        if uniform(state) > math.exp(growth.clumps * (0.5 * _follow_waves(clumps, x, y) - _CLUMPED)):
            continue
        nearest, distance = _find_nearest(minutiae, count, x, y)
        if distance < growth.closest + growth.room * uniform(state):
            continue
        orientation, parting = flow_at(shape, x, y)
        if uniform(state) > growth.anywhere + (1.0 - growth.anywhere) * min(1.0, abs(parting) * growth.parting):
            continue
        # A ridge begins where its neighbours part, and its direction points along it.
        pull = growth.sense * parting + growth.unevenness * _follow_waves(waves, x, y)
        pull += _find_bias(growth, orientation, x - meeting_x, y - meeting_y)
        along = uniform(state) < 1.0 / (1.0 + math.exp(-pull))
        if distance < growth.kin:
            line = math.atan2(y - minutiae[nearest, Y], minutiae[nearest, X] - x)  # to the nearest, counter-clockwise
            if abs(cosine(orientation - line)) > _ON_ONE_RIDGE:
                looked_at = cosine(minutiae[nearest, DIRECTION] - line) < 0.0
                if not looked_at and uniform(state) > growth.turned_away:
                    continue
                if looked_at and uniform(state) < growth.facing:
                    along = cosine(orientation - line) > 0.0
        minutiae[count, X], minutiae[count, Y] = x, y
        minutiae[count, DIRECTION] = orientation + (0.0 if along else math.pi) + normal(state, growth.wobble)
        minutiae[count, KIND] = ENDING if uniform(state) < growth.endings else BIFURCATION
        minutiae[count, FAINTNESS] = -math.log(1.0 - uniform(state))
        count += 1
        if count == wanted:
            break
    return minutiae[:count]


@compiled
def _find_bias(growth: Growth, orientation: float, x: float, y: float) -> float:
    """What all fingers have in common: beside the axis minutiae point inwards, above and below the meeting of ridges to it."""
    down = max(-1.0, min(1.0, y / growth.meeting_reach))
    return growth.downward * down * sine(orientation) - growth.inward * x / 100.0 * cosine(orientation)


@compiled
def _find_nearest(minutiae: NDArray[np.float64], count: int, x: float, y: float) -> tuple[int, float]:
    nearest, least = 0, 1e9
    for k in range(count):
        square = (minutiae[k, X] - x) ** 2 + (minutiae[k, Y] - y) ** 2
        if square < least:
            nearest, least = k, square
    return nearest, math.sqrt(least)


@compiled
def _draw_waves(state: State, shortest: float, longest: float) -> NDArray[np.float64]:
    """float64[2, 3]: kx, ky in radians a pixel, phase; their lengths in pixels lie between the two."""
    waves = np.empty((2, 3))
    for wave in range(2):
        way, length = between(state, 0.0, 2 * math.pi), between(state, shortest, longest)
        waves[wave, 0], waves[wave, 1] = 2 * math.pi * math.cos(way) / length, 2 * math.pi * math.sin(way) / length
        waves[wave, 2] = between(state, 0.0, 2 * math.pi)
    return waves


@compiled
def _follow_waves(waves: NDArray[np.float64], x: float, y: float) -> float:
    total = 0.0
    for wave in range(len(waves)):
        total += sine(waves[wave, 0] * x + waves[wave, 1] * y + waves[wave, 2])
    return total
