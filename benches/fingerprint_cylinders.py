"""Learns the projection of cylinders and writes `engines/fingerprint/cylinder_projection.npz`.

It is learned on synthetic fingers alone: minutiae of two captures that are one another (by geometry and by the cosine of their
cells, so no earlier projection is needed), and the linear discriminants of their cells (Fisher, 1936): directions in which
minutiae differ much and two captures of one minutia little. No print of a real person is in it; `fingerprint_accuracy` is the
judge, on the shared sets.

    python -m benches.fingerprint_cylinders
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import egnatia.engines.fingerprint as package
from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.comparison import CHANCE, find_fits, make_room, pair_greedily, relax
from egnatia.engines.fingerprint.correspondences import spread_fits
from egnatia.engines.fingerprint.cylinders import build_cells
from egnatia.engines.fingerprint.minutiae import Minutiae
from egnatia.engines.fingerprint.synthetic.templates import synthetic_fingers

SEEDS = range(1_000_000, 1_000_400)  # nobody whom tests or the demo grow
#: Share of the mean variance within minutiae that is added to each direction's, so that none seems steady by accident.
RIDGE = 0.1
_SURE = 0.5  # mean fit with the other good pairs from which two minutiae are taken to be one
_GOOD = 12
_OUT = Path(next(iter(package.__path__))) / "cylinder_projection.npz"

Cells = NDArray[np.float64]


def find_same(first: Minutiae, second: Minutiae) -> tuple[Cells, Cells]:
    """Cells float64[k, CYLINDER_CELLS] of the minutiae that both captures have."""
    sides = []
    for finger in (first, second):
        points = finger.points
        theta = (points[:, 2] & 255).astype(np.uint8)
        cells, kept = build_cells(points[:, 0].astype(np.float64), -points[:, 1].astype(np.float64), theta)
        sides.append((cells[kept].astype(np.float64), points[kept], theta[kept]))
    (a, a_points, a_theta), (b, b_points, b_theta) = sides
    empty = a[:0], b[:0]
    if not (0 < len(a) <= p.MOST_MINUTIAE and 0 < len(b) <= p.MOST_MINUTIAE):
        return empty
    alike = a @ b.T / np.outer(np.linalg.norm(a, axis=1), np.linalg.norm(b, axis=1))
    room = make_room()
    room.differences[: len(a), : len(b)] = np.rint(CHANCE * (1 - np.clip(alike, 0, 1)))
    k = pair_greedily(room.differences, len(a), len(b), room.candidates, room.pairs, room.similarity)
    if k < _GOOD:
        return empty
    ours, theirs = room.pairs[:, :k]
    turned = (a_theta[ours] - b_theta[theirs])[None]
    room.places[:, :k] = np.concatenate([a_points[ours, :2].T, b_points[theirs, :2].T, turned])
    linked = find_fits(room.places, k, room.stretch, room.near, room.links, room.fits)
    relax(room.similarity, k, room.links, room.fits, linked, room.strength)
    fits = spread_fits(room, k, linked)
    best = np.argsort(-room.strength[0, :k])[:_GOOD]
    support = fits[:, best].sum(axis=1) / (_GOOD - np.isin(np.arange(k), best))
    sure = np.flatnonzero(support >= _SURE)
    return a[ours[sure]], b[theirs[sure]]


def iterate_same() -> Iterator[tuple[Cells, Cells]]:
    for seed in SEEDS:
        first, second = synthetic_fingers(seed, 0), synthetic_fingers(seed, 1)
        for position, finger in first.items():
            yield find_same(finger, second[position])


def main() -> None:
    same = list(iterate_same())
    a, b = np.concatenate([one for one, _ in same]), np.concatenate([two for _, two in same])
    mean = (a.mean(axis=0) + b.mean(axis=0)) / 2
    total = ((a - mean).T @ (a - mean) + (b - mean).T @ (b - mean)) / (2 * len(a))
    within = (a - b).T @ (a - b) / (2 * len(a))
    within += RIDGE * np.trace(within) / len(within) * np.eye(len(within))
    root = np.linalg.inv(np.linalg.cholesky(within))
    _, turned = np.linalg.eigh(root @ total @ root.T)
    directions = (root.T @ turned[:, ::-1][:, : p.CYLINDER_BITS]).T
    directions = np.rint(directions * 127 / np.abs(directions).max(axis=1, keepdims=True)).astype(np.int8)
    provenance = (
        f"learned by benches/fingerprint_cylinders.py on {datetime.now(UTC).date()} from {len(a)} minutiae of "
        f"{10 * len(SEEDS)} synthetic fingers (seeds {SEEDS.start} to {SEEDS.stop - 1}), two captures each: discriminants"
    )
    np.savez_compressed(_OUT, mean=mean.astype(np.float32), directions=directions, scale=np.float32(1), provenance=provenance)
    print(provenance, _OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
