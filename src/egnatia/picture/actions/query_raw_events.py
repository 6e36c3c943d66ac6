"""Ask the raw events something in SQL; that it was asked is kept."""

from typing import Any

from django.utils.translation import gettext as _

from egnatia import audit
from egnatia.base.errors import Problem
from egnatia.picture.analysis import store

_MOST_ROWS = 1_000_000


def query_raw_events(sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Names of the columns, and the rows, of one SELECT over `events`, `incidents` and `places`; for the operator's shell.

    Raises Problem `picture.query.invalid` and those of `store.opened`.
    """
    import duckdb

    audit.record("picture.raw_events.queried", sql=sql)
    with store.opened() as connection:
        try:
            statements = connection.extract_statements(sql)
            if [one.type for one in statements] != [duckdb.StatementType.SELECT]:
                raise _invalid(_("It is not one SELECT."))
            found = connection.execute(statements[0])
            rows = found.fetchmany(_MOST_ROWS + 1)
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as error:
            raise _invalid(str(error).splitlines()[0]) from error
        if len(rows) > _MOST_ROWS:
            raise store.too_much()
        return [column[0] for column in found.description or ()], rows


def _invalid(why: str) -> Problem:
    return Problem(
        "picture.query.invalid",
        _("This can't be asked. %(why)s") % {"why": why},
        _("Write one SELECT over events, incidents and places; DESCRIBE their columns in docs/guides/analysts.md."),
    )
