"""Whoever was signed, corrected or noted lately, or has another family than before, is looked for in the register.

Those who may be the same are suggested; pairs that family records tell apart now wait no longer. Both are held against the
relatives who are looked for, too.
"""

from itertools import chain
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from egnatia import audit
from egnatia.audit.models import Event
from egnatia.base.node_settings import value_of
from egnatia.biographics.actions.drop_told_apart import drop_told_apart
from egnatia.biographics.actions.propose_sought import propose_newcomer
from egnatia.biographics.actions.suggest_pair import suggest_pair
from egnatia.biographics.given_relatives import NAMING_ELEMENTS
from egnatia.biographics.models import Newcomers, Suggestion
from egnatia.biographics.queries.possible import find_possible, held_of, record_held, with_what_is_held
from egnatia.biographics.queries.relatives import relatives_of
from egnatia.biographics.queries.told_apart import told_apart
from egnatia.biographics.register import CHANGES, read_register
from egnatia.engines.linkage.comparison import Standing
from egnatia.engines.linkage.register import Match
from egnatia.persons.models import Person, Relation
from egnatia.persons.queries import sequence_of

MOST = 10  # pairs of one newcomer, the likeliest
#: Events after which a person belongs to others than before.
FAMILY_CHANGES = ("persons.relation.recorded", "persons.relation.ended", "persons.group.joined", "persons.group.left")
_CORRECTED = "persons.data_set.corrected"
_AT_ONCE = 20  # events
_FAR_BEHIND = 1000  # events that don't concern anybody here


def suggest_for_newcomers() -> int:
    """How many events of the audit were followed; the first time from now on: `egnatia duplicates` finds earlier pairs."""
    last = Event.objects.order_by("-number").values_list("number", flat=True).first() or 0
    done, _ = Newcomers.objects.get_or_create(defaults={"number": last})
    changes = Event.objects.filter(number__gt=done.number, number__lte=last, action__in=(*CHANGES, *FAMILY_CHANGES))
    events = list(changes.order_by("number")[:_AT_ONCE])
    if events:
        read_register()  # also where somebody was erased: their name leaves this process's memory
    elif last > done.number + _FAR_BEHIND:
        Newcomers.objects.filter(pk=done.pk).update(number=last)
    concerned = [(event.number, _find_concerned(event)) for event in events]
    latest = {person_id: number for number, persons in concerned for person_id in persons}
    for number, persons in concerned:
        with transaction.atomic():
            for person_id in persons:
                if latest[person_id] == number:  # once for all that happened to them
                    drop_told_apart(person_id)
                    suggest_for(person_id)
                    propose_newcomer(person_id)
            Newcomers.objects.filter(pk=done.pk).update(number=number)
    return len(events)


def _find_concerned(event: Event) -> set[UUID]:
    """Whom the event is about; and whose relative they are, where they have another name since."""
    if event.person_id is None:
        return set()
    changed = set((event.details or {}).get("changed", ())) if event.action == _CORRECTED else set()
    if not changed & NAMING_ELEMENTS:
        return {event.person_id}
    relations = Relation.objects.filter(Q(person=event.person_id) | Q(other=event.person_id), ended_at=None)
    return {event.person_id, *chain.from_iterable(relations.values_list("person_id", "other_id"))}


def suggest_for(person_id: UUID) -> int:
    """How many pairs of this person wait for an officer now that didn't before; none that family records tell apart."""
    person = with_what_is_held(Person.objects.filter(pk=person_id)).first()
    if person is None:
        return 0
    relatives = relatives_of([person.pk], Person.objects.all())
    wanted = record_held(person, relatives.get(person.pk, ()))
    if not wanted.names:
        return 0
    others = Person.objects.exclude(pk__in=sequence_of(person).persons)
    found = find_possible(wanted, others, fits=is_worth_suggesting)
    apart = told_apart([(person.pk, one.person.pk) for one in found])
    found = [one for one in found if (person.pk, one.person.pk) not in apart][:MOST]
    audit.record("biographics.compared", subject=person, person=person.pk, found=len(found))
    return sum(
        suggest_pair(
            person.pk,
            one.person.pk,
            one.match,
            seen=[row.pk for row in (*held_of(person), *held_of(one.person))],
            found_by=Suggestion.FoundBy.REGISTRATION,
        )
        for one in found
    )


def is_worth_suggesting(match: Match) -> bool:
    """Whether they are likely one person, or possibly so with the probability that the node's settings ask for."""
    if match.standing is Standing.POSSIBLE:
        return match.probability.value >= least_chance()
    return match.standing is Standing.LIKELY


def least_chance() -> float:
    """From which two persons are suggested although little but the name says so."""
    return int(value_of("suggest_from_percent")) / 100
