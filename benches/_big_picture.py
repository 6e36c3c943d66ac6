"""A node with years of events behind its picture, filled once and kept under var/bench.

It is North Macedonia's, with the counts of five partners beside its own. Events are written past the actions, as fast as the
database takes them; counts, sums and raw files are then made by the program's own jobs, and timed.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from egnatia.site.demo.region import DemoNode

FOLDER = Path("var/bench")
PORT, PASSWORD = 8577, "bench-Egnatia-2026"
YEARS, LAST = 10, date(2026, 11, 27)
_COLUMNS = (
    *("id", "kind", "on", "hour", "place", "group", "nationality", "age_band", "sex", "group_size"),
    *("persons", "origin", "recorded_at", "is_counted"),
)
_KINDS = (("apprehension", "irregular_crossing"), ("apprehension", "irregular_stay"), ("registration", "applicant"))


@dataclass(frozen=True, slots=True)
class BigPicture:
    """The node, and what filling it took: `measured` by name, in seconds and rows."""

    node: DemoNode
    measured: dict[str, float]


def big_picture(events: int, database: str = "") -> BigPicture:
    """The node with so many events on SQLite, or on the PostgreSQL server that `database` names; made when not there yet."""
    kind = "postgresql" if database else "sqlite"
    directory = (FOLDER / f"picture-{events}-{kind}").resolve()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egnatia.site.settings")
    os.environ["EGNATIA_NODE"] = str(directory)
    told = directory / "filled.json"
    if not told.is_file():
        _make_node(directory, database)
        told.write_text(json.dumps(_fill(events)))
    import django

    django.setup()
    return BigPicture(DemoNode("MK", PORT, directory), json.loads(told.read_text()))


def _make_node(directory: Path, database: str) -> None:
    from egnatia.site.setup import create_node, set_up_in_new_process

    made = create_node(directory, partner="MK", name="Bench", port=PORT, host="127.0.0.1", url="", database_url=database)
    set_up_in_new_process(made, administrator="ada", password=PASSWORD)


def _fill(events: int) -> dict[str, float]:
    import django

    django.setup()
    from egnatia.accounts.actions.create_officer import create_officer
    from egnatia.accounts.models import Unit
    from egnatia.picture.actions.keep_raw_files import keep_all_raw_files
    from egnatia.picture.actions.recount_days import recount_all
    from egnatia.picture.actions.summarise_counts import summarise_counts
    from egnatia.picture.models import Count
    from egnatia.site.databases import refresh_statistics

    unit = Unit.objects.first()
    create_officer(None, username="arta", full_name="Arta", unit=unit, roles=["analyst"], password=PASSWORD, is_demo=True)
    measured = {"events": float(events)}
    for name, step in (
        ("write_s", lambda: _write_events(events)),
        ("count_s", recount_all),
        ("partners_s", _copy_counts_to_partners),
        ("statistics_s", refresh_statistics),
        ("sums_s", summarise_counts),
        ("files_s", keep_all_raw_files),
    ):
        began = time.perf_counter()
        step()
        measured[name] = round(time.perf_counter() - began, 1)
        print(f"{name}: {measured[name]}", file=sys.stderr)
    measured["count_rows"] = float(Count.objects.count())
    return measured


def _write_events(events: int) -> None:
    """Day by day, more in summer and in some years, some nationalities by far the largest, on MK's own places."""
    from django.db import connection, transaction

    random = np.random.default_rng(2026)
    days = [LAST - timedelta(days=n) for n in range(YEARS * 365, -1, -1)]
    weight = np.array([1 + 0.5 * np.sin((day.timetuple().tm_yday - 100) / 58) for day in days])
    weight *= np.exp(np.cumsum(random.normal(0, 0.03, len(days))))
    many = random.multinomial(events, weight / weight.sum())
    number = 0
    for first in range(0, len(days), 60):
        with transaction.atomic(), connection.cursor() as cursor:
            rows = list(_rows(random, days[first : first + 60], many[first : first + 60], number))
            number += len(rows)
            names = ", ".join(f'"{name}"' for name in _COLUMNS)
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY picture_event ({names}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                marks = ", ".join("?" * len(_COLUMNS))
                connection.connection.executemany(f"INSERT INTO picture_event ({names}) VALUES ({marks})", map(_sqlite, rows))  # noqa: S608


def _rows(random: np.random.Generator, days: list[date], many: Any, number: int) -> Iterator[tuple[Any, ...]]:
    from egnatia import law
    from egnatia.picture.bands import AGE_BANDS
    from egnatia.picture.definitions import rows_of_places

    places = ["", *(place for place, _section in rows_of_places("MK"))]
    nations = sorted(law.countries())[:80]
    share = 1 / np.arange(1, len(nations) + 1) ** 1.4
    for day, n in zip(days, many, strict=True):
        kind = random.choice(3, n, p=(0.6, 0.15, 0.25))
        place, nation = random.integers(0, len(places), n), random.choice(len(nations), n, p=share / share.sum())
        age, sex = random.integers(0, len(AGE_BANDS), n), random.random(n) < 0.2
        hour, size = random.integers(0, 24, n), random.integers(1, 12, n)
        for one in range(n):
            number += 1
            yield (
                *(UUID(int=number), _KINDS[kind[one]][0], day, int(hour[one]), places[place[one]], _KINDS[kind[one]][1]),
                *(nations[nation[one]], AGE_BANDS[age[one]], "female" if sex[one] else "male", int(size[one]), 1),
                *("registration", datetime(day.year, day.month, day.day, 20, tzinfo=UTC), False),
            )


def _sqlite(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (row[0].hex, row[1], row[2].isoformat(), *row[3:12], row[12].replace(tzinfo=None).isoformat(" "), row[13])


def _copy_counts_to_partners() -> None:
    """Five partners with as many counts as the node's own."""
    from django.db import connection, transaction

    names = '"indicator", "every", "period", "cut", "key", "value", "known_from"'
    with transaction.atomic(), connection.cursor() as cursor:
        for code in ("AL", "BA", "XK", "ME", "RS"):
            cursor.execute(
                f'INSERT INTO picture_count ("source", {names}) SELECT %s, {names} FROM picture_count '  # noqa: S608
                "WHERE source = 'MK' AND known_until IS NULL AND indicator IN "
                "('irregular_crossings', 'irregular_stays', 'apprehensions', 'applications')",
                [code],
            )
