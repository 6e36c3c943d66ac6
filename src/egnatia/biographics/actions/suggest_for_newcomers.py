"""Whoever was signed, corrected or noted lately is looked for in the register: those who may be the same are suggested.

They are held against the relatives who are looked for, too.
"""

from uuid import UUID

from django.db import transaction

from egnatia import audit
from egnatia.audit.models import Event
from egnatia.base.node_settings import value_of
from egnatia.biographics.actions.propose_sought import propose_newcomer
from egnatia.biographics.actions.suggest_pair import suggest_pair
from egnatia.biographics.models import Newcomers, Suggestion
from egnatia.biographics.queries.possible import find_possible, held_of, record_held, with_what_is_held
from egnatia.biographics.queries.relatives import relatives_of
from egnatia.biographics.register import CHANGES, read_register
from egnatia.engines.linkage.comparison import Standing
from egnatia.engines.linkage.register import Match
from egnatia.persons.models import Person
from egnatia.persons.queries import sequence_of

MOST = 10  # pairs of one newcomer, the likeliest
_AT_ONCE = 20  # events
_FAR_BEHIND = 1000  # events that don't concern anybody here


def suggest_for_newcomers() -> int:
    """How many events of the audit were followed; the first time from now on: `egnatia duplicates` finds earlier pairs."""
    last = Event.objects.order_by("-number").values_list("number", flat=True).first() or 0
    done, _ = Newcomers.objects.get_or_create(defaults={"number": last})
    changes = Event.objects.filter(number__gt=done.number, number__lte=last, action__in=CHANGES).order_by("number")
    events = list(changes.values_list("number", "person_id")[:_AT_ONCE])
    if events:
        read_register()  # also where somebody was erased: their name leaves this process's memory
    elif last > done.number + _FAR_BEHIND:
        Newcomers.objects.filter(pk=done.pk).update(number=last)
    for number, person_id in events:
        with transaction.atomic():
            if person_id is not None:
                suggest_for(person_id)
                propose_newcomer(person_id)
            Newcomers.objects.filter(pk=done.pk).update(number=number)
    return len(events)


def suggest_for(person_id: UUID) -> int:
    """How many pairs of this person wait for an officer now that didn't before."""
    person = with_what_is_held(Person.objects.filter(pk=person_id)).first()
    if person is None:
        return 0
    relatives = relatives_of([person.pk], Person.objects.all())
    wanted = record_held(person, relatives.get(person.pk, ()))
    if not wanted.names:
        return 0
    others = Person.objects.exclude(pk__in=sequence_of(person).persons)
    found = find_possible(wanted, others, fits=is_worth_suggesting)[:MOST]
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
