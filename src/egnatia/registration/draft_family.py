"""Whose family somebody is who is being registered: by the drafts of the group, and by what is recorded already."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from egnatia import law
from egnatia.biographics.queries import NamedRelative, name_relatives, relatives_of
from egnatia.biographics.records import NO_KIN, relatives_named
from egnatia.persons.queries import visible_to
from egnatia.registration.models import Draft


def family_of(officer: Any, draft: Draft) -> tuple[NamedRelative, ...]:
    """The relatives whom the officer may see, each by every name; of who isn't signed yet, by those of their draft."""
    visible, registered, waiting = visible_to(officer), dict[UUID, str](), list[NamedRelative]()
    for kind, relative, other in _said(draft):
        if relative is not None:
            registered[relative] = kind
        elif other is not None and other.unit_id == draft.unit_id and kind not in NO_KIN:
            waiting += [NamedRelative(None, one) for one in relatives_named(kind, (other.data or {}).get("elements") or {})]
    known = relatives_of([draft.person_id], visible).get(draft.person_id, ()) if draft.person_id else ()
    return (*known, *name_relatives(registered, visible), *waiting)


def _said(draft: Draft) -> Iterator[tuple[str, UUID | None, Draft | None]]:
    """What somebody is to who is being registered: they by their id, or else their draft."""
    if draft.relation is not None:
        before = draft.begun_from
        about = draft.relative or (before.about if before else None)
        yield law.relation(draft.relation["kind"]).inverse, about.pk if about else None, before
    for after in draft.drafts_after.filter(relation__isnull=False).exclude(state=Draft.State.ABANDONED):
        assert after.relation is not None  # noqa: S101  (the query says so)
        about = after.about
        yield law.relation(after.relation["kind"]).code, about.pk if about else None, after
