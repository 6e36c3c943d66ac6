"""The work that goes on beside the pages: packages register it in their `jobs.py`, the worker runs it.

    @every(seconds=1)
    def append_to_gallery() -> int: ...

    @nightly
    def erase_what_is_due() -> int: ...

A job returns how many items it dealt with; it is called again at once while it returns any. It must be safe to stop at any
point and to run twice.
"""

from collections.abc import Callable
from dataclasses import dataclass

Run = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Job:
    """name `package.function`; `seconds` between two looks, or None for once a night; `woken` by commits in between."""

    name: str
    run: Run
    seconds: float | None
    woken: bool = True


_jobs: dict[str, Job] = {}


def every(*, seconds: float) -> Callable[[Run], Run]:
    """Look for work every so often, and whenever a commit wakes the worker."""

    def register(run: Run) -> Run:
        _add(run, seconds)
        return run

    return register


def slowly(*, seconds: float) -> Callable[[Run], Run]:
    """Do this every so often and not oftener, the first time when so much has passed: what is heavy and can wait."""

    def register(run: Run) -> Run:
        _add(run, seconds, woken=False)
        return run

    return register


def nightly(run: Run) -> Run:
    """Do this once a night."""
    _add(run, None)
    return run


def registered() -> list[Job]:
    """All jobs, in order of registration."""
    return list(_jobs.values())


def _add(run: Run, seconds: float | None, *, woken: bool = True) -> None:
    name = f"{run.__module__.removeprefix('egnatia.').removesuffix('.jobs')}.{run.__name__}"
    _jobs[name] = Job(name, run, seconds, woken)
