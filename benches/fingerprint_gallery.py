"""A gallery of a million persons on one machine: what it takes in memory and on disk, and how long a search of it lasts.

Persons are synthetic: POOL of them are grown, the others put together from their fingers so that no two share two. Probes are
other captures of grown persons. A search is the whole of it, on one core: codes, shortlist opened from the sealed file, filter,
exact comparison, fusion. For seven million, codes of as many are in memory, and the records are those of the first million.
Then a writer appends persons at RATE a second, each on disk before the next, while a reader searches SEARCHES times a second.

    python -m benches.fingerprint_gallery [--persons 1000000] [--seven 7000000] [--folder var/bench/gallery]
"""

import argparse
import os
import shutil
import threading
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from benches._gallery import KEY, make_ten_print, run_in_processes
from benches._record import record
from egnatia.engines.fingerprint import gallery_file as records
from egnatia.engines.fingerprint import gallery_index
from egnatia.engines.fingerprint.code import build_code
from egnatia.engines.fingerprint.gallery import FILE, Gallery
from egnatia.engines.fingerprint.gallery_index import Block, Rows
from egnatia.engines.fingerprint.gallery_reader import RecordReader
from egnatia.engines.fingerprint.search import choose_by_codes, choose_by_filter, compare_exactly, count_exact
from egnatia.engines.fingerprint.template import TenPrint

POOL = 10_000  # grown persons
FINGERS = {"ten": tuple(range(1, 11)), "four": (2, 3, 7, 8), "two": (2, 7)}
SEARCHED = {"ten": 100, "four": 20, "two": 6}
RATE, SEARCHES = 50, 5  # a second
SECONDS = 20
STRANGER = 50_000_000  # seeds from here on aren't in the gallery
_AT_ONCE = 1000

Grown = list[dict[int, tuple[bytes, bytes]]]  # code and template of each finger


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--persons", type=int, default=1_000_000)
    options.add_argument("--seven", type=int, default=7_000_000)
    options.add_argument("--folder", type=Path, default=Path("var/bench/gallery"))
    given = options.parse_args()
    shutil.rmtree(given.folder, ignore_errors=True)
    given.folder.mkdir(parents=True)
    pool = min(POOL, given.persons)
    grown = [
        finger
        for part in run_in_processes(grow, [range(n, min(n + 500, pool)) for n in range(0, pool, 500)])
        for finger in part
    ]
    rows = write_gallery(given.folder, grown, given.persons)
    for found in run_in_processes(in_one_process, [(given.folder, given.persons, given.seven)], 1):
        rows += found
    rows += measure_appending(given.folder, grown, given.persons)
    shutil.rmtree(given.folder)
    record("fingerprint_gallery", rows)


def grow(seeds: range) -> Grown:
    people = (make_ten_print(seed, 0) for seed in seeds)
    return [{place: (build_code(one).tobytes(), one.to_bytes()) for place, one in fingers.items()} for fingers in people]


def make_id(person: int) -> UUID:
    """Spread as random ids are."""
    return UUID(int=person * 0x9E3779B97F4A7C15F39CC0605CEDC835 % (1 << 128))


def pack(sealer: records.Sealer, grown: Grown, person: int) -> bytes:
    """A sealed record. Finger p of the j-th person of round b is that of the grown person j + b * p."""
    turn, first = divmod(person, len(grown))
    chosen = {place: grown[(first + turn * place) % len(grown)] for place in range(1, 11)}
    codes = {place: fingers[place][0] for place, fingers in chosen.items() if place in fingers}
    return records.pack_entry(sealer, make_id(person), codes, {place: chosen[place][place][1] for place in codes})


def write_gallery(folder: Path, grown: Grown, persons: int) -> list[dict[str, Any]]:
    sealer = records.Sealer(KEY)
    began = time.monotonic()
    with (folder / FILE).open("wb") as file:
        file.write(records.pack_header(KEY))
        for person in range(persons):
            file.write(pack(sealer, grown, person))
        file.flush()
        os.fsync(file.fileno())
    size = (folder / FILE).stat().st_size / persons
    print(f"written in {time.monotonic() - began:.0f} s", flush=True)
    return [make_row("gallery_disk", round(size), "bytes a person")]


def in_one_process(task: tuple[Path, int, int]) -> list[dict[str, Any]]:
    """Opening, memory and searches, in a process that holds nothing else."""
    folder, persons, seven = task
    Gallery(folder / "none", KEY).close()
    before, began = read_memory(), time.process_time()
    with Gallery(folder, KEY) as gallery:
        opened, memory = time.process_time() - began, (read_memory() - before) / persons
        rows = [
            make_row("gallery_open_s", round(opened, 1), "s"),
            make_row("gallery_memory", round(memory), "bytes a person", "at most 400"),
        ]
        for name, places in FINGERS.items():
            probes = [make_probe(seed, places) for seed in range(SEARCHED[name])] + [make_probe(STRANGER, places)]
            gallery.search(probes[0])
            cpu, found = [], 0
            for seed, probe in enumerate(probes):
                start = time.process_time()
                best = gallery.search(probe)[0]
                cpu.append(time.process_time() - start)
                found += best.entry_id == make_id(seed)
            rows += [
                make_row(f"search_1m_p95_s, {name} fingers", quantile(cpu, 0.95), "s", "at most 1" if name == "ten" else None),
                make_row(f"search_1m_found_first, {name} fingers", found, f"of {SEARCHED[name]}"),
            ]
            if name == "ten":
                rows.append(
                    make_row("persons_per_s_core", round(persons / float(np.median(cpu))), "persons/s", "at least 5000000")
                )
            print(rows[-2:], flush=True)
        if seven:
            rows.append(measure_seven(gallery, seven))
    return rows


def measure_seven(gallery: Gallery, persons: int) -> dict[str, Any]:
    """Codes of `persons` in memory; the records that they lead to are those of the gallery, over and over."""
    own, file, sealer = gallery._index.rows(), gallery._file, gallery._sealer
    assert file is not None
    codes = np.concatenate([block.codes for block in own.blocks])[: len(own.offsets)]
    masks = np.concatenate([block.masks for block in own.blocks])[: len(own.offsets)]
    which = np.arange(persons) % len(codes)
    rows = Rows(tuple(turn_fingers(codes, masks, persons)), own.offsets[which], own.lengths[which])
    reader = RecordReader(file, sealer, rows)
    cpu = []
    for seed in range(SEARCHED["ten"]):
        probe = make_probe(seed, FINGERS["ten"])
        start = time.process_time()
        chosen, common = choose_by_codes(probe, rows.blocks)
        chosen = choose_by_filter(probe, chosen, common, reader.read_templates, keep=count_exact(10, 10))
        compare_exactly(probe, chosen, reader.read_templates)
        cpu.append(time.process_time() - start)
    return make_row("search_7m_p95_s", quantile(cpu, 0.95), "s", "at most 1")


def turn_fingers(codes: NDArray[np.uint64], masks: NDArray[np.uint16], persons: int) -> Iterator[Block]:
    """Blocks of other persons: in each round the fingers of the first are dealt out anew."""
    size, room = gallery_index._BLOCK, len(codes)
    for start in range(0, persons, size):
        rows = np.arange(start, min(start + size, persons))
        block = Block(np.zeros((size, 10, codes.shape[2]), np.uint64), np.zeros(size, np.uint16))
        for finger in range(10):
            block.codes[: len(rows), finger] = codes[(rows + rows // room * (finger + 1) * 7919) % room, finger]
        block.masks[: len(rows)] = masks[rows % room]
        yield block


def measure_appending(folder: Path, grown: Grown, persons: int) -> list[dict[str, Any]]:
    """A writer here and a reader in a process of its own; the reader's searches alone, then beside the writer's appending."""
    stop = threading.Event()
    with Gallery(folder, KEY, writable=True) as writer:
        alone = next(run_in_processes(search_steadily, [folder], 1))
        rates: list[float] = []
        thread = threading.Thread(target=lambda: rates.append(append_steadily(writer, persons, stop)))
        thread.start()
        beside = next(run_in_processes(search_steadily, [folder], 1))
        stop.set()
        thread.join()
    return [
        make_row("enrol_per_s", round(rates[0], 1), "persons/s", f"at least {RATE}"),
        make_row("search_while_enrolling_slower", round(beside / alone, 2), "times (p95, wall)", "at most 2"),
    ]


def append_steadily(writer: Gallery, first: int, stop: threading.Event) -> float:
    """RATE persons a second from ready templates, as far as the machine goes; how many a second it were."""
    ready = [make_ten_print(STRANGER + 1000 + k, 0) for k in range(50)]
    began, appended = time.monotonic(), 0
    while not stop.is_set():
        writer.append(make_id(first + appended), ready[appended % len(ready)])
        appended += 1
        time.sleep(max(0.0, began + appended / RATE - time.monotonic()))
    return appended / (time.monotonic() - began)


def search_steadily(folder: Path) -> float:
    """SEARCHES a second for SECONDS: 95th percentile of wall seconds."""
    with Gallery(folder, KEY) as gallery:
        probes = [make_probe(seed, FINGERS["ten"]) for seed in range(20)]
        gallery.search(probes[0])
        began, wall = time.monotonic(), []
        for turn in range(SEARCHES * SECONDS):
            time.sleep(max(0.0, began + turn / SEARCHES - time.monotonic()))
            start = time.monotonic()
            gallery.search(probes[turn % len(probes)])
            wall.append(time.monotonic() - start)
    return quantile(wall, 0.95)


@cache
def make_probe(seed: int, places: tuple[int, ...]) -> TenPrint:
    whole = make_ten_print(seed, 1)
    return {place: whole[place] for place in places if place in whole}


def quantile(seconds: list[float], share: float) -> float:
    return round(float(np.quantile(seconds, share)), 3)


def read_memory() -> int:
    """Bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def make_row(metric: str, value: float, unit: str, target: str | None = None) -> dict[str, Any]:
    return {"metric": f"fingerprint.{metric}", "value": value, "unit": unit, "target": target}


if __name__ == "__main__":
    main()
