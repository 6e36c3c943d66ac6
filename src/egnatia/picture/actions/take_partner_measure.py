"""Take in a measure that a partner asks us to see to, what changed about it, or that it is withdrawn."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from egnatia import audit
from egnatia.base import clock
from egnatia.exchange.messages.measures import MeasureRequest
from egnatia.exchange.models import Partner
from egnatia.picture.alarms.measures import refuse_persons
from egnatia.picture.models import PartnerMeasure


@transaction.atomic
def take_partner_measure(partner: Partner, request: MeasureRequest, correspondence: UUID, made_at: datetime) -> PartnerMeasure:
    """The partner's newest word stands, in whichever order they come. What is withdrawn stays so; what we answered, answered.

    A measure that isn't in our catalogue is taken in all the same: its text says what is to be done.
    Raises Problem `picture.measure.about_a_person`: the message is refused.
    """
    refuse_persons(request.text, field="text")
    found = PartnerMeasure.objects.select_for_update().filter(partner=partner.code, reference=request.reference).first()
    if found is not None and (found.withdrawn_at is not None or (found.made_at > made_at and not request.withdrawn)):
        return found
    measure = found or PartnerMeasure(partner=partner.code, reference=request.reference, received_at=clock.now())
    measure.correspondence, measure.made_at = correspondence, made_at
    measure.changed_at = clock.now() if found is not None else None
    measure.measure, measure.level = request.measure, request.level
    measure.text, measure.due = request.text, request.due
    measure.about = request.about.model_dump(mode="json", exclude_none=True) if request.about else None
    if request.withdrawn:
        measure.withdrawn_at = clock.now()
        measure.state = PartnerMeasure.State.WITHDRAWN if measure.is_open else measure.state
    measure.save()
    audit.record(
        "picture.partner_measure.withdrawn" if request.withdrawn else "picture.partner_measure.received",
        subject=measure,
        partner=partner.code,
        measure=request.measure,
        text=request.text,
        due=request.due,
    )
    return measure
