"""DuckDB over the analysts' files, each time opened anew in memory: it can read these files and nothing else, and write none.

with opened(start=date(2026, 1, 1)) as store:
    store.execute("SELECT nationality, sum(persons) FROM events GROUP BY ALL").fetchall()
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from egnatia.base import node
from egnatia.base.errors import Problem
from egnatia.picture.analysis.files import files_of, folder_of
from egnatia.picture.definitions import RELATIONS, rows_of_places

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MEMORY = "1GB"
_COLUMN_TYPES = {"date": "DATE", "int16": "SMALLINT", "int32": "INTEGER", "string": "VARCHAR"}


@contextmanager
def opened(*, start: date | None = None, end: date | None = None) -> Iterator["DuckDBPyConnection"]:
    """A connection with the relations of `definitions`, of the months that a span of days touches.

    Raises Problem `picture.tables.too_much` and `picture.tables.changed_meanwhile`.
    """
    import duckdb  # here, for it takes a moment that most processes needn't wait

    with duckdb.connect(":memory:", config={"memory_limit": _MEMORY, "autoload_known_extensions": "false"}) as connection:
        for relation in RELATIONS:
            _offer(connection, relation, start, end)
        connection.execute("CREATE TABLE places (place VARCHAR, section VARCHAR)")
        rows = rows_of_places(node.current().partner)
        columns = [[row[0] for row in rows], [row[1] for row in rows]]
        # At once: row by row takes a quarter of the time of a small table.
        connection.execute("INSERT INTO places SELECT unnest($1::VARCHAR[]), unnest($2::VARCHAR[])", columns)
        _lock(connection)
        try:
            yield connection
        except duckdb.OutOfMemoryException as error:
            raise too_much() from error
        except duckdb.IOException as error:
            raise Problem(
                "picture.tables.changed_meanwhile",
                _("The files of events were written anew while they were read."),
                _("Ask again."),
                status=409,
            ) from error


def too_much() -> Problem:
    """More cells than a table can show or the memory set aside for one can hold."""
    return Problem(
        "picture.tables.too_much",
        _("This table has more cells than anybody could read."),
        _("Choose a shorter span, or divide by something coarser."),
        status=400,
    )


def _offer(connection: "DuckDBPyConnection", relation: str, start: date | None, end: date | None) -> None:
    """The relation as a view of its files, or as an empty table where there are none."""
    files = [str(path) for path in files_of(relation, start, end)]
    if files:
        connection.read_parquet(files).create_view(relation)
    else:
        columns = ", ".join(f'"{name}" {_COLUMN_TYPES[kind]}' for name, kind in RELATIONS[relation].items())
        connection.execute(f"CREATE TABLE {relation} ({columns})")


def _lock(connection: "DuckDBPyConnection") -> None:
    """From here on nothing outside the files' folders can be reached, and nobody can lift that."""
    folders = ", ".join("'" + str(folder_of(relation)).replace("'", "''") + "/'" for relation in RELATIONS)
    connection.execute(f"SET allowed_directories = [{folders}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
