"""What the database says when it can't write, in words."""

from django.db import OperationalError

from egnatia.base.errors import Problem


def problem_of(error: OperationalError) -> Problem | OperationalError:
    """A Problem for a full disk, a busy or an unreachable database; any other error as it came."""
    words = str(error).lower()
    if "full" in words or "no space" in words or "disk i/o" in words:
        return Problem(
            "base.disk_full",
            "The disk is full. Nothing was lost, nothing was changed.",
            "Free some room, then try again.",
            status=507,
        )
    if "locked" in words or "deadlock" in words or "timeout" in words:
        return Problem("base.database_busy", "The database is busy.", "Try again in a moment; nothing was changed.", status=503)
    if "connect" in words or "server closed" in words:
        return Problem(
            "base.database_unreachable",
            "The database can't be reached.",
            "Try again in a moment. If it lasts, tell your administrator.",
            status=503,
        )
    return error
