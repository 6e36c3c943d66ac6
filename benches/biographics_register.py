"""What it costs a node to have its names in memory: reading them after a start, keeping in step, and a whole search by name.

    python -m benches.biographics_register [--persons 20000] [--searches 300]

A node of its own with synthetic persons (`_register`), their records sealed as ever. *Reading* is from the database to an index
that can be searched; *in step* is what one more signed registration costs the next search; a *search* is `look_up` whole, with
audit, the persons' records and the comparison field by field, in one process, one after the other.
"""

import argparse
import os
import tempfile
import time
from datetime import timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import psutil

from benches._record import record
from benches._register import CHUNK, Drawn, Register
from benches._register_searches import search_for

_BATCH = 2_000
_SIGNED = 50


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--persons", type=int, default=20_000)
    options.add_argument("--searches", type=int, default=300)
    given = options.parse_args()
    if given.persons > CHUNK:
        raise SystemExit(f"At most {CHUNK:,} persons: they are drawn at once.")
    with tempfile.TemporaryDirectory(prefix="egnatia-bench-") as folder:
        _make_node(Path(folder) / "MK")
        register = Register(given.persons)
        _fill(register)
        rows = _measure(register, given.searches)
    record("biographics_register", [row | {"unit": f"{row['unit']} ({given.persons:,} persons)"} for row in rows])


def _make_node(directory: Path) -> None:
    from egnatia.site.setup import create_node, set_up_in_new_process

    os.environ |= {"EGNATIA_NODE": str(directory), "DJANGO_SETTINGS_MODULE": "egnatia.site.settings"}
    made = create_node(directory, partner="MK", name="Bench", port=8578, host="127.0.0.1", url="", database_url="")
    set_up_in_new_process(made, administrator="ada", password="bench-Egnatia-2026")  # noqa: S106
    import django

    django.setup()


def _fill(register: Register) -> None:
    """Data sets as they are after signing, written past the actions, as fast as the database takes them."""
    from egnatia.accounts.models import Unit
    from egnatia.accounts.queries import get_service_officer
    from egnatia.base import clock
    from egnatia.persons.models import DataSet, Person

    unit, officer, now = Unit.objects.get(), get_service_officer(), clock.now()
    drawn = islice(enumerate(register.draw(0)), register.persons)
    while batch := list(islice(drawn, _BATCH)):
        persons = [Person(unit=unit, created_at=now) for _ in batch]
        Person.objects.bulk_create(persons)
        DataSet.objects.bulk_create(
            DataSet(
                person=person,
                unit=unit,
                reference_number=f"MK{row}",
                category=2,
                elements=_elements(one),
                signed_at=now,
                signed_by=officer,
                transmitted_at=now,
                erase_on=now.date() + timedelta(days=1000),
            )
            for person, (row, one) in zip(persons, batch, strict=True)
        )


def _elements(drawn: Drawn) -> dict[str, Any]:
    *forenames, surname = drawn.written
    return {
        "surnames": [surname],
        "forenames": forenames,
        "nationalities": [drawn.nationality],
        "sex": drawn.sex,
        "birth_date": {"value": "-".join(f"{part:02}" for part in drawn.birth), "precision": "day", "basis": "declared"},
    }


def _measure(register: Register, count: int) -> list[dict[str, Any]]:
    from egnatia.accounts.queries import get_service_officer
    from egnatia.biographics.queries import LookUp, look_up
    from egnatia.biographics.register import forget, read_register

    searches = list(islice(search_for(register, count), count))
    look_up(get_service_officer(), LookUp(searches[0].name))  # compiles
    forget()
    before, began = _memory(), time.perf_counter()
    held = read_register()
    reading, memory = time.perf_counter() - began, _memory() - before
    times, first = [], 0
    for search in searches:
        began = time.perf_counter()
        day = search.birth.first if search.birth and search.birth.written else None
        found = look_up(get_service_officer(), LookUp(name=search.name, birth_date=day)).found
        times.append(1000 * (time.perf_counter() - began))
        first += bool(found) and found[0].data_set is not None and found[0].data_set.reference_number == f"MK{search.row}"
    return [
        {"metric": "biographics.reading_s", "value": round(reading, 2), "unit": "s after a start"},
        {"metric": "biographics.held_mb", "value": round(held.linkage.bytes / 1e6, 1), "unit": "MB of index"},
        {"metric": "biographics.process_mb", "value": round(memory / 1e6), "unit": "MB that the process grew by"},
        {"metric": "biographics.in_step_ms", "value": round(_keep_in_step(), 1), "unit": "ms after a registration, median"},
        {"metric": "biographics.look_up_p50_ms", "value": round(median(times), 1), "unit": "ms"},
        {"metric": "biographics.look_up_p95_ms", "value": round(float(np.quantile(times, 0.95)), 1), "unit": "ms"},
        {"metric": "biographics.first", "value": round(first / len(searches), 3), "unit": "of searches list the person first"},
    ]


def _keep_in_step() -> float:
    from egnatia.accounts.queries import get_service_officer
    from egnatia.base import clock
    from egnatia.biographics.register import read_register
    from egnatia.persons.actions.add_data_set import add_data_set

    taken = []
    for number in range(_SIGNED):
        add_data_set(
            get_service_officer(),
            category=2,
            elements={
                "surnames": [f"Berisha{number}"],
                "nationalities": ["XXA"],
                "birth_date": {"value": "1990", "precision": "year", "basis": "declared"},
                "sex": "female",
                "event": {"place": "Tabanovce", "date": clock.today().isoformat()},
            },
            captured_at=clock.now(),
        )
        began = time.perf_counter()
        read_register()
        taken.append(1000 * (time.perf_counter() - began))
    return median(taken)


def _memory() -> int:
    return int(psutil.Process().memory_info().rss)


if __name__ == "__main__":
    main()
