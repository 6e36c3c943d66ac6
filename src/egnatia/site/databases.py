"""The node's database as Django wants it: SQLite by default, PostgreSQL by node.toml; both behave the same."""

from typing import Any

from django.db import connection

from egnatia.base.node import Node

_SQLITE_OPTIONS = {
    # IMMEDIATE: two writers wait for each other instead of failing half-way with "database is locked".
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: a commit that was reported survives a power cut.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;",
}


def database_settings(node: Node | None) -> dict[str, Any]:
    """One entry of Django's DATABASES."""
    if node is None:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    if node.database.get("engine") == "postgresql":
        parts = {
            key.upper(): str(node.database[key]) for key in ("name", "host", "port", "user", "password") if key in node.database
        }
        return {
            "ENGINE": "django.db.backends.postgresql",
            **parts,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    place = node.directory / "db.sqlite3"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": place,
        "OPTIONS": _SQLITE_OPTIONS,
        "CONN_MAX_AGE": 60,
        "TEST": {"NAME": node.directory / "test.sqlite3"},
    }


def refresh_statistics() -> None:
    """Tell SQLite how its rows are spread, from a sample: what it reads first in a join depends on it. Milliseconds.

    PostgreSQL does so by itself. For each night, and after many rows came at once.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 400")
            cursor.execute("ANALYZE")
