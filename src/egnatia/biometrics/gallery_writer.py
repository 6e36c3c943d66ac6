"""Writing the gallery: appending who was enrolled, overwriting who was erased, making all of it again.

One process writes at a time (`generations.writing`): the worker, or `egnatia gallery rebuild` while the worker pauses. It may
be stopped at any point: an enrolment counts as appended only after its record lies on the disk, and an entry that is there
already isn't written twice.
"""

import logging
from dataclasses import dataclass
from itertools import islice

from django.db.models import Q

from egnatia.biometrics import generations
from egnatia.biometrics.gallery import BATCH, ten_prints
from egnatia.biometrics.generations import Generation
from egnatia.biometrics.models import Enrolment
from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.gallery import Gallery

_log = logging.getLogger(__name__)


@dataclass
class _Writer:
    generation: Generation | None = None
    gallery: Gallery | None = None


_writer = _Writer()


def bring_up_to_date() -> int:
    """Append and overwrite what waits for it; says how many entries that were. 0 where another process writes."""
    if not Enrolment.objects.filter(Q(appended=False) | Q(erased=True)).exists() and generations.find_current():
        return 0
    with generations.writing() as ours:
        if not ours:
            return 0
        if generations.find_current() is None:
            return _rebuild()
        gallery = _open()
        return _rebuild() if gallery is None else _overwrite_erased(gallery) + _append_pending(gallery)


def rebuild() -> int:
    """Make the gallery again from the stored minutiae, beside the present one, and put it in its place; says how many entries.

    Raises BlockingIOError where another process is writing just now.
    """
    with generations.writing() as ours:
        if not ours:
            raise BlockingIOError("another process writes the gallery")
        return _rebuild()


def close() -> None:
    """Let go of the file."""
    if _writer.gallery is not None:
        _writer.gallery.close()
    _writer.gallery = _writer.generation = None


def _open() -> Gallery | None:
    """The present generation, open to write; None where it is damaged beyond what the gallery mends itself."""
    current = generations.find_current()
    if current is None:
        return None
    if _writer.gallery is not None and current != _writer.generation:
        close()
    if _writer.gallery is None:
        try:
            _writer.gallery, _writer.generation = Gallery(current.path, current.secret, writable=True), current
        except EngineError as error:
            _log.error("The gallery can't be opened (%s); it is made again from the database.", error.code)
            return None
    return _writer.gallery


def _rebuild() -> int:
    close()
    generation = generations.start_generation()
    gallery = Gallery(generation.path, generation.secret, writable=True)
    try:
        entries = ten_prints(Enrolment.objects.filter(erased=False).order_by("pk").iterator(chunk_size=BATCH))
        while batch := list(islice(entries, BATCH)):
            gallery.append_many(batch)
        written = gallery.ids()
    finally:
        gallery.close()
    generations.make_current(generation)
    generations.remove_others(generation)
    _mark_appended(list(written))
    return len(written)


def _append_pending(gallery: Gallery) -> int:
    pending = list(Enrolment.objects.filter(appended=False, erased=False).order_by("enrolled_at")[:BATCH])
    gallery.append_many([(entry, ten_print) for entry, ten_print in ten_prints(pending) if entry not in gallery])
    _mark_appended([enrolment.pk for enrolment in pending])
    return len(pending)


def _overwrite_erased(gallery: Gallery) -> int:
    erased = list(Enrolment.objects.filter(erased=True)[:BATCH])
    for enrolment in erased:
        gallery.erase(enrolment.pk)
        enrolment.delete()
    return len(erased)


def _mark_appended(entries: list) -> None:  # type: ignore[type-arg]
    for start in range(0, len(entries), BATCH):
        Enrolment.objects.filter(pk__in=entries[start : start + BATCH]).update(appended=True)
