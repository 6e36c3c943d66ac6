"""Record what two persons are to each other, and that they are so no more."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.base import clock, sealing
from egnatia.base.errors import Problem
from egnatia.persons.actions.add_group_member import require_kept
from egnatia.persons.actions.end_membership import end_said
from egnatia.persons.actions.start_group import WRITE
from egnatia.persons.models import Person, Relation
from egnatia.persons.queries.groups import relations_among
from egnatia.persons.said import read_ending, read_said

RELATION_KEY = "relation"


@transaction.atomic
def relate_persons(
    officer: Any,
    person: Person,
    other: Person,
    kind: str,
    *,
    basis: str = "declared",
    on: date | None = None,
    note: str = "",
) -> Relation:
    """What `person` is to `other`; one that holds already, from whichever end it was said, stays as it is.

    kind    code of `law.relations()`: "child" says that the person is the other's child
    basis   code of `law.said_bases()`

    Raises Problem `accounts.not_allowed`, `law.relation.unknown`, `persons.relation.to_itself`,
    `persons.relation.contradicts` (409), `persons.person.erased` (409), `persons.said.…`.
    """
    policy.require(officer, WRITE)
    wanted = law.relation(kind)
    said = {"kind": kind} | read_said(basis, on=on, note=note)
    if person.pk == other.pk:
        raise Problem("persons.relation.to_itself", "This is the same person.", "Choose another one.", field="other")
    require_kept(person)
    require_kept(other)
    key = _key(person, other, wanted)
    if (present := Relation.objects.filter(key=key, ended_at=None).first()) is not None:
        return present
    _refuse_contradiction(person, other, wanted)
    relation = Relation(person=person, other=other, key=key, said=said, recorded_at=clock.now(), recorded_by=officer)
    try:
        with transaction.atomic():
            relation.save(force_insert=True)
    except IntegrityError:  # somebody else recorded it in the same moment
        return Relation.objects.get(key=key, ended_at=None)
    _record("persons.relation.recorded", relation, officer)
    return relation


@transaction.atomic
def end_relation(officer: Any, relation: Relation, *, why: str, on: date | None = None, note: str = "") -> Relation:
    """The relation, ended; one that had ended stays as it is.

    why   code of `law.said_endings()`

    Raises Problem `accounts.not_allowed`, `persons.said.…`.
    """
    policy.require(officer, WRITE)
    if end_said(officer, relation, read_ending(why, on=on, note=note)):
        _record("persons.relation.ended", relation, officer)
    return relation


def _key(person: Person, other: Person, kind: law.Relation) -> str:
    """The same for "A is B's child" and "B is A's parent"."""
    ends = min((str(person.pk), kind.code, str(other.pk)), (str(other.pk), kind.inverse, str(person.pk)))
    return sealing.search_key(RELATION_KEY, "|".join(ends))


def _refuse_contradiction(person: Person, other: Person, wanted: law.Relation) -> None:
    """Nobody is at once the child and the parent of somebody, nor the guardian and the ward."""
    if wanted.is_mutual:
        return
    turned_key = _key(person, other, law.relation(wanted.inverse))
    if relations_among([person.pk, other.pk]).filter(key=turned_key).exists():
        raise Problem(
            "persons.relation.contradicts",
            "The opposite is recorded of these two persons.",
            "End that first if it is wrong.",
            status=409,
            field="kind",
        )


def _record(what: str, relation: Relation, officer: Any) -> None:
    about = [(relation, relation.person_id), (relation, relation.other_id)]
    audit.record_each(what, about, officer=officer)
