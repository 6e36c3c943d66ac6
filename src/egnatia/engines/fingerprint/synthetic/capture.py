"""One capture of a finger's minutiae: which part touched, how the skin was stretched, what the extractor missed or made up.

How well it went is drawn for person, capture and finger together (dry skin spoils all ten), and falls into three conditions.
Their amounts are set so that scores, numbers of minutiae and errors are those of the shared FVC prints, of which half are
deliberately turned, stretched, dry or wet; `benches/fingerprint_synthetic.py` holds both side by side.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint.minutiae import BIFURCATION, ENDING, UNKNOWN
from egnatia.engines.fingerprint.synthetic.compiled import compiled
from egnatia.engines.fingerprint.synthetic.orientation import FingerShape, flow_at
from egnatia.engines.fingerprint.synthetic.randomness import State, between, normal, start, uniform
from egnatia.engines.fingerprint.synthetic.sine import cosine, sine
from egnatia.engines.fingerprint.synthetic.whole_finger import DIRECTION, FAINTNESS, KIND, X, Y

#: Size of the pictures these minutiae would have been read from, pixels at 500 dpi.
WIDTH, HEIGHT = 384, 512

#: Fewest and most minutiae of a capture: with fewer it would be refused, and the extractor gives no more.
FEWEST, MOST = 8, 80


class Condition(NamedTuple):
    """What a capture of one kind does to a finger."""

    share: float  # of all captures
    size: float  # of the contact area's axes against a full plain print's
    size_spread: float
    offset: float  # pixels, deviation of the contact's centre; along the finger half as much again
    turn: float  # degrees, deviation of the finger's turn on the glass
    stretch: float  # pixels, typical deviation of the skin's slow displacement
    jitter: float  # pixels, deviation of a minutia's own place
    turn_jitter: float  # degrees, deviation of its own direction
    lost: float  # share of the minutiae in the contact area that the extractor misses
    false: float  # how many it makes up, as a share of those it finds
    misread: float  # share of wrong kinds


GOOD = Condition(0.37, 0.97, 0.07, 12.0, 4.0, 1.2, 0.6, 1.8, 0.01, 0.03, 0.06)
USUAL = Condition(0.41, 0.90, 0.10, 22.0, 9.0, 2.6, 1.0, 2.9, 0.04, 0.05, 0.10)
POOR = Condition(0.22, 0.75, 0.12, 30.0, 14.0, 4.6, 1.4, 4.2, 0.17, 0.15, 0.20)
CONDITIONS = (GOOD, USUAL, POOR)

_HALF_WIDTH, _HALF_HEIGHT = 136.0, 184.0  # a middle finger's full plain contact, pixels
#: How much of a capture's condition lies in the person, and in the person's visit; the rest is the finger's own.
_PERSON_SHARE, _VISIT_SHARE = 0.3, 0.3
_STRETCH_SPREAD = 0.45  # deviation of the logarithm of the stretch
_WAVES = 2


@compiled
def press(
    shape: FingerShape,
    whole: NDArray[np.float64],
    seed: int,
    position: int,
    take: int,
    conditions: tuple[Condition, ...],
    points: NDArray[np.int16],
    quality: NDArray[np.uint8],
) -> int:
    """Fill points int16[MOST, 4] and quality uint8[MOST] as `Minutiae` has them, from top to bottom; returns how many.

    conditions   from which the capture's is drawn by their shares (which sum to 1)
    """
    state = start(seed, 50 + position, take)
    condition = _draw_condition(seed, take, state, conditions)
    found = _touch(shape, whole, condition, state)
    moved = _move(found, condition, state)
    count = 0
    for k in np.argsort(moved[:, Y]):
        if count < MOST and 2.0 <= moved[k, X] < WIDTH - 2.0 and 2.0 <= moved[k, Y] < HEIGHT - 2.0:
            points[count, 0], points[count, 1] = round(moved[k, X]), round(moved[k, Y])
            points[count, 2] = round(moved[k, DIRECTION] * 256.0 / (2 * math.pi)) & 255
            points[count, 3] = _read_kind(int(moved[k, KIND]), condition, state)
            quality[count] = max(45.0, 97.0 - 6.0 * moved[k, FAINTNESS] ** 1.9)
            count += 1
    return count


@compiled
def _draw_condition(seed: int, take: int, state: State, conditions: tuple[Condition, ...]) -> Condition:
    person, visit = start(seed, 48, 0), start(seed, 49, take)
    own = math.sqrt(1.0 - _PERSON_SHARE - _VISIT_SHARE)
    trouble = normal(person, math.sqrt(_PERSON_SHARE)) + normal(visit, math.sqrt(_VISIT_SHARE)) + normal(state, own)
    rank = 0.5 * (1.0 + math.erf(trouble / math.sqrt(2.0)))
    for k in range(len(conditions) - 1):
        if rank < conditions[k].share:
            return conditions[k]
        rank -= conditions[k].share
    return conditions[len(conditions) - 1]


@compiled
def _touch(shape: FingerShape, whole: NDArray[np.float64], condition: Condition, state: State) -> NDArray[np.float64]:
    """The minutiae that the extractor gives, true and false, in the contact's frame."""
    size = shape.pad * min(1.3, max(0.55, condition.size + normal(state, condition.size_spread)))
    half_width, half_height = _HALF_WIDTH * size, _HALF_HEIGHT * size
    centre_x, centre_y = normal(state, condition.offset), normal(state, 1.5 * condition.offset)
    found = np.empty((len(whole) + MOST, 5))
    count = 0
    for k in range(len(whole)):
        x, y = (whole[k, X] - centre_x) / half_width, (whole[k, Y] - centre_y) / half_height
        if abs(x) ** 3 + abs(y) ** 3 > 1.0 + normal(state, 0.08) or uniform(state) < condition.lost * whole[k, FAINTNESS]:
            continue
        found[count] = whole[k]
        if uniform(state) < 0.5:
            found[count, FAINTNESS] = -math.log(1.0 - uniform(state))
        count += 1
    for _ in range(max(FEWEST - count, int(condition.false * count + uniform(state)))):
        radius, way = math.sqrt(uniform(state)), between(state, 0.0, 2 * math.pi)
        x, y = centre_x + half_width * radius * math.cos(way), centre_y + half_height * radius * math.sin(way)
        orientation, _ = flow_at(shape, x, y)
        found[count, X], found[count, Y] = x, y
        found[count, DIRECTION] = orientation + (0.0 if uniform(state) < 0.5 else math.pi) + normal(state, 0.2)
        found[count, KIND], found[count, FAINTNESS] = ENDING, between(state, 1.5, 3.0)
        count += 1
    found[:, X] -= centre_x
    found[:, Y] -= centre_y
    return found[:count]


@compiled
def _move(found: NDArray[np.float64], condition: Condition, state: State) -> NDArray[np.float64]:
    """The skin on the glass, in the picture's frame: stretched by slow waves, turned, and each minutia a little off."""
    stretch = condition.stretch * math.exp(normal(state, _STRETCH_SPREAD))
    waves = np.empty((2, _WAVES, 4))
    for axis in range(2):
        for wave in range(_WAVES):
            way, length = between(state, 0.0, 2 * math.pi), between(state, 260.0, 520.0)
            waves[axis, wave, 0] = 2 * math.pi * math.cos(way) / length
            waves[axis, wave, 1] = 2 * math.pi * math.sin(way) / length
            waves[axis, wave, 2], waves[axis, wave, 3] = between(state, 0.0, 2 * math.pi), normal(state, stretch)
    turn = normal(state, math.radians(condition.turn))
    across, along = math.sin(turn), math.cos(turn)
    shift_x, shift_y = WIDTH / 2 + normal(state, 6.0), HEIGHT / 2 + normal(state, 8.0)
    moved = found.copy()
    for k in range(len(found)):
        x, y = found[k, X], found[k, Y]
        dx = dy = curl = 0.0
        for wave in range(_WAVES):
            kx, ky, phase, amplitude = waves[0, wave]
            turned = kx * x + ky * y + phase
            dx += amplitude * sine(turned)
            curl -= 0.5 * amplitude * ky * cosine(turned)
            kx, ky, phase, amplitude = waves[1, wave]
            turned = kx * x + ky * y + phase
            dy += amplitude * sine(turned)
            curl += 0.5 * amplitude * kx * cosine(turned)
        x, y = x + dx, y + dy
        # y points down, so a turn counter-clockwise to the eye takes these signs.
        moved[k, X] = shift_x + along * x + across * y + normal(state, condition.jitter)
        moved[k, Y] = shift_y - across * x + along * y + normal(state, condition.jitter)
        moved[k, DIRECTION] += turn - curl + normal(state, math.radians(condition.turn_jitter))
    return moved


@compiled
def _read_kind(kind: int, condition: Condition, state: State) -> int:
    chance = uniform(state)
    if chance < condition.misread:
        return ENDING + BIFURCATION - kind
    return UNKNOWN if chance > 0.98 else kind
