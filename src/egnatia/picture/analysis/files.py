"""The analysts' files: the node's own events, a Parquet file for each relation and month.

NODE/analysis/events/2026-03.parquet     columns as `definitions.RELATIONS["events"]`
NODE/analysis/incidents/2026-03.parquet

They hold what the table of events holds and nothing that leads to a data set or a person; kinds that are not `raw` (referrals)
are left out. Lost files are written again by the worker.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from egnatia.base import node
from egnatia.picture.definitions import RELATIONS
from egnatia.picture.indicators import event_kinds
from egnatia.picture.models import Event, Incident
from egnatia.picture.periods import next_period

#: Ibis' name of a type → numpy's, and the one it is written as.
_TYPES: Mapping[str, tuple[str, str]] = {
    "date": ("datetime64[us]", "DATE"),
    "int16": ("int64", "SMALLINT"),
    "int32": ("int64", "INTEGER"),
    "string": ("object", "VARCHAR"),
}
_ROWS_IN_A_GROUP = 120_000


def folder_of(relation: str) -> Path:
    """Where the files of a relation lie."""
    return node.current().folder("analysis", relation)


def path_of(relation: str, month: date) -> Path:
    """The file of one month, whether there is one or not."""
    return folder_of(relation) / f"{month:%Y-%m}.parquet"


def files_of(relation: str, start: date | None = None, end: date | None = None) -> list[Path]:
    """The files of the months that a span of days touches, the first in front."""
    first = f"{start:%Y-%m}" if start else ""
    last = f"{end:%Y-%m}" if end else "9999"
    return sorted(path for path in folder_of(relation).glob("*.parquet") if first <= path.stem <= last)


def has_month(month: date) -> bool:
    """Whether there is any file of it."""
    return any(path_of(relation, month).is_file() for relation in RELATIONS)


def write_month(month: date) -> int:
    """Write a month's files anew, each whole or not at all; how many rows they hold. A relation without rows has no file."""
    return sum(_write(relation, month, rows) for relation, rows in _rows_of(month).items())


def _rows_of(month: date) -> dict[str, QuerySet[Any]]:
    """By relation, what it tells of a month, in order of day."""
    in_month = {"on__gte": month, "on__lt": next_period(month, "month"), "withdrawn_at": None}
    raw = [code for code, kind in event_kinds().items() if kind.raw]
    return {
        "events": Event.objects.filter(kind__in=raw, **in_month).order_by("on", "kind"),
        "incidents": Incident.objects.filter(**in_month).order_by("on", "kind"),
    }


def _write(relation: str, month: date, rows: QuerySet[Any]) -> int:
    columns = list(RELATIONS[relation])
    values = list(rows.values_list(*columns).iterator(chunk_size=5000))
    path = path_of(relation, month)
    if not values:
        path.unlink(missing_ok=True)
        return 0
    table = {name: _array(one, RELATIONS[relation][name]) for name, one in zip(columns, zip(*values, strict=True), strict=True)}
    unfinished = path.with_suffix(".new")
    _write_parquet(unfinished, relation, table)
    unfinished.chmod(0o600)
    unfinished.replace(path)
    return len(values)


def _array(values: Sequence[Any], type_name: str) -> "NDArray[Any] | np.ma.MaskedArray[Any, Any]":
    """One column; numbers that aren't known are masked."""
    numpy_type = _TYPES[type_name][0]
    if type_name.startswith("int") and None in values:
        mask = [value is None for value in values]
        return np.ma.masked_array([value or 0 for value in values], mask=mask, dtype=numpy_type)
    return np.array(values, dtype=numpy_type)


def _write_parquet(path: Path, relation: str, table: Mapping[str, Any]) -> None:
    import duckdb  # here, for it takes a moment that most processes needn't wait

    casts = ", ".join(f'CAST("{name}" AS {_TYPES[kind][1]}) AS "{name}"' for name, kind in RELATIONS[relation].items())
    with duckdb.connect(":memory:") as connection:
        connection.register("written", dict(table))
        connection.execute(
            f"COPY (SELECT {casts} FROM written) TO '{_quoted(path)}' "  # noqa: S608  # names of our own and a path of the node
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS_IN_A_GROUP})"
        )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
