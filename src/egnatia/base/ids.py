"""Identifiers: random, made before the row is written, because the row's id is bound into its encryption."""

from uuid import UUID, uuid4


def new_id() -> UUID:
    """A random identifier (RFC 9562, version 4), which says nothing about when or where it was made."""
    return uuid4()
