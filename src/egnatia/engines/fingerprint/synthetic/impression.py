"""One take of a grown finger: how it lay on the glass, how hard, how dry, and what the scanner made of it.

The steps follow Cappelli (*Synthetic fingerprint generation*, Handbook of Fingerprint Recognition, 2009, ch. 6): position,
skin distortion, contact area, ridge thickness, and texture. Amounts are chosen so that LEADER reads 35 to 55 minutiae and
two takes of a finger share most of them, never all.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, map_coordinates, zoom
from scipy.special import expit

from egnatia.engines.fingerprint.synthetic import growth
from egnatia.engines.fingerprint.synthetic.randomness import State, between, normal, normals, start

#: The picture's size, pixels at 500 dpi: a small live-scan window of 15 x 20 mm.
WIDTH, HEIGHT = 300, 400

_PAPER = 243.0  # grey of the empty glass
_COARSE = 48  # pixels between the knots of slow fields
_EDGE = 14.0  # how sharply the contact ends: larger is sharper

Field = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pressing:
    """How one take was made."""

    turn: float  # radians, counter-clockwise
    shift: tuple[float, float]  # pixels, x and y
    skin: float  # deviation of the skin's slow distortion, pixels
    moisture: float  # -1 dry: thin broken ridges; 1 wet: thick ridges that close the valleys
    pressure: float  # 0.75 light to 1.1 firm: size of the contact area
    contrast: float  # grey levels between ridge and glass


def draw_pressing(state: State) -> Pressing:
    """An ordinary take by a cooperative person."""
    return Pressing(
        turn=normal(state, math.radians(6.0)),
        shift=(normal(state, 8.0), normal(state, 10.0)),
        skin=between(state, 2.0, 4.5),
        moisture=max(-1.0, min(1.0, normal(state, 0.45))),
        pressure=between(state, 0.90, 1.06),
        contrast=between(state, 150.0, 195.0),
    )


def press_finger(master: Field, pad: float, seed: int, position: int, take: int) -> NDArray[np.uint8]:
    """A picture of one take: uint8[HEIGHT, WIDTH] at 500 dpi, dark ridges on light glass.

    master   the finger's ridges from `growth.grow_master`
    pad      the size of the finger's pad against a middle finger's
    """
    state = start(seed, 90 + position, take)
    pressing = draw_pressing(state)
    rows, columns = _place_on_glass(pressing, state)
    ridges = map_coordinates(master, (rows, columns), order=1, mode="nearest")
    skin = map_coordinates(_skin_marks(seed, position), (rows, columns), order=1, mode="nearest")
    contact = _contact_area(pressing, pad, state)
    ink = _ink(ridges, skin, contact, pressing.moisture, state)
    return _scan(ink * contact, pressing.contrast, state)


def _place_on_glass(pressing: Pressing, state: State) -> tuple[Field, Field]:
    """For each pixel of the picture, the row and column of the master that lies there."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    x -= WIDTH / 2 + pressing.shift[0]
    y -= HEIGHT / 2 + pressing.shift[1]
    sine, cosine = math.sin(pressing.turn), math.cos(pressing.turn)
    columns = cosine * x - sine * y + growth.WIDTH / 2 + pressing.skin * _slow_field(state)
    rows = sine * x + cosine * y + growth.HEIGHT / 2 + pressing.skin * _slow_field(state)
    return rows.astype(np.float32), columns.astype(np.float32)


def _slow_field(state: State, knots: int = _COARSE * 2) -> Field:
    """Smooth random numbers over the picture, of deviation near 1, that change over about `knots` pixels."""
    shape = (math.ceil(HEIGHT / knots) + 3, math.ceil(WIDTH / knots) + 3)
    fine = zoom(normals(state, *shape), knots, order=3)
    return np.asarray(fine[knots : knots + HEIGHT, knots : knots + WIDTH], np.float32)


def _skin_marks(seed: int, position: int) -> Field:
    """What marks the skin itself in every take, over the master's area: 1 plain skin, down to 0 in pores and creases."""
    state = start(seed, 110 + position, 0)
    marks = np.ones((growth.HEIGHT, growth.WIDTH), np.float32)
    pores = np.zeros_like(marks)
    for _ in range(1700):
        pores[int(between(state, 0, growth.HEIGHT)), int(between(state, 0, growth.WIDTH))] = between(state, 2.0, 6.0)
    marks -= np.clip(gaussian_filter(pores, 0.9), 0.0, 0.8)
    y, x = np.mgrid[0 : growth.HEIGHT, 0 : growth.WIDTH].astype(np.float32)
    for _ in range(int(between(state, 0.0, 3.4))):
        across, lean = between(state, 0.15, 0.85) * growth.HEIGHT, between(state, -0.5, 0.5)
        bend = between(state, -1.0, 1.0) * 8.0 * np.sin(x / between(state, 25.0, 60.0))
        reach = np.exp(-(((x - between(state, 0.2, 0.8) * growth.WIDTH) / between(state, 30.0, 110.0)) ** 4))
        line = np.exp(-(((y - across - lean * (x - growth.WIDTH / 2) - bend) / between(state, 0.9, 1.7)) ** 2))
        marks -= between(state, 0.5, 0.9) * line * reach
    return np.clip(marks, 0.0, 1.0)


def _contact_area(pressing: Pressing, pad: float, state: State) -> Field:
    """How much of the skin touches at each pixel, 0 to 1: an oval with a ragged edge, flatter towards the crease."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    size = pressing.pressure * pad
    half_width = min(132.0, 121.0 * size * (1.0 + normal(state, 0.03)))
    half_height = min(178.0, 160.0 * size * (1.0 + normal(state, 0.04)))
    x = (x - WIDTH / 2 - 0.7 * pressing.shift[0] - normal(state, 4.0)) / half_width
    y = (y - HEIGHT / 2 - 0.5 * pressing.shift[1] - normal(state, 5.0)) / half_height
    distance = np.abs(x) ** 2.3 + np.where(y < 0, np.abs(y) ** 2.1, np.abs(y) ** 3.0)
    distance += 0.05 * _slow_field(state, 28) + 0.035 * gaussian_filter(normals(state, HEIGHT, WIDTH), 2.2) * 6.0
    return np.asarray(expit((1.0 - distance) * _EDGE), np.float32)


def _ink(ridges: Field, skin: Field, contact: Field, moisture: float, state: State) -> Field:
    """How dark each pixel is, 0 to 1, before the scanner."""
    firmness = 0.30 * _slow_field(state, 64) + 0.45 * moisture - 0.10
    firmness -= 0.55 * (1.0 - contact)  # the edge of the contact is pressed less, so ridges are thin there
    grain = gaussian_filter(normals(state, HEIGHT, WIDTH), 1.1) * 3.4
    dryness = 0.16 + 0.22 * max(0.0, -moisture)
    ink = expit(2.6 * (ridges * 0.9 + firmness + dryness * grain))
    shown = 0.85 - 0.5 * max(0.0, moisture)  # sweat fills pores and creases
    return np.asarray(ink * (1.0 - shown * (1.0 - skin)), np.float32)


def _scan(ink: Field, contrast: float, state: State) -> NDArray[np.uint8]:
    """The scanner's optics and sensor: a slight blur, uneven light, a little noise."""
    light = _PAPER + 3.0 * _slow_field(state)
    depth = contrast * (1.0 + 0.10 * _slow_field(state, 64))
    grey = light - depth * gaussian_filter(ink, 0.65) + 2.2 * normals(state, HEIGHT, WIDTH)
    return np.asarray(np.clip(np.round(grey), 0, 255), np.uint8)
