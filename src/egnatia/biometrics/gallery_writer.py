"""Writing the gallery: appending who was enrolled, overwriting who was erased, making all of it again.

One process writes at a time (`generations.writing`): the worker, or `egnatia gallery rebuild` while the worker pauses. It may
be stopped at any point: an enrolment counts as appended only after its record lies on the disk, and an entry that is there
already isn't written twice. Where the gallery is in parts, whoever belongs to a part that isn't there waits for it.
"""

import logging
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from egnatia.biometrics import generations, sharding
from egnatia.biometrics.gallery import BATCH, ten_prints
from egnatia.biometrics.generations import Generation
from egnatia.biometrics.models import Enrolment
from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.gallery import Gallery

if TYPE_CHECKING:
    from egnatia.engines.fingerprint.gallery_cluster import ShardedGallery

    AnyGallery = Gallery | ShardedGallery

_log = logging.getLogger(__name__)


@dataclass
class _Writer:
    generation: Generation | None = None
    gallery: "AnyGallery | None" = None


_writer = _Writer()


def bring_up_to_date() -> int:
    """Append and overwrite what waits for it; says how many entries that were. 0 where another process writes.

    A gallery that isn't as the settings want it, whole or in parts, is made again; until that is done, it is used as it is.
    Raises EngineError where the gallery can't be written.
    """
    current = generations.find_current()
    is_as_wanted = current is not None and current.shards == sharding.find_wanted_shards()
    if is_as_wanted and not Enrolment.objects.filter(Q(appended=False) | Q(erased=True)).exists():
        return 0
    with generations.writing() as ours:
        if not ours:
            return 0
        gallery = _open()
        if gallery is None:
            return _rebuild()
        done = _overwrite_erased(gallery) + _append_pending(gallery)
        return done if done or is_as_wanted else _rebuild()


def rebuild() -> int:
    """Make the gallery again from the stored minutiae, beside the present one, and put it in its place; says how many entries.

    Raises BlockingIOError where another process is writing just now, EngineError where a part isn't there.
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


def _open() -> "AnyGallery | None":
    """The present generation, open to write; None where there is none, or damage beyond what the gallery mends itself."""
    current = generations.find_current()
    if current is None:
        return None
    if _writer.gallery is not None and current != _writer.generation:
        close()
    if _writer.gallery is None:
        try:
            _writer.gallery, _writer.generation = sharding.open_gallery(current, writable=True), current
            if not isinstance(_writer.gallery, Gallery):
                _writer.gallery.sweep()
        except EngineError as error:
            _log.error("The gallery can't be opened (%s); it is made again from the database.", error.code)
            return None
    return _writer.gallery


def _rebuild() -> int:
    close()
    before = generations.find_current()
    generation = generations.start_generation(sharding.find_wanted_shards())
    gallery: AnyGallery | None = None
    try:
        gallery = sharding.make_gallery(generation)
        entries = ten_prints(Enrolment.objects.filter(erased=False).order_by("pk").iterator(chunk_size=BATCH))
        while batch := list(islice(entries, BATCH)):
            gallery.append_many(batch)
        written = gallery.ids()
    except BaseException:
        _discard(generation)
        raise
    finally:
        if gallery is not None:
            gallery.close()
    generations.make_current(generation)
    if before is not None:
        _discard(before)
    generations.remove_others(generation)
    _mark_appended(list(written))
    return len(written)


def _discard(generation: Generation) -> None:
    """Remove what of a generation is in parts elsewhere, as far as they are there; `sweep` removes the rest when they come."""
    if generation.shards:
        try:
            sharding.open_shards(generation).discard()
        except EngineError as error:
            _log.warning("Parts of an earlier gallery stay on their machines: %s", error)


def _append_pending(gallery: "AnyGallery") -> int:
    pending = _take_batch(gallery, Enrolment.objects.filter(appended=False, erased=False).order_by("enrolled_at"))
    gallery.append_many(ten_prints(pending))
    _mark_appended([enrolment.pk for enrolment in pending])
    return len(pending)


def _take_batch(gallery: "AnyGallery", waiting: QuerySet[Enrolment]) -> list[Enrolment]:
    """The first of them whose part of the gallery is there."""
    missing = sharding.find_missing(gallery)
    return list(islice((one for one in waiting.iterator() if sharding.is_there(gallery, one.pk, missing)), BATCH))


def _overwrite_erased(gallery: "AnyGallery") -> int:
    erased = _take_batch(gallery, Enrolment.objects.filter(erased=True))
    for enrolment in erased:
        gallery.erase(enrolment.pk)
        enrolment.delete()
    return len(erased)


def _mark_appended(entries: list) -> None:  # type: ignore[type-arg]
    for start in range(0, len(entries), BATCH):
        Enrolment.objects.filter(pk__in=entries[start : start + BATCH]).update(appended=True)
