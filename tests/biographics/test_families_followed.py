"""Whose family is recorded otherwise is compared at once, as newcomers are: a relative's name may say what was missing."""

import pytest

from egnatia.audit.models import Event
from egnatia.biographics.actions import suggest_for_newcomers as following
from egnatia.biographics.actions.suggest_for_newcomers import suggest_for_newcomers
from egnatia.biographics.models import Suggestion
from egnatia.persons.actions.add_relative import add_relative
from egnatia.persons.actions.correct_data_set import correct_data_set
from egnatia.persons.actions.relate_persons import end_relation, relate_persons
from tests.registration import people

pytestmark = pytest.mark.django_db


def born(year):
    """A day that stands for an unknown one."""
    return {"value": f"{year}-01-01", "precision": "day", "basis": "declared"}


WOMAN = {"sex": "female", "birth_place": None, "documents": None}


@pytest.fixture
def follow(db, monkeypatch):
    """What the worker does until nothing is left, at a node that suggests hardly anybody for the name alone."""
    monkeypatch.setattr(following, "least_chance", lambda: 0.999)
    suggest_for_newcomers()

    def call():
        while suggest_for_newcomers():
            pass

    return call


@pytest.fixture
def women(registration_officer, follow):
    """Two records that may be one woman's; one is known with her husband."""
    one = people.sign(registration_officer, **WOMAN, surnames=["Darwish"], forenames=["Layla"], birth_date=born(1990)).person
    other = people.sign(registration_officer, **WOMAN, surnames=["Darwiche"], forenames=["Leila"], birth_date=born(1996)).person
    for name in ("Ivan", "Petar", "Jovan", "Marko"):
        people.sign(registration_officer, surnames=[f"{name}ović"], forenames=[name], nationalities=["SRB"], documents=None)
    relate_persons(registration_officer, one, people.sign(registration_officer).person, "spouse")
    follow()
    return one, other


@pytest.fixture
def husband(registration_officer):
    return people.sign(registration_officer, surnames=["Qasim"], forenames=["Yusuf"], birth_date=born(1971), documents=None)


def are_suggested(one, other):
    first, second = sorted((one.pk, other.pk))
    return Suggestion.objects.filter(first=first, second=second).exists()


def compared_since(number):
    events = Event.objects.filter(action="biographics.compared", number__gt=number)
    return sorted(events.values_list("person_id", flat=True))


def last_event():
    return Event.objects.order_by("-number").values_list("number", flat=True).first()


@pytest.mark.parametrize("is_recorded_with_a_group", [False, True])
def test_a_relation_recorded_afterwards_lifts_a_pair(registration_officer, follow, women, husband, is_recorded_with_a_group):
    namesake = people.sign(registration_officer, birth_date=born(1971), documents=None).person
    follow()
    assert not are_suggested(*women)
    if is_recorded_with_a_group:
        add_relative(registration_officer, women[1], namesake, "spouse", group="family")
    else:
        relate_persons(registration_officer, namesake, women[1], "spouse")
    follow()
    assert are_suggested(*women)


def test_both_are_compared_once_for_all_that_was_recorded_at_once(registration_officer, follow, women, husband):
    follow()
    before = last_event()
    add_relative(registration_officer, women[1], husband.person, "spouse", group="family")
    follow()
    assert compared_since(before) == sorted((women[1].pk, husband.person_id))


def test_both_are_compared_when_a_relation_ends(registration_officer, follow, women, husband):
    relation = relate_persons(registration_officer, women[1], husband.person, "spouse")
    follow()
    before = last_event()
    end_relation(registration_officer, relation, why="not_so")
    follow()
    assert compared_since(before) == sorted((women[1].pk, husband.person_id))


def test_a_relatives_corrected_name_lifts_a_pair(registration_officer, case_officer, follow, women, husband):
    relate_persons(registration_officer, women[1], husband.person, "spouse")
    follow()
    assert not are_suggested(*women)
    elements = {**husband.elements, "surnames": ["حداد"], "forenames": ["سمير"]}
    correct_data_set(case_officer, husband, elements=elements, reason="typing_error")
    follow()
    assert are_suggested(*women)


def test_a_relatives_other_correction_compares_them_alone(registration_officer, case_officer, follow, women, husband):
    relate_persons(registration_officer, women[1], husband.person, "spouse")
    follow()
    before = last_event()
    correct_data_set(case_officer, husband, elements={**husband.elements, "birth_place": "Aleppo"}, reason="typing_error")
    follow()
    assert compared_since(before) == [husband.person_id]
