"""Dates in data elements: whole days, and birth dates as far as they are known with what they rest on."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.utils.translation import gettext

from egnatia.base.errors import Problem
from egnatia.engines.dates.records import MEMBERS, Basis, DateRecord, read_record
from egnatia.engines.errors import EngineError
from egnatia.law.ages import age_rules

_SHAPE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

#: What clients know under other codes than `law.` and the engine's own.
_CODES = {
    "date.record_unreadable": "law.date.not_a_date",
    "date.year_outside_calendar": "law.date.not_in_calendar",
    "date.month_not_in_calendar": "law.date.not_in_calendar",
    "date.day_not_in_month": "law.date.not_in_calendar",
    "date.future": "law.birth_date.future",
    "date.too_long_ago": "law.birth_date.too_long_ago",
}


def read_date(value: object, *, field: str) -> date:
    """A calendar day from "YYYY-MM-DD"; Problem `law.date.not_a_date` or `law.date.not_in_calendar` (30 February)."""
    if isinstance(value, date) and not hasattr(value, "hour"):
        return value
    text = value.strip() if isinstance(value, str) else ""
    if not _SHAPE.fullmatch(text):
        raise _not_a_date(field)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem(
            "law.date.not_in_calendar",
            gettext("This day is not in the calendar."),
            gettext("Check day and month, for instance for 30 February."),
            field=field,
        ) from None


def read_uncertain_date(value: object, *, field: str) -> DateRecord:
    """A date as far as it is known, from its JSON form (docs/dates.md).

    Precision may be absent and is then "day", the basis "declared". Of an estimated age that came without its margin the
    law's is taken. Raises Problem `law.element.unknown` and `law.date.…`.
    """
    if not isinstance(value, Mapping):
        raise _not_a_date(field)
    _refuse_unknown_members(value, field)
    members = {member: one for member, one in value.items() if one is not None}
    if (members.get("basis") or Basis.DECLARED) not in list(Basis):
        raise Problem(
            "law.date.basis_unknown",
            gettext("It is not known what this date rests on."),
            gettext("Say whether it is documented, declared, assessed or in doubt."),
            field=field,
        )
    with engine_errors_as_problems(field=field):
        return read_record(members, estimate_margin=age_rules().estimate_margin)


@contextmanager
def engine_errors_as_problems(*, field: str) -> Iterator[None]:
    """Within the block, what the engine of dates refuses is raised as a Problem."""
    try:
        yield
    except EngineError as error:
        code = _CODES.get(error.code, f"law.{error.code}")
        raise Problem(code, gettext(error.message), gettext(error.cure), field=field) from error


def _refuse_unknown_members(value: Mapping[Any, Any], field: str) -> None:
    if unknown := set(value) - MEMBERS:
        raise Problem(
            "law.element.unknown",
            gettext("This data element may not be recorded."),
            gettext("Leave it out: only the elements of the category's list are kept."),
            field=f"{field}.{min(map(str, unknown))}",
        )


def _not_a_date(field: str) -> Problem:
    return Problem(
        "law.date.not_a_date",
        gettext("This is not a date."),
        gettext("Give year, month and day as numbers, or only what is known of them."),
        field=field,
    )
