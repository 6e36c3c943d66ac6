"""Tables as Parquet, for programs that read columns: DuckDB, pandas, R, Spark."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np

MEDIA_TYPE = "application/vnd.apache.parquet"
Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, and values of one type (days, whole numbers, fractions or texts); None is null."""

    name: str
    values: Sequence[Value]


def parquet_of(columns: Sequence[Column], facts: Sequence[tuple[str, str]]) -> bytes:
    """The file's bytes. facts: what it holds, kept in the file's key-value metadata as JSON under `facts`."""
    import duckdb  # here, for it takes a moment that most requests needn't wait

    arrays = {f"c{number}": _array(column.values) for number, column in enumerate(columns)}
    names = ", ".join(
        f'CAST(c{number} AS {_type_of(column.values)}) AS "{column.name.replace(chr(34), chr(34) * 2)}"'
        for number, column in enumerate(columns)
    )
    about = json.dumps(dict(facts), ensure_ascii=False).replace("'", "''")
    with tempfile.TemporaryDirectory(prefix="egnatia-") as folder, duckdb.connect(":memory:") as connection:
        path = Path(folder) / "table.parquet"
        connection.register("written", arrays)
        connection.execute(
            f"COPY (SELECT {names} FROM written) TO '{path}' "  # noqa: S608  # names are quoted, the path is our own
            f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{facts: '{about}'}})"
        )
        return path.read_bytes()


def _type_of(values: Sequence[Value]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {int} and kinds:
        return "BIGINT"
    if kinds <= {int, float} and kinds:
        return "DOUBLE"
    return "DATE" if kinds and kinds <= {date} else "TIMESTAMPTZ" if kinds and kinds <= {datetime} else "VARCHAR"


def _array(values: Sequence[Value]) -> "np.ndarray | np.ma.MaskedArray":
    """As DuckDB reads it without another library: numbers as such with a mask, everything else as text."""
    if _type_of(values) in ("BIGINT", "DOUBLE"):
        mask = [value is None for value in values]
        dtype = np.int64 if _type_of(values) == "BIGINT" else np.float64
        return np.ma.masked_array([0 if value is None else value for value in values], mask=mask, dtype=dtype)
    return np.array([None if one is None else one.isoformat() if isinstance(one, date) else str(one) for one in values], object)
