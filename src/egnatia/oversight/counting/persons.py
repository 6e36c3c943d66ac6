"""Letters (a), (c), (d), (f), (g) and (h): persons, each counted once."""

from collections.abc import Collection
from uuid import UUID

from egnatia import law
from egnatia.base import node
from egnatia.oversight.counting.data_sets import earlier_applications
from egnatia.oversight.counting.facts import Facts
from egnatia.oversight.counting.sequences import in_batches
from egnatia.oversight.counting.told import find_told
from egnatia.oversight.figures import Figure
from egnatia.persons.models import DataSet

FIRST_TIME, AGAIN, NOT_KNOWN = "first_time", "again", "not_known"
STANDINGS = (FIRST_TIME, AGAIN, NOT_KNOWN)
CERTAIN, IN_DOUBT = "certain", "in_doubt"
MINORITIES = (CERTAIN, IN_DOUBT)


def count_applicants(facts: Facts) -> Figure:
    """(a) By whether they applied before; not known where a partner doesn't tell as what it knows the person."""
    persons = facts.persons("a")
    again = _who_applied_before(facts, persons) | _who_partners_say_applied(facts, told=True)
    not_known = _who_partners_say_applied(facts, told=False)
    standings = ((AGAIN if one in again else NOT_KNOWN if one in not_known else FIRST_TIME,) for one in persons)
    return Figure.count("a", ("standing",), (STANDINGS,), standings)


def count_persons(facts: Facts, letter: str) -> Figure:
    """(c), (d), (h) All who were registered in the letter's categories."""
    return Figure.count(letter, (), (), (() for _ in facts.persons(letter)))


def count_admitted(facts: Facts) -> Figure:
    """(g) Those whose data set says that they were admitted."""
    admitted = (one for one in facts.persons("g").values() if (one.elements or {}).get("granted_on"))
    return Figure.count("g", (), (), (() for _ in admitted))


def count_minors(facts: Facts) -> Figure:
    """(f) Under eighteen on the day of the event, for certain or perhaps. Of erased data sets no age is known any more."""
    minorities = (_minority_of(one) for one in facts.persons("f").values())
    return Figure.count("f", ("minority",), (MINORITIES,), ((one,) for one in minorities if one))


def _minority_of(data_set: DataSet) -> str:
    """CERTAIN, IN_DOUBT, or "" for an adult and where no birth date is held."""
    value = (data_set.elements or {}).get("birth_date")
    if not value:
        return ""
    on = data_set.event_at or law.local_day(data_set.signed_at, node.current().partner)
    youngest, oldest = law.read_uncertain_date(value, field="birth_date").when.ages(on)
    adult = law.age_rules().adult_from
    return CERTAIN if oldest < adult else IN_DOUBT if youngest < adult else ""


def _who_applied_before(facts: Facts, persons: Collection[UUID]) -> set[UUID]:
    """Those of whom this node holds an application from before the month."""
    before = earlier_applications(*facts.month.window())
    root_of = facts.sequences.root_of
    return {
        root_of[person]
        for batch in in_batches(facts.sequences.members(persons))
        for person in before.filter(person__in=batch).values_list("person", flat=True)
    }


def _who_partners_say_applied(facts: Facts, *, told: bool) -> set[UUID]:
    """Those whom a partner knows as applicants; not `told`: as what a partner knows them it hasn't said."""
    links = facts.sequences.partner_links
    known = find_told([(partner, reference) for _, partner, reference in links])
    categories = ((person, known.get((partner, reference))) for person, partner, reference in links)
    wanted = 1 if told else None
    return {facts.sequences.root_of[person] for person, one in categories if (one.category if one else None) == wanted}
