"""Locks that hold until the present transaction ends, so that one at a time does what two may not do at once.

SQLite has one writer at a time anyway (IMMEDIATE); PostgreSQL is told so here.
"""

from enum import IntEnum

from django.db import connection


class Lock(IntEnum):
    """What is done by one at a time, with the number of its advisory lock."""

    AUDIT_CHAIN = 0x45474E41  # "EGNA"
    ENROLMENT = 0x45474E42
    EXCHANGE_LOG = 0x45474E43
    WITNESS = 0x45474E44


def hold_until_commit(lock: Lock) -> None:
    """Wait for the lock and hold it until the transaction ends. Outside a transaction it holds nothing."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(lock)])
