"""What happens to fingers, gallery and candidates when a data set is corrected, declared void or erased."""

import pytest

from egnatia.base import blobs
from egnatia.biometrics import gallery, gallery_writer
from egnatia.biometrics.actions.record_candidates import add_partner_candidate, set_reference_prints
from egnatia.biometrics.actions.record_verdict import record_verdict
from egnatia.biometrics.actions.search_gallery import search_gallery
from egnatia.biometrics.jobs import append_pending
from egnatia.biometrics.models import Candidate, Capture, CaptureUse, Enrolment, LocalSearch, Verdict
from egnatia.biometrics.queries import captures_of, fingers_of, reference_prints
from egnatia.biometrics.records import build_ten_print
from egnatia.deadlines.queries import running
from egnatia.engines.fingerprint import iso19794
from egnatia.engines.fingerprint.synthetic import synthetic_fingers
from egnatia.persons import hooks
from egnatia.persons.actions.correct_data_set import correct_data_set
from egnatia.persons.actions.dissolve_link import dissolve_link
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.void_data_set import void_data_set
from egnatia.persons.models import Link
from tests.biometrics.conftest import an_adult, records_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _let_go():
    yield
    gallery.forget_reader()
    gallery_writer.close()


def found(seed: int) -> list:
    matches = search_gallery(build_ten_print(synthetic_fingers(seed, 3)), kind=LocalSearch.Kind.IDENTIFY)
    return [match.data_set for match in matches]


def correct(officer, data_set):
    version = correct_data_set(officer, data_set, elements=an_adult(surnames=["Haydari"]), reason="typing_error")
    hooks.data_set_corrected.call(version, data_set, officer)
    return version


def test_a_corrected_version_takes_over_fingers_gallery_and_candidates(candidate, registration_officer):
    append_pending()
    data_set = candidate.data_set
    version = correct(registration_officer, data_set)
    assert list(captures_of(version)) == list(captures_of(data_set))
    assert version in found(1)
    assert data_set not in found(1)
    candidate.refresh_from_db()
    assert candidate.data_set == version


def test_a_void_data_set_is_found_no_more_and_nobody_has_to_examine_it(candidate, registration_officer):
    append_pending()
    void_data_set(registration_officer, candidate.data_set, reason="wrong_person")
    assert found(1) == [candidate.other]
    assert not Candidate.objects.exists()
    assert not running().filter(rule="verdict").exists()


def test_an_erased_data_set_leaves_nothing_of_its_fingers(candidate, registration_officer, examiner):
    append_pending()
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    data_set, holders = candidate.data_set, set(captures_of(candidate.data_set).values_list("holder", flat=True))
    erase_data_set(data_set, ground="data_subject", reason="asked for it")
    append_pending()
    assert not Capture.objects.filter(holder__in=holders).exists()
    assert not CaptureUse.objects.filter(data_set=data_set).exists()
    assert not Enrolment.objects.filter(data_set=data_set).exists()
    assert not Verdict.objects.exists()
    assert not LocalSearch.objects.filter(data_set=data_set).exists()
    assert found(1) == [candidate.other]


@pytest.mark.django_db(transaction=True)
def test_an_image_goes_with_the_last_data_set_that_stands_on_it(sign, registration_officer):
    first, second = sign(seed=1), sign(seed=2)
    capture = captures_of(first).first()
    capture.blob = blobs.store(b"an image")
    capture.save()
    CaptureUse.objects.create(data_set=second, capture=capture)
    erase_data_set(first, ground="data_subject", reason="asked for it")
    assert blobs.read(capture.blob)
    erase_data_set(second, ground="data_subject", reason="asked for it")
    assert blobs.stored_ids() == []


def test_a_partners_prints_go_when_the_link_is_dissolved(sign, examiner, registration_officer):
    candidate = add_partner_candidate(sign(seed=1), "RS", "opaque-1", 0.8, {1: 0.3, 2: 0.3, 7: 0.2, 8: 0.3})
    set_reference_prints(candidate, records_of(synthetic_fingers(1, 3, positions=(1, 2, 7, 8))))
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    dissolve_link(registration_officer, Link.objects.get(), reason="wrong after all")
    candidate.refresh_from_db()
    assert candidate.reference_prints is None


def test_reference_prints_are_records_of_the_wanted_fingers_without_loss(sign):
    data_set = sign(seed=1)
    records = [iso19794.decode(record) for record in reference_prints(data_set, (2, 7))]
    assert [position for position, _minutiae in records] == [2, 7]
    assert (records[0][1].points == fingers_of(data_set)[2].points).all()
