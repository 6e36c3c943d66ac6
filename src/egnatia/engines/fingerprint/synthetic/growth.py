"""Ridges grown along an orientation field: from a few specks to a whole finger, minutiae where ridges have to meet.

After Cappelli, Erol, Maio and Maltoni (*Synthetic fingerprint-image generation*, ICPR 2000; SFinGe): a picture of a few
random specks is filtered again and again with Gabor filters tuned to each pixel's orientation and ridge period. Ridges spread
from the specks; where two fronts meet out of step, or the field diverges, an ending or a bifurcation is born. Fewer specks
make fewer minutiae, more rounds let neighbouring pairs cancel.
"""

import math
from functools import cache

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from egnatia.engines.fingerprint.synthetic.compiled import compiled
from egnatia.engines.fingerprint.synthetic.orientation import FingerShape, sample_fields
from egnatia.engines.fingerprint.synthetic.randomness import State, normals, start, uniform

#: The master's size in pixels at 500 dpi; wider than any impression shows.
WIDTH, HEIGHT = 344, 460

_TURNS = 64  # orientations of the filter bank, over half a turn
_PERIODS = np.arange(7.6, 12.8, 0.4)  # ridge periods of the filter bank, pixels
_RADIUS = 11  # of a filter, pixels
_SIDE = 24  # a filter's row is padded to this, so that the sum over it runs in whole vectors
_ENVELOPE = 0.38  # deviation of a filter's bell against its period: about three ridges lie under it (Cappelli 2000)
_GAIN = 6.0
_SPECKS = 150
_ROUNDS = 32
_WOBBLE = 0.075  # radians: deviation of the skin's own small turns from the smooth field
_UNEVENNESS = 0.05  # the same of the ridge period, as a share
_GRAIN = 20.0  # pixels: over what distance both change


def grow_master(shape: FingerShape, seed: int, position: int) -> NDArray[np.float32]:
    """The whole ridge pattern of one finger, float32[HEIGHT, WIDTH] from -1 (valley) to 1 (ridge)."""
    orientations, periods = sample_fields(shape, HEIGHT, WIDTH)
    state = start(seed, 130 + position, 0)
    orientations += _WOBBLE * _draw_grain(state)
    periods *= 1.0 + _UNEVENNESS * _draw_grain(state)
    turns = (np.round(orientations / math.pi * _TURNS).astype(np.int32) % _TURNS).astype(np.uint8)
    steps = np.clip(np.round((periods - _PERIODS[0]) / 0.4), 0, len(_PERIODS) - 1).astype(np.uint8)
    picture = _sow(start(seed, 70 + position, 0))
    for _ in range(_ROUNDS):
        picture = _filter(picture, turns, steps, _filter_bank())
    return np.ascontiguousarray(picture[_RADIUS : _RADIUS + HEIGHT, _RADIUS : _RADIUS + WIDTH])


def _draw_grain(state: State) -> NDArray[np.float32]:
    """Smooth random numbers of deviation 1 over the master's area; without them all fingers of a class have alike minutiae."""
    grain = gaussian_filter(normals(state, HEIGHT, WIDTH), _GRAIN, mode="reflect")
    return np.asarray(grain / grain.std(), np.float32)


@compiled
def _sow(state: State) -> NDArray[np.float32]:
    """An empty picture, padded for the filters, with specks strewn over it."""
    picture = np.zeros((HEIGHT + 2 * _RADIUS, WIDTH + _SIDE), np.float32)
    for _ in range(_SPECKS):
        row, column = _RADIUS + int(HEIGHT * uniform(state)), _RADIUS + int(WIDTH * uniform(state))
        picture[row, column] = 1.0 if uniform(state) < 0.5 else -1.0
    return picture


@cache
def _filter_bank() -> NDArray[np.float32]:
    """Gabor filters without mean, float32[turns, periods, rows, _SIDE], each row padded with zeros."""
    reach = np.arange(-_RADIUS, _RADIUS + 1)
    down, right = np.meshgrid(reach, reach, indexing="ij")
    bank = np.zeros((_TURNS, len(_PERIODS), 2 * _RADIUS + 1, _SIDE), np.float32)
    for turn in range(_TURNS):
        angle = math.pi * turn / _TURNS
        across = right * math.sin(angle) + down * math.cos(angle)  # y points down, the angle counts upwards
        for step, period in enumerate(_PERIODS):
            bell = np.exp(-(right**2 + down**2) / (2 * (_ENVELOPE * period) ** 2))
            wave = bell * np.cos(2 * math.pi * across / period)
            wave -= bell * (wave.sum() / bell.sum())
            bank[turn, step, :, : 2 * _RADIUS + 1] = wave / np.abs(wave).sum()
    return bank


@njit(cache=True, fastmath=True, nogil=True)
def _filter(
    picture: NDArray[np.float32], turns: NDArray[np.uint8], steps: NDArray[np.uint8], bank: NDArray[np.float32]
) -> NDArray[np.float32]:
    """One round: every pixel becomes the answer of its own filter, stretched and cut to -1 … 1."""
    grown = np.zeros_like(picture)
    sums = np.empty(_SIDE, np.float32)  # one sum a column: compiles to whole vectors, four times as fast as one sum over all
    for row in range(HEIGHT):
        for column in range(WIDTH):
            kernel = bank[turns[row, column], steps[row, column]]
            sums[:] = 0.0
            for k in range(2 * _RADIUS + 1):
                taps, pixels = kernel[k], picture[row + k, column : column + _SIDE]
                for j in range(_SIDE):
                    sums[j] += taps[j] * pixels[j]
            answer = np.float32(_GAIN) * sums.sum()
            grown[row + _RADIUS, column + _RADIUS] = min(np.float32(1.0), max(np.float32(-1.0), answer))
    return grown
