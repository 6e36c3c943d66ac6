"""What the worker does for the node as a whole."""

from django.contrib.sessions.models import Session

from egnatia.base import clock
from egnatia.base.jobs import nightly
from egnatia.site.databases import refresh_statistics


@nightly
def refresh_planner() -> int:
    """Let the database know how its rows are spread now."""
    refresh_statistics()
    return 0


@nightly
def forget_sessions() -> int:
    """Sessions that have run out. With its name goes the last that opens what a browser's history keeps of its look-ups."""
    gone, _ = Session.objects.filter(expire_date__lt=clock.now()).delete()
    return gone
