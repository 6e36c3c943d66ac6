"""Looking at prints and photos: nobody does without leaving a trace."""

from typing import Literal
from uuid import UUID

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base.errors import not_allowed, not_found
from egnatia.biometrics.actions.extract_capture import image_of
from egnatia.biometrics.models import Candidate, Capture
from egnatia.biometrics.pictures import finger_png, sheet_png, slap_png
from egnatia.biometrics.queries import fingers_of_other, get_candidate_to_examine, ready_fingers
from egnatia.biometrics.records import from_record
from egnatia.engines.fingerprint.minutiae import Minutiae
from egnatia.persons.models import DataSet

Side = Literal["probe", "candidate"]
_READERS = ("person.read", "registration.write")


def view_candidate(officer: Officer, candidate_id: UUID) -> Candidate:
    """A candidate for an examiner. Raises Problem `accounts.not_allowed`, `biometrics.candidate.not_found`."""
    candidate = get_candidate_to_examine(officer, candidate_id)
    for data_set in (candidate.data_set, candidate.other):
        if data_set is not None:
            audit.record("biometrics.candidate.viewed", subject=candidate, person=data_set.person_id, officer=officer)
    return candidate


def view_candidate_print(officer: Officer, candidate_id: UUID, side: Side, position: int) -> bytes:
    """One finger of one side as PNG. Raises Problem `biometrics.capture.not_found` too, where there is no image."""
    data_set = _data_set_of(get_candidate_to_examine(officer, candidate_id), side)
    capture = ready_fingers(data_set).filter(position=position, blob__isnull=False).first()
    if capture is None:
        raise not_found("biometrics.capture")
    audit.record("biometrics.capture.viewed", subject=capture, person=data_set.person_id, officer=officer, position=position)
    return finger_png(capture)


def view_candidate_sheet(officer: Officer, candidate_id: UUID) -> bytes:
    """All fingers of both sides as one small PNG: the probe above the candidate."""
    candidate = view_candidate(officer, candidate_id)
    return sheet_png([_prints_of(candidate.data_set), _prints_of(candidate.other) or dict(fingers_of_other(candidate))])


def view_capture(officer: Officer, capture: Capture) -> tuple[bytes, str]:
    """A finger as PNG, or a photo, with its media type, for who may read persons or registers this one.

    Raises Problem `accounts.not_allowed`.
    """
    if not any(policy.may(officer, permission) for permission in _READERS):
        raise not_allowed(_READERS[0])
    use = capture.uses.select_related("data_set").first()
    audit.record(
        "biometrics.capture.viewed",
        subject=capture,
        person=use.data_set.person_id if use else None,
        officer=officer,
        kind=capture.kind,
        position=capture.position,
    )
    if capture.kind == Capture.Kind.FINGER:
        return finger_png(capture), "image/png"
    if capture.kind == Capture.Kind.SLAP:
        return slap_png(capture), "image/png"
    return image_of(capture), "image/jpeg"


def _data_set_of(candidate: Candidate, side: Side) -> DataSet:
    data_set = candidate.data_set if side == "probe" else candidate.other
    if data_set is None:
        raise not_found("biometrics.capture")
    return data_set


def _prints_of(data_set: DataSet | None) -> dict[int, Capture | Minutiae]:
    """Captures with an image, the minutiae of those without."""
    if data_set is None:
        return {}
    return {capture.position: capture if capture.blob else from_record(capture.minutiae) for capture in ready_fingers(data_set)}
