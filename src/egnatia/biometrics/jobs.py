"""What the worker does for biometrics: reads images, writes the gallery, sweeps up nightly."""

import logging
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

from egnatia.base import blobs, clock
from egnatia.base.errors import Problem
from egnatia.base.jobs import every, nightly
from egnatia.biometrics import extraction_pool, gallery_writer
from egnatia.biometrics.actions.complete_search import complete_waiting_searches
from egnatia.biometrics.actions.extract_capture import (
    CLAIM_LASTS,
    claim_capture,
    claimable,
    find_earlier_reading,
    finish_capture,
    give_up_dead_captures,
    image_of,
    release_capture,
)
from egnatia.biometrics.models import Capture
from egnatia.biometrics.problems import engine_errors_as_problems
from egnatia.biometrics.reading import Reading

#: A blob younger than this may belong to a row that is still being written.
_SWEEP_AFTER_SECONDS = 3600.0
_log = logging.getLogger(__name__)


@every(seconds=1)
def extract_waiting() -> int:
    """Read as many waiting images as there are worker processes, oldest first."""
    give_up_dead_captures()
    claimed = []
    for capture in claimable().order_by("captured_at")[: extraction_pool.workers()]:
        claim = claim_capture(capture.pk)
        if claim is not None:
            claimed.append((capture, claim))
    readings = _read_all([capture for capture, _ in claimed])
    for (capture, claim), reading in zip(claimed, readings, strict=True):
        if reading is None:
            release_capture(capture.pk, claim)
        else:
            finish_capture(capture.pk, claim, reading)
    return len(claimed)


@every(seconds=1)
def append_pending() -> int:
    """Bring the gallery up to date with who was enrolled and who was erased."""
    with engine_errors_as_problems():
        return gallery_writer.bring_up_to_date()


@every(seconds=5)
def complete_searches() -> int:
    """Search anew where a part of the gallery was missing, once it is back."""
    return complete_waiting_searches()


@nightly
def sweep_blobs() -> int:
    """Erase images that no capture names: left by a rollback, or by a crash between the commit and the erasure."""
    named = set(Capture.objects.exclude(blob=None).values_list("blob", flat=True))
    old = clock.now().timestamp() - _SWEEP_AFTER_SECONDS
    orphans = [blob for blob in blobs.stored_ids() if blob not in named and blobs.modified_at(blob) < old]
    for blob in orphans:
        blobs.erase(blob)
    return len(orphans)


def _read_all(captures: list[Capture]) -> list[Reading | None]:
    """A reading for each; None for one whose process died. Of several the one to blame is found by reading them singly."""
    try:
        asked = [_start(capture) for capture in captures]
        return [one if isinstance(one, Reading) else one.result(timeout=CLAIM_LASTS.total_seconds()) for one in asked]
    except (BrokenProcessPool, TimeoutError):
        _log.warning("A process that reads images died or hung; its images are tried again.")
        extraction_pool.stop()
    return [None] if len(captures) == 1 else [reading for capture in captures for reading in _read_all([capture])]


def _start(capture: Capture) -> Reading | Future[Reading]:
    known = find_earlier_reading(capture)
    if known is not None:
        return known
    try:
        image = image_of(capture)
    except Problem as problem:
        return Reading(problem_code=problem.code)
    return extraction_pool.submit(image, capture.position, capture.dpi)
