"""Identification in a gallery of synthetic persons: who is missed, who is found wrongly, and what the search cascade loses.

Probes are other captures of persons in the gallery (mated) and of persons who aren't (non-mated), good, usual and poor in their
natural mix, with all ten fingers, with four (index and middle fingers) and with two (index fingers). Each is one public
search. Terms are those of ISO/IEC 19795-1: FNIR, the share of mated probes whose person isn't among the candidates at or
above the threshold; FPIR, the share of non-mated probes with any candidate there. FNIR stands at the lowest threshold with an
FPIR of at most 0.1 %; of fewer than 1,000 non-mated probes none may reach it.

Recall is what the cascade returns of the matches of exhaustive exact search: of all mated probes, because the person's exact
score alone says whether exhaustive search would have it at the threshold in force; and of some probes (--exhaustive of each
kind) by comparing everyone exactly, which also tells whether the best of the wrong persons is found.

    python -m benches.fingerprint_tenprint [--persons 100000] [--probes 20000] [--two 1000] [--exhaustive 20] [--workers 2]

What is done is kept in var/bench/tenprint, by what decides it, so that a run that is stopped goes on where it was, and one with
more probes goes on from those with fewer.
"""

import argparse
import hashlib
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

import egnatia.engines.fingerprint as package
from benches._gallery import BLOCK, KEY, build_gallery, find_digest, make_ten_print, run_in_processes
from benches._record import record
from egnatia.engines.fingerprint.gallery import Candidate, Gallery
from egnatia.engines.fingerprint.template import TenPrint
from egnatia.engines.fingerprint.thresholds import possible_match_threshold

FINGERS = {10: tuple(range(1, 11)), 4: (2, 3, 7, 8), 2: (2, 7)}
NAMES = {10: "", 4: "_four_fingers", 2: "_two_fingers"}
FNIR_TARGETS = {10: "at most 0.1", 4: "at most 0.5", 2: None}
FPIR = 0.001
STRANGER = 50_000_000  # seeds from here on aren't in the gallery
FOLDER = Path("var/bench/tenprint")
_TAKE = 1  # the gallery holds take 0
_CHUNK = 10  # probes of each kind that are searched for between two notes on disk

Row = dict[str, Any]


def choose_probes(persons: int, count: int) -> list[tuple[int, int]]:
    """Seeds of mated and non-mated probes side by side; more of them begin with the same."""
    mated = np.random.default_rng(1).permutation(persons)[:count].tolist()
    return [(seed, STRANGER + k) for k, seed in enumerate(mated)]


def plan_searches(probes: list[tuple[int, int]], two: int) -> dict[str, Any]:
    """Tasks of `search_chunk` by name: a name says all that is in it."""
    tasks: dict[str, Any] = {}
    for start in range(0, len(probes), _CHUNK):
        chunk = probes[start : start + _CHUNK]
        for numbers in ((10, 4), (2,)) if start < two else ((10, 4),):
            tasks[f"{start} to {start + len(chunk)}, {numbers} fingers"] = (chunk, numbers)
    return tasks


@cache
def make_probe(seed: int) -> TenPrint:
    return make_ten_print(seed, _TAKE)


@cache
def open_gallery(directory: Path) -> Gallery:
    gallery = Gallery(directory, KEY)
    gallery.search(make_probe(0))  # compiled and paged in before a clock starts
    return gallery


@cache
def open_empty() -> Gallery:
    """A search in it, with extra entries, is exhaustive exact search through those."""
    return Gallery(Path(tempfile.mkdtemp(prefix="egnatia-bench-")), KEY)


def search_chunk(directory: Path, task: tuple[list[tuple[int, int]], tuple[int, ...]]) -> list[Row]:
    """A row per probe and number of fingers."""
    chunk, numbers = task
    gallery = open_gallery(directory)
    rows = []
    for seed, fingers in product([seed for pair in chunk for seed in pair], numbers):
        probe = {position: make_probe(seed)[position] for position in FINGERS[fingers]}
        began = time.process_time()
        candidates = gallery.search(probe)
        cpu = time.process_time() - began
        row = _note(seed, fingers, candidates) | {"cpu": round(cpu, 5)}
        if seed < STRANGER:
            exact = open_empty().search(probe, extra=[(UUID(int=seed), make_ten_print(seed, 0))])
            row["exact"] = _note(seed, fingers, exact)["own"]
        rows.append(row)
    make_probe.cache_clear()
    return rows


def compare_block(seeds: list[int], block: range) -> list[Row]:
    """Every person of a block against every probe of the sample, exactly."""
    entries = [(UUID(int=person), make_ten_print(person, 0)) for person in block]
    rows = []
    for seed, (fingers, positions) in product(seeds, FINGERS.items()):
        probe = {position: make_probe(seed)[position] for position in positions}
        rows.append(_note(seed, fingers, open_empty().search(probe, extra=entries)) | {"block": block.start})
    return rows


def _note(seed: int, fingers: int, candidates: list[Candidate]) -> Row:
    """own: score and rank from 0 of the probe's person, and how many fingers were compared; other: best score of another."""
    own, other = None, 0.0
    for rank, candidate in enumerate(candidates):
        if candidate.entry_id == UUID(int=seed):
            own = (candidate.score, rank, candidate.fingers_compared)
        else:
            other = max(other, candidate.score)
    return {"probe": seed, "fingers": fingers, "own": own, "other": other}


def run_kept(file: Path, work: Callable[[Any], list[Row]], tasks: dict[str, Any], workers: int | None) -> Iterator[Row]:
    """Rows of all tasks: those kept in `file`, and of those that lack, kept as they come. A torn last line is dropped."""
    file.parent.mkdir(parents=True, exist_ok=True)
    kept: dict[str, list[Row]] = {}
    if file.exists():
        text = file.read_text()
        file.write_text(whole := text[: text.rfind("\n") + 1])
        kept = dict(json.loads(line) for line in whole.splitlines())
    lacking = [name for name in tasks if name not in kept]
    began = time.monotonic()
    with file.open("a") as notes:
        for done, rows in enumerate(run_in_processes(work, [tasks[name] for name in lacking], workers), 1):
            kept[lacking[done - 1]] = rows
            notes.write(json.dumps([lacking[done - 1], rows]) + "\n")
            notes.flush()
            print(f"{file.name}: {done} of {len(lacking)}, {time.monotonic() - began:.0f} s", flush=True)
    for name in tasks:
        yield from json.loads(json.dumps(kept[name]))


def summarise(fingers: int, rows: list[Row], persons: int) -> list[dict[str, Any]]:
    """Error rates and recall of one number of fingers."""
    mated = [row for row in rows if row["probe"] < STRANGER]
    others = np.sort([row["other"] for row in rows if row["probe"] >= STRANGER])
    allowed = int(FPIR * len(others))
    threshold = float(others[-1 - allowed])
    missed = [row for row in mated if row["own"] is None or row["own"][0] <= threshold]
    first = [row for row in mated if row["own"] is not None and row["own"][1] == 0]
    matches = [row for row in mated if _reaches(row["exact"])]
    kept = [row for row in matches if row["own"] is not None]
    false = int((others >= possible_match_threshold(fingers)).sum())
    cpu = 1000 * np.median([row["cpu"] for row in rows])
    size = {"persons": persons, "mated probes": len(mated), "non-mated probes": len(others)}
    at = {"above score": round(threshold, 4), "reached by non-mated": allowed, "missed": len(missed)}
    used = {"score": possible_match_threshold(fingers)}
    lost = {"matches": len(matches), "lost": len(matches) - len(kept)}
    return [
        _row("tenprint_fnir", fingers, _percent(len(missed), len(mated)), "%", FNIR_TARGETS[fingers]) | {"peers": size | at},
        _row("tenprint_rank_one", fingers, _percent(len(first), len(mated)), "%"),
        _row(
            "tenprint_fnir_at_threshold",
            fingers,
            _percent(len(mated) - sum(_reaches(row["own"]) for row in mated), len(mated)),
            "%",
        )
        | {"peers": used},
        _row("tenprint_fpir_at_threshold", fingers, _percent(false, len(others)), "%") | {"peers": used},
        _row("search_recall", fingers, _percent(len(kept), len(matches)), "%", "at least 99.9") | {"peers": lost},
        _row("tenprint_search_cpu", fingers, round(float(cpu), 1), "ms") | {"peers": {"persons": persons}},
    ]


def summarise_exhaustive(fingers: int, rows: list[Row], exhaustive: list[Row]) -> list[dict[str, Any]]:
    """How the cascade's answers compare with those of comparing everyone exactly, probe by probe."""
    best: dict[int, Row] = defaultdict(lambda: {"own": None, "other": 0.0})
    for row in exhaustive:
        found = best[row["probe"]]
        found["own"] = found["own"] or row["own"]
        found["other"] = max(found["other"], row["other"])
    searched = {row["probe"]: row for row in rows}
    matches = [seed for seed, found in best.items() if _reaches(found["own"]) and found["own"][0] > found["other"]]
    same = [seed for seed in matches if searched[seed]["own"] is not None and searched[seed]["own"][1] == 0]
    strangers = [seed for seed in best if seed >= STRANGER]
    found = [seed for seed in strangers if searched[seed]["other"] >= best[seed]["other"] - 1e-6]
    return [
        _row("search_recall_exhaustive", fingers, _percent(len(same), len(matches)), "%")
        | {"peers": {"matches": len(matches)}},
        _row("search_best_stranger_found", fingers, len(found), f"of {len(strangers)}"),
    ]


def _reaches(own: tuple[float, int, int] | None) -> bool:
    """Whether the probe's person is a possible match by the thresholds in force."""
    return own is not None and own[0] >= possible_match_threshold(own[2])


def _percent(part: int, whole: int) -> float:
    return round(100 * part / max(whole, 1), 3)


def _row(metric: str, fingers: int, value: float, unit: str, target: str | None = None) -> dict[str, Any]:
    return {"metric": f"fingerprint.{metric}{NAMES[fingers]}", "value": value, "unit": unit, "target": target}


def _state(persons: int) -> Path:
    """Named by the persons and by all sources of the engine: rows of another search don't mix with this one's."""
    digest = hashlib.sha256(find_digest().encode())
    for path in sorted(Path(next(iter(package.__path__))).glob("*.py")):
        digest.update(path.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:16]}-{persons}"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--persons", type=int, default=100_000)
    arguments.add_argument("--probes", type=int, default=20_000, help="of each kind, mated and non-mated")
    arguments.add_argument(
        "--two", type=int, default=1_000, help="of these, how many are searched with two fingers as well: slow"
    )
    arguments.add_argument("--exhaustive", type=int, default=20, help="probes of each kind that are compared with everyone")
    arguments.add_argument("--workers", type=int)
    given = arguments.parse_args()
    build_gallery(FOLDER / "gallery", given.persons, workers=given.workers)
    probes = choose_probes(given.persons, min(given.probes, given.persons))
    state = _state(given.persons)
    chunks = plan_searches(probes, given.two)
    rows = list(run_kept(state / "searches", partial(search_chunk, FOLDER / "gallery"), chunks, given.workers))
    sample = [seed for pair in probes[: min(given.exhaustive, given.two)] for seed in pair]
    blocks = {str(k): range(k, min(k + BLOCK, given.persons)) for k in range(0, given.persons, BLOCK)}
    exhaustive = list(run_kept(state / f"exhaustive-{given.exhaustive}", partial(compare_block, sample), blocks, given.workers))
    summary: list[dict[str, Any]] = []
    for fingers in FINGERS:
        of_these = [row for row in rows if row["fingers"] == fingers]
        summary += summarise(fingers, of_these, given.persons)
        summary += summarise_exhaustive(fingers, of_these, [row for row in exhaustive if row["fingers"] == fingers])
    record("fingerprint_tenprint", summary)


if __name__ == "__main__":
    main()
