"""What actions of this package share: cleaning texts, and telling the audit what a change changed."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.base.errors import Problem
from egnatia.law.characters import clean_text

TITLE, NAME, TEXT, EVIDENCE = 300, 150, 4000, 300


def clean_line(value: str, field: str, *, max_length: int = NAME, required: bool = True) -> str:
    """One line of text. Raises Problem `cooperation.empty`, `law.text.*`."""
    text = clean_text(value, field=field, max_length=max_length)
    if required and not text:
        raise Problem("cooperation.empty", _("Something is missing here."), _("Fill it in."), field=field)
    return text


def clean_lines(value: str, field: str, *, required: bool = False) -> str:
    """A longer text with its line breaks. Raises Problem `cooperation.empty`, `law.text.*`."""
    text = clean_text(value, field=field, max_length=TEXT, lines=True)
    if required and not text:
        raise Problem("cooperation.empty", _("Something is missing here."), _("Fill it in."), field=field)
    return text


def check_partner(code: str, field: str = "partner") -> str:
    """The partner's letters. Raises Problem `law.partner.unknown` at `field`."""
    try:
        return law.partner(code).code
    except Problem as problem:
        problem.field = field
        raise


def check_span(start: date, end: date | None, field: str) -> None:
    """Raises Problem `cooperation.ends_before_start`."""
    if end is not None and end < start:
        raise Problem(
            "cooperation.ends_before_start", _("The last day lies before the first."), _("Check both days."), field=field
        )


def changed_meanwhile() -> Problem:
    """Somebody else was faster."""
    return Problem(
        "cooperation.changed_meanwhile",
        _("Somebody has changed this in the meantime."),
        _("Look at what stands there now, then decide again."),
        status=409,
    )


def apply(row: models.Model, values: dict[str, Any], *, sealed: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Set the values that differ and save; what changed, as field → [before, after]; of sealed fields only that they did."""
    changed = {name: [getattr(row, name), value] for name, value in values.items() if getattr(row, name) != value}
    if changed:
        for name, (_before, after) in changed.items():
            setattr(row, name, after)
        row.save(update_fields=list(changed))
    return {name: "changed" if name in sealed else both for name, both in changed.items()}
