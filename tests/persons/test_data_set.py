"""Data sets: immutable once signed, corrected by new versions, erased to the day."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from egnatia import law
from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.deadlines.queries import for_subject
from egnatia.persons import hooks
from egnatia.persons.actions.add_data_set import add_data_set
from egnatia.persons.actions.correct_data_set import correct_data_set
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.link_data_sets import link_data_sets
from egnatia.persons.actions.set_transmitted import set_transmitted
from egnatia.persons.actions.void_data_set import void_data_set
from egnatia.persons.jobs import erase_what_is_due
from egnatia.persons.models import DataSet, ErasureCertificate, Link, SearchKey

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_noon():
    with clock.frozen(NOON):
        yield


def test_signed_data_set_has_a_lawful_reference_number_and_day_of_erasure(make_data_set):
    data_set = make_data_set(category=2)
    reference = law.check_reference_number(data_set.reference_number)
    assert (reference.partner, reference.category) == ("MK", 2)
    assert data_set.erase_on == NOON.date().replace(year=2031)
    assert data_set.transmission == DataSet.Transmission.PROVISIONAL
    assert [deadline.rule for deadline in for_subject(data_set)] == ["transmission"]


def test_elements_are_sealed_at_rest(make_data_set):
    data_set = make_data_set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DataSet.elements.field, "from_db_value", lambda value, *_: bytes(value))
        stored = DataSet.objects.values_list("elements", flat=True).get(pk=data_set.pk)
    assert b"Ana" not in stored
    assert DataSet.objects.get(pk=data_set.pk).elements["birth_place"] == "Aleppo"


def test_signed_data_set_cannot_be_changed_behind_the_actions_back(make_data_set):
    data_set = make_data_set()
    data_set.elements = {"surnames": ["Other"]}
    with pytest.raises(TypeError, match="immutable"):
        data_set.save()
    with pytest.raises(TypeError, match="immutable"):
        data_set.save(update_fields=["elements"])
    with pytest.raises(TypeError, match="immutable"):
        DataSet.objects.filter(pk=data_set.pk).update(category=3)
    with pytest.raises(TypeError):
        data_set.delete()
    with pytest.raises(TypeError):
        DataSet.objects.all().delete()


def test_unknown_element_is_refused_not_stored(make_data_set):
    with pytest.raises(Problem) as refused:
        make_data_set(shoe_size="42")
    assert refused.value.code == "law.element.unknown"
    assert not DataSet.objects.exists()


def test_officer_without_the_role_cannot_sign(make_data_set, examiner):
    with pytest.raises(Problem) as refused:
        make_data_set(officer=examiner)
    assert refused.value.code == "accounts.not_allowed"


def test_national_number_is_registered_once(make_data_set):
    make_data_set(national_number="X-1")
    with pytest.raises(Problem) as refused:
        make_data_set(national_number="x-1")
    assert refused.value.code == "persons.national_number.taken"
    assert DataSet.objects.count() == 1


def test_correction_is_a_new_version_under_the_same_number_and_retention(make_data_set, registration_officer, elements):
    first = make_data_set(national_number="X-1")
    with clock.frozen(NOON + timedelta(days=30)):
        second = correct_data_set(
            registration_officer, first, elements={**elements, "birth_place": "Homs"}, reason="typing_error", note="Homs."
        )
    first.refresh_from_db()
    assert (first.status, second.status) == (DataSet.Status.SUPERSEDED, DataSet.Status.ACTIVE)
    assert (second.reference_number, second.version) == (first.reference_number, 2)
    assert (second.erase_on, second.transmitted_at) == (first.erase_on, first.transmitted_at)
    assert first.elements["birth_place"] == "Aleppo"
    assert second.national_number == "X-1"
    event = Event.objects.get(action="persons.data_set.corrected")
    assert event.details["changed"] == ["birth_place"]
    assert [clock_.dropped_at is None for clock_ in for_subject(second)] == [True]
    assert not for_subject(first).filter(dropped_at=None).exists()


def test_second_of_two_corrections_at_once_is_refused(make_data_set, registration_officer, elements):
    data_set = make_data_set()
    stale = DataSet.objects.get(pk=data_set.pk)
    correct_data_set(registration_officer, data_set, elements={**elements, "birth_place": "Homs"}, reason="typing_error")
    with pytest.raises(Problem) as refused:
        correct_data_set(registration_officer, stale, elements={**elements, "birth_place": "Hama"}, reason="typing_error")
    assert refused.value.code == "persons.data_set.changed_meanwhile"
    assert DataSet.objects.count() == 2


def test_database_itself_refuses_two_active_versions(make_data_set):
    data_set = make_data_set()
    twin = DataSet.objects.get(pk=data_set.pk)
    twin.pk, twin.version = None, 2
    twin._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_correction_needs_a_reason_of_the_list(make_data_set, registration_officer, elements):
    with pytest.raises(Problem) as refused:
        correct_data_set(registration_officer, make_data_set(), elements=elements, reason="because")
    assert refused.value.code == "persons.reason.unknown"


def test_void_data_set_is_not_found_not_linked_and_runs_no_clock(make_data_set, registration_officer):
    data_set, other = make_data_set(), make_data_set()
    link_data_sets(registration_officer, data_set, other=other)
    void_data_set(registration_officer, data_set, reason="wrong_person", note="Mixed up.")
    assert DataSet.objects.get(pk=data_set.pk).void_note == "Mixed up."
    assert not SearchKey.objects.filter(data_set=data_set).exists()
    assert Link.objects.get().state == Link.State.DISSOLVED
    assert not for_subject(data_set).filter(dropped_at=None).exists()
    assert data_set.erase_on == NOON.date().replace(year=2031)


def test_data_that_should_never_have_been_taken_goes_the_next_night(make_data_set, registration_officer):
    data_set = make_data_set()
    void_data_set(registration_officer, data_set, reason="under_six")
    erase_what_is_due()
    data_set.refresh_from_db()
    assert (data_set.status, data_set.elements) == (DataSet.Status.ERASED, None)
    assert ErasureCertificate.objects.get().ground == "void"


def test_first_acknowledgement_starts_retention_and_meets_the_clock(make_data_set):
    data_set = make_data_set()
    acknowledged = NOON + timedelta(days=2)
    assert set_transmitted(data_set, at=acknowledged)
    assert not set_transmitted(data_set, at=acknowledged + timedelta(days=5))
    data_set.refresh_from_db()
    assert data_set.transmission == DataSet.Transmission.ACKNOWLEDGED
    assert data_set.transmitted_at == acknowledged
    assert data_set.erase_on == acknowledged.date().replace(year=2031)
    assert for_subject(data_set).get().met_at == acknowledged


def test_erased_to_the_day_with_all_versions_and_a_certificate(make_data_set, registration_officer, elements):
    first = make_data_set()
    second = correct_data_set(registration_officer, first, elements={**elements, "birth_place": "Homs"}, reason="typing_error")
    link_data_sets(registration_officer, second, partner="RS", partner_reference="opaque")
    told = []
    hooks.data_set_erased.connect(told.append)
    try:
        with clock.frozen(datetime(2031, 11, 19, 22, 30, tzinfo=UTC)):  # 23:30 in Skopje, the day before
            assert erase_what_is_due() == 0
        with clock.frozen(datetime(2031, 11, 19, 23, 30, tzinfo=UTC)):  # 00:30 in Skopje, on the day
            assert erase_what_is_due() == 1
            assert erase_what_is_due() == 0
    finally:
        hooks.data_set_erased._functions.remove(told.append)
    assert {one.pk for one in told} == {first.pk, second.pk}
    for version in DataSet.objects.all():
        assert version.status == DataSet.Status.ERASED
        assert version.elements is version.event_at is version.captured_at is None
    assert not SearchKey.objects.exists()
    link = Link.objects.get()
    assert (link.state, link.partner_reference) == (Link.State.DISSOLVED, "")
    certificate = ErasureCertificate.objects.get()
    assert certificate.reference_number == first.reference_number
    assert certificate.counts["versions"] == 2


def test_erasing_twice_gives_the_first_certificate(make_data_set):
    data_set = make_data_set()
    first = erase_data_set(data_set, ground="citizenship")
    assert erase_data_set(data_set, ground="retention") == first


def test_what_a_hook_refuses_is_not_erased(make_data_set):
    data_set = make_data_set()

    def refuse(_):
        raise RuntimeError

    hooks.data_set_erased.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            erase_data_set(data_set)
    finally:
        hooks.data_set_erased._functions.remove(refuse)
    assert DataSet.objects.get(pk=data_set.pk).elements is not None
    assert not ErasureCertificate.objects.exists()


def test_further_event_of_a_known_person_joins_them(make_data_set):
    first = make_data_set(category=2)
    second = make_data_set(category=1, person=first.person)
    assert second.person == first.person
    assert second.reference_number != first.reference_number


def test_acknowledgement_of_an_old_version_counts_for_the_newest(make_data_set, registration_officer, elements):
    first = make_data_set()
    second = correct_data_set(registration_officer, first, elements={**elements, "birth_place": "Homs"}, reason="typing_error")
    set_transmitted(first, at=NOON + timedelta(hours=1))
    second.refresh_from_db()
    assert second.transmission == DataSet.Transmission.ACKNOWLEDGED
    assert for_subject(second).get().met_at is not None


def test_adding_calls_no_hook_by_itself(registration_officer, elements):
    told = []
    note = lambda *args: told.append(args)  # noqa: E731
    hooks.data_set_signed.connect(note)
    try:
        add_data_set(registration_officer, category=2, elements=elements, captured_at=NOON)
    finally:
        hooks.data_set_signed._functions.remove(note)
    assert told == []
