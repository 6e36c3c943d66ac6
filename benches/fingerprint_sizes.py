"""What a search costs by the size of the gallery and the number of fingers of the probe, on one core.

One gallery of --persons is written (as `fingerprint_gallery` does); a search of a smaller one sees its first persons only, a
search of --seven has codes of as many in memory and the records of those of the gallery, over and over. A search is the whole
of it: codes, shortlist opened from the sealed file, filter, exact comparison, fusion. Beyond the largest size nothing is
measured: what the figure shows there is the line through the last two sizes.

    python -m benches.fingerprint_sizes [--persons 1000000] [--seven 7000000] [--folder var/bench/sizes]
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
from benches.fingerprint_gallery import POOL, grow, make_probe, turn_fingers, write_gallery
from egnatia.engines.fingerprint.gallery import Gallery
from egnatia.engines.fingerprint.gallery_index import Block, Rows
from egnatia.engines.fingerprint.gallery_reader import RecordReader
from egnatia.engines.fingerprint.search import choose_by_codes, choose_by_filter, compare_exactly, count_exact, make_candidate

SIZES = (1_000, 10_000, 100_000, 1_000_000)
FINGERS = {"ten": tuple(range(1, 11)), "four": (2, 3, 7, 8), "two": (2, 7), "one": (2,)}
#: Probes, so that slow searches don't take hours; of galleries below the largest, ten times as many.
SEARCHED = {"ten": 50, "four": 20, "two": 4, "one": 3}
_LIMIT = 10  # candidates, as the program asks for

Curves = dict[str, list[tuple[int, float]]]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--persons", type=int, default=SIZES[-1])
    options.add_argument("--seven", type=int, default=7_000_000)
    options.add_argument("--folder", type=Path, default=Path("var/bench/sizes"))
    given = options.parse_args()
    shutil.rmtree(given.folder, ignore_errors=True)
    given.folder.mkdir(parents=True)
    pool = min(POOL, given.persons)
    parts = run_in_processes(grow, [range(n, min(n + 500, pool)) for n in range(0, pool, 500)])
    write_gallery(given.folder, [person for part in parts for person in part], given.persons)
    (curves,) = run_in_processes(measure, [(given.folder, given.persons, given.seven)], 1)
    shutil.rmtree(given.folder)
    keep_curves("fingerprint_sizes", curves)
    record("fingerprint_sizes", make_rows(curves))


def measure(task: tuple[Path, int, int]) -> Curves:
    """Median CPU seconds of a search by name of the probe and size of the gallery."""
    folder, persons, seven = task
    curves: Curves = {name: [] for name in FINGERS}
    with Gallery(folder, KEY) as gallery:
        whole = gallery._index.rows()
        for size in [*(size for size in SIZES if size <= persons), *([seven] if seven else [])]:
            rows = take_first(whole, size) if size <= persons else repeat(whole, size)
            reader = RecordReader(gallery._file, gallery._sealer, rows)  # type: ignore[arg-type]  # it is open
            for name, places in FINGERS.items():
                if size > persons and name not in ("ten", "four"):
                    continue  # their shortlists would read the same records many times
                count = SEARCHED[name] * (1 if size >= persons else 10)
                curves[name].append((size, time_searches(rows, reader, places, count)))
                print(name, curves[name][-1], flush=True)
    return curves


def take_first(whole: Rows, size: int) -> Rows:
    blocks, left = [], size
    for block in whole.blocks:
        if left > 0:
            blocks.append(Block(block.codes[:left], block.masks[:left]))
            left -= len(block.masks)
    return Rows(tuple(blocks), whole.offsets[:size], whole.lengths[:size])


def repeat(whole: Rows, size: int) -> Rows:
    """Other persons' codes, put together from the fingers of all; where they lead, the records are those of the gallery."""
    count = len(whole.offsets)
    codes = np.concatenate([block.codes for block in whole.blocks])[:count]
    masks = np.concatenate([block.masks for block in whole.blocks])[:count]
    which = np.arange(size) % count
    return Rows(tuple(turn_fingers(codes, masks, size)), whole.offsets[which], whole.lengths[which])


def time_searches(rows: Rows, reader: RecordReader, places: tuple[int, ...], count: int) -> float:
    cpu = []
    for seed in range(count + 1):
        probe = make_probe(seed, places)
        start = time.process_time()
        chosen, common = choose_by_codes(probe, rows.blocks)
        chosen = choose_by_filter(probe, chosen, common, reader.read_templates, keep=count_exact(len(probe), _LIMIT))
        found = compare_exactly(probe, chosen, reader.read_templates)
        candidates = [make_candidate(UUID(int=row), scores) for row, scores in found.items()]
        sorted(candidates, key=lambda candidate: -candidate.score)
        cpu.append(time.process_time() - start)
    return round(float(np.median(cpu[1:])), 5)  # the first pages in and compiles


def make_rows(curves: Curves) -> list[dict[str, Any]]:
    return [
        {"metric": f"fingerprint.search_cpu_ms, {name}, {size:,} persons", "value": round(1000 * seconds, 2), "unit": "ms"}
        for name, points in curves.items()
        for size, seconds in points
    ]


if __name__ == "__main__":
    main()
