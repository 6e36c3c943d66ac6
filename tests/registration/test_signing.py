"""Signing a draft: everything at once, and once only."""

import pytest

from egnatia.audit.models import Event
from egnatia.base.errors import Problem
from egnatia.biometrics.models import Candidate, CaptureUse, Enrolment, LocalSearch
from egnatia.deadlines.models import Deadline
from egnatia.persons import hooks
from egnatia.persons.models import DataSet, Person
from egnatia.registration.actions.abandon_draft import abandon_draft
from egnatia.registration.actions.save_step import save_step
from egnatia.registration.actions.sign_draft import sign_draft
from egnatia.registration.actions.start_draft import start_draft
from egnatia.registration.models import Draft, NoticeGiven
from egnatia.registration.queries import find_gaps

pytestmark = pytest.mark.django_db


def test_signing_makes_all_of_a_registration(make_draft, registration_officer):
    draft = make_draft()
    assert find_gaps(draft) == []
    signed = sign_draft(registration_officer, draft)
    data_set = DataSet.objects.get()
    assert signed.data_set == data_set
    assert data_set.elements["surnames"] == ["Haddad"]
    assert data_set.signed_by == registration_officer
    assert CaptureUse.objects.filter(data_set=data_set).count() == 10
    assert Enrolment.objects.get().data_set == data_set
    assert LocalSearch.objects.get().data_set == data_set
    notice = NoticeGiven.objects.get()
    assert (notice.data_set, notice.language, notice.mode, notice.interpreter) == (data_set, "ar", "both", "Interpreter 7")
    assert Deadline.objects.filter(rule="transmission", subject_id=str(data_set.pk)).exists()
    draft.refresh_from_db()
    assert (draft.state, draft.data, draft.data_set) == (Draft.State.SIGNED, None, data_set)
    assert Event.objects.filter(action="registration.draft.signed", person_id=data_set.person_id).exists()


def test_same_person_again_waits_for_an_examiner_and_is_not_linked_by_itself(make_draft, registration_officer):
    first = sign_draft(registration_officer, make_draft(seed=5)).data_set
    again = sign_draft(registration_officer, make_draft(seed=5, take=1, surnames=["Hadad"]))
    stranger = sign_draft(registration_officer, make_draft(seed=6))
    assert [candidate.other for candidate in again.candidates] == [first]
    assert stranger.candidates == ()
    candidate = Candidate.objects.get()
    assert candidate.state == Candidate.State.OPEN
    assert Deadline.objects.filter(rule="verdict", subject_id=str(candidate.pk)).exists()
    assert not first.links.exists()
    assert Person.objects.count() == 3


def test_packages_above_hear_of_it_in_the_same_transaction(make_draft, registration_officer):
    heard = []

    def listen(data_set, officer):
        heard.append((data_set.pk, Enrolment.objects.filter(data_set=data_set).exists(), officer))

    hooks.data_set_signed.connect(listen)
    try:
        signed = sign_draft(registration_officer, make_draft())
    finally:
        hooks.data_set_signed._functions.remove(listen)
    assert heard == [(signed.data_set.pk, True, registration_officer)]


def test_what_a_hook_refuses_leaves_the_draft_as_it_was(make_draft, registration_officer):
    draft = make_draft()

    def refuse(*_):
        raise Problem("test.no", "No.", "No.")

    hooks.data_set_signed.connect(refuse)
    try:
        with pytest.raises(Problem, match="test.no"):
            sign_draft(registration_officer, draft)
    finally:
        hooks.data_set_signed._functions.remove(refuse)
    assert not DataSet.objects.exists()
    assert not Enrolment.objects.exists()
    again = Draft.objects.get()
    assert again.is_open
    assert again.data["elements"]["surnames"] == ["Haddad"]
    assert sign_draft(registration_officer, again).data_set.is_active


def test_signing_twice_makes_one_data_set(make_draft, registration_officer):
    draft = make_draft()
    stale = Draft.objects.get(pk=draft.pk)
    first = sign_draft(registration_officer, draft)
    assert sign_draft(registration_officer, draft).data_set == first.data_set
    assert sign_draft(registration_officer, stale).data_set == first.data_set
    assert DataSet.objects.count() == 1


def test_draft_changed_since_it_was_reviewed_is_not_signed(make_draft, registration_officer, elements):
    draft = make_draft()
    stale = Draft.objects.get(pk=draft.pk)
    save_step(registration_officer, draft, "identity", {**elements, "forenames": ["Karim"]})
    with pytest.raises(Problem) as refused:
        sign_draft(registration_officer, stale)
    assert refused.value.code == "registration.draft.changed_meanwhile"
    assert not DataSet.objects.exists()


@pytest.mark.parametrize(
    ("upto", "field"),
    [
        ("notice", "registration.category.not_choosable"),
        ("event", "law.element.missing"),
        ("documents", "registration.fingers.missing"),
    ],
)
def test_incomplete_draft_is_refused_with_what_it_lacks(make_draft, registration_officer, upto, field):
    with pytest.raises(Problem) as refused:
        sign_draft(registration_officer, make_draft(upto=upto))
    assert refused.value.code == field
    assert refused.value.details["gaps"]
    assert not DataSet.objects.exists()


def test_registration_at_a_page_needs_the_notice(make_draft, registration_officer):
    draft = make_draft()
    draft.data = {key: value for key, value in draft.data.items() if key != "notice"}
    draft.save(update_fields=["data"])
    with pytest.raises(Problem) as refused:
        sign_draft(registration_officer, draft)
    assert refused.value.code == "registration.notice.missing"


def test_abandoned_draft_cannot_be_signed(make_draft, registration_officer):
    draft = make_draft()
    abandon_draft(registration_officer, draft)
    with pytest.raises(Problem) as refused:
        sign_draft(registration_officer, draft)
    assert refused.value.code == "registration.draft.closed"


def test_examiner_cannot_sign(make_draft, examiner):
    with pytest.raises(Problem) as refused:
        sign_draft(examiner, make_draft())
    assert refused.value.code == "accounts.not_allowed"


def test_further_event_of_a_known_person_is_no_match_with_themselves(make_draft, registration_officer):
    first = sign_draft(registration_officer, make_draft(seed=5)).data_set
    again = sign_draft(registration_officer, make_draft(seed=5, take=1, person=first.person))
    assert again.data_set.person == first.person
    assert again.candidates == ()


def test_new_prints_make_a_new_version_and_replace_the_old_ones_in_the_gallery(make_draft, registration_officer):
    from egnatia.registration.actions.take_captures import take_records
    from tests.registration.conftest import records_of

    first = sign_draft(registration_officer, make_draft(seed=5)).data_set
    draft = start_draft(registration_officer, corrects=first)
    take_records(registration_officer, draft, records_of(5, 2)[:3])
    version = sign_draft(registration_officer, draft, reason="better_prints").data_set
    assert (version.version, version.reference_number) == (2, first.reference_number)
    assert CaptureUse.objects.filter(data_set=version).count() == 10
    assert CaptureUse.objects.filter(data_set=version, capture__holder=draft.pk).count() == 3
    assert list(Enrolment.objects.filter(erased=False).values_list("data_set", flat=True)) == [version.pk]
    assert Candidate.objects.count() == 0


def mixed_records(first, second, take=1):
    """The right hand of one person and the left of another."""
    from tests.registration.conftest import records_of

    return (*records_of(first, take)[:5], *records_of(second, take)[5:])


def test_fingers_of_two_people_are_refused_until_somebody_has_checked(make_draft, registration_officer):
    from egnatia.registration.actions.take_captures import take_records

    for seed in (5, 6):
        sign_draft(registration_officer, make_draft(seed=seed))
    draft = make_draft(upto="documents")
    take_records(registration_officer, draft, mixed_records(5, 6))
    with pytest.raises(Problem) as refused:
        sign_draft(registration_officer, draft)
    assert refused.value.code == "registration.fingers.mixed"
    assert DataSet.objects.count() == 2
    assert sign_draft(registration_officer, draft, fingers_checked=True).data_set.is_active


def test_ten_times_the_same_finger_is_never_signed(make_draft, registration_officer):
    from egnatia.biometrics.records import to_record
    from egnatia.engines.fingerprint.synthetic import synthetic_fingers
    from egnatia.registration.actions.take_captures import take_records

    draft = make_draft(upto="documents")
    same = [to_record(synthetic_fingers(1, take)[2], position=take, quality=80) for take in range(1, 11)]
    take_records(registration_officer, draft, same)
    with pytest.raises(Problem) as refused:
        sign_draft(registration_officer, draft, fingers_checked=True)
    assert refused.value.code == "registration.fingers.repeated"
    assert not DataSet.objects.exists()
