"""Measures between partners as actions and pages read them."""

from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When

from egnatia.base.errors import not_found
from egnatia.picture.models import PartnerMeasure, Recommendation, SentMeasure


def find_given(recommendation: Recommendation) -> SentMeasure | None:
    """The partner that has the measure now: told, not withdrawn, not answered."""
    given = SentMeasure.objects.select_related("recommendation__alarm", "message")
    return given.filter(recommendation=recommendation, withdrawn_at=None, answer="").first()


def sent_of(recommendation: Recommendation) -> QuerySet[SentMeasure]:
    """All that partners were told of it, the latest first."""
    return recommendation.sent.select_related("message").order_by("-told_at")


def asked_by_partners(*, limit: int | None = None) -> QuerySet[PartnerMeasure]:
    """Measures that partners ask us to take: those to be done, due first in front, then the others, the latest in front."""
    is_open = Case(When(state=PartnerMeasure.State.OPEN, then=0), default=Value(1), output_field=IntegerField())
    found = PartnerMeasure.objects.annotate(rank=is_open).order_by("rank", "due", "-made_at", "pk")
    return found[:limit] if limit is not None else found


def asked_and_open(*, limit: int | None = None) -> QuerySet[PartnerMeasure]:
    """Those to be done, due first in front."""
    found = PartnerMeasure.objects.filter(state=PartnerMeasure.State.OPEN).order_by("due", "pk")
    return found[:limit] if limit is not None else found


def get_partner_measure(measure_id: UUID) -> PartnerMeasure:
    """Raises Problem `picture.partner_measure.not_found`."""
    found = PartnerMeasure.objects.select_related("answered_by", "answer").filter(pk=measure_id).first()
    if found is None:
        raise not_found("picture.partner_measure")
    return found
