"""Who of the register may be the person whom a registration describes, whether it is signed or not."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.biographics.queries.explained import Explained, explain_to
from egnatia.biographics.queries.possible import Possible, find_possible
from egnatia.biographics.queries.relatives import NamedRelative
from egnatia.biographics.records import record_of
from egnatia.engines.linkage.register import Match
from egnatia.persons.queries import visible_to

#: The least probability, at the upper end of its interval, with which somebody is worth a look unasked.
LEAST = 0.05
MOST = 5


def find_like(
    officer: Any,
    elements: Mapping[str, Any],
    *,
    relatives: Collection[NamedRelative] = (),
    without: UUID | None = None,
    most: int = MOST,
    least: float = LEAST,
    why: str = "",
) -> list[Possible]:
    """The likeliest persons, `most` at the most, each recorded as listed; nobody where no name is given.

    elements  of a data set or a draft, by law element code
    relatives who is known to be of the person's family; whoever of them is registered isn't the person
    without   the person themselves, where they are registered
    least     of the upper end of the probability's interval
    why       stands in the access log

    Raises Problem `accounts.not_allowed`, `biographics.register.being_read`.
    """
    policy.require(officer, "person.find")
    wanted = record_of(elements, relatives=(one.relative for one in relatives))
    if not wanted.names:
        return []
    others = {without, *(one.person_id for one in relatives)}
    found = find_possible(wanted, visible_to(officer), fits=lambda match: is_worth_a_look(match, least))
    found = [one for one in found if one.person.pk not in others][:most]
    with transaction.atomic():
        audit.record_each("persons.person.listed", [(one.person, one.person.pk) for one in found], officer=officer, why=why)
    return found


def is_worth_a_look(match: Match, least: float = LEAST) -> bool:
    """Whether more speaks for it than against, and enough; least: of the upper end of the probability's interval."""
    return match.linkage.bits > 0 and match.probability.high >= least


def explain_like(
    officer: Any, elements: Mapping[str, Any], person_id: UUID, *, relatives: Collection[NamedRelative] = ()
) -> Explained:
    """What speaks for and against one of them. Raises Problem as `find_like` does, and `persons.person.not_found`."""
    policy.require(officer, "person.find")
    wanted = record_of(elements, relatives=(one.relative for one in relatives))
    return explain_to(officer, wanted, person_id, relatives=relatives)
