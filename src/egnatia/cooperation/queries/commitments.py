"""Commitments: all, those looked for, those that are late."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from egnatia import law
from egnatia.base import node
from egnatia.base.errors import not_found
from egnatia.base.node_settings import value_of
from egnatia.cooperation.models import Commitment
from egnatia.cooperation.queries.days import reminder_day, today


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of commitments is narrowed to; "" leaves a thing open.

    state     state of a commitment, or "late"
    document  code of an act in the law, or "own" for those added here
    """

    state: str = ""
    theme: str = ""
    document: str = ""
    owner: str = ""


def commitments(wanted: Wanted | None = None) -> list[Commitment]:
    """By due day, those without one last."""
    wanted = wanted or Wanted()
    rows = late_commitments() if wanted.state == "late" else Commitment.objects.all()
    if wanted.state not in ("", "late"):
        rows = rows.filter(state=wanted.state)
    if wanted.theme:
        rows = rows.filter(theme=wanted.theme)
    if wanted.owner:
        rows = rows.filter(owner=wanted.owner)
    return [row for row in rows if wanted.document in ("", document_of(row))]


def document_of(commitment: Commitment) -> str:
    """The act that a commitment stands in; "own" for one added here."""
    return commitment.standing.source.act if commitment.standing else "own"


def ours() -> QuerySet[Commitment]:
    """Open ones that this node's partner answers for: its own, those of each partner, the coordinator's where it is that."""
    us = node.current().partner
    owners = [Commitment.EACH, us] + ([Commitment.COORDINATOR] if value_of("working_group_coordinator") == us else [])
    return Commitment.objects.filter(state=Commitment.State.OPEN, owner__in=owners)


def late_commitments() -> QuerySet[Commitment]:
    """Open commitments, whoever owns them, whose day has passed where this node is; the longest overdue first."""
    return Commitment.objects.filter(state=Commitment.State.OPEN, due_on__lt=today())


def commitments_due_soon() -> QuerySet[Commitment]:
    """Not late yet, but within the days that reminders are made ahead."""
    return Commitment.objects.filter(state=Commitment.State.OPEN, due_on__gte=today(), due_on__lte=reminder_day())


def get_commitment(commitment_id: UUID) -> Commitment:
    """Raises Problem `cooperation.commitment.not_found`."""
    commitment = Commitment.objects.prefetch_related("notes__by").filter(pk=commitment_id).first()
    if commitment is None:
        raise not_found("cooperation.commitment")
    return commitment


def owner_name(owner: str) -> str:
    """Who answers for a commitment, in words."""
    from django.utils.translation import gettext as _

    if owner == Commitment.EACH:
        return _("Each partner")
    if owner == Commitment.COORDINATOR:
        return _("The coordinator")
    return law.partner(owner).name
