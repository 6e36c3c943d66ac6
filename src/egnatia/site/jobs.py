"""What the worker does for the node as a whole."""

from egnatia.base.jobs import nightly
from egnatia.site.databases import refresh_statistics


@nightly
def refresh_planner() -> int:
    """Let the database know how its rows are spread now."""
    refresh_statistics()
    return 0
