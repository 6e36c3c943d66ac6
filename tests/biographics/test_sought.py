"""Relatives who are traced are looked for by the program: proposed to who works on requests, told to nobody."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from egnatia.audit.models import Event
from egnatia.base.errors import Problem
from egnatia.biographics.actions.propose_sought import search_for, search_for_sought
from egnatia.biographics.actions.suggest_for_newcomers import suggest_for_newcomers
from egnatia.biographics.queries import explain_sought, proposals_of
from egnatia.engines.linkage.levels import Field
from egnatia.persons.actions.add_relative import add_relative
from egnatia.persons.actions.close_tracing import close_tracing
from egnatia.persons.actions.confirm_tracing_match import confirm_tracing_match
from egnatia.persons.actions.correct_data_set import correct_data_set
from egnatia.persons.actions.drop_tracing_match import drop_tracing_match
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.link_data_sets import link_data_sets
from egnatia.persons.actions.note_tracing_match import note_tracing_match
from egnatia.persons.actions.open_tracing import note_tracing_look, open_tracing
from egnatia.persons.actions.relate_persons import relate_persons
from egnatia.persons.actions.void_data_set import void_data_set
from egnatia.persons.actions.write_child_note import write_child_note
from egnatia.persons.models import TracingMatch
from egnatia.persons.queries.tracing import matches_of, tracing_to_work_on
from tests.registration import people

pytestmark = pytest.mark.django_db

CONSENT = {"by": "person", "how": "written", "on": "2026-11-20"}
WANTED = {
    "surnames": ["Darwish"],
    "forenames": ["Layla"],
    "birth_date": {"value": "1993", "precision": "year", "basis": "declared"},
    "sex": "female",
    "nationalities": ["SYR"],
    "birth_place": "Homs",
    "relation": "spouse",
    "father": "Karim Darwish",
    "place": "Presevo",
    "on": date(2026, 10, 2),
}
LAYLA = {
    "surnames": ["درويش"],
    "forenames": ["ليلى"],
    "sex": "female",
    "birth_date": {"value": "1993-06-20", "precision": "day", "basis": "declared"},
    "documents": None,
}
OTHER = {"surnames": ["Petrović"], "forenames": ["Jovan"], "nationalities": ["SRB"], "documents": None}


@pytest.fixture
def begun(db):
    """The worker has looked once, so it follows from here on."""
    suggest_for_newcomers()


@pytest.fixture
def asker(registration_officer):
    return people.sign(registration_officer)


@pytest.fixture
def open_request(registration_officer, asker):
    def open_(**changed):
        wanted = {code: value for code, value in {**WANTED, **changed}.items() if value is not None}
        return open_tracing(registration_officer, asker.person, wanted=wanted, consent=CONSENT)

    return open_


def work():
    """As the worker does, until nothing is left."""
    while suggest_for_newcomers() or search_for_sought():
        pass


def persons_of(proposals):
    return [one.person.pk for one in proposals]


def test_who_is_registered_already_is_proposed(registration_officer, case_officer, open_request):
    found = people.sign(registration_officer, **LAYLA)
    people.sign(registration_officer, **OTHER)
    request = open_request()
    assert search_for_sought() == 1 and search_for_sought() == 0
    request.refresh_from_db()
    assert (request.state, request.searched_at is not None) == ("open", True)
    assert persons_of(proposals_of(case_officer, request)) == [found.person_id]
    listed = Event.objects.get(action="persons.person.listed")
    assert (listed.person_id, listed.actor_id) == (found.person_id, str(case_officer.pk))


def test_whoever_comes_later_is_proposed_and_shown_first_under_my_work(begun, registration_officer, case_officer, open_request):
    first, request = open_request(surnames=["Ivanova"], forenames=["Olga"]), open_request()
    work()
    assert [one.pk for one in tracing_to_work_on(case_officer)] == [first.pk, request.pk]
    assert not any(one.has_new for one in tracing_to_work_on(case_officer))
    found = people.sign(registration_officer, **LAYLA)
    work()
    waiting = list(tracing_to_work_on(case_officer))
    assert [(one.pk, one.has_new) for one in waiting] == [(request.pk, True), (first.pk, False)]
    assert persons_of(proposals_of(case_officer, request)) == [found.person_id]
    note_tracing_look(case_officer, request)
    assert not any(one.has_new for one in tracing_to_work_on(case_officer))
    assert persons_of(proposals_of(case_officer, request)) == [found.person_id]


def test_a_child_of_whom_only_a_note_is_held_is_proposed_by_a_parents_name(begun, registration_officer, case_officer, asker):
    wanted = {"surnames": ["Haddad"], "forenames": ["Nour"], "relation": "child"}
    request = open_tracing(registration_officer, asker.person, wanted=wanted, consent=CONSENT)
    father = people.sign(registration_officer, surnames=["حداد"], forenames=["سمير"], documents=None)
    child = write_child_note(registration_officer, elements={"surnames": ["حداد"], "forenames": ["نور"]}, reason="under_six")
    relate_persons(registration_officer, child.person, father.person, "child")
    work()
    assert child.person_id in persons_of(proposals_of(case_officer, request))
    line = explain_sought(case_officer, request, child.person_id).possible.match.linkage.field(Field.RELATIVES)
    assert (line.level, line.first, line.second) == ("relatives.same_name", "father: Samir Haddad", "father: سمير حداد")


def test_what_is_known_of_them_is_weighed(registration_officer, case_officer, open_request):
    found = people.sign(registration_officer, **LAYLA)
    father = people.sign(registration_officer, surnames=["درويش"], forenames=["كريم"], documents=None)
    relate_persons(registration_officer, found.person, father.person, "child")
    request = open_request()
    search_for_sought()
    linkage = explain_sought(case_officer, request, found.person_id).possible.match.linkage
    levels = {one.field: one.level for one in linkage.fields if one.is_known}
    assert levels[Field.BIRTH] == "birth.same_year" and levels[Field.SEX] == "sex.same"
    assert levels[Field.NATIONALITY] == "nationality.same" and levels[Field.BIRTH_PLACE] == "birth_place.same"
    assert levels[Field.RELATIVES] == "relatives.same_name"
    assert Event.objects.get(action="biographics.explained").person_id == found.person_id


def test_nothing_is_told_by_a_proposal(begun, registration_officer, case_officer, open_request, asker):
    request = open_request()
    found = people.sign(registration_officer, **LAYLA)
    before = Event.objects.order_by("-number").first().number
    work()
    request.refresh_from_db()
    assert request.state == "open"
    assert not matches_of(registration_officer, request).exists() and not matches_of(case_officer, request).exists()
    with pytest.raises(Problem) as refusal:
        proposals_of(registration_officer, request)
    assert refusal.value.code == "accounts.not_allowed"
    told = Event.objects.filter(number__gt=before, action="biographics.sought")
    assert [event.person_id for event in told] == [None]
    assert str(found.person_id) not in str([event.details for event in Event.objects.filter(person_id=asker.person_id)])
    assert not Event.objects.filter(number__gt=before, action__startswith="persons.tracing").exists()


def test_a_proposal_is_confirmed_only_after_an_officer_has_looked(registration_officer, case_officer, open_request):
    found = people.sign(registration_officer, **LAYLA)
    request = open_request()
    search_for_sought()
    match = request.matches.get()
    with pytest.raises(Problem) as refusal:
        confirm_tracing_match(case_officer, match, consent=CONSENT)
    assert refusal.value.code == "persons.tracing.not_noted"
    assert note_tracing_match(case_officer, request, found.person) == match
    match.refresh_from_db()
    assert (match.state, match.noted_by) == ("possible", case_officer)
    confirm_tracing_match(case_officer, match, consent=CONSENT)
    request.refresh_from_db()
    assert request.state == "found" and proposals_of(case_officer, request) == []


def test_who_is_another_person_or_does_not_agree_is_not_proposed_again_by_any_record(
    begun, registration_officer, case_officer, open_request
):
    found = people.sign(registration_officer, **LAYLA)
    request = open_request()
    work()
    drop_tracing_match(case_officer, request.matches.get(), why="another_person")
    again = people.sign(registration_officer, **LAYLA)
    link_data_sets(case_officer, found, other=again, basis="biographic", algorithm="test")
    correct_data_set(registration_officer, found, elements={**found.elements, "birth_place": "Hama"}, reason="typing_error")
    work()
    assert proposals_of(case_officer, request) == []
    assert search_for(request.pk) == 0


def test_who_asks_and_who_is_with_them_are_not_proposed(registration_officer, case_officer, asker, open_request):
    sister = people.sign(registration_officer, **LAYLA)
    add_relative(registration_officer, asker.person, sister.person, "sibling", group="family")
    wanted = {"surnames": ["Haddad"], "forenames": ["Samir"], "relation": "sibling"}
    own = open_tracing(registration_officer, asker.person, wanted=wanted, consent=CONSENT)
    request = open_request()
    search_for_sought()
    assert not TracingMatch.objects.exists()
    assert proposals_of(case_officer, own) == [] == proposals_of(case_officer, request)


def test_whoever_fits_no_more_is_not_shown(registration_officer, case_officer, open_request):
    voided, erased = people.sign(registration_officer, **LAYLA), people.sign(registration_officer, **LAYLA)
    request = open_request()
    search_for_sought()
    assert set(persons_of(proposals_of(case_officer, request))) == {voided.person_id, erased.person_id}
    void_data_set(case_officer, voided, reason="wrong_person")
    erase_data_set(erased, ground="retention")
    assert proposals_of(case_officer, request) == []
    assert not request.matches.filter(person=erased.person_id).exists()


@pytest.mark.parametrize("closing", ["withdrawn", "no_use"])
def test_proposals_go_with_the_request(begun, registration_officer, case_officer, open_request, closing):
    people.sign(registration_officer, **LAYLA)
    request = open_request()
    work()
    assert request.matches.exists()
    close_tracing(case_officer, request, closing=closing)
    assert not request.matches.exists()
    people.sign(registration_officer, **LAYLA)
    work()
    assert not request.matches.exists() and search_for(request.pk) == 0


def test_why_is_said_only_of_who_was_proposed_or_noted(registration_officer, case_officer, open_request):
    people.sign(registration_officer, **LAYLA)
    other = people.sign(registration_officer, **OTHER)
    request = open_request()
    search_for_sought()
    with pytest.raises(Problem) as refusal:
        explain_sought(case_officer, request, other.person_id)
    assert refusal.value.code == "persons.person.not_found"


def test_a_newcomer_costs_nothing_where_nobody_is_traced(begun, registration_officer):
    people.sign(registration_officer, **LAYLA)
    with CaptureQueriesContext(connection) as taken:
        work()
    traced = [query["sql"] for query in taken if "persons_tracingmatch" in query["sql"]]
    assert traced == []


def test_whose_relative_takes_the_agreement_back_is_looked_for_anew(begun, registration_officer, case_officer, open_request):
    found = people.sign(registration_officer, **LAYLA)
    request = open_request()
    work()
    match = note_tracing_match(case_officer, request, found.person)
    confirm_tracing_match(case_officer, match, consent=CONSENT)
    later = people.sign(registration_officer, **LAYLA)
    work()
    assert not request.matches.filter(person=later.person_id).exists()
    drop_tracing_match(case_officer, match, why="agreement_withdrawn")
    work()
    assert persons_of(proposals_of(case_officer, request)) == [later.person_id]
