"""Put a data set's fingers into the gallery."""

from collections.abc import Iterable

from django.db import transaction

from egnatia import audit
from egnatia.base import clock, wake
from egnatia.base.locks import Lock, hold_until_commit
from egnatia.biometrics.actions.forget_data_set import withdraw_from_gallery
from egnatia.biometrics.models import Capture, CaptureUse, Enrolment
from egnatia.biometrics.queries import captures_of, ready_fingers
from egnatia.persons.models import DataSet


def enrol_data_set(data_set: DataSet, captures: Iterable[Capture]) -> Enrolment | None:
    """Let a signed data set stand on these captures, and let searches find its fingers from now on.

    Part of the caller's action, which has checked the permission. Enrol first, search after it in the same transaction:
    then two registrations of one person at the same moment can't miss each other. None where no finger can be searched.
    """
    with transaction.atomic():
        hold_until_commit(Lock.ENROLMENT)
        use_captures(data_set, captures)
        if not ready_fingers(data_set).exists():
            return None
        enrolment = Enrolment.objects.create(data_set=data_set, enrolled_at=clock.now())
        audit.record("biometrics.data_set.enrolled", subject=data_set, person=data_set.person_id)
        wake.wake_on_commit()
    return enrolment


def use_captures(data_set: DataSet, captures: Iterable[Capture]) -> None:
    """Note that the data set stands on these captures."""
    CaptureUse.objects.bulk_create(CaptureUse(data_set=data_set, capture=capture) for capture in captures)


def take_over_fingers(data_set: DataSet, previous: DataSet) -> None:
    """A corrected version takes over what the version before it had: captures, place in the gallery, candidates.

    Where its fingers were taken anew its captures are its own already; then the older ones leave the gallery.
    """
    with transaction.atomic():
        if captures_of(data_set).exists():
            withdraw_from_gallery(previous)
        else:
            use_captures(data_set, captures_of(previous))
            Enrolment.objects.filter(data_set=previous).update(data_set=data_set)
        previous.candidates.update(data_set=data_set)
        previous.candidates_as_other.update(other=data_set)
