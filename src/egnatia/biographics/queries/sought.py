"""Relatives who are looked for with consent: who of the register may be the one, for who works on tracing requests."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.base.errors import not_found
from egnatia.biographics.queries.declared import is_worth_a_look
from egnatia.biographics.queries.explained import Explained, explain_to
from egnatia.biographics.queries.possible import Possible, find_possible
from egnatia.biographics.queries.relatives import NamedRelative, name_relatives
from egnatia.biographics.records import record_of
from egnatia.engines.linkage.levels import Field
from egnatia.engines.linkage.records import Record, Relative
from egnatia.engines.linkage.register import Match
from egnatia.persons.models import Membership, Person, TracingMatch, TracingRequest
from egnatia.persons.queries import sequence_of, visible_to
from egnatia.persons.queries.tracing import WORK

MOST = 10  # persons who are proposed for one request, the likeliest
_OTHER_NAMES = frozenset({"names.differ", "names.unknown", "names.not_comparable"})
#: Of `TracingRequest.wanted`, parents by the names that the person who asks gave.
PARENTS = ("father", "mother")


def record_of_sought(request: TracingRequest, among: QuerySet[Person]) -> tuple[Record, tuple[NamedRelative, ...]]:
    """What is known of who is looked for, and their family: who asks, if one of `among`, and parents as they were named."""
    wanted = request.wanted or {}
    asks = {request.person_id: law.relation(wanted["relation"]).inverse} if wanted.get("relation") else {}
    told = tuple(NamedRelative(None, Relative(parent, wanted[parent])) for parent in PARENTS if wanted.get(parent))
    relatives = (*told, *name_relatives(asks, among))
    return record_of(wanted, relatives=(one.relative for one in relatives)), relatives


def find_sought(request: TracingRequest) -> list[Possible]:
    """Who of the register may be the one, the likeliest first; for the program. Raises Problem `…register.being_read`."""
    record, _ = record_of_sought(request, Person.objects.all())
    if not record.names:
        return []
    among = Person.objects.exclude(pk__in=never_sought(request))
    return find_possible(record, among, fits=may_be_sought)[:MOST]


def may_be_sought(match: Match) -> bool:
    """Whether the names agree at least in a word, and enough speaks for it: a place and a year alone propose nobody."""
    return match.linkage.field(Field.NAMES).level not in _OTHER_NAMES and is_worth_a_look(match)


def never_sought(request: TracingRequest) -> set[UUID]:
    """Who asks, whoever is with them, and whoever was told of or is another person; by whichever of their records."""
    own = sequence_of(request.person).persons
    groups = Membership.objects.filter(person__in=own, ended_at=None, group__ended_at=None).values("group")
    together = Membership.objects.filter(group__in=groups, ended_at=None).values_list("person_id", flat=True)
    decided = request.matches.exclude(state=TracingMatch.State.PROPOSED).select_related("person")
    return {*own, *together, *(one for match in decided for one in sequence_of(match.person).persons)}


def proposals_of(officer: Any, request: TracingRequest) -> list[Possible]:
    """Whom the program proposes and who fits still, the likeliest first, each recorded as listed; of no closed request.

    Nothing of the request stands in their access logs. Raises Problem `accounts.not_allowed`, `….register.being_read`.
    """
    policy.require(officer, WORK)
    if request.is_closed or request.state == TracingRequest.State.FOUND:
        return []
    ids = set(request.matches.filter(state=TracingMatch.State.PROPOSED).values_list("person_id", flat=True))
    ids -= never_sought(request)
    visible = visible_to(officer)
    record, _ = record_of_sought(request, visible)
    found = find_possible(record, visible, fits=may_be_sought, only=ids) if ids and record.names else []
    with transaction.atomic():
        audit.record_each("persons.person.listed", [(one.person, one.person.pk) for one in found], officer=officer)
    return found


def explain_sought(officer: Any, request: TracingRequest, person_id: UUID) -> Explained:
    """What speaks for and against one of those who were proposed or noted; recorded as any explanation is.

    Raises Problem `accounts.not_allowed`, `persons.person.not_found`, `biographics.register.being_read`.
    """
    policy.require(officer, WORK)
    if not request.matches.exclude(state=TracingMatch.State.DROPPED).filter(person=person_id).exists():
        raise not_found("persons.person")
    record, relatives = record_of_sought(request, visible_to(officer))
    return explain_to(officer, record, person_id, relatives=relatives)
