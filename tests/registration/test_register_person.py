"""Registering in one call: the same call changes nothing, a changed one corrects, a child is only noted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from egnatia.base import blobs, clock
from egnatia.base.errors import Problem
from egnatia.biometrics.models import Candidate, Capture, CaptureUse, Enrolment
from egnatia.persons.actions.void_data_set import void_data_set
from egnatia.persons.models import ChildNote, DataSet, Person
from egnatia.registration.actions.correct_registration import correct_registration
from egnatia.registration.actions.identify_person import identify_person
from egnatia.registration.actions.register_person import register_person
from egnatia.registration.actions.void_registration import void_registration
from egnatia.registration.jobs import erase_abandoned_drafts, sign_what_is_ready
from egnatia.registration.models import Draft
from tests.registration.conftest import records_of

pytestmark = pytest.mark.django_db


def test_same_call_twice_makes_one_registration(operator, make_intake):
    first = register_person(operator, make_intake(national_number="X-1"), origin="api")
    again = register_person(operator, make_intake(national_number="X-1"), origin="api")
    assert (first.outcome, again.outcome) == ("created", "unchanged")
    assert first.data_set == again.data_set
    assert DataSet.objects.count() == Enrolment.objects.count() == 1


def test_without_a_number_the_whole_content_is_known_again(operator, make_intake):
    first = register_person(operator, make_intake(), origin="cli")
    again = register_person(operator, make_intake(), origin="cli")
    other = register_person(operator, make_intake(birth_place="Hama"), origin="cli")
    assert (first.outcome, again.outcome, other.outcome) == ("created", "unchanged", "created")
    assert again.data_set == first.data_set
    assert [candidate.other for candidate in other.candidates] == [first.data_set]


def test_changed_words_correct_the_registration_and_keep_its_prints(operator, make_intake):
    first = register_person(operator, make_intake(national_number="X-1"), origin="api")
    changed = make_intake(national_number="X-1", birth_place="Hama", records=())
    second = register_person(operator, changed, origin="api")
    assert second.outcome == "corrected"
    assert (second.data_set.version, second.data_set.reference_number) == (2, first.data_set.reference_number)
    assert CaptureUse.objects.filter(data_set=second.data_set).count() == 10
    assert Enrolment.objects.get().data_set == second.data_set
    assert register_person(operator, changed, origin="api").outcome == "unchanged"


def test_changed_prints_make_a_new_version_too(operator, make_intake):
    register_person(operator, make_intake(national_number="X-1"), origin="api")
    second = register_person(operator, make_intake(national_number="X-1", take=1), origin="api")
    assert second.outcome == "corrected"
    assert Enrolment.objects.get(erased=False).data_set == second.data_set


def test_category_of_a_number_cannot_change(operator, make_intake):
    register_person(operator, make_intake(national_number="X-1"), origin="api")
    with pytest.raises(Problem) as refused:
        register_person(operator, make_intake(national_number="X-1", category=1), origin="api")
    assert refused.value.code == "registration.category.changed"


def test_void_registration_may_be_registered_anew(operator, make_intake):
    first = register_person(operator, make_intake(national_number="X-1"), origin="api")
    void_data_set(operator, first.data_set, reason="wrong_category")
    again = register_person(operator, make_intake(national_number="X-1", category=1), origin="api")
    assert again.outcome == "created"
    assert again.data_set.reference_number != first.data_set.reference_number


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"surnames": ["x" * 10_000]}, "law.name.too_long"),
        ({"surnames": ["Had\x00dad"]}, "law.text.control_characters"),
        ({"surnames": None}, "law.element.missing"),
        ({"birth_date": {"value": "1990-02-30", "precision": "day"}}, "law.date.not_in_calendar"),
        ({"birth_date": {"value": "2199-01-01", "precision": "day"}}, "law.birth_date.future"),
        ({"event": {"place": "Here"}}, "law.element.missing"),
        ({"shoe_size": 42}, "law.element.unknown"),
        ({"nationalities": ["XYZ"]}, "law.country.unknown"),
    ],
)
def test_bad_input_is_refused_and_leaves_nothing(operator, make_intake, changed, code):
    with pytest.raises(Problem) as refused:
        register_person(operator, make_intake(**changed), origin="api")
    assert refused.value.code == code
    assert not DataSet.objects.exists()
    assert not Draft.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.parametrize("number", ["x" * 65, "a\x00b"])
def test_number_that_cannot_be_one_is_refused(operator, make_intake, number):
    with pytest.raises(Problem) as refused:
        register_person(operator, make_intake(national_number=number), origin="api")
    assert refused.value.field == "national_number"


@pytest.mark.parametrize("category", [4, 9, 12, "two", None])
def test_category_that_officers_cannot_choose_here_is_refused(operator, make_intake, category):
    with pytest.raises(Problem) as refused:
        register_person(operator, make_intake(category=category), origin="api")
    assert refused.value.code == "registration.category.not_choosable"


def test_finger_without_print_or_reason_is_refused_and_nothing_of_it_stays(operator, make_intake):
    with pytest.raises(Problem) as refused:
        register_person(operator, make_intake(records=records_of(1)[:8]), origin="cli")
    assert refused.value.code == "registration.fingers.missing"
    assert refused.value.details["positions"] == [9, 10]
    assert not DataSet.objects.exists()
    assert not Capture.objects.exists()
    assert Draft.objects.get().state == Draft.State.ABANDONED


def test_missing_fingers_with_reasons_are_registered(operator, make_intake):
    intake = replace(make_intake(records=records_of(1)[:8]), missing_fingers={9: "amputated", 10: "amputated"})
    made = register_person(operator, intake, origin="cli")
    assert Capture.objects.filter(uses__data_set=made.data_set, missing_reason="amputated").count() == 2


def test_refused_call_with_a_number_goes_on_where_it_stopped(operator, make_intake):
    with pytest.raises(Problem):
        register_person(operator, make_intake(national_number="X-1", records=records_of(1)[:8]), origin="api")
    draft = Draft.objects.get()
    assert draft.is_open
    made = register_person(operator, make_intake(national_number="X-1"), origin="api")
    assert made.outcome == "created"
    assert Draft.objects.get().data_set == made.data_set
    assert Capture.objects.count() == 10


def test_child_is_noted_once_and_nothing_is_captured(operator, make_intake):
    child = {"birth_date": {"value": "2023-01-01", "precision": "day", "basis": "declared"}}
    first = register_person(operator, make_intake(national_number="K-1", **child), origin="api")
    again = register_person(operator, make_intake(national_number="K-1", **child), origin="api")
    assert (first.outcome, again.outcome) == ("noted", "unchanged")
    assert ChildNote.objects.get() == first.child_note == again.child_note
    assert not DataSet.objects.exists()
    assert not Capture.objects.exists()


def test_child_whose_age_was_proved_is_registered_as_the_same_person(operator, make_intake):
    young = {"birth_date": {"value": "2019-12-01", "precision": "day", "basis": "doubt"}}
    note = register_person(operator, make_intake(national_number="K-1", **young), origin="api").child_note
    proved = replace(make_intake(national_number="K-1", **young), proof_of_age=True)
    assert register_person(operator, proved, origin="api").data_set.person == note.person


def test_correction_to_a_child_is_refused(operator, make_intake, elements):
    made = register_person(operator, make_intake(national_number="X-1"), origin="api")
    child = {"birth_date": {"value": "2023-01-01", "precision": "day", "basis": "documented"}}
    with pytest.raises(Problem) as refused:
        register_person(operator, make_intake(national_number="X-1", **child), origin="api")
    assert refused.value.code == "registration.corrected_to_child"
    with pytest.raises(Problem) as refused:
        correct_registration(operator, made.data_set, elements={**elements, **child}, reason="age_assessed")
    assert refused.value.code == "registration.corrected_to_child"
    void_registration(operator, made.data_set, reason="under_six")
    assert ChildNote.objects.get().person == made.data_set.person
    assert not Enrolment.objects.filter(erased=False).exists()


def test_correction_that_changes_nothing_is_told(operator, make_intake, elements):
    made = register_person(operator, make_intake(), origin="cli")
    with pytest.raises(Problem) as refused:
        correct_registration(operator, made.data_set, elements=elements, reason="typing_error")
    assert refused.value.code == "registration.nothing_changed"
    version = correct_registration(operator, made.data_set, elements={**elements, "birth_place": "Hama"}, reason="typing_error")
    assert Enrolment.objects.get().data_set == version


def test_candidates_follow_a_corrected_version(operator, make_intake, elements):
    first = register_person(operator, make_intake(seed=4), origin="cli").data_set
    again = register_person(operator, make_intake(seed=4, take=1), origin="cli")
    version = correct_registration(operator, first, elements={**elements, "birth_place": "Hama"}, reason="typing_error")
    assert Candidate.objects.get(pk=again.candidates[0].pk).other == version


def test_worker_signs_what_came_in_without_waiting(operator, make_intake):
    waiting = register_person(operator, make_intake(national_number="X-1"), origin="watched_folder", wait=False)
    assert waiting.outcome == "waiting"
    assert sign_what_is_ready() == 1
    assert sign_what_is_ready() == 0
    assert DataSet.objects.get().origin == "watched_folder"


def test_worker_notes_what_keeps_it_from_signing(operator, make_intake):
    intake = make_intake(national_number="X-1", records=records_of(1)[:8])
    register_person(operator, intake, origin="watched_folder", wait=False)
    sign_what_is_ready()
    draft = Draft.objects.get()
    assert draft.problem["code"] == "registration.fingers.missing"
    assert sign_what_is_ready() == 0
    register_person(operator, make_intake(national_number="X-1"), origin="watched_folder", wait=False)
    sign_what_is_ready()
    assert DataSet.objects.count() == 1


def test_draft_nobody_comes_back_to_is_erased_with_its_captures(make_draft):
    draft = make_draft()
    with clock.frozen(draft.erase_after - timedelta(minutes=1)):
        assert erase_abandoned_drafts() == 0
    with clock.frozen(draft.erase_after + timedelta(minutes=1)):
        assert erase_abandoned_drafts() == 1
    draft.refresh_from_db()
    assert (draft.state, draft.data) == (Draft.State.ABANDONED, None)
    assert not Capture.objects.exists()
    assert blobs.stored_ids() == []


def test_examiner_cannot_register(examiner, make_intake):
    with pytest.raises(Problem) as refused:
        register_person(examiner, make_intake(), origin="api")
    assert refused.value.status == 403


def test_identify_needs_fingers_and_permission(operator, examiner):
    with pytest.raises(Problem) as refused:
        identify_person(operator, {})
    assert refused.value.code == "registration.identify.no_fingers"
    with pytest.raises(Problem) as refused:
        identify_person(operator, {1: b"not an image"})
    assert refused.value.code == "registration.fingers.refused"
    with pytest.raises(Problem) as refused:
        identify_person(examiner, {1: b""})
    assert refused.value.status == 403
