"""Which log this node has: the first, until the partners agree by the federation list that it begins another."""

from django.db import connection

from egnatia.base.errors import Problem
from egnatia.exchange.models import FederationList


def own_log() -> int:
    """As the newest list says that was put in force here: not the clock, so that all processes change over at once.

    In plain SQL: every question of a partner asks for it, and the query builder took ten times as long.
    """
    table = connection.ops.quote_name(FederationList._meta.db_table)
    question = f"SELECT log FROM {table} WHERE put_in_force_at IS NOT NULL ORDER BY number DESC LIMIT 1"  # noqa: S608  (our own table's name)
    with connection.cursor() as cursor:
        cursor.execute(question)
        newest = cursor.fetchone()
    return int(newest[0]) if newest else 1


def existing_log(number: int | None) -> int:
    """The log of this number, closed or not; None: the one that the node has now. Raises Problem `exchange.log_unknown`."""
    newest = own_log()
    if number is not None and not 1 <= number <= newest:
        raise Problem("exchange.log_unknown", f"This node never had a log {number}.", "See which it has: egnatia log status.")
    return number or newest
