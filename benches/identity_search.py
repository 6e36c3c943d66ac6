"""Whether a person is found in a register by name, birth date, sex, nationality and place of birth, how fast,
and in what memory.

A synthetic register (`_register`) is indexed, and as many noisy searches as asked are made for its persons, one after the other
on one core: candidates and the exact comparison of the 200 best (`engines.names.ranking.rank`). Latencies are by the clock,
with empty caches of texts. Recall is the share of the searches whose person is among the first 200, and the first; beside it
stands the most that any order could reach (`_register_ceiling`), unless it is left out: it goes through the register once more.
Constants were chosen with registers of the seeds 12 and 11; any other is held out.

    python -m benches.identity_search [--persons 1000000] [--searches 2000] [--seed 11] [--without-ceiling]
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Mapping
from itertools import islice
from types import MappingProxyType
from typing import Any

import numpy as np

from benches._record import record
from benches._register import ORIGINS, Register
from benches._register_ceiling import find_ceiling
from benches._register_searches import Search, search_for
from egnatia.engines.names.erasure import forget_texts
from egnatia.engines.names.index import CandidateIndex
from egnatia.engines.names.ranking import rank

PEER_200 = {1_000_000: {"earlier sketch, candidates alone": 0.978}, 10_000_000: {"earlier sketch, candidates alone": 0.938}}
PEER_1 = {1_000_000: {"earlier sketch": 0.934}, 10_000_000: {"earlier sketch": 0.858}}
P50, P95, RECALL_200, RECALL_1, ORIGIN_200, ORIGIN_1, MEGABYTES = 12, 40, 0.975, 0.93, 0.95, 0.88, 1000
FIRST = 11  # seed of the register whose figures go by the names of the targets
_SIZES = {1_000_000: "1m", 10_000_000: "10m"}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--persons", type=int, default=1_000_000)
    options.add_argument("--searches", type=int, default=2_000)
    options.add_argument("--seed", type=int, default=FIRST)
    options.add_argument("--without-ceiling", action="store_true")
    given = options.parse_args()
    register = Register(given.persons, seed=given.seed)
    began = time.process_time()
    index = CandidateIndex(register)
    building = time.process_time() - began
    searches = list(islice(search_for(register, given.searches), given.searches))
    rank(index, "Mohammad Ali")
    places, times = search_all(index, searches)
    ceiling = None if given.without_ceiling else find_ceiling(register, searches)
    size = _SIZES.get(given.persons, str(given.persons))
    rows = describe(size, given.persons, searches, places, times) + describe_index(size, index, building)
    rows += describe_without_places(size, search_all(index, searches, with_places=False)[0])
    if ceiling:
        tell_ceiling(rows, searches, ceiling)
    suffix = "" if size == "1m" else f"_{size}"
    if given.seed != FIRST:
        suffix += f"_{given.seed}"
        rows = [row | {"metric": f"{row['metric']} register {given.seed}"} for row in rows]
    record(f"identity_search{suffix}", rows)


def search_all(
    index: CandidateIndex, searches: list[Search], *, with_places: bool = True
) -> tuple[list[int | None], list[float]]:
    """Of each search, at which place its person is listed, if at all; and milliseconds."""
    places: list[int | None] = []
    times: list[float] = []
    for search in searches:
        forget_texts()
        began = time.perf_counter()
        born_at = search.born_at if with_places else ()
        found = rank(index, search.name, search.birth, traits=search.traits, born_at=born_at)
        times.append((time.perf_counter() - began) * 1000)
        rows = [ranked.row for ranked in found]
        places.append(rows.index(search.row) if search.row in rows else None)
    return places, times


def describe(
    size: str, persons: int, searches: list[Search], places: list[int | None], times: list[float]
) -> list[dict[str, Any]]:
    listed: dict[str, list[int | None]] = defaultdict(list)
    for search, place in zip(searches, places, strict=True):
        listed[search.origin].append(place)
    name = f"identity.recall_{{}}_{size}".format
    rows = [
        _make_time(f"identity.search_{size}_p50_ms", float(np.median(times)), P50),
        _make_time(f"identity.search_{size}_p95_ms", float(np.quantile(times, 0.95)), P95),
        _make_recall(name(200), places, 200, RECALL_200, PEER_200.get(persons, {})),
        _make_recall(name(1), places, 1, RECALL_1, PEER_1.get(persons, {})),
    ]
    for origin in ORIGINS:
        if listed[origin]:
            rows.append(_make_recall(f"{name(200)} {origin}", listed[origin], 200, ORIGIN_200, {}))
            rows.append(_make_recall(f"{name(1)} {origin}", listed[origin], 1, ORIGIN_1, {}))
    return rows


def describe_without_places(size: str, places: list[int | None]) -> list[dict[str, Any]]:
    """The same searches by everything but the place of birth."""
    return [_make_recall(f"identity.recall_{limit}_{size} without a place of birth", places, limit, None) for limit in (200, 1)]


def tell_ceiling(rows: list[dict[str, Any]], searches: list[Search], ceiling: list[float]) -> None:
    """Beside each recall of the first, the most that any order could reach."""
    for row in rows:
        measure, _, origin = row["metric"].partition(" ")
        if measure.startswith("identity.recall_1_") and origin in ("", *ORIGINS):
            shares = [share for search, share in zip(searches, ceiling, strict=True) if origin in ("", search.origin)]
            row["peers"] |= {"at most": round(float(np.mean(shares)), 4)}


def describe_index(size: str, index: CandidateIndex, building: float) -> list[dict[str, Any]]:
    megabytes = index.bytes / 1e6
    target = f"at most {MEGABYTES}" if size == "10m" else None
    told = {
        "bytes a person": round(index.bytes / max(len(index), 1), 1),
        "seconds to build, with the register": round(building),
    }
    return [
        {"metric": f"identity.index_mb_{size}", "value": round(megabytes, 1), "unit": "MB", "target": target, "peers": told}
    ]


def _make_time(metric: str, value: float, target: float) -> dict[str, Any]:
    return {"metric": metric, "value": round(value, 2), "unit": "ms", "target": f"at most {target}"}


def _make_recall(
    metric: str, places: list[int | None], limit: int, target: float | None, peers: Mapping[str, float] = MappingProxyType({})
) -> dict[str, Any]:
    found = sum(place is not None and place < limit for place in places)
    value = round(found / len(places), 4)
    return {
        "metric": metric,
        "value": value,
        "unit": "recall",
        "target": f"at least {target}" if target else None,
        "peers": {"of": len(places), **peers},
    }


if __name__ == "__main__":
    main()
