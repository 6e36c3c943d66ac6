"""What day it is here, and what is due or late by it."""

from datetime import date, timedelta

from egnatia import law
from egnatia.base import clock, node
from egnatia.base.node_settings import value_of


def today() -> date:
    """The calendar day where this node's partner is."""
    return law.local_day(clock.now(), node.current().partner)


def reminder_day() -> date:
    """What is due up to this day is due soon."""
    return today() + timedelta(days=value_of("reminder_days"))


def standing_of(due_on: date | None, *, is_open: bool) -> str:
    """`late`, `soon`, `later`, or "" for what has no day or is over."""
    if due_on is None or not is_open:
        return ""
    if due_on < today():
        return "late"
    return "soon" if due_on <= reminder_day() else "later"
