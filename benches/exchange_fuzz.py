"""Fuzzing of what comes from outside: whatever bytes arrive, a parser answers with one of its own errors, and soon.

    python -m benches.exchange_fuzz [--minutes 10] [--seed 4] [envelope|list|nist|api …]

Each parser is given so many CPU-minutes of inputs made from valid ones: bytes flipped, cut, doubled, moved between inputs, and
for JSON members left out, repeated, swapped and given values of other kinds. A crash is any error that isn't the parser's own
(an EngineError or a Problem; for the API a status of 500), a hang anything over a second of its own CPU time. Inputs with an
outcome not seen before are kept in benches/corpus/ and are the seeds of the next run. The seed makes a run repeatable.
"""

import argparse
import base64
import json
import random
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benches._fuzz_targets import TARGETS, Target, open_node
from benches._record import record

CORPUS = Path(__file__).parent / "corpus"
HANG_S, KEPT_MOST, LONGEST, _DEEPEST = 1.0, 120, 200_000, 12
_ODD: tuple[Any, ...] = (None, True, -1, 0, 2**63, 1e308, "", "\x00", "💥" * 300, "9" * 400, [], {}, [[[]]], {"a": {"a": {}}})


def main() -> None:
    """Measure and record."""
    options = argparse.ArgumentParser()
    options.add_argument("targets", nargs="*", choices=[*TARGETS, []])
    options.add_argument("--minutes", type=float, default=10.0)
    options.add_argument("--seed", type=int, default=4)
    given = options.parse_args()
    names = given.targets or list(TARGETS)
    rows, crashes = [], 0
    with ProcessPoolExecutor(mp_context=get_context("spawn"), max_tasks_per_child=1) as processes:
        for name, found in zip(names, processes.map(partial(_fuzz, given.minutes * 60, given.seed), names), strict=True):
            crashes += found["crashes"]
            rows += [
                {
                    "metric": f"exchange.fuzz_inputs {name}, {given.minutes:g} CPU-minutes",
                    "value": found["inputs"],
                    "unit": "inputs",
                },
                {"metric": f"exchange.fuzz_outcomes {name}", "value": found["outcomes"], "unit": "different answers"},
                {
                    "metric": f"exchange.fuzz_slowest_ms {name}",
                    "value": round(found["slowest"] * 1000),
                    "unit": "CPU-ms",
                    "target": "at most 1000",
                },
            ]
    record("exchange_fuzz", [{"metric": "exchange.fuzz_crashes", "value": crashes, "unit": "crashes", "target": "0"}, *rows])


def _fuzz(seconds: float, seed: int, name: str) -> dict[str, Any]:
    """In a process of its own, with a node of its own: as many at once as there are cores."""
    open_node(name)
    target, drawn = TARGETS[name](), random.Random(seed)
    seeds = [*target.seeds, *_read_corpus(name)]
    seen = {_outcome(target, one)[0] for one in seeds}
    kept: list[bytes] = []
    inputs, crashes, slowest = 0, 0, 0.0
    ends = time.process_time() + seconds
    while time.process_time() < ends:
        data = _mutate(drawn.choice(seeds), seeds, drawn, is_json=target.is_json)
        outcome, took = _outcome(target, data)
        inputs, slowest = inputs + 1, max(slowest, took)
        if outcome.startswith("crash") or took > HANG_S:
            crashes += 1
            print(f"{name}: {outcome} after {took:.2f} s: {base64.b64encode(data[:3000]).decode()}", flush=True)
        if outcome not in seen:
            seen.add(outcome)
            seeds.append(data)
            kept.append(data)
    _write_corpus(name, kept)
    return {"inputs": inputs, "crashes": crashes, "outcomes": len(seen), "slowest": slowest}


def _outcome(target: Target, data: bytes) -> tuple[str, float]:
    """What the parser made of it, in a word, and its CPU seconds."""
    began = time.process_time()
    try:
        said = target.parse(data)
    except Exception as error:  # noqa: BLE001  (finding out is the point)
        said = f"crash {type(error).__name__}: {error}"[:200]
    return said, time.process_time() - began


# -- changing inputs


def _mutate(data: bytes, seeds: list[bytes], drawn: random.Random, *, is_json: bool) -> bytes:
    if is_json and drawn.random() < 0.6:
        try:
            value = json.loads(data)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict) and len(data) < LONGEST / 4:
            for _ in range(drawn.choice((1, 1, 1, 2, 4))):
                _change_json(value, drawn)
            return json.dumps(value).encode()[:LONGEST]
    for _ in range(drawn.choice((1, 1, 2, 5, 20))):
        data = drawn.choice(_BYTES)(data, seeds, drawn)
    return data[:LONGEST]


def _change_json(value: Any, drawn: random.Random) -> None:
    """One place somewhere inside is left out, doubled, or given another value."""
    places = list(_places(value))
    if not places:
        return
    holder, key = drawn.choice(places)
    how = drawn.random()
    if how < 0.2:
        del holder[key]
    elif how < 0.35 and isinstance(holder, list):
        holder.extend(deepcopy(holder[key]) for _ in range(drawn.choice((1, 3, 700))))
    elif how < 0.5 and isinstance(holder, dict):
        holder[drawn.choice(("x", "version", "__proto__", key + " "))] = deepcopy(holder[key])
    elif how < 0.7:
        other, other_key = drawn.choice(places)
        holder[key] = deepcopy(other[other_key])
    elif isinstance(holder[key], str) and how < 0.85:
        text = deepcopy(holder[key])
        at = drawn.randrange(len(text) + 1)
        holder[key] = text[:at] + drawn.choice(("", "0", "\u0000", "é", "A" * 5000)) + text[at + 1 :]
    else:
        holder[key] = deepcopy(drawn.choice(_ODD))


def _places(value: Any, depth: int = 0) -> Any:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in list(inner) if depth < _DEEPEST else ():
        yield value, key
        yield from _places(one, depth + 1)


#: What means something to one of the parsers, or to whoever reads a number.
_TOKENS = (b"\xff" * 4, b"\x00" * 8, b"\x1c", b"\x1d", b"\x1e", b"\x1f", b".", b'"', b"{" * 50, b"-1", b"1e999")
Change = Callable[[bytes, list[bytes], random.Random], bytes]


def _flip(data: bytes, seeds: list[bytes], drawn: random.Random) -> bytes:
    if not data:
        return b"\x00"
    at = drawn.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << drawn.randrange(8)]) + data[at + 1 :]


def _overwrite(data: bytes, seeds: list[bytes], drawn: random.Random) -> bytes:
    at = drawn.randrange(len(data) + 1)
    token = drawn.choice(_TOKENS)
    return data[:at] + token + data[at + len(token) :]


def _cut(data: bytes, seeds: list[bytes], drawn: random.Random) -> bytes:
    start, end = sorted((drawn.randrange(len(data) + 1), drawn.randrange(len(data) + 1)))
    return data[:start] + data[end:]


def _double(data: bytes, seeds: list[bytes], drawn: random.Random) -> bytes:
    start, end = sorted((drawn.randrange(len(data) + 1), drawn.randrange(len(data) + 1)))
    return (data[:end] + data[start:end] * drawn.choice((1, 2, 30)) + data[end:])[:LONGEST]


def _splice(data: bytes, seeds: list[bytes], drawn: random.Random) -> bytes:
    other = drawn.choice(seeds)
    return data[: drawn.randrange(len(data) + 1)] + other[drawn.randrange(len(other) + 1) :]


_BYTES: tuple[Change, ...] = (_flip, _flip, _overwrite, _cut, _double, _splice)


# -- what is kept


def _read_corpus(name: str) -> list[bytes]:
    file = CORPUS / f"{name}.txt"
    return [base64.b64decode(line) for line in file.read_text().splitlines()] if file.is_file() else []


def _write_corpus(name: str, kept: list[bytes]) -> None:
    """The shortest of what is new, beside what was there."""
    CORPUS.mkdir(exist_ok=True)
    lines = [base64.b64encode(data).decode() for data in [*_read_corpus(name), *sorted(kept, key=len)] if len(data) <= 6000]
    (CORPUS / f"{name}.txt").write_text("".join(f"{line}\n" for line in lines[:KEPT_MOST]))


if __name__ == "__main__":
    main()
