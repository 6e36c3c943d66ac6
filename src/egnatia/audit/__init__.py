"""Who did what, when, why, from where: every change, and every read of a person's data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from egnatia.audit.context import Actor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

    from egnatia.audit.models import Event

__all__ = ["Actor", "record", "record_each"]


def record(
    action: str,
    *,
    subject: Model | None = None,
    person: UUID | None = None,
    why: str = "",
    officer: Any = None,
    **details: Any,
) -> Event:
    """`egnatia.audit.recording.record`, importable before Django's models are ready."""
    from egnatia.audit import recording

    return recording.record(action, subject=subject, person=person, why=why, officer=officer, **details)


def record_each(
    action: str,
    about: Iterable[tuple[Model | None, UUID | None]],
    *,
    why: str = "",
    officer: Any = None,
    **details: Any,
) -> list[Event]:
    """`egnatia.audit.recording.record_each`, importable before Django's models are ready."""
    from egnatia.audit import recording

    return recording.record_each(action, about, why=why, officer=officer, **details)
