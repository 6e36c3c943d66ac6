"""A person belongs to a group no more; a group of nobody ends."""

from datetime import date
from typing import Any

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.persons.actions.start_group import WRITE
from egnatia.persons.models import Group, Membership, Relation
from egnatia.persons.said import read_ending


@transaction.atomic
def end_membership(officer: Any, membership: Membership, *, why: str, on: date | None = None, note: str = "") -> Membership:
    """The membership, ended; one that had ended stays as it is.

    why   code of `law.said_endings()`

    Raises Problem `accounts.not_allowed`, `persons.said.…`.
    """
    policy.require(officer, WRITE)
    if end_said(officer, membership, read_ending(why, on=on, note=note)):
        audit.record("persons.group.left", subject=membership.group, person=membership.person_id, officer=officer, why=why)
        end_group_of_nobody(membership.group, officer=officer)
    return membership


def end_said(officer: Any, row: Membership | Relation, ending: dict[str, Any]) -> bool:
    """Whether it held until now; of two who end it at once, one gets True."""
    model = type(row)
    now = clock.now()
    if not model.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now, ended_by=officer):
        row.refresh_from_db()
        return False
    row.ending, row.ended_at, row.ended_by = ending, now, officer
    row.save(update_fields=["ending", "ended_at", "ended_by"])
    return True


def end_group_of_nobody(group: Group, *, officer: Any = None) -> bool:
    """End a group to which nobody belongs any more, as part of the caller's transaction."""
    if Membership.objects.filter(group=group, ended_at=None).exists():
        return False
    if not Group.objects.filter(pk=group.pk, ended_at=None).update(ended_at=clock.now()):
        return False
    group.refresh_from_db()
    audit.record("persons.group.ended", subject=group, officer=officer)
    return True
