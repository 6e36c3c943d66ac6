"""The one place that reads the time, so that tests and fault drills can move it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC.

    `EGNATIA_CLOCK_SHIFT` (seconds) moves the clock of a whole process: fault drills run a node an hour off with it.
    """
    return _frozen.get() or datetime.now(UTC) + timedelta(seconds=float(os.environ.get("EGNATIA_CLOCK_SHIFT", "0")))


def today() -> date:
    """Today's date in UTC; use `law` for days in a partner's own time zone."""
    return now().date()


def local_today() -> date:
    """Today's date where the node is: what the calendar on the wall says to whoever fills in a form."""
    return now().astimezone(ZoneInfo(settings.TIME_ZONE)).date()


@contextmanager
def frozen(moment: datetime) -> Iterator[datetime]:
    """Within the block the time stands at `moment` (aware)."""
    token = _frozen.set(moment)
    try:
        yield moment
    finally:
        _frozen.reset(token)
