"""Enrolling and searching, one after the other.

Two officers may register one person at two desks in the same second. Were both searches to run before either enrolment was
committed, neither would find the other. SQLite has one writer at a time; PostgreSQL is told so here.
"""

from django.db import connection

_ENROLMENT_LOCK = 0x45474E42  # "EGNB"


def one_enrolment_at_a_time() -> None:
    """Hold the lock until the present transaction ends. Outside a transaction it holds nothing."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ENROLMENT_LOCK])
