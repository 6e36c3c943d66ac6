"""Where the ridges of a finger that doesn't exist run: pattern, singularities and the orientation field around them.

The field is the zero-pole model (Sherlock and Monro, *A model for interpreting fingerprint topology*, Pattern Recognition
1993) with the piecewise linear corrections of Vizcaya and Gerhardt (*A nonlinear orientation model for global description
of fingerprints*, Pattern Recognition 1996). Arches have no singularity and get a sine ramp, as in SFinGe (Cappelli 2009).

The finger's frame: origin in the middle of the pad, x to the right and y down, in pixels at 500 dpi. Angles count
counter-clockwise from the x axis, as ISO/IEC 19794-2 counts them.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint.synthetic.compiled import compiled, inlined
from egnatia.engines.fingerprint.synthetic.randomness import State, between, normal, start
from egnatia.engines.fingerprint.synthetic.sine import cosine, sine

ARCH, TENTED_ARCH, LEFT_LOOP, RIGHT_LOOP, WHORL = range(5)
PATTERNS = ("arch", "tented arch", "left loop", "right loop", "whorl")

#: Slow waves in the orientation that make each finger its own.
_WAVES = 4

#: Knots of the Vizcaya-Gerhardt correction around each singularity, every 45 degrees from -180.
KNOTS = 8

#: Square pixels: nearer to a singularity than its root, the flow changes no faster.
_NEAR = 64.0

#: Share of arch, tented arch, radial loop and ulnar loop (the rest are whorls) for thumb to little finger. The five rows
#: average to the natural shares of Wilson, Candela and Watson (1993): arch 3.7 %, tented 2.9 %, loops 65.5 %, whorl 27.9 %;
#: radial loops belong to the index finger, whorls to thumb and ring finger.
_SHARES = np.array(
    [
        (0.030, 0.005, 0.005, 0.550),
        (0.090, 0.080, 0.190, 0.340),
        (0.050, 0.040, 0.025, 0.715),
        (0.010, 0.010, 0.010, 0.550),
        (0.005, 0.007, 0.003, 0.885),
    ]
)

#: How wide the pad of thumb to little finger is, against the middle finger's.
_PAD_SCALES = np.array([1.05, 1.00, 1.00, 0.97, 0.90])

#: How alike two fingers of one person are in pattern: what the person, and what the pair of mirrored fingers has in common.
_PERSON_WEIGHT, _PAIR_WEIGHT = 0.45, 0.60


class FingerShape(NamedTuple):
    """Everything that decides how the ridges of one finger run."""

    pattern: int  # index into PATTERNS
    cores: NDArray[np.float64]  # [k, 2] x, y of the loops' centres, k 0 to 2
    deltas: NDArray[np.float64]  # [k, 2] as many as cores
    core_corrections: NDArray[np.float64]  # [2, KNOTS] radians
    delta_corrections: NDArray[np.float64]  # [2, KNOTS] radians
    arching: float  # how steeply the ridges rise towards the middle: of an arch everywhere, of others above the core
    waves: NDArray[np.float64]  # [_WAVES, 4] kx, ky (radians a pixel), phase, amplitude (radians)
    period: float  # ridge to ridge, in pixels at 500 dpi
    pad: float  # size of the pad against a middle finger's


@compiled
def draw_shape(seed: int, position: int) -> FingerShape:
    """The shape of one finger (position 1 to 10) of the person grown from `seed`."""
    person = start(seed, 0, 0)
    habit, period = normal(person, 1.0), between(person, 8.6, 9.7)
    finger = (position - 1) % 5
    pair = start(seed, 1 + finger, 0)
    state = start(seed, 10 + position, 0)
    own_weight = math.sqrt(1.0 - _PERSON_WEIGHT**2 - _PAIR_WEIGHT**2)
    intensity = _PERSON_WEIGHT * habit + _PAIR_WEIGHT * normal(pair, 1.0) + normal(state, own_weight)
    pattern = _pattern_of(0.5 * (1.0 + math.erf(intensity / math.sqrt(2.0))), position)
    pad = _PAD_SCALES[finger] * (1.0 + normal(state, 0.02))
    cores, deltas = _draw_singularities(state, pattern, pad)
    core_corrections, delta_corrections = _draw_corrections(state, 0.16), _draw_corrections(state, 0.12)
    _stretch_loops(
        core_corrections, cores, deltas, between(state, 0.35, 0.75) if pattern != WHORL else between(state, 0.0, 0.35)
    )
    waves = np.empty((_WAVES, 4))
    for wave in range(_WAVES):
        turn, length = between(state, 0.0, 2 * math.pi), between(state, 70.0, 220.0)
        waves[wave, 0], waves[wave, 1] = 2 * math.pi * math.cos(turn) / length, 2 * math.pi * math.sin(turn) / length
        waves[wave, 2], waves[wave, 3] = between(state, 0.0, 2 * math.pi), between(state, 0.0002, 0.0005) * length
    return FingerShape(
        pattern,
        cores,
        deltas,
        core_corrections,
        delta_corrections,
        between(state, 0.8, 1.25) if pattern == ARCH else between(state, 0.19, 0.50),
        waves,
        period * (1.0 + normal(state, 0.02)),
        pad,
    )


@compiled
def _pattern_of(share: float, position: int) -> int:
    """The pattern at `share` (0 to 1) of the patterns ordered by their number of deltas: the pattern intensity."""
    row = _SHARES[(position - 1) % 5]
    right_hand = position <= 5
    if share < row[0]:
        return ARCH
    if share < row[0] + row[1]:
        return TENTED_ARCH
    if share < row[0] + row[1] + row[2]:
        return LEFT_LOOP if right_hand else RIGHT_LOOP
    if share < row[0] + row[1] + row[2] + row[3]:
        return RIGHT_LOOP if right_hand else LEFT_LOOP
    return WHORL


@compiled
def _draw_singularities(state: State, pattern: int, pad: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    count = 0 if pattern == ARCH else 2 if pattern == WHORL else 1
    cores, deltas = np.empty((count, 2)), np.empty((count, 2))
    x, y = normal(state, 10.0), -48.0 + normal(state, 15.0)
    if pattern == WHORL:
        half = between(state, 7.0, 26.0)  # a plain whorl's cores lie close, a double loop's far apart
        lean = normal(state, 7.0)
        cores[0, 0], cores[0, 1], cores[1, 0], cores[1, 1] = x - lean, y - half, x + lean, y + half
        for side in range(2):
            deltas[side, 0] = x + (2 * side - 1) * (106.0 + normal(state, 20.0))
            deltas[side, 1] = y + 189.0 + normal(state, 22.0)
    elif pattern == TENTED_ARCH:
        cores[0, 0], cores[0, 1] = x, y + 12.0
        deltas[0, 0], deltas[0, 1] = x + normal(state, 5.0), y + 110.0 + normal(state, 16.0)
    elif pattern != ARCH:
        side = 1 if pattern == LEFT_LOOP else -1
        cores[0, 0], cores[0, 1] = x, y
        deltas[0, 0] = x + side * (96.0 + normal(state, 20.0))
        deltas[0, 1] = y + 183.0 + normal(state, 24.0)
    return cores * pad, deltas * pad


@compiled
def _draw_corrections(state: State, deviation: float) -> NDArray[np.float64]:
    """Two smoothed rings of KNOTS numbers: neighbouring knots differ little, so the field has no kink to see."""
    rings = np.empty((2, KNOTS))
    for ring in range(2):
        first, second = normal(state, deviation), normal(state, 0.5 * deviation)
        phase = between(state, 0.0, 2 * math.pi)
        for knot in range(KNOTS):
            turn = 2 * math.pi * knot / KNOTS
            rings[ring, knot] = first * math.sin(turn + phase) + second * math.cos(2 * turn + phase)
    return rings


@compiled
def _stretch_loops(
    corrections: NDArray[np.float64], cores: NDArray[np.float64], deltas: NDArray[np.float64], strength: float
) -> None:
    """Make the legs of a loop run side by side: around a bare zero the ridges are parabolas, which open too wide.

    The orientation is pulled towards the axis on which the loop opens, by the sine of the angle from it.
    """
    for k in range(len(cores)):
        axis = 0.0  # twice the orientation that all other singularities give at this core
        for other in range(len(cores)):
            if other != k:
                axis += math.atan2(-(cores[k, 1] - cores[other, 1]), cores[k, 0] - cores[other, 0])
            axis -= math.atan2(-(cores[k, 1] - deltas[other, 1]), cores[k, 0] - deltas[other, 0])
        for knot in range(KNOTS):
            corrections[k, knot] -= strength * math.sin(2 * math.pi * knot / KNOTS - math.pi - axis)


@inlined
def _look_from(
    point: NDArray[np.float64], x: float, y: float, correction: NDArray[np.float64]
) -> tuple[float, float, float, float]:
    """The angle at which (x, y) is seen from a singularity, moved by the correction between its two nearest knots (Vizcaya
    and Gerhardt, eq. 4), what half of it changes by in 1/pixel, and the offset by which that is to be multiplied.
    """
    dx, dy = x - point[0], y - point[1]
    angle = math.atan2(-dy, dx)
    place = (angle + math.pi) / (2 * math.pi) * KNOTS
    knot = int(place)
    share = place - knot
    before, behind = correction[knot % KNOTS], correction[(knot + 1) % KNOTS]
    gain = 0.5 * (1.0 + (behind - before) * KNOTS / (2 * math.pi)) / max(_NEAR, dx * dx + dy * dy)
    return angle + (1.0 - share) * before + share * behind, gain, dx, dy


@compiled
def orientation_at(shape: FingerShape, x: float, y: float) -> float:
    """The ridge's orientation in radians (defined up to half a turn) at (x, y) of the finger's frame."""
    orientation, _ = flow_at(shape, x, y)
    return orientation


@compiled
def flow_at(shape: FingerShape, x: float, y: float) -> tuple[float, float]:
    """Orientation as `orientation_at`, and how fast ridges part when one follows it, in 1/pixel; below 0 they come together.

    Where ridges part, new ones have to begin: the number of minutiae an area needs is the divergence over the ridge period.
    """
    across = math.pi / (150.0 * shape.pad)
    ramp = max(-1.0, min(1.0, x / (150.0 * shape.pad)))
    slope = shape.arching * sine(math.pi * ramp)
    slope_right = shape.arching * across * cosine(math.pi * ramp) if abs(ramp) < 1.0 else 0.0
    right = up = 0.0  # how the angle changes by a pixel to the right and upwards
    if shape.pattern == ARCH:
        bulge = math.exp(-(((y - 25.0) / 75.0) ** 2))
        bulge_up = bulge * 2.0 * (y - 25.0) / 75.0**2
        rise, rise_up = (bulge, bulge_up) if y > 25.0 else (0.35 + 0.65 * bulge, 0.65 * bulge_up)
        angle = -math.atan(slope * rise)
    else:
        fade = 1.0 + math.exp((y + 70.0) / 25.0)
        rise, rise_up = 1.0 / fade, (1.0 - 1.0 / fade) / (25.0 * fade)
        angle = -math.atan(slope / fade)
        for k in range(len(shape.cores)):
            turned, gain, dx, dy = _look_from(shape.cores[k], x, y, shape.core_corrections[k])
            angle += 0.5 * turned
            right, up = right + gain * dy, up + gain * dx
            turned, gain, dx, dy = _look_from(shape.deltas[k], x, y, shape.delta_corrections[k])
            angle -= 0.5 * turned
            right, up = right - gain * dy, up - gain * dx
    steep = 1.0 + (slope * rise) ** 2
    right, up = right - slope_right * rise / steep, up - slope * rise_up / steep
    for k in range(len(shape.waves)):
        kx, ky, phase, amplitude = shape.waves[k]
        turn = kx * x + ky * y + phase
        angle += amplitude * sine(turn)
        change = amplitude * cosine(turn)
        right, up = right + kx * change, up - ky * change
    return angle, cosine(angle) * up - sine(angle) * right


@compiled
def period_at(shape: FingerShape, x: float, y: float) -> float:
    """Ridge to ridge in pixels at (x, y): ridges lie wider towards the crease and tighter around the core."""
    drift = 0.0
    for k in range(len(shape.waves)):  # across the waves of the orientation, so that the two go their own ways
        kx, ky, phase, _ = shape.waves[k]
        drift += 0.035 * math.sin(ky * x - kx * y + 2.0 * phase)
    return shape.period * (1.0 + drift + 0.12 / (1.0 + math.exp(-(y - 85.0) / 22.0)))


@compiled
def sample_fields(shape: FingerShape, height: int, width: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Orientation in radians and period in pixels for every pixel of a picture centred on the pad, float32[height, width]."""
    orientations, periods = np.empty((height, width), np.float32), np.empty((height, width), np.float32)
    for row in range(height):
        for column in range(width):
            x, y = column - width / 2.0, row - height / 2.0
            orientations[row, column] = orientation_at(shape, x, y)
            periods[row, column] = period_at(shape, x, y)
    return orientations, periods
