"""Ten fingers straight to minutiae, without a picture: thousands of synthetic persons in seconds, for load and tests.

The minutiae of a finger lie in its pad as in real prints: never closer than about a ridge and a half, denser where ridges part
or meet, along the finger's own orientation field, pointing the way in which the ridges part. Each take presses the
finger anew: it turns and shifts, the skin stretches, the edge of the pad is not reached, some minutiae are lost or misread,
some are seen where there are none.

A seed gives the same pattern and singularities here and in `person`, but not the same minutiae: those of pictures grow.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from egnatia.engines.fingerprint.minutiae import BIFURCATION, ENDING, POSITIONS, UNKNOWN, Fingers, Minutiae
from egnatia.engines.fingerprint.synthetic.orientation import FingerShape, divergence_at, draw_shape, orientation_at
from egnatia.engines.fingerprint.synthetic.randomness import State, between, normal, start, uniform

#: Size of the pictures these minutiae would have been read from, pixels at 500 dpi.
WIDTH, HEIGHT = 300, 400

#: Fewest and most minutiae of one take.
FEWEST, MOST = 35, 55

_WHOLE = 84  # most minutiae of a whole finger
_PAD_X, _PAD_Y = 128.0, 168.0  # semi-axes of a middle finger's pad
_CLOSEST = 13.0  # pixels between two minutiae of one finger
_ANYWHERE = 0.65  # chance to keep a minutia where ridges run in parallel
_PARTING = 60.0  # pixels: ridges that part by a sixtieth a pixel get all the minutiae that fit
_SENSE = 130.0  # pixels: how firmly the direction follows the parting
_LOST_SHARE = 0.06  # of the minutiae that were pressed, how many the extractor misses
_FALSE_SHARE = 0.05  # of the minutiae that it gives, how many are none
_JITTER = 0.9  # pixels
_TURN_JITTER = math.radians(4.0)


def synthetic_fingers(seed: int, take: int, *, positions: tuple[int, ...] = POSITIONS) -> Fingers:
    """What an extractor would read from one take of the fingers of the person grown from `seed`.

    seed        any number from 0; one person each
    take        from 0; two takes of a finger differ as two captures do, and match
    positions   which fingers

    The same arguments always give the same fingers. About one and a half milliseconds a person.
    """
    fingers: Fingers = {}
    for position in positions:
        points, quality = _press_finger(seed, take, position)
        fingers[position] = Minutiae(points, quality, WIDTH, HEIGHT)
    return fingers


@njit(cache=True, nogil=True)
def _press_finger(seed: int, take: int, position: int) -> tuple[NDArray[np.int16], NDArray[np.uint8]]:
    shape = draw_shape(seed, position)
    whole = _grow_minutiae(shape, start(seed, 30 + position, 0))
    return _press(shape, whole, start(seed, 50 + position, take))


@njit(cache=True)
def _grow_minutiae(shape: FingerShape, state: State) -> NDArray[np.float64]:
    """All minutiae of a finger: float64[n, 4] of x, y in the finger's frame, direction in radians, kind."""
    wanted = min(_WHOLE, max(50, int(66.0 * shape.pad + normal(state, 4.5))))
    minutiae = np.empty((wanted, 4))
    count = 0
    for _ in range(60 * wanted):
        x, y = between(state, -_PAD_X, _PAD_X) * shape.pad, between(state, -_PAD_Y, _PAD_Y) * shape.pad
        if (x / _PAD_X) ** 2 + (y / _PAD_Y) ** 2 > shape.pad**2:
            continue
        if not _is_apart(minutiae[:count], x, y):
            continue
        parting = divergence_at(shape, x, y)
        if uniform(state) > _ANYWHERE + (1.0 - _ANYWHERE) * min(1.0, abs(parting) * _PARTING):
            continue
        # A ridge begins where its neighbours part, and its direction points along it.
        along = uniform(state) < 1.0 / (1.0 + math.exp(-_SENSE * parting))
        direction = orientation_at(shape, x, y) + (0.0 if along else math.pi)
        minutiae[count, 0], minutiae[count, 1], minutiae[count, 2] = x, y, direction
        minutiae[count, 3] = ENDING if uniform(state) < 0.57 else BIFURCATION
        count += 1
        if count == wanted:
            break
    return minutiae[:count]


@njit(cache=True)
def _is_apart(minutiae: NDArray[np.float64], x: float, y: float) -> bool:
    for k in range(len(minutiae)):
        if (minutiae[k, 0] - x) ** 2 + (minutiae[k, 1] - y) ** 2 < _CLOSEST**2:
            return False
    return True


@njit(cache=True)
def _press(shape: FingerShape, whole: NDArray[np.float64], state: State) -> tuple[NDArray[np.int16], NDArray[np.uint8]]:
    """One take: the minutiae nearest to where the finger was pressed, moved, thinned, misread and joined by false ones."""
    moved, depth = _move(whole, state)
    shown = min(MOST, max(FEWEST, int(between(state, 38.0, 52.0) * shape.pad)))
    wrong = int(shown * _FALSE_SHARE + uniform(state))
    points, quality = np.empty((shown, 4), np.int16), np.empty(shown, np.uint8)
    count = 0
    for k in np.argsort(depth):
        if count == shown - wrong or depth[k] > 1e6:
            break
        if uniform(state) < _LOST_SHARE:
            continue
        _write(points, count, moved[k, 0], moved[k, 1], moved[k, 2] + normal(state, _TURN_JITTER), int(moved[k, 3]), state)
        quality[count] = min(99.0, max(40.0, 92.0 - 16.0 * depth[k] + normal(state, 7.0)))
        count += 1
    # A finger pressed half beside the plate shows fewer; false ones fill up to what an extractor would still call a finger.
    count = _add_false(points, quality, count, max(FEWEST, min(shown, count + wrong)), state)
    order = np.argsort(points[:count, 1].astype(np.int32) * 1024 + points[:count, 0])
    return points[:count][order], quality[:count][order]


@njit(cache=True)
def _move(whole: NDArray[np.float64], state: State) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The finger on the plate, in the picture's frame, and how far towards the edge of the pressed area each minutia lies."""
    turn = normal(state, math.radians(8.0))
    sine, cosine = math.sin(turn), math.cos(turn)
    shift_x, shift_y = normal(state, 9.0), normal(state, 12.0)
    press_x, press_y = normal(state, 11.0), normal(state, 16.0)
    stretch = np.empty((2, 2, 4))
    for axis in range(2):
        for wave in range(2):
            way, length = between(state, 0.0, 2 * math.pi), between(state, 260.0, 520.0)
            stretch[axis, wave, 0] = 2 * math.pi * math.cos(way) / length
            stretch[axis, wave, 1] = 2 * math.pi * math.sin(way) / length
            stretch[axis, wave, 2], stretch[axis, wave, 3] = between(state, 0.0, 2 * math.pi), normal(state, 2.6)
    moved, depth = np.empty_like(whole), np.empty(len(whole))
    for k in range(len(whole)):
        x, y = whole[k, 0], whole[k, 1]
        depth[k] = math.hypot((x - press_x) / _PAD_X, (y - press_y) / _PAD_Y) + normal(state, 0.03)
        dx = dy = 0.0
        for wave in range(2):
            dx += stretch[0, wave, 3] * math.sin(stretch[0, wave, 0] * x + stretch[0, wave, 1] * y + stretch[0, wave, 2])
            dy += stretch[1, wave, 3] * math.sin(stretch[1, wave, 0] * x + stretch[1, wave, 1] * y + stretch[1, wave, 2])
        x, y = x + dx, y + dy
        # y points down, so a turn counter-clockwise to the eye takes this sign.
        moved[k, 0] = WIDTH / 2 + cosine * x + sine * y + shift_x + normal(state, _JITTER)
        moved[k, 1] = HEIGHT / 2 - sine * x + cosine * y + shift_y + normal(state, _JITTER)
        moved[k, 2], moved[k, 3] = whole[k, 2] + turn, whole[k, 3]
        if not (4 <= moved[k, 0] < WIDTH - 4 and 4 <= moved[k, 1] < HEIGHT - 4):
            depth[k] = 1e9
    return moved, depth


@njit(cache=True)
def _add_false(points: NDArray[np.int16], quality: NDArray[np.uint8], count: int, upto: int, state: State) -> int:
    """Fill rows `count` to `upto` with minutiae that aren't there, of low quality, inside the pad."""
    while count < upto:
        radius, way = math.sqrt(uniform(state)), between(state, 0.0, 2 * math.pi)
        x, y = WIDTH / 2 + 0.85 * _PAD_X * radius * math.cos(way), HEIGHT / 2 + 0.85 * _PAD_Y * radius * math.sin(way)
        _write(points, count, x, y, between(state, 0.0, 2 * math.pi), ENDING, state)
        quality[count] = between(state, 40.0, 62.0)
        count += 1
    return count


@njit(cache=True)
def _write(points: NDArray[np.int16], row: int, x: float, y: float, direction: float, kind: int, state: State) -> None:
    """One minutia in the units of `Minutiae`; one kind in eight is misread, one in twenty left open."""
    chance = uniform(state)
    points[row, 0], points[row, 1] = round(x), round(y)
    points[row, 2] = round(direction * 256.0 / (2 * math.pi)) & 255
    points[row, 3] = UNKNOWN if chance < 0.05 else kind if chance > 0.17 else ENDING + BIFURCATION - kind
