"""Record that a person belongs to a group."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.persons.actions.start_group import WRITE
from egnatia.persons.models import Group, Membership, Person
from egnatia.persons.queries.groups import is_kept
from egnatia.persons.said import read_said


@transaction.atomic
def add_group_member(
    officer: Any, group: Group, person: Person, *, basis: str = "declared", on: date | None = None, note: str = ""
) -> Membership:
    """The membership; one that holds already stays as it is. A child of whom only a note is held can be a member.

    basis   code of `law.said_bases()`
    on      the day since which they belong to it, where known

    Raises Problem `accounts.not_allowed`, `persons.group.ended`, `persons.person.erased` (409), `persons.said.…`.
    """
    policy.require(officer, WRITE)
    said = read_said(basis, on=on, note=note)
    if not Group.objects.select_for_update().filter(pk=group.pk, ended_at=None).exists():
        raise Problem(
            "persons.group.ended", "This group has ended: nobody belongs to it any more.", "Begin a new one.", status=409
        )
    require_kept(person)
    if (present := Membership.objects.filter(group=group, person=person, ended_at=None).first()) is not None:
        return present
    membership = Membership(group=group, person=person, said=said, recorded_at=clock.now(), recorded_by=officer)
    try:
        with transaction.atomic():
            membership.save(force_insert=True)
    except IntegrityError:  # somebody else recorded it in the same moment
        return Membership.objects.get(group=group, person=person, ended_at=None)
    audit.record("persons.group.joined", subject=group, person=person.pk, officer=officer, basis=basis)
    return membership


def require_kept(person: Person) -> None:
    """Raises Problem `persons.person.erased`."""
    if not is_kept(person):
        raise Problem(
            "persons.person.erased", "What was kept about this person has been erased.", "Choose another person.", status=409
        )
