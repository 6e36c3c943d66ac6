"""The first partner acknowledged a data set: retention runs from then."""

from datetime import datetime

from django.db import transaction

from egnatia import audit, law
from egnatia.deadlines.actions.meet_deadline import meet_deadline
from egnatia.persons.models import DataSet
from egnatia.persons.retention import erase_on


@transaction.atomic
def set_transmitted(data_set: DataSet, *, at: datetime) -> bool:
    """Take `at` (the partner's signed time) for the transmission, once; False where it was acknowledged before or is gone.

    The transmission's clock is met. Called for whichever version was sent; the newest one carries the date.
    """
    newest = DataSet.objects.filter(
        reference_number=data_set.reference_number,
        status__in=(DataSet.Status.ACTIVE, DataSet.Status.VOIDED),
        transmission=DataSet.Transmission.PROVISIONAL,
    ).first()
    if newest is None:
        return False
    DataSet.objects.filter(pk=newest.pk).update(
        transmission=DataSet.Transmission.ACKNOWLEDGED,
        transmitted_at=at,
        # A void registration may have to go sooner than the retention says; never later.
        erase_on=erase_on(newest.category, newest.elements or {}, at) if newest.is_active else newest.erase_on,
    )
    if limit := law.category(newest.category).transmission_limit:
        meet_deadline(limit, newest, at=at)
    audit.record("persons.data_set.transmitted", subject=newest, person=newest.person_id, at=at.isoformat())
    return True
