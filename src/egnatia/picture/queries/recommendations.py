"""Recommendations as pages read them: those of an alarm, and what is due of whom."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base.errors import not_found
from egnatia.picture.models import Alarm, Recommendation
from egnatia.picture.queries.partner_measures import asked_and_open

_PEOPLE = ("owner_officer", "owner_unit", "proposed_by", "assigned_by", "outcome", "alarm")


def recommendations_of(alarm: Alarm) -> QuerySet[Recommendation]:
    """All of an alarm's, the oldest first."""
    return alarm.recommendations.select_related(*_PEOPLE)


def done_before(alarm: Alarm, *, limit: int = 8) -> QuerySet[Recommendation]:
    """What was done against other alarms of the same indicator and direction, the latest first: what it did is told there."""
    found = Recommendation.objects.filter(
        outcome__isnull=False, alarm__indicator=alarm.indicator, alarm__direction=alarm.direction
    )
    return found.exclude(alarm=alarm.pk).select_related(*_PEOPLE).order_by("-outcome__done_on")[:limit]


def actions_due(officer: Any = None, *, limit: int | None = None) -> QuerySet[Recommendation]:
    """Assigned and not done, those due first in front; of one officer and the officer's unit, or of everybody."""
    found = Recommendation.objects.filter(state=Recommendation.State.ASSIGNED).select_related(*_PEOPLE).order_by("due")
    if officer is not None:
        found = found.filter(Q(owner_officer=officer.pk) | Q(owner_unit=officer.unit_id))
    return found[:limit] if limit is not None else found


def count_due(officer: Any) -> int:
    """How many measures an officer, or the officer's unit, has to see to, for analysts with those that partners ask for.

    None for a visitor.
    """
    if not isinstance(officer, Officer):
        return 0
    asked = asked_and_open().count() if policy.may(officer, "alarms.write") else 0
    return actions_due(officer).count() + asked


def get_recommendation(officer: Any, recommendation_id: UUID) -> Recommendation:
    """One that the officer may see: readers of the picture see all, others what they or their unit own.

    Raises Problem `picture.recommendation.not_found`.
    """
    found = Recommendation.objects.select_related(*_PEOPLE).filter(pk=recommendation_id)
    if not policy.may(officer, "picture.read"):
        found = found.filter(Q(owner_officer=officer.pk) | Q(owner_unit=officer.unit_id))
    recommendation = found.first()
    if recommendation is None:
        raise not_found("picture.recommendation")
    return recommendation
