"""Siblings aren't suggested as one person: whoever recorded what two are to each other had both before them."""

from datetime import timedelta

import pytest

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.biographics.actions.compare_everybody import compare_everybody
from egnatia.biographics.actions.drop_told_apart import drop_told_apart
from egnatia.biographics.actions.judge_suggestion import judge_suggestion, undo_judgement
from egnatia.biographics.actions.suggest_for_newcomers import suggest_for, suggest_for_newcomers
from egnatia.biographics.models import Suggestion
from egnatia.biographics.queries import read_suggestion
from egnatia.biographics.queries.told_apart import VISIT, told_apart
from egnatia.persons.actions.add_data_set import add_data_set
from egnatia.persons.actions.add_group_member import add_group_member
from egnatia.persons.actions.end_membership import end_membership
from egnatia.persons.actions.link_data_sets import link_data_sets
from egnatia.persons.actions.relate_persons import end_relation, relate_persons
from egnatia.persons.actions.start_group import start_group
from egnatia.persons.actions.write_child_note import write_child_note
from egnatia.persons.models import Membership
from tests.registration import people

pytestmark = pytest.mark.django_db

#: Two brothers of whom the year of birth is known, as many are called.
BORN = {"value": "2012", "precision": "year", "basis": "declared"}
HASAN = {"surnames": ["Rahimi"], "forenames": ["Mohammad Hasan"], "birth_date": BORN, "documents": None}
HUSAYN = HASAN | {"forenames": ["Mohammad Hasan Reza"]}


@pytest.fixture
def brothers(registration_officer):
    return people.sign(registration_officer, **HASAN).person, people.sign(registration_officer, **HUSAYN).person


@pytest.fixture
def follow(db):
    """What the worker does until nothing is left; it has looked once, so it follows from here on."""
    suggest_for_newcomers()

    def call():
        while suggest_for_newcomers():
            pass

    return call


def relate(officer, one, other, kind="sibling"):
    return relate_persons(officer, one, other, kind)


def gather(officer, *persons):
    """The persons as members of a new family."""
    group = start_group(officer, "family")
    for person in persons:
        add_group_member(officer, group, person)
    return group


def test_brothers_of_whom_nothing_is_recorded_are_suggested(brothers):
    assert suggest_for(brothers[1].pk) == 1
    assert len(compare_everybody(dry_run=True).pairs) == 0 and Suggestion.objects.get().is_open


@pytest.mark.parametrize("kind", ["sibling", "parent", "spouse", "other_relative", "travels_with"])
def test_whoever_is_anything_to_the_other_is_not_suggested(registration_officer, brothers, kind):
    relate(registration_officer, brothers[0], brothers[1], kind)
    assert [suggest_for(one.pk) for one in brothers] == [0, 0]
    assert compare_everybody().pairs == () and not Suggestion.objects.exists()


def test_a_child_of_whom_a_note_is_held_is_told_apart_from_a_sibling(registration_officer, brothers):
    elements = {key: HUSAYN[key] for key in ("surnames", "forenames", "birth_date")} | {"nationalities": ["SYR"]}
    note = write_child_note(registration_officer, elements=elements, reason="age_unknown")
    for one in brothers:
        relate(registration_officer, note.person, one)
    assert suggest_for(note.person_id) == 0


def test_a_family_record_counts_for_all_registrations_that_are_linked(registration_officer, examiner, brothers):
    again = people.sign(registration_officer, **HASAN)
    link_data_sets(examiner, brothers[0].data_sets.get(), other=again)
    assert told_apart([(again.person_id, brothers[1].pk)]) == set()
    relate(registration_officer, brothers[1], brothers[0])
    assert told_apart([(again.person_id, brothers[1].pk)]) == {(again.person_id, brothers[1].pk)}
    assert suggest_for(again.person_id) == 0 and compare_everybody().pairs == ()


def test_a_third_of_the_name_is_suggested_still(registration_officer, brothers):
    relate(registration_officer, *brothers)
    third = people.sign(registration_officer, **HASAN).person
    assert suggest_for(third.pk) == 2
    pairs = set(Suggestion.objects.values_list("first_id", "second_id"))
    assert pairs == {tuple(sorted((third.pk, one.pk))) for one in brothers}


def test_children_of_one_father_are_not_told_apart_by_him(registration_officer, brothers):
    """Who was registered twice, each time as the same man's child, is to be found."""
    father = people.sign(registration_officer).person
    for child in brothers:
        relate(registration_officer, child, father, "child")
    assert suggest_for(brothers[0].pk) == 1


def test_members_who_were_registered_at_one_visit_are_not_suggested(registration_officer, brothers):
    gather(registration_officer, *brothers)
    assert suggest_for(brothers[0].pk) == 0 and compare_everybody().pairs == ()


@pytest.mark.parametrize(
    ("event", "later"),
    [({"place": "Tabanovce", "date": "2026-11-01"}, VISIT * 2), ({"place": "Tabanovce", "date": "2026-10-01"}, timedelta(0))],
)
def test_members_who_came_at_two_visits_may_be_one(registration_officer, event, later):
    first = people.sign(registration_officer, **HASAN)
    elements = {**first.elements, "event": event}
    second = add_data_set(registration_officer, category=2, elements=elements, captured_at=clock.now() - later)
    gather(registration_officer, first.person, second.person)
    assert suggest_for(second.person_id) == 1


def test_members_of_two_groups_may_be_one(registration_officer, brothers):
    for one in brothers:
        gather(registration_officer, one)
    assert suggest_for(brothers[0].pk) == 1


def test_pair_that_waits_is_dropped_when_they_are_related_and_comes_back_when_that_was_wrong(
    registration_officer, follow, brothers
):
    follow()
    assert Suggestion.objects.get().is_open
    relation = relate(registration_officer, *brothers)
    follow()
    assert not Suggestion.objects.exists()
    dropped = Event.objects.filter(action="biographics.suggestion.dropped")
    assert {one.person_id for one in dropped} == {one.pk for one in brothers} and dropped.count() == 2
    end_relation(registration_officer, relation, why="recorded_in_error")
    follow()
    assert Suggestion.objects.get().is_open


def test_pair_that_waits_is_dropped_when_both_are_members_and_comes_back_when_one_is_none(
    registration_officer, follow, brothers
):
    follow()
    gather(registration_officer, *brothers)
    follow()
    assert not Suggestion.objects.exists()
    end_membership(registration_officer, Membership.objects.get(person=brothers[0]), why="recorded_in_error")
    follow()
    assert Suggestion.objects.get().is_open


def test_comparison_of_all_drops_what_waits_and_a_dry_run_does_not(registration_officer, brothers):
    suggest_for(brothers[0].pk)
    relate(registration_officer, *brothers)
    assert compare_everybody(dry_run=True).pairs == () and Suggestion.objects.exists()
    compare_everybody()
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("decision", ["same", "different", "unclear"])
def test_pair_that_somebody_judged_stays(registration_officer, case_officer, follow, brothers, decision):
    follow()
    judge_suggestion(case_officer, Suggestion.objects.get(), decision, why="Seen together.")
    relation = relate(registration_officer, *brothers)
    follow()
    compare_everybody()
    found = Suggestion.objects.get()
    assert found.state == decision and found.judgements.count() == 1
    undo_judgement(case_officer, found, why="Not so sure.")
    follow()
    compare_everybody()
    assert drop_told_apart() == 0 and Suggestion.objects.get().is_open
    shown = read_suggestion(case_officer, found.pk)
    assert shown.is_told_apart and [one.code for one in shown.relations] == ["sibling"]
    end_relation(registration_officer, relation, why="recorded_in_error")
    shown = read_suggestion(case_officer, found.pk)
    assert not shown.is_told_apart and shown.relations == ()


def test_what_the_second_is_to_the_first_is_said_from_whichever_end_it_was_recorded(
    registration_officer, case_officer, brothers
):
    suggest_for(brothers[0].pk)
    relate(registration_officer, brothers[0], brothers[1], "child")
    relate(registration_officer, brothers[1], brothers[0], "guardian")
    shown = read_suggestion(case_officer, Suggestion.objects.get().pk)
    assert shown.left.person == brothers[0] and {one.code for one in shown.relations} == {"parent", "guardian"}


def test_pair_dropped_while_an_officer_looks_at_it_can_not_be_judged(registration_officer, case_officer, brothers):
    suggest_for(brothers[0].pk)
    looked_at = Suggestion.objects.get()
    relate(registration_officer, *brothers)
    assert drop_told_apart(brothers[1].pk) == 1
    with pytest.raises(Problem, match=r"biographics\.suggestion\.not_found"):
        judge_suggestion(case_officer, looked_at, "same", why="x")
