"""When a data set goes, or counts no more, so does what was kept of its fingers."""

from django.db import transaction
from django.db.models import Q, QuerySet

from egnatia import audit
from egnatia.base import clock, wake
from egnatia.biometrics.actions.remove_capture import discard
from egnatia.biometrics.models import Candidate, CaptureUse, Enrolment, LocalSearch
from egnatia.deadlines.actions.meet_deadline import drop_deadlines
from egnatia.persons.models import DataSet


def forget_data_set(data_set: DataSet) -> None:
    """Erase the captures that no other data set stands on, and the data set's place in the gallery, candidates and searches."""
    with transaction.atomic():
        withdraw_from_gallery(data_set)
        _remove_candidates(data_set)
        captures = [use.capture for use in CaptureUse.objects.filter(data_set=data_set).select_related("capture")]
        CaptureUse.objects.filter(data_set=data_set).delete()
        LocalSearch.objects.filter(data_set=data_set).update(data_set=None, holder=None)
        gone = [capture for capture in captures if not capture.uses.exists()]
        for capture in gone:
            discard(capture)
        audit.record("biometrics.data_set.forgotten", subject=data_set, person=data_set.person_id, captures=len(gone))


def withdraw_from_gallery(data_set: DataSet) -> None:
    """No search finds the data set any more, from this transaction on; the worker overwrites it in the gallery's file."""
    with transaction.atomic():
        if Enrolment.objects.filter(data_set=data_set, erased=False).update(erased=True):
            audit.record("biometrics.data_set.withdrawn", subject=data_set, person=data_set.person_id)
            wake.wake_on_commit()


def close_candidates(data_set: DataSet) -> None:
    """Nobody needs to examine a data set that was declared void; what was decided before stays."""
    with transaction.atomic():
        for candidate in _candidates_with(data_set).filter(state__in=(Candidate.State.OPEN, Candidate.State.SECOND)):
            _remove(candidate)


def forget_partner_candidates(partner: str, reference: str) -> int:
    """The partner erased the data set behind this reference: what it sent about it goes here too. Says how many."""
    with transaction.atomic():
        candidates = list(Candidate.objects.filter(partner=partner, partner_reference=reference))
        for candidate in candidates:
            _remove(candidate)
    return len(candidates)


def forget_reference_prints(data_set: DataSet, partner: str, reference: str) -> None:
    """Erase the prints that a partner sent about a match which holds no more."""
    for candidate in data_set.candidates.filter(partner=partner, partner_reference=reference):
        candidate.reference_prints = None
        candidate.save(update_fields=["reference_prints"])


def _candidates_with(data_set: DataSet) -> QuerySet[Candidate]:
    return Candidate.objects.filter(Q(data_set=data_set) | Q(other=data_set))


def _remove_candidates(data_set: DataSet) -> None:
    for candidate in _candidates_with(data_set):
        _remove(candidate)


def _remove(candidate: Candidate) -> None:
    drop_deadlines(candidate, at=clock.now())
    candidate.delete()
