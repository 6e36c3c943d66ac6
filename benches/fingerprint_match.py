"""How fast fingers are compared and persons are searched for, on one core, and what a finger takes on disk.

The gallery holds synthetic persons of ten fingers; probes are other takes of some of them, and strangers. A search is the
whole of it: codes, shortlist opened from the encrypted file, filter, exact comparison of the fingers, fusion.

    python -m benches.fingerprint_match [--persons 50000]
"""

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from benches._fvc import DATA, SETS, join_templates, read_set
from benches._record import record
from egnatia.engines.fingerprint.comparison import compare_many, filter_many
from egnatia.engines.fingerprint.gallery import FILE, Gallery
from egnatia.engines.fingerprint.synthetic.templates import synthetic_fingers
from egnatia.engines.fingerprint.template import TenPrint, build_template

SECONDS = 5.0
PROBES = 100
POOL = 10_000  # grown persons
STRANGER = 5_000_000  # seeds from here on aren't in the gallery


def make_ten_print(seed: int, take: int) -> TenPrint:
    return {position: build_template(finger) for position, finger in synthetic_fingers(seed, take).items()}


def measure_pairs() -> dict[str, float]:
    """Comparisons a second of processor time, on real prints where they are at hand."""
    if DATA.is_dir():
        templates = [build_template(minutiae) for name in SETS for minutiae in read_set(name).values()]
    else:
        templates = [template for seed in range(32) for template in make_ten_print(seed, 0).values()]
    buffer, starts = join_templates(templates)
    scores = np.empty(len(templates), np.float32)
    rates = {}
    for name, compare in (("exact", compare_many), ("filter", filter_many)):
        compare(templates[0].data, buffer, starts, scores)  # compiled and in the cache before the clock starts
        done, begun = 0, time.process_time()
        while time.process_time() - begun < SECONDS:
            compare(templates[done % len(templates)].data, buffer, starts, scores)
            done += 1
        rates[name] = done * len(templates) / (time.process_time() - begun)
    return rates


def fill(gallery: Gallery, persons: int) -> None:
    """Append persons 0 to `persons` - 1. The first POOL are grown; the others are put together from their fingers.

    Finger p of the j-th person of block b is finger p of the grown person j + b * p, so no two persons share two fingers.
    """
    pool = min(persons, POOL)
    grown = [make_ten_print(seed, 0) for seed in range(pool)]
    for block, start in enumerate(range(0, persons, pool)):
        entries = [
            (UUID(int=start + j), {position: grown[(j + block * position) % pool][position] for position in range(1, 11)})
            for j in range(min(pool, persons - start))
        ]
        gallery.append_many(entries)


def measure_search(gallery: Gallery, persons: int, positions: tuple[int, ...]) -> tuple[float, float, int]:
    """Processor seconds and wall seconds of one search, and how many of PROBES takes found their person first."""
    seeds = np.random.default_rng(1).choice(min(persons, POOL), PROBES, replace=False).tolist()
    whole = [make_ten_print(seed, 1) for seed in seeds] + [make_ten_print(STRANGER + i, 0) for i in range(PROBES // 10)]
    probes = [{position: probe[position] for position in positions} for probe in whole]
    gallery.search(probes[0])
    cpu, wall = time.process_time(), time.perf_counter()
    found = [gallery.search(probe) for probe in probes]
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    first = sum(candidates[0].entry_id == UUID(int=seed) for candidates, seed in zip(found, seeds, strict=False))
    return cpu / len(probes), wall / len(probes), first


def make_row(metric: str, value: float, unit: str, *, target: str | None = None, **peers: float) -> dict[str, Any]:
    return {"metric": f"fingerprint.{metric}", "value": value, "unit": unit, "target": target, "peers": peers}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--persons", type=int, default=50_000)
    persons = arguments.parse_args().persons
    rates = measure_pairs()
    with tempfile.TemporaryDirectory() as folder:
        with Gallery(Path(folder), os.urandom(32), writable=True) as gallery:
            fill(gallery, persons)
            size = (Path(folder) / FILE).stat().st_size / persons / 10
            ten_cpu, ten_wall, ten_found = measure_search(gallery, persons, tuple(range(1, 11)))
            four_cpu, _, four_found = measure_search(gallery, persons, (2, 3, 7, 8))
    rows = [
        make_row("pairs_per_s", round(rates["exact"]), "pairs/s", target="at least 40000", sketch=14_900),
        make_row("filter_pairs_per_s", round(rates["filter"]), "pairs/s", sketch=140_000),
        make_row("persons_per_s_core_50k", round(persons / ten_cpu), "persons/s", sketch=31_000),
        make_row("search_ten_fingers_ms", round(1000 * ten_wall, 1), "ms"),
        make_row("search_ten_fingers_found_first", ten_found, f"of {PROBES}"),
        make_row("persons_per_s_core_50k_four_fingers", round(persons / four_cpu), "persons/s"),
        make_row("search_four_fingers_found_first", four_found, f"of {PROBES}"),
        make_row("bytes_per_finger", round(size), "bytes", target="at most 1000", sketch=2_700),
    ]
    record("fingerprint_match", rows)


if __name__ == "__main__":
    main()
