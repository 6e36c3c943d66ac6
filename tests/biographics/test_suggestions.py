"""Persons who may be one: suggested after registration, decided with a reason, taken back, forgotten with their data."""

import pytest

from egnatia.audit.models import Event
from egnatia.base.errors import Problem
from egnatia.biographics.actions.follow_links import settle_as_different
from egnatia.biographics.actions.judge_suggestion import judge_suggestion, undo_judgement
from egnatia.biographics.actions.suggest_for_newcomers import suggest_for, suggest_for_newcomers
from egnatia.biographics.models import Judgement, Suggestion
from egnatia.biographics.queries import open_suggestions, read_suggestion, suggestions_about
from egnatia.persons.actions.correct_data_set import correct_data_set
from egnatia.persons.actions.dissolve_link import dissolve_link
from egnatia.persons.actions.erase_child_note import erase_child_note
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.link_data_sets import link_data_sets
from egnatia.persons.actions.void_data_set import void_data_set
from egnatia.persons.actions.write_child_note import write_child_note
from egnatia.persons.models import Link
from egnatia.persons.queries import sequence_of
from tests.registration import people

pytestmark = pytest.mark.django_db

ARABIC = {"surnames": ["حداد"], "forenames": ["سمير"], "documents": None}
CHILD = {
    "surnames": ["Haddad"],
    "forenames": ["Nour"],
    "birth_date": {"value": "2022-03-05", "precision": "day", "basis": "declared"},
    "nationalities": ["SYR"],
    "sex": "female",
}


@pytest.fixture
def begun(db):
    """The worker has looked once, so it follows from here on."""
    suggest_for_newcomers()


@pytest.fixture
def pair(begun, registration_officer):
    people.sign(registration_officer, surnames=["Petrović"], forenames=["Jovan"], nationalities=["SRB"], documents=None)
    return people.sign(registration_officer), people.sign(registration_officer, **ARABIC)


@pytest.fixture
def suggestion(pair):
    while suggest_for_newcomers():
        pass
    return Suggestion.objects.get()


def test_newly_signed_is_suggested_with_whoever_is_alike(suggestion, pair, case_officer):
    assert {suggestion.first_id, suggestion.second_id} == {one.person_id for one in pair}
    assert (suggestion.state, suggestion.standing, suggestion.found_by) == ("open", "likely", "registration")
    assert set(suggestion.seen) == {str(one.pk) for one in pair} and list(open_suggestions(case_officer)) == [suggestion]
    made = Event.objects.filter(action="biographics.suggestion.made")
    assert {one.person_id for one in made} == {one.person_id for one in pair}
    assert not Event.objects.filter(action="persons.person.listed").exists()


def test_looking_again_suggests_nobody_twice(suggestion, pair):
    assert [suggest_for(one.person_id) for one in pair] == [0, 0]
    assert suggest_for_newcomers() == 0 and Suggestion.objects.count() == 1


def test_whoever_was_there_before_the_worker_is_left_to_the_batch(registration_officer):
    people.sign(registration_officer)
    people.sign(registration_officer, **ARABIC)
    assert suggest_for_newcomers() == 0 and not Suggestion.objects.exists()


def test_whom_more_speaks_against_is_not_suggested(begun, registration_officer):
    people.sign(registration_officer)
    born = {"value": "1954-09-30", "precision": "day", "basis": "declared"}
    other = {"nationalities": ["MAR"], "birth_place": "Fes", "sex": "female", "documents": None}
    people.sign(registration_officer, birth_date=born, **other)
    while suggest_for_newcomers():
        pass
    assert not Suggestion.objects.exists()


def test_same_links_and_undo_restores(suggestion, pair, case_officer):
    judge_suggestion(case_officer, suggestion, "same", why="The same father, and he says so himself.")
    link = Link.objects.get()
    judgement = Judgement.objects.get()
    assert (link.basis, link.verdict_id, link.state) == ("biographic", judgement.pk, "confirmed")
    assert set(sequence_of(pair[0]).data_sets) == set(pair)
    assert not open_suggestions(case_officer).exists()
    undo_judgement(case_officer, suggestion, why="It was his brother.")
    link.refresh_from_db()
    suggestion.refresh_from_db()
    assert (link.state, suggestion.state, suggestion.link) == ("dissolved", "open", None)
    assert sequence_of(pair[0]).data_sets == (pair[0],)
    assert [(one.decision, one.by, one.why) for one in suggestion.judgements.all()] == [
        ("same", case_officer, "The same father, and he says so himself."),
        ("open", case_officer, "It was his brother."),
    ]
    judged = Event.objects.filter(action="biographics.suggestion.judged")
    assert judged.count() == 4 and {one.person_id for one in judged} == {one.person_id for one in pair}


def test_dissolving_the_link_opens_the_suggestion_again(suggestion, case_officer):
    judge_suggestion(case_officer, suggestion, "same", why="Same document.")
    dissolve_link(case_officer, Link.objects.get(), reason="wrong")
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.judgements.last().cause) == ("open", "link_dissolved")


@pytest.mark.parametrize("decision", ["different", "unclear"])
def test_decided_pair_comes_up_again_only_with_new_data_that_speak_for_it(suggestion, pair, case_officer, decision):
    judge_suggestion(case_officer, suggestion, decision, why="Another face.")
    older, newer = pair
    assert suggest_for(newer.person_id) == 0
    changed = correct_data_set(case_officer, newer, elements={**newer.elements, "birth_place": "Aleppo"}, reason="typing_error")
    assert suggest_for(newer.person_id) == 0
    elements = {**changed.elements, "birth_place": "Homs", "documents": older.elements["documents"]}
    correct_data_set(case_officer, changed, elements=elements, reason="typing_error")
    assert suggest_for(newer.person_id) == 1
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.judgements.last().cause) == ("open", "new_data")


def test_fingerprints_decide(suggestion, pair, examiner, case_officer):
    link = link_data_sets(examiner, pair[0], other=pair[1], basis="fingerprint")
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.link) == ("same", link)
    with pytest.raises(Problem, match="by_fingerprints"):
        undo_judgement(case_officer, suggestion, why="No.")
    assert suggest_for(pair[0].person_id) == 0


def test_persons_whom_an_examiner_told_apart_are_never_suggested(pair, examiner):
    settle_as_different(examiner, pair[1].person_id, pair[0].person_id)
    suggest_for(pair[0].person_id)
    assert Suggestion.objects.get().state == "different"


def test_childs_note_is_suggested_and_same_needs_no_data_set(begun, registration_officer, case_officer):
    notes = [write_child_note(registration_officer, elements=CHILD, reason="under_six")]
    notes.append(write_child_note(registration_officer, elements=CHILD | {"forenames": ["نور"]}, reason="under_six"))
    while suggest_for_newcomers():
        pass
    suggestion = Suggestion.objects.get()
    judge_suggestion(case_officer, suggestion, "same", why="The aunt knows her.")
    for note, other in (notes, notes[::-1]):
        ((shown, side),) = suggestions_about(note.person)
        assert shown.state == "same" and side.person == other.person
    erase_child_note(notes[0])
    assert not Suggestion.objects.exists() and not Judgement.objects.exists()


def test_void_and_erasure_take_the_suggestion_along(pair, case_officer, registration_officer):
    third = people.sign(registration_officer, forenames=["Sameer"])
    while suggest_for_newcomers():
        pass
    assert Suggestion.objects.count() == 3
    void_data_set(case_officer, pair[0], reason="wrong_person")
    assert Suggestion.objects.count() == 1
    judge_suggestion(case_officer, Suggestion.objects.get(), "same", why="The same.")
    assert erase_data_set(third).counts["suggestions"] == 1
    assert not Suggestion.objects.exists()


def test_side_by_side_is_a_look_at_both(suggestion, pair, case_officer):
    shown = read_suggestion(case_officer, suggestion.pk)
    assert (shown.left.data_set, shown.right.data_set) == pair and shown.explanation.standing.code == "likely"
    looks = Event.objects.filter(action="biographics.suggestion.read")
    assert {one.person_id for one in looks} == {one.person_id for one in pair}


@pytest.mark.parametrize(
    "decision, why, code",
    [("perhaps", "So.", "biographics.decision.unknown"), ("same", "  ", "no_reason"), ("open", "x", "decision.unknown")],
)
def test_decision_that_is_none_is_refused(suggestion, case_officer, decision, why, code):
    with pytest.raises(Problem, match=code):
        judge_suggestion(case_officer, suggestion, decision, why=why)
    assert not Judgement.objects.exists()


def test_second_decision_and_undo_of_nothing_are_refused(suggestion, case_officer):
    with pytest.raises(Problem, match="biographics.suggestion.open"):
        undo_judgement(case_officer, suggestion, why="x")
    judge_suggestion(case_officer, suggestion, "unclear", why="No photo.")
    with pytest.raises(Problem, match="decided"):
        judge_suggestion(case_officer, suggestion, "same", why="x")


def test_only_who_corrects_and_finds_decides(suggestion, examiner, make_officer):
    for officer in (examiner, make_officer("ada2", "administrator")):
        assert not open_suggestions(officer).exists()
        with pytest.raises(Problem, match="not_allowed"):
            judge_suggestion(officer, suggestion, "same", why="x")
        with pytest.raises(Problem, match="not_allowed"):
            read_suggestion(officer, suggestion.pk)
