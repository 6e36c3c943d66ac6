"""How far a moment is away, in words."""

from datetime import datetime

from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext

from egnatia.base import clock


def due_in_words(due_at: datetime) -> str:
    """ "due in 3 hours" or "2 days late"."""
    now = clock.now()
    if due_at < now:
        return gettext("%(span)s late") % {"span": timesince(due_at, now, depth=1)}
    return gettext("due in %(span)s") % {"span": timeuntil(due_at, now, depth=1)}
