"""What a search costs by the size of the gallery and the number of fingers of the probe, on one core.

One gallery of --persons is written (as `fingerprint_gallery` does); a search of a smaller one sees its first persons only. A
search is the whole of it: codes, shortlist opened from the sealed file, filter, exact comparison, fusion.
`fingerprint_gallery` measures one million and seven million; the figure shows both.

    python -m benches.fingerprint_sizes [--persons 100000] [--folder var/bench/sizes]
"""

import argparse
import shutil
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from benches._gallery import KEY, run_in_processes
from benches._record import keep_curves, record
from benches.fingerprint_gallery import FINGERS, grow, make_probe, write_gallery
from egnatia.engines.fingerprint.gallery import Gallery
from egnatia.engines.fingerprint.gallery_index import Block, Rows
from egnatia.engines.fingerprint.gallery_reader import RecordReader
from egnatia.engines.fingerprint.search import choose_by_codes, choose_by_filter, compare_exactly, count_exact, make_candidate

SIZES = (1_000, 10_000, 100_000, 1_000_000)
POOL = 2_000  # grown persons
PROBES = {**FINGERS, "one": (2,)}
SEARCHED = 40  # probes of each kind
SECONDS = 60.0  # after which a slow kind has been searched for often enough
_LIMIT = 10  # candidates, as the program asks for

Curves = dict[str, list[tuple[int, float]]]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--persons", type=int, default=100_000)
    options.add_argument("--folder", type=Path, default=Path("var/bench/sizes"))
    given = options.parse_args()
    shutil.rmtree(given.folder, ignore_errors=True)
    given.folder.mkdir(parents=True)
    pool = min(POOL, given.persons)
    parts = run_in_processes(grow, [range(n, min(n + 500, pool)) for n in range(0, pool, 500)], 1)
    write_gallery(given.folder, [person for part in parts for person in part], given.persons)
    (curves,) = run_in_processes(measure, [given.folder], 1)
    shutil.rmtree(given.folder)
    keep_curves("fingerprint_sizes", curves)
    record("fingerprint_sizes", make_rows(curves))


def measure(folder: Path) -> Curves:
    """CPU seconds that 19 of 20 searches stay below, by name of the probe and size of the gallery."""
    curves: Curves = {name: [] for name in PROBES}
    with Gallery(folder, KEY) as gallery:
        file, whole = gallery._file, gallery._index.rows()
        assert file is not None
        for size in SIZES:
            if size <= len(gallery):
                rows = take_first(whole, size)
                reader = RecordReader(file, gallery._sealer, rows)
                for name, places in PROBES.items():
                    curves[name].append((size, time_searches(rows, reader, places)))
                    print(name, curves[name][-1], flush=True)
    return curves


def take_first(whole: Rows, size: int) -> Rows:
    blocks, left = [], size
    for block in whole.blocks:
        if left > 0:
            blocks.append(Block(block.codes[:left], block.masks[:left]))
            left -= len(block.masks)
    return Rows(tuple(blocks), whole.offsets[:size], whole.lengths[:size])


def time_searches(rows: Rows, reader: RecordReader, places: tuple[int, ...]) -> float:
    cpu: list[float] = []
    for seed in range(SEARCHED + 1):
        probe = make_probe(seed, places)
        start = time.process_time()
        chosen, common = choose_by_codes(probe, rows.blocks)
        chosen = choose_by_filter(probe, chosen, common, reader.read_templates, keep=count_exact(len(probe), _LIMIT))
        found = compare_exactly(probe, chosen, reader.read_templates)
        candidates = [make_candidate(UUID(int=row), scores) for row, scores in found.items()]
        sorted(candidates, key=lambda candidate: -candidate.score)
        cpu.append(time.process_time() - start)
        if sum(cpu) > SECONDS:
            break
    return round(float(np.quantile(cpu[1:], 0.95)), 5)  # the first finds nothing compiled and no page read


def make_rows(curves: Curves) -> list[dict[str, Any]]:
    rows = []
    for name, points in curves.items():
        probe = "one finger" if name == "one" else f"{name} fingers"
        for size, p95 in points:
            metric = f"fingerprint.search_p95_ms, {probe}, {size:,} persons"
            rows.append({"metric": metric, "value": round(1000 * p95, 2), "unit": "CPU-ms"})
    return rows


if __name__ == "__main__":
    main()
