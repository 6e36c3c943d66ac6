"""Which minutiae of two fingers are one another: what an examiner is shown of a comparison."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.comparison import Room, compare_pair, make_room
from egnatia.engines.fingerprint.template import Template


@dataclass(frozen=True, slots=True)
class Correspondences:
    """Minutiae of two fingers that are one another.

    score: what `compare` says of the fingers; pairs: int16[k, 2], index of the minutia in the first and in the second
    finger as they were given to `build_template`, the surest pair first.
    """

    score: float
    pairs: NDArray[np.int16]


def find_correspondences(a: Template, b: Template) -> Correspondences:
    """Which minutiae of two fingers are one another, for an examiner to look at: few or none where the fingers differ.

    A pair is kept when it fits, geometrically, most of the pairs that make the score.
    """
    room = make_room()
    score, made, linked, count = compare_pair(a.data, 0, b.data, 0, room)
    if count < 2:
        return Correspondences(score, np.empty((0, 2), np.int16))
    fits = spread_fits(room, made, linked)
    best = room.order[:count]
    others = count - np.isin(np.arange(made), best)  # a pair isn't held against itself
    support = fits[:, best].sum(axis=1) / others
    kept = np.flatnonzero(support >= p.LEAST_SUPPORT)
    kept = kept[np.argsort(-support[kept], kind="stable")]
    found = np.stack([a.index[room.pairs[0, kept]], b.index[room.pairs[1, kept]]], axis=1).astype(np.int16)
    return Correspondences(score, found)


def spread_fits(room: Room, pairs: int, linked: int) -> NDArray[np.float64]:
    """float64[pairs, pairs]: how well every two fit, 0 where they don't."""
    fits = np.zeros((pairs, pairs))
    first, second = room.links[:, :linked]
    fits[first, second] = fits[second, first] = room.fits[:linked]
    return fits
