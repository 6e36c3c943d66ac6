"""The gallery in parts: how the time of a search and the memory grow with their number, beside the undivided gallery.

The persons are the same each time, dealt out to 1, 2 and 4 parts on a Ray of this machine; probes are other captures of them,
with ten fingers, one search after the other. Times are those on the clock, with Ray's own processes on the same cores. `ask` is
a question to all parts that costs them nothing: what a search takes for sealing, Ray and the pipe to its process.

    python -m benches.fingerprint_shards [--persons 10000] [--searches 60]
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from benches._gallery import KEY, build_gallery, make_ten_print, run_in_processes
from benches._ray import ray_cluster
from benches._record import record
from egnatia.engines.fingerprint import gallery_file as records
from egnatia.engines.fingerprint.gallery import FILE, Candidate, Gallery
from egnatia.engines.fingerprint.gallery_cluster import ClusterPlace, ShardedGallery
from egnatia.engines.fingerprint.gallery_shard import find_shard
from egnatia.engines.fingerprint.ray_calls import get_calls
from egnatia.engines.fingerprint.template import TenPrint

SHARDS = (1, 2, 4)
T = TypeVar("T")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--persons", type=int, default=10_000)
    options.add_argument("--searches", type=int, default=60)
    given = options.parse_args()
    probes = [make_ten_print(seed * given.persons // given.searches, 1) for seed in range(given.searches)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build_gallery(folder / "whole", given.persons)
        expected, rows = next(run_in_processes(measure_whole, [(folder / "whole", probes)], 1))
        for shards in SHARDS:
            deal_out(folder / "whole", folder / str(shards), shards)
            with ray_cluster(shards) as address:
                gallery = ShardedGallery(ClusterPlace(address, "bench", str(shards), folder, shards), KEY)
                rows += measure_parts(gallery, probes, expected, f"{shards} part{'s' if shards > 1 else ''}")
                get_calls(address).end()
    for row in rows:
        row["metric"] = f"fingerprint.shards_{row['metric']}"
    record("fingerprint_shards", rows)


def deal_out(whole: Path, parts: Path, shards: int) -> None:
    """The sealed records as they are, each to its part."""
    files = []
    for part in range(shards):
        (parts / str(part)).mkdir(parents=True)
        files.append((parts / str(part) / FILE).open("wb"))
        files[-1].write(records.pack_header(KEY))
    with (whole / FILE).open("rb") as source:
        end = os.fstat(source.fileno()).st_size
        for head in records.iterate_records(source.fileno(), records.HEADER_BYTES, end):
            assert isinstance(head, records.Head)
            target = files[find_shard(head.entry_id, shards)]
            target.write(os.pread(source.fileno(), head.end - head.offset, head.offset))
    for file in files:
        file.close()


def measure_whole(task: tuple[Path, list[TenPrint]]) -> tuple[list[Candidate], list[dict[str, Any]]]:
    """In a process of its own, as the parts are."""
    folder, probes = task
    with Gallery(folder, KEY) as gallery:
        gallery.search(probes[0])
        seconds, found = clock(gallery.search, probes)
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        memory = pages * os.sysconf("SC_PAGE_SIZE")
    return [best for best, *_ in found], [*make_times("undivided", seconds), make_row("memory, undivided", memory / 1e6, "MB")]


def measure_parts(
    gallery: ShardedGallery, probes: list[TenPrint], expected: list[Candidate], name: str
) -> list[dict[str, Any]]:
    gallery.wait_until_whole(120)
    for probe in probes[:2]:  # compiled and paged in before a clock starts
        gallery.search(probe, patience=120)
    seconds, found = clock(gallery.search, probes)
    assert not any(one.missing for one in found)
    assert [one.candidates[0] for one in found] == expected, "parts find whom the whole finds, with the same scores"
    asking, _ = clock(lambda _: gallery.measure(), probes)
    memory = [facts["bytes"] for facts in gallery.measure().values()]
    return [
        *make_times(name, seconds),
        make_row(f"ask, {name}", float(np.median(asking)) * 1e3, "ms"),
        make_row(f"memory of a part, {name}", max(memory) / 1e6, "MB"),
    ]


def clock(work: Callable[[TenPrint], T], probes: list[TenPrint]) -> tuple[list[float], list[T]]:
    seconds, results = [], []
    for probe in probes:
        began = time.perf_counter()
        results.append(work(probe))
        seconds.append(time.perf_counter() - began)
    return seconds, results


def make_times(name: str, seconds: list[float]) -> list[dict[str, Any]]:
    quantiles = {"median": 0.5, "p95": 0.95}
    return [make_row(f"search {q}, {name}", float(np.quantile(seconds, at)) * 1e3, "ms") for q, at in quantiles.items()]


def make_row(metric: str, value: float, unit: str) -> dict[str, Any]:
    return {"metric": metric, "value": round(value, 1 if value < 100 else None), "unit": unit}


if __name__ == "__main__":
    main()
