"""Families in the comparison: a relative's name supports, never decides, and is shown to nobody who may not see them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from egnatia.audit.models import Event
from egnatia.biographics.actions.compare_everybody import compare_everybody
from egnatia.biographics.actions.suggest_for_newcomers import suggest_for, suggest_for_newcomers
from egnatia.biographics.models import Suggestion
from egnatia.biographics.queries import LookUp, explain_like, find_like, look_up, name_relatives, read_suggestion, relatives_of
from egnatia.biographics.queries.possible import record_held, with_what_is_held
from egnatia.engines.linkage.comparison import Standing, compare_records
from egnatia.engines.linkage.levels import Field
from egnatia.engines.linkage.probability import find_standing, prior_odds
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.relate_persons import end_relation, relate_persons
from egnatia.persons.actions.void_data_set import void_data_set
from egnatia.persons.actions.write_child_note import write_child_note
from egnatia.persons.models import Person
from tests.registration import people

pytestmark = pytest.mark.django_db

BORN = {"value": "1993-06-20", "precision": "day", "basis": "declared"}
WIFE = {"surnames": ["Darwish"], "forenames": ["Layla"], "sex": "female", "birth_date": BORN, "documents": None}
WIFE_IN_ARABIC = {**WIFE, "surnames": ["درويش"], "forenames": ["ليلى"], "birth_place": None}


@pytest.fixture
def family(registration_officer):
    """A woman with her husband."""
    husband = people.sign(registration_officer)
    wife = people.sign(registration_officer, **WIFE)
    relate_persons(registration_officer, wife.person, husband.person, "spouse")
    return wife.person, husband.person


@pytest.fixture
def family_again(registration_officer):
    """The same two, registered elsewhere, in another script."""
    husband = people.sign(registration_officer, surnames=["حداد"], forenames=["سمير"], documents=None)
    wife = people.sign(registration_officer, **WIFE_IN_ARABIC)
    relate_persons(registration_officer, husband.person, wife.person, "spouse")
    return wife.person, husband.person


def names_of(person):
    return [str(one.relative) for one in relatives_of([person.pk], Person.objects.all()).get(person.pk, ())]


def suggestion_of(one, other):
    first, second = sorted((one.pk, other.pk))
    suggest_for(one.pk)
    return Suggestion.objects.get(first=first, second=second)


def line_of(explanation, field=Field.RELATIVES):
    return next((line for line in explanation.lines if line.field is field), None)


def test_each_relative_is_named_as_seen_from_the_person(registration_officer, family):
    wife, husband = family
    child = people.sign(registration_officer, surnames=["Haddad"], forenames=["Nour"], documents=None).person
    relate_persons(registration_officer, child, husband, "child")
    relate_persons(registration_officer, wife, child, "parent")
    friend = people.sign(registration_officer, forenames=["Karim"], documents=None).person
    relate_persons(registration_officer, friend, child, "travels_with")
    assert sorted(names_of(child)) == ["father: Samir Haddad", "mother: Layla Darwish"]
    assert sorted(names_of(husband)) == ["child: Nour Haddad", "spouse: Layla Darwish"]
    assert names_of(friend) == []


def test_a_child_of_whom_only_a_note_is_held_names_and_is_named(registration_officer, family):
    _, husband = family
    note = write_child_note(registration_officer, elements={"surnames": ["Haddad"], "forenames": ["Rim"]}, reason="under_age")
    relate_persons(registration_officer, note.person, husband, "child")
    assert names_of(note.person) == ["father: Samir Haddad"] and "child: Rim Haddad" in names_of(husband)


def test_the_same_woman_once_with_a_husband_and_once_alone_loses_nothing(registration_officer, case_officer, family):
    wife, _ = family
    alone = people.sign(registration_officer, **WIFE_IN_ARABIC).person
    found = suggestion_of(alone, wife)
    shown = read_suggestion(case_officer, found.pk).explanation
    assert found.standing == "likely" and line_of(shown) is None and "Relatives" in map(str, shown.unknown)


def test_the_same_woman_with_her_husbands_name_on_both_sides_has_it_shown(case_officer, family, family_again):
    wife, husband = family
    again, husband_again = family_again
    found = suggestion_of(again, wife)
    shown = read_suggestion(case_officer, found.pk).explanation
    line = line_of(shown)
    assert (line.level, str(line.words)) == ("relatives.same_name", "A relative of the same name") and line.bits > 0
    assert {line.first, line.second} == {"Spouse or partner: Samir Haddad", "Spouse or partner: سمير حداد"}
    assert shown.bits == pytest.approx(found.bits)
    listed = Event.objects.filter(action="persons.person.listed", actor_id=str(case_officer.pk))
    assert {event.person_id for event in listed} == {husband.pk, husband_again.pk}


def test_the_batch_says_the_same(case_officer, family, family_again):
    compare_everybody()
    first, second = sorted((family[0].pk, family_again[0].pk))
    found = Suggestion.objects.get(first=first, second=second)
    assert found.bits == pytest.approx(read_suggestion(case_officer, found.pk).explanation.bits)


def test_siblings_are_not_one_person_because_they_share_a_father(registration_officer, family):
    _, father = family
    born = [{"value": day, "precision": "day", "basis": "declared"} for day in ("2010-02-01", "2012-09-30")]
    children = [
        people.sign(registration_officer, forenames=[name], birth_date=day, documents=None).person
        for name, day in zip(("Hasan", "Husayn"), born, strict=True)
    ]
    for child in children:
        relate_persons(registration_officer, child, father, "child")
    relatives = relatives_of([one.pk for one in children], Person.objects.all())
    held = with_what_is_held(Person.objects.filter(pk__in=[one.pk for one in children]))
    found = compare_records(*(record_held(one, relatives[one.pk]) for one in held))
    assert found.field(Field.RELATIVES).level == "relatives.same_name"
    assert find_standing(found, prior_odds(10_000)) is not Standing.LIKELY


def test_a_name_and_a_relative_alone_are_never_likely(registration_officer, case_officer, family):
    wife, husband = family
    wanted = {"surnames": ["Darwish"], "forenames": ["Layla"]}
    named = name_relatives({husband.pk: "spouse"}, Person.objects.all())
    (without,), (found,) = find_like(case_officer, wanted), find_like(case_officer, wanted, relatives=named)
    assert found.person == wife and found.match.standing is Standing.POSSIBLE
    assert found.match.linkage.bits > without.match.linkage.bits


def test_who_is_said_to_be_a_relative_is_not_said_to_be_the_person(registration_officer, case_officer, family):
    """Twins beside one another: the brother who is registered already agrees in all but the forename."""
    wanted = {"surnames": ["Haddad"], "forenames": ["Samira"], "birth_date": BORN}
    brother = people.sign(registration_officer, birth_date=BORN, documents=None).person
    assert brother in [one.person for one in find_like(case_officer, wanted)]
    named = name_relatives({brother.pk: "sibling"}, Person.objects.all())
    assert brother not in [one.person for one in find_like(case_officer, wanted, relatives=named)]


def test_whose_relation_ended_or_whose_data_are_gone_is_named_no_more(registration_officer, case_officer, family):
    wife, husband = family
    assert names_of(wife)
    relation = relate_persons(registration_officer, wife, husband, "spouse")
    end_relation(registration_officer, relation, why="recorded_in_error")
    assert names_of(wife) == []
    relate_persons(registration_officer, wife, husband, "spouse")
    assert names_of(wife) == ["spouse: Samir Haddad"]
    void_data_set(case_officer, husband.data_sets.get(), reason="wrong_person")
    assert names_of(wife) == []


def test_an_erased_relative_is_named_no_more(family):
    wife, husband = family
    erase_data_set(husband.data_sets.get(), ground="retention")
    assert names_of(wife) == []


def test_a_relative_whom_the_officer_may_not_see_is_not_named(case_officer, examiner, family):
    wife, husband = family
    unseen = Person.objects.exclude(pk=husband.pk)
    assert relatives_of([wife.pk], unseen) == {wife.pk: ()} and name_relatives({husband.pk: "spouse"}, unseen) == ()
    assert name_relatives({husband.pk: "spouse"}, Person.objects.all())
    named = name_relatives({husband.pk: "spouse"}, Person.objects.all())
    explained = explain_like(case_officer, {"surnames": ["Darwish"]}, wife.pk, relatives=named)
    assert line_of(explained.explanation).second == "Spouse or partner: Samir Haddad"


def test_families_cost_no_query_a_candidate_and_none_where_no_relative_is_looked_for(
    registration_officer, case_officer, family
):
    _, husband = family
    named = name_relatives({husband.pk: "spouse"}, Person.objects.all())

    def ask(**asked):
        """The reads of families and of who is in them."""
        with CaptureQueriesContext(connection) as taken:
            find_like(case_officer, {"surnames": ["Darwish"], "forenames": ["Layla"]}, **asked)
        statements = [query["sql"] for query in taken]
        reads = [one for one in statements if one.startswith("SELECT") and ("relation" in one or "data_set" in one)]
        return len(reads), any("persons_relation" in one for one in statements)

    assert not ask()[1]
    few = ask(relatives=named)
    for _ in range(3):
        other = people.sign(registration_officer, **WIFE)
        relate_persons(registration_officer, other.person, husband, "spouse")
    ask()  # the register reads the newcomers
    assert ask(relatives=named) == few and few[1]
    with CaptureQueriesContext(connection) as taken:
        look_up(case_officer, LookUp(name="Layla Darwish"))
    assert not any("persons_relation" in query["sql"] for query in taken)


def test_the_worker_compares_families_too(registration_officer):
    suggest_for_newcomers()
    one, other = (people.sign(registration_officer, **WIFE).person for _ in range(2))
    for wife in (one, other):
        husband = people.sign(registration_officer, documents=None).person
        relate_persons(registration_officer, wife, husband, "spouse")
    while suggest_for_newcomers():
        pass
    pair = Suggestion.objects.get(first=min(one.pk, other.pk), second=max(one.pk, other.pk))
    assert pair.standing == "likely"
