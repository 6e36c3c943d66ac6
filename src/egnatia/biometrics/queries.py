"""Reading captures, fingers and candidates."""

import base64
from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base.errors import not_found
from egnatia.biometrics.models import Candidate, Capture, Enrolment
from egnatia.biometrics.reading import LITTLE_USE
from egnatia.biometrics.records import fingers_from_records, from_record, split_records
from egnatia.engines.fingerprint.minutiae import POSITIONS, Fingers
from egnatia.persons.models import DataSet


def captures_of(of: UUID | DataSet) -> QuerySet[Capture]:
    """The captures of a holder (a draft's id) or of a data set, by kind and position."""
    if isinstance(of, DataSet):
        found = Capture.objects.filter(uses__data_set=of)
    else:
        found = Capture.objects.filter(holder=of)
    return found.order_by("kind", "position")


def get_capture(capture_id: UUID) -> Capture:
    """Raises Problem `biometrics.capture.not_found`."""
    capture = Capture.objects.filter(pk=capture_id).first()
    if capture is None:
        raise not_found("biometrics.capture")
    return capture


def find_photo(of: UUID | DataSet) -> Capture | None:
    return captures_of(of).filter(kind=Capture.Kind.FACE).first()


def hand_of(of: UUID | DataSet) -> dict[int, Capture | None]:
    """For each of the ten positions its capture (or its note of a missing finger), or None where nothing was taken yet."""
    taken = {capture.position: capture for capture in captures_of(of).filter(kind=Capture.Kind.FINGER)}
    return {position: taken.get(position) for position in POSITIONS}


def is_waiting(of: UUID | DataSet) -> bool:
    """Whether some image has not been read yet."""
    return captures_of(of).filter(state=Capture.State.WAITING).exists()


def ready_fingers(of: UUID | DataSet) -> QuerySet[Capture]:
    """The single fingers that can be searched with."""
    return captures_of(of).filter(kind=Capture.Kind.FINGER, state=Capture.State.READY)


def count_usable_fingers(of: UUID | DataSet) -> int:
    """How many fingers are of use by themselves, as the law's rule of two examiners asks."""
    return sum(LITTLE_USE not in reasons for reasons in ready_fingers(of).values_list("reasons", flat=True))


def fingers_of(of: UUID | DataSet) -> Fingers:
    """Minutiae by position of what a holder or a data set has."""
    return {capture.position: from_record(capture.minutiae) for capture in ready_fingers(of)}


def slap_fingers_of(of: UUID | DataSet) -> Fingers:
    """Minutiae by position of the fingers that were found in slaps: plain, in the order of the hand, for checks only."""
    slaps = captures_of(of).filter(kind=Capture.Kind.SLAP, state=Capture.State.READY, minutiae__isnull=False)
    return fingers_from_records([record for slap in slaps for record in split_records(bytes(slap.minutiae))])


def fingers_of_other(candidate: Candidate) -> Fingers:
    """The candidate's side: our own data set's minutiae, or the reference prints that the partner sent."""
    if candidate.other is not None:
        return fingers_of(candidate.other)
    return fingers_from_records([base64.b64decode(record) for record in candidate.reference_prints or ()])


def reference_prints(data_set: DataSet, positions: Collection[int]) -> list[bytes]:
    """ISO/IEC 19794-2 records of some fingers of a data set, in the order of the positions: what a partner's examiner gets."""
    wanted = ready_fingers(data_set).filter(position__in=positions).order_by("position")
    return [bytes(capture.minutiae) for capture in wanted]


def visible_to(officer: Officer) -> QuerySet[Candidate]:
    """The candidates an officer may examine: an examiner sees those of the whole node, others see none."""
    if not policy.may(officer, "examine.verdict"):
        return Candidate.objects.none()
    return Candidate.objects.select_related("data_set", "other")


def to_examine(officer: Officer) -> QuerySet[Candidate]:
    """What waits for this examiner, urgent and oldest first.

    Not what they examined already, nor a partner's candidate whose prints haven't arrived.
    """
    return (
        visible_to(officer)
        .filter(state__in=(Candidate.State.OPEN, Candidate.State.SECOND))
        .filter(Q(other__isnull=False) | Q(reference_prints__isnull=False))
        .exclude(verdicts__examiner=officer)
        .order_by("-urgent", "created_at")
    )


def get_candidate_to_examine(officer: Officer, candidate_id: UUID) -> Candidate:
    """Raises Problem `accounts.not_allowed` and `biometrics.candidate.not_found`."""
    policy.require(officer, "examine.verdict")
    candidate = visible_to(officer).filter(pk=candidate_id).first()
    if candidate is None:
        raise not_found("biometrics.candidate")
    return candidate


def candidates_of(data_set: DataSet) -> QuerySet[Candidate]:
    """All possible matches of a data set, best first."""
    return data_set.candidates.select_related("other").order_by("-score")


def needing_new_capture() -> QuerySet[Candidate]:
    """Candidates that no examiner could decide: the person's fingers should be taken again."""
    return Candidate.objects.filter(state=Candidate.State.UNDECIDED).select_related("data_set").order_by("decided_at")


def count_enrolled() -> int:
    """Data sets that a search can find."""
    return Enrolment.objects.filter(erased=False).count()


def find_missing_parts(data_set: DataSet) -> list[int]:
    """Parts of the gallery that were missing when the data set was searched for, and haven't been searched since."""
    incomplete = data_set.local_searches.exclude(missing_parts="")
    return sorted({part for search in incomplete for part in search.missing})
