"""The node's gallery: searching it, and (in the worker only) writing it.

A search reads the enrolments that the worker hasn't appended yet from the database, and everybody else from the gallery's
file. It reads the database first and the file after it: whoever is appended between the two is then found twice, which is
put right here, and never missed.

Where the gallery is in parts (`sharding`), a part may be missing for a while. `search` refuses then, for callers that can do it
again later; `search_parts` finds whom it can and says what is missing.
"""

import logging
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

from egnatia.biometrics import generations, sharding
from egnatia.biometrics.generations import Generation
from egnatia.biometrics.models import Capture, CaptureUse, Enrolment
from egnatia.biometrics.records import build_ten_print, from_record
from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.comparison import compare
from egnatia.engines.fingerprint.fusion import fuse
from egnatia.engines.fingerprint.gallery import Candidate, Gallery
from egnatia.engines.fingerprint.minutiae import Fingers
from egnatia.engines.fingerprint.template import TenPrint

if TYPE_CHECKING:
    from egnatia.engines.fingerprint.gallery_cluster import ShardedGallery

#: Enrolments whose fingers are read from the database at a time.
BATCH = 200
_log = logging.getLogger(__name__)


@dataclass
class _Reader:
    """This process's view of the gallery, and the templates it built of pending enrolments."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    generation: Generation | None = None
    gallery: "Gallery | ShardedGallery | None" = None
    retired: "Gallery | ShardedGallery | None" = None
    built: dict[UUID, TenPrint] = field(default_factory=dict)


_reader = _Reader()


@dataclass(frozen=True, slots=True)
class Searched:
    """Candidates, best first, and the numbers of the gallery's parts in which nobody was looked for."""

    candidates: list[Candidate]
    missing: tuple[int, ...] = ()


def search(probe: TenPrint, *, limit: int = 10) -> list[Candidate]:
    """The enrolments most alike, best first, each once; `entry_id` is the enrolment's id. What is erased isn't among them.

    Raises EngineError `gallery.incomplete` where a part of the gallery is missing.
    """
    found = search_parts(probe, limit=limit)
    if found.missing:
        raise EngineError(
            "gallery.incomplete",
            "A part of the gallery can't be searched just now.",
            "Try again in a minute. If it stays so, tell the administrator: egnatia gallery status",
        )
    return found.candidates


def search_parts(probe: TenPrint, *, limit: int = 10, patience: float = 30.0) -> Searched:
    """As `search`, among all who can be searched now; parts have so many seconds to answer."""
    searched = _search_once(probe, 2 * limit, patience)
    if searched.missing and generations.find_current() != _reader.generation:  # that gallery was replaced meanwhile
        searched = _search_once(probe, 2 * limit, patience)
    entries = [one.entry_id for one in searched.candidates]
    findable = set(Enrolment.objects.filter(pk__in=entries, erased=False).values_list("pk", flat=True))
    return Searched([one for one in searched.candidates if one.entry_id in findable][:limit], searched.missing)


def _search_once(probe: TenPrint, limit: int, patience: float) -> Searched:
    with _reader.lock:
        gallery, pending = _look_up()
    if gallery is None:
        return Searched(_compare_with_all(probe, pending, limit))
    if isinstance(gallery, Gallery):
        return Searched(gallery.search(probe, limit=limit, extra=pending))
    found = gallery.search(probe, limit=limit, extra=pending, patience=patience)
    return Searched(found.candidates, found.missing)


def count_searched() -> int:
    """How many data sets a search goes through."""
    return Enrolment.objects.filter(erased=False).count()


def ten_prints(enrolments: Iterable[Enrolment]) -> Iterator[tuple[UUID, TenPrint]]:
    """The templates of some enrolments, built from the stored minutiae, a batch of rows at a time."""
    rows = iter(enrolments)
    while batch := list(islice(rows, BATCH)):
        fingers: dict[UUID, Fingers] = {enrolment.data_set_id: {} for enrolment in batch}
        uses = CaptureUse.objects.select_related("capture").filter(
            data_set__in=list(fingers), capture__kind=Capture.Kind.FINGER, capture__state=Capture.State.READY
        )
        for use in uses:
            fingers[use.data_set_id][use.capture.position] = from_record(use.capture.minutiae)
        for enrolment in batch:
            yield enrolment.pk, build_ten_print(fingers[enrolment.data_set_id])


def verify() -> list[str]:
    """Read the whole file and compare it with the database; what is wrong, in words. Empty: it is whole and complete."""
    current = generations.find_current()
    expected = set(Enrolment.objects.filter(appended=True, erased=False).values_list("pk", flat=True))
    if current is None:
        return ["there is no gallery that this program and its keys can read"] if expected else []
    gallery = sharding.open_gallery(current)
    try:
        faults = gallery.verify()
        if sharding.find_missing(gallery):
            return faults  # which say so
        present = set(gallery.ids())
    finally:
        gallery.close()
    known = set(Enrolment.objects.values_list("pk", flat=True))
    faults += [f"{entry} is missing" for entry in sorted(expected - present)]
    faults += [f"{entry} belongs to nobody" for entry in sorted(present - known)]
    return faults


def forget_reader() -> None:
    """Close this process's view; the next search opens it anew."""
    with _reader.lock:
        for gallery in (_reader.gallery, _reader.retired):
            if gallery is not None:
                gallery.close()
        _reader.generation = _reader.gallery = _reader.retired = None
        _reader.built = {}


def find_missing_parts() -> tuple[int, ...]:
    """The parts of the gallery that can't be searched at this moment; none where it isn't in parts."""
    with _reader.lock:
        gallery = _refresh()
    return () if gallery is None else sharding.find_missing(gallery)


def _look_up() -> "tuple[Gallery | ShardedGallery | None, list[tuple[UUID, TenPrint]]]":
    """The gallery, and whoever may not be in it yet; without a gallery everybody. The database is read first."""
    pending = _read_pending(all_of_them=generations.find_current() is None)
    gallery = _refresh()
    if gallery is None:  # there is none, or it went away just now: the database has everybody, only slower
        return None, list(_read_pending(all_of_them=True).items())
    return gallery, list(pending.items())


def _read_pending(*, all_of_them: bool) -> dict[UUID, TenPrint]:
    """What the gallery's file may not hold yet, or whatever is enrolled. Templates are built once a process."""
    enrolments = Enrolment.objects.filter(erased=False)
    if not all_of_them:
        enrolments = enrolments.filter(appended=False)
    wanted = {enrolment.pk: enrolment for enrolment in enrolments}
    built = {entry: ten_print for entry, ten_print in _reader.built.items() if entry in wanted}
    built.update(ten_prints(enrolment for entry, enrolment in wanted.items() if entry not in built))
    _reader.built = built
    return built


def _refresh() -> "Gallery | ShardedGallery | None":
    """The present generation's gallery with all that was appended to it by now."""
    current = generations.find_current()
    if current != _reader.generation and _reader.gallery is not None:
        # Closed at the next change only: a search in another thread may still read it.
        if _reader.retired is not None:
            _reader.retired.close()
        _reader.retired, _reader.gallery = _reader.gallery, None
    if current is None:
        return None
    if _reader.gallery is None:
        try:
            _reader.gallery, _reader.generation = sharding.open_gallery(current), current
        except EngineError as error:
            _log.error("The gallery can't be opened (%s); the database is searched, slowly.", error.code)
            return None
    _reader.gallery.refresh()
    return _reader.gallery


def _compare_with_all(probe: TenPrint, everybody: list[tuple[UUID, TenPrint]], limit: int) -> list[Candidate]:
    found = []
    for entry, ten_print in everybody:
        scores = {position: compare(probe[position], ten_print[position]) for position in probe.keys() & ten_print.keys()}
        if scores:
            found.append(Candidate(entry, fuse(scores), scores, len(scores)))
    return sorted(found, key=lambda one: -one.score)[:limit]
