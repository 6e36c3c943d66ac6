"""Whether the records of one person are found when a whole register is held against itself, how fast, and in what memory.

A synthetic register (`_register`) gets a second record for one person in ten, with the noise of its searches
(`_register_searches`): another romanisation or script, slips, lost and reordered words, altered and partly unknown birth
dates, sex and nationality wrong or unknown in a few, a place of birth (`_register_places`). Half of the records have a
document; of one person's two records it agrees as often as `engines/linkage/weights.toml` says.

The rate counts blocking, weighing and ordering (`Batch.propose`), by the clock, on two threads, as the peer's counts its
prediction; reading the names, and comparing those that are proposed field by field, are told beside it. Recall is told where
the bits make the precision 99 %: those of the batch, and those of the comparison field by field.

    python -m benches.identity_duplicates [--persons 1000000]
"""

import argparse
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np

from benches._record import record
from benches._register import CHUNK, Drawn, Register
from benches._register_places import Town
from benches._register_searches import Search, search_for
from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.linkage.batch import Batch, find_least
from egnatia.engines.linkage.comparison import compare_records
from egnatia.engines.linkage.pool import OnePool
from egnatia.engines.linkage.probability import prior_odds
from egnatia.engines.linkage.records import Document, Place, PlaceKind, Record, WrittenName
from egnatia.engines.linkage.register import Register as Pool
from egnatia.engines.linkage.rivals import weigh_rivals

RATE, RECALL, PRECISION = 1_000_000, 0.95, 0.99
PEER = {"Splink 5 on DuckDB, its own historical people, one thread, predict": 834_000}
DUPLICATES = 0.1
MARGIN = 3.0  # bits by which the weighing in the batch may be less than the comparison
HAS_DOCUMENT = 0.5
#: Of one person's two records: alike in document, and one character of a number misread.
SAME_DOCUMENT, MISREAD = 0.7, 0.05


@dataclass(frozen=True, slots=True)
class Made:
    """The records, and of each second one of a person the number of the first."""

    records: list[Record]
    first_of: dict[int, int]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--persons", type=int, default=1_000_000)
    given = options.parse_args()
    made = make_records(given.persons)
    _warm_up(made.records[:100])
    batch, began = Batch(), time.perf_counter()
    for one in made.records:
        batch.add(one)
    reading = time.perf_counter() - began
    odds = prior_odds(len(batch))
    began, busy = time.perf_counter(), time.process_time()
    proposed = batch.propose(find_least(odds, 0.5) - MARGIN)
    wall, cpu = time.perf_counter() - began, time.process_time() - busy
    pool = OnePool(Pool(enumerate(made.records)))
    began = time.perf_counter()
    weighed = [(one.bits, made.first_of.get(one.second) == one.first) for one in proposed]
    pairs = [(one.first, one.second) for one in proposed]
    bits = [compare_records(made.records[one], made.records[other], pool).bits for one, other in pairs]
    judged = [(told, right) for told, (_, right) in zip(weigh_rivals(pairs, bits, odds), weighed, strict=True)]
    comparing = time.perf_counter() - began
    size = {1_000_000: "", 100_000: "_100k"}.get(given.persons, f"_{given.persons}")
    told = {
        "records": len(batch),
        "processor seconds": round(cpu, 1),
        "seconds to read the names": round(reading, 1),
        "seconds to compare the proposed field by field": round(comparing, 1),
        "pairs proposed": len(proposed),
    }
    rate = {"value": round(len(batch) / wall * 60), "unit": "records a minute", "target": f"at least {RATE:,}"}
    rows = [
        {"metric": f"identity.batch_records_per_min{size}", **rate, "peers": told | PEER},
        describe(f"identity.batch_recall{size}", weighed, len(made.first_of), odds),
        describe(f"identity.batch_recall{size} field by field", judged, len(made.first_of), odds),
        {
            "metric": f"identity.batch_mb{size}",
            "value": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            "unit": "MB, the bench's own records and pool with it",
        },
    ]
    record(f"identity_duplicates{size}", rows)


def describe(metric: str, judged: list[tuple[float, bool]], pairs: int, odds: float) -> dict[str, Any]:
    """Recall from the bits on that make the precision what it has to be; and both where the node suggests: at even chances."""
    ordered = np.array(sorted(judged, reverse=True))
    right = np.cumsum(ordered[:, 1])
    precision = right / np.arange(1, len(ordered) + 1)
    enough = np.flatnonzero(precision >= PRECISION)
    found = int(right[enough[-1]]) if len(enough) else 0
    even = int((ordered[:, 0] >= find_least(odds, 0.5)).sum())
    told = {
        "pairs": pairs,
        "from bits": round(float(ordered[enough[-1], 0]), 1) if len(enough) else None,
        "proposed at all": round(float(right[-1]) / pairs, 4),
        "recall at even chances": round(float(right[even - 1]) / pairs, 4),
        "precision at even chances": round(float(precision[even - 1]), 4),
    }
    value = {"value": round(found / pairs, 4), "unit": f"recall at a precision of {PRECISION}"}
    return {"metric": metric, **value, "target": f"at least {RECALL}", "peers": told}


def make_records(persons: int) -> Made:
    return add_second_records(Register(persons), np.random.default_rng(7))


def add_second_records(register: Register, hand: np.random.Generator) -> Made:
    """All persons of a register, and of one in ten a second record."""
    records = [_make_first(drawn, hand) for drawn in _draw_all(register)]
    first_of = {}
    for search in search_for(register, round(register.persons * DUPLICATES)):
        first_of[len(records)] = search.row
        records.append(_make_second(records[search.row], search, hand))
    return Made(records, first_of)


def _draw_all(register: Register) -> Iterator[Drawn]:
    for chunk in range(0, register.persons, CHUNK):
        yield from islice(register.draw(chunk), register.persons - chunk)


def _make_first(drawn: Drawn, hand: np.random.Generator) -> Record:
    return Record(
        names=(WrittenName(" ".join(drawn.written)),),
        birth_dates=(UncertainDate(Calendar.GREGORIAN, *drawn.birth),),
        sex=drawn.sex,
        nationalities=(drawn.nationality,),
        places=_list_place(drawn.place),
        documents=(_make_document(drawn.nationality, hand),) if hand.random() < HAS_DOCUMENT else (),
    )


def _make_second(first: Record, search: Search, hand: np.random.Generator) -> Record:
    dice, documents = hand.random(2), first.documents
    if not documents or dice[0] > SAME_DOCUMENT + MISREAD:
        documents = (_make_document(first.nationalities[0], hand),)
    elif dice[0] > SAME_DOCUMENT:
        number = documents[0].number
        documents = (replace(documents[0], number=number[:-1] + str((int(number[-1]) + 1) % 10)),)
    return Record(
        names=(WrittenName(search.name),),
        birth_dates=(search.birth,),
        sex=search.sex,
        nationalities=(search.nationality,) if search.nationality else (),
        places=_list_place(search.town),
        documents=documents if dice[1] < HAS_DOCUMENT else (),
    )


def _list_place(town: Town | None) -> tuple[Place, ...]:
    return (Place(PlaceKind.BIRTH, town.written, town.country),) if town else ()


def _make_document(code: str, hand: np.random.Generator) -> Document:
    return Document(f"{'PNTC'[hand.integers(4)]}{hand.integers(10**7):07}", "passport", code)


def _warm_up(records: list[Record]) -> None:
    """Compile what is measured."""
    batch = Batch()
    for one in records:
        batch.add(one)
    batch.propose(0.0)


if __name__ == "__main__":
    main()
