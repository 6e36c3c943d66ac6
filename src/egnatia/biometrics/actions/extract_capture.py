"""Read the minutiae of a waiting capture, and notice a finger that was taken twice."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL

from egnatia import audit
from egnatia.base import blobs, clock, wake
from egnatia.base.errors import not_found
from egnatia.base.ids import new_id
from egnatia.biometrics.models import Capture
from egnatia.biometrics.reading import Reading
from egnatia.biometrics.records import build_ten_print, from_record
from egnatia.biometrics.slaps import read_print
from egnatia.engines.fingerprint.consistency import find_repeated
from egnatia.engines.fingerprint.extraction import EXTRACTOR_VERSION
from egnatia.engines.fingerprint.minutiae import Minutiae

#: A run that hasn't finished an image by then has died; another may take it.
CLAIM_LASTS = timedelta(minutes=2)
#: An image that killed the extraction this often isn't tried again.
MOST_ATTEMPTS = 3
#: Written out, not a parameter: only then does SQLite see that the index of waiting captures will do.
_WAITING = RawSQL(f"'{Capture.State.WAITING.value}'", ())  # noqa: S611  (our own constant)


def extract_capture(capture: Capture) -> Capture:
    """Read a waiting capture here and now; one that somebody else reads, or has read, is left as it is.

    A refusal is no error: the capture's state is `refused` and `problem_code` says why.
    """
    claim = claim_capture(capture.pk)
    if claim is not None:
        reading = find_earlier_reading(capture) or read_print(image_of(capture), capture.position, capture.dpi)
        finish_capture(capture.pk, claim, reading)
    capture.refresh_from_db()
    return capture


def claimable() -> QuerySet[Capture]:
    """Waiting fingers that nobody reads just now."""
    return Capture.objects.filter(
        Q(claim=None) | Q(claimed_at__lt=clock.now() - CLAIM_LASTS),
        state=_WAITING,
        kind__in=(Capture.Kind.FINGER, Capture.Kind.SLAP),
        attempts__lt=MOST_ATTEMPTS,
    )


def claim_capture(capture_id: UUID) -> UUID | None:
    """Make a waiting capture ours, or None when it isn't to be had. Two processes asking at once: one gets it."""
    claim = new_id()
    taken = claimable().filter(pk=capture_id).update(claim=claim, claimed_at=clock.now(), attempts=F("attempts") + 1)
    return claim if taken else None


def image_of(capture: Capture) -> bytes:
    """The image file as it came. Raises Problem `base.blob.missing`."""
    if capture.blob is None:
        raise not_found("biometrics.image")
    return blobs.read(capture.blob)


def find_earlier_reading(capture: Capture) -> Reading | None:
    """The reading of the very same image under the same finger by the same extractor, if there is one."""
    earlier = (
        Capture.objects.filter(digest=capture.digest, position=capture.position, dpi=capture.dpi)
        .filter(state=Capture.State.READY, extractor=EXTRACTOR_VERSION)
        .exclude(pk=capture.pk)
        .first()
    )
    if earlier is None or not capture.digest:
        return None
    return Reading(bytes(earlier.minutiae), earlier.quality, tuple(earlier.reasons))


def finish_capture(capture_id: UUID, claim: UUID, reading: Reading) -> bool:
    """Write what was read, unless the claim was lost meanwhile; says whether it was written."""
    with transaction.atomic():
        capture = Capture.objects.filter(pk=capture_id, state=Capture.State.WAITING, claim=claim).first()
        if capture is None:
            return False
        is_finger = capture.kind == Capture.Kind.FINGER
        repeated = _find_repeated(capture, reading) if reading.record and is_finger else None
        # A slap only checks the single fingers: one that can't be read refuses nobody.
        code = "" if not is_finger else "finger.repeated" if repeated else reading.problem_code
        won = Capture.objects.filter(pk=capture_id, state=Capture.State.WAITING, claim=claim).update(
            state=Capture.State.REFUSED if code else Capture.State.READY,
            problem_code=code,
            quality=reading.quality,
            reasons=[*reading.reasons, *([f"same_as:{repeated}"] if repeated else [])],
            extractor=EXTRACTOR_VERSION,
            claim=None,
        )
        if not won:
            return False
        if not code:
            capture.minutiae = reading.record
            capture.save(update_fields=["minutiae"])
        audit.record("biometrics.capture.read", subject=capture, quality=reading.quality, problem=code)
        wake.wake_on_commit()
    return True


def release_capture(capture_id: UUID, claim: UUID) -> None:
    """Give up the claim without an answer: the next run may try at once."""
    Capture.objects.filter(pk=capture_id, claim=claim).update(claim=None)


def give_up_dead_captures() -> int:
    """Refuse what killed its reader again and again, so that it doesn't for ever."""
    return (
        Capture.objects.filter(state=_WAITING, attempts__gte=MOST_ATTEMPTS)
        .filter(Q(claim=None) | Q(claimed_at__lt=clock.now() - CLAIM_LASTS))
        .update(state=Capture.State.REFUSED, problem_code="finger.reading_failed", claim=None)
    )


def _find_repeated(capture: Capture, reading: Reading) -> int | None:
    """The position of another finger of this holder that is the same finger as this one."""
    others: dict[int, Minutiae] = {
        other.position: from_record(other.minutiae)
        for other in Capture.objects.filter(holder=capture.holder, kind=Capture.Kind.FINGER, state=Capture.State.READY)
        if other.position != capture.position
    }
    if not others:
        return None
    others[capture.position] = from_record(reading.record)
    for first, second in find_repeated(build_ten_print(others)):
        if capture.position in (first, second):
            return second if first == capture.position else first
    return None
