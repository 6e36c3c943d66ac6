"""Images in: what is kept, what is refused, and that neither a crash nor two processes double or lose anything."""

import io
import struct
import zlib
from datetime import timedelta

import numpy as np
import pytest
from django.db import IntegrityError
from PIL import Image

from egnatia.audit.models import Event
from egnatia.base import blobs, clock
from egnatia.base.errors import Problem
from egnatia.base.ids import new_id
from egnatia.biometrics import jobs
from egnatia.biometrics.actions import extract_capture as extraction
from egnatia.biometrics.actions.extract_capture import claim_capture, extract_capture, finish_capture
from egnatia.biometrics.actions.mark_finger_missing import mark_finger_missing
from egnatia.biometrics.actions.receive_image import receive_image
from egnatia.biometrics.actions.receive_photo import receive_photo
from egnatia.biometrics.actions.remove_capture import discard_all, remove_capture
from egnatia.biometrics.models import Capture
from egnatia.biometrics.queries import captures_of, fingers_of, hand_of, is_waiting
from egnatia.biometrics.reading import Reading
from tests.kept import impression

pytestmark = pytest.mark.django_db
State = Capture.State


@pytest.fixture(scope="module")
def prints() -> dict[tuple[int, int], bytes]:
    """PNG files at 500 dpi of one person who doesn't exist: (position, take) → bytes."""
    return {(position, take): png(impression(7, position, take)) for position, take in ((2, 0), (2, 1), (3, 0))}


@pytest.fixture
def holder():
    return new_id()


def png(pixels: np.ndarray, dpi: int | None = 500, form: str = "PNG") -> bytes:
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, form, **({"dpi": (dpi, dpi)} if dpi else {}))
    return content.getvalue()


def bomb() -> bytes:
    """A PNG of 65,000 by 65,000 pixels in a few kilobytes."""
    head = struct.pack(">IIBBBBB", 65_000, 65_000, 8, 0, 0, 0, 0)

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1_000_000))) + chunk(b"IEND", b"")


def test_an_image_is_kept_sealed_and_waits_to_be_read(holder, prints, registration_officer):
    capture = receive_image(holder, 2, prints[2, 0], registration_officer)
    assert (capture.state, capture.dpi, capture.source_format) == (State.WAITING, 500, "PNG")
    assert is_waiting(holder)
    assert blobs.read(capture.blob) == prints[2, 0]
    event = Event.objects.get(action="biometrics.capture.received")
    assert event.subject_id == str(capture.pk)


def test_reading_gives_minutiae_and_quality(holder, prints, registration_officer):
    capture = extract_capture(receive_image(holder, 2, prints[2, 0], registration_officer))
    assert capture.state == State.READY
    assert capture.quality > 40
    assert len(fingers_of(holder)[2]) > 20


BAD = {
    "text": (b"This is no image at all.", "not_an_image"),
    "nothing": (b"", "not_an_image"),
    "bomb": (bomb(), "too_large"),
    "40 megapixels": (png(np.full((6400, 6400), 200, np.uint8)), "too_large"),
    "white": (png(np.full((480, 416), 255, np.uint8)), "empty"),
    "150 dpi": (png(np.full((480, 416), 255, np.uint8), dpi=150), "resolution_wrong"),
    "no resolution": (png(np.full((480, 416), 255, np.uint8), dpi=None), "resolution_unknown"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_print_is_refused_with_a_code_and_a_cure_and_nothing_is_kept(holder, registration_officer, name):
    data, code = BAD[name]
    with pytest.raises(Problem) as caught:
        receive_image(holder, 2, data, registration_officer)
    assert caught.value.code == f"biometrics.image.{code}"
    assert caught.value.cure
    assert not captures_of(holder).exists()
    assert blobs.stored_ids() == []


def test_a_cut_off_image_is_refused(holder, prints, registration_officer):
    with pytest.raises(Problem) as caught:
        receive_image(holder, 2, prints[2, 0][: len(prints[2, 0]) // 2], registration_officer)
    assert caught.value.code.startswith("biometrics.image.")


def test_an_inverted_print_is_either_put_right_or_refused(holder, prints, registration_officer):
    dark_ridges = np.asarray(Image.open(io.BytesIO(prints[2, 0])))
    try:
        capture = extract_capture(receive_image(holder, 2, png(255 - dark_ridges), registration_officer))
    except Problem as problem:
        assert problem.cure
    else:
        assert capture.state in (State.READY, State.REFUSED)


def test_the_same_image_for_two_fingers_is_refused(holder, prints, registration_officer):
    receive_image(holder, 2, prints[2, 0], registration_officer)
    with pytest.raises(Problem) as caught:
        receive_image(holder, 3, prints[2, 0], registration_officer)
    assert caught.value.code == "biometrics.image.given_twice"
    assert caught.value.details["other_position"] == 2
    assert len(blobs.stored_ids()) == 1


def test_the_same_finger_under_two_positions_is_noticed(holder, prints, registration_officer):
    extract_capture(receive_image(holder, 2, prints[2, 0], registration_officer))
    again = extract_capture(receive_image(holder, 3, prints[2, 1], registration_officer))
    assert (again.state, again.problem_code) == (State.REFUSED, "finger.repeated")
    assert "same_as:2" in again.reasons
    assert list(fingers_of(holder)) == [2]


def test_another_finger_of_the_same_person_is_not_taken_for_the_same(holder, prints, registration_officer):
    extract_capture(receive_image(holder, 2, prints[2, 0], registration_officer))
    assert extract_capture(receive_image(holder, 3, prints[3, 0], registration_officer)).state == State.READY


@pytest.mark.django_db(transaction=True)
def test_a_retake_replaces_the_earlier_image_and_erases_it(holder, prints, registration_officer):
    first = receive_image(holder, 2, prints[2, 0], registration_officer)
    second = receive_image(holder, 2, prints[2, 1], registration_officer)
    assert list(captures_of(holder)) == [second]
    assert blobs.stored_ids() == [second.blob]
    assert first.blob != second.blob


@pytest.mark.django_db(transaction=True)
def test_removed_and_abandoned_captures_leave_no_image(holder, prints, registration_officer):
    remove_capture(registration_officer, receive_image(holder, 2, prints[2, 0], registration_officer))
    receive_image(holder, 3, prints[3, 0], registration_officer)
    assert discard_all(holder) == 1
    assert blobs.stored_ids() == []


def test_a_missing_finger_has_a_reason_from_the_list(holder, prints, registration_officer):
    receive_image(holder, 2, prints[2, 0], registration_officer)
    note = mark_finger_missing(holder, 2, "amputated", registration_officer)
    assert hand_of(holder)[2] == note
    assert note.state == State.MISSING
    with pytest.raises(Problem):
        mark_finger_missing(holder, 3, "no wish", registration_officer)


def test_only_registration_officers_take_images(holder, prints, examiner, supervisor):
    for officer in (examiner, supervisor):
        with pytest.raises(Problem) as caught:
            receive_image(holder, 2, prints[2, 0], officer)
        assert caught.value.status == 403


def test_one_capture_is_claimed_once(holder, prints, registration_officer):
    capture = receive_image(holder, 2, prints[2, 0], registration_officer)
    claim = claim_capture(capture.pk)
    assert claim is not None
    assert claim_capture(capture.pk) is None
    assert finish_capture(capture.pk, new_id(), Reading(problem_code="x")) is False, "somebody else's claim"
    assert extract_capture(capture).state == State.WAITING


def test_the_claim_of_a_run_that_died_is_taken_over_and_its_late_answer_ignored(holder, prints, registration_officer):
    capture = receive_image(holder, 2, prints[2, 0], registration_officer)
    dead = claim_capture(capture.pk)
    with clock.frozen(clock.now() + extraction.CLAIM_LASTS + timedelta(seconds=1)):
        assert extract_capture(capture).state == State.READY
    assert finish_capture(capture.pk, dead, Reading(problem_code="image.empty")) is False
    capture.refresh_from_db()
    assert capture.state == State.READY


def test_an_image_that_kills_its_reader_every_time_is_given_up(holder, prints, registration_officer):
    capture = receive_image(holder, 2, prints[2, 0], registration_officer)
    for attempt in range(extraction.MOST_ATTEMPTS):
        with clock.frozen(clock.now() + attempt * 2 * extraction.CLAIM_LASTS):
            assert claim_capture(capture.pk)
    with clock.frozen(clock.now() + 19 * extraction.CLAIM_LASTS):
        assert claim_capture(capture.pk) is None
    with clock.frozen(clock.now() + 20 * extraction.CLAIM_LASTS):
        extraction.give_up_dead_captures()
    capture.refresh_from_db()
    assert (capture.state, capture.problem_code) == (State.REFUSED, "finger.reading_failed")


def test_the_same_image_is_read_once(holder, prints, registration_officer, monkeypatch):
    first = extract_capture(receive_image(holder, 2, prints[2, 0], registration_officer))

    def never(*_):
        raise AssertionError("read again")

    monkeypatch.setattr(extraction, "read_print", never)
    second = extract_capture(receive_image(new_id(), 2, prints[2, 0], registration_officer))
    assert bytes(second.minutiae) == bytes(first.minutiae)
    assert second.quality == first.quality


def test_a_row_that_could_not_be_written_leaves_no_image(holder, prints, registration_officer, monkeypatch):
    def fail(**_):
        raise IntegrityError("a twin was faster")

    monkeypatch.setattr(Capture.objects, "create", fail)
    with pytest.raises(Problem):
        receive_image(holder, 2, prints[2, 0], registration_officer)
    assert blobs.stored_ids() == []


def test_the_nightly_sweep_takes_images_without_a_row(holder, prints, registration_officer):
    kept = receive_image(holder, 2, prints[2, 0], registration_officer).blob
    orphan = blobs.store(b"left by a crash")
    assert jobs.sweep_blobs() == 0, "it may belong to a row that is being written"
    with clock.frozen(clock.now() + timedelta(hours=2)):
        assert jobs.sweep_blobs() == 1
    assert blobs.stored_ids() == [kept]
    assert orphan not in blobs.stored_ids()


class TestPhoto:
    def test_nothing_but_the_picture_is_kept(self, holder, registration_officer):
        told = Image.Exif()
        told[0x010F] = "Maker of cameras"
        told[0x0112] = 6  # lying on its side
        content = io.BytesIO()
        Image.new("RGB", (400, 300), "teal").save(content, "JPEG", exif=told)
        capture = receive_photo(holder, content.getvalue(), registration_officer)
        kept = Image.open(io.BytesIO(blobs.read(capture.blob)))
        assert kept.size == (300, 400)
        assert not kept.getexif()
        assert b"Maker" not in blobs.read(capture.blob)

    def test_a_large_photo_is_made_smaller(self, holder, registration_officer):
        content = io.BytesIO()
        Image.new("RGB", (4000, 3000)).save(content, "JPEG")
        assert receive_photo(holder, content.getvalue(), registration_officer).width == 1200

    @pytest.mark.parametrize(("data", "code"), [(b"GIF89a", "not_an_image"), (bomb(), "too_large"), (b"", "not_an_image")])
    def test_what_is_no_photo_is_refused(self, holder, registration_officer, data, code):
        with pytest.raises(Problem) as caught:
            receive_photo(holder, data, registration_officer)
        assert caught.value.code == f"biometrics.photo.{code}"

    def test_a_tiny_photo_is_refused(self, holder, registration_officer):
        with pytest.raises(Problem) as caught:
            receive_photo(holder, png(np.zeros((50, 50), np.uint8)), registration_officer)
        assert caught.value.code == "biometrics.photo.too_small"

    def test_a_new_photo_replaces_the_old_one(self, holder, registration_officer):
        for colour in (10, 200):
            receive_photo(holder, png(np.full((300, 300), colour, np.uint8)), registration_officer)
        assert captures_of(holder).filter(kind=Capture.Kind.FACE).count() == 1
