"""ANSI/NIST files in: all fingers of one or none, and one bad image costs only itself."""

import io
from datetime import date

import numpy as np
import pytest
from PIL import Image

from egnatia.base import blobs
from egnatia.base.errors import Problem
from egnatia.base.ids import new_id
from egnatia.biometrics.actions.extract_capture import extract_capture
from egnatia.biometrics.actions.receive_nist_file import receive_nist_file
from egnatia.biometrics.consistency import find_inconsistencies
from egnatia.biometrics.models import Capture
from egnatia.biometrics.queries import captures_of, find_photo, hand_of, slap_fingers_of
from egnatia.engines.fingerprint.nist import NistFinger, write_nist
from tests.kept import impression

pytestmark = pytest.mark.django_db
State = Capture.State


def png(pixels: np.ndarray) -> bytes:
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, "PNG", dpi=(500, 500))
    return content.getvalue()


@pytest.fixture(scope="module")
def fingers() -> list[NistFinger]:
    return [NistFinger(position, "plain", png(impression(9, position, 0)), 500) for position in (2, 3)]


@pytest.fixture
def holder():
    return new_id()


def a_file(fingers: list[NistFinger], **more) -> bytes:
    return write_nist(fingers, sender="MK/1", receiver="MK/2", transaction="T1", made_on=date(2026, 5, 4), **more)


def test_each_finger_becomes_a_capture_and_the_face_a_photo(holder, fingers, registration_officer):
    face = io.BytesIO()
    Image.new("RGB", (300, 400), "teal").save(face, "JPEG")
    captures = receive_nist_file(holder, a_file(fingers, face=face.getvalue()), registration_officer)
    assert [(one.kind, one.position, one.state) for one in captures] == [
        ("finger", 2, State.WAITING),
        ("finger", 3, State.WAITING),
        ("face", 0, State.READY),
    ]
    assert find_photo(holder) == captures[2]
    assert extract_capture(captures[0]).state == State.READY


def test_of_rolled_and_plain_the_rolled_one_is_kept(holder, fingers, registration_officer):
    rolled = NistFinger(2, "rolled", png(impression(9, 2, 1)), 500)
    for order in ([fingers[0], rolled], [rolled, fingers[0]]):
        receive_nist_file(holder, a_file(order), registration_officer)
        assert hand_of(holder)[2].impression == "rolled"
        assert captures_of(holder).count() == 1


def test_one_bad_image_is_a_refused_finger_and_the_others_are_kept(holder, fingers, registration_officer):
    white = NistFinger(4, "plain", png(np.full((400, 400), 255, np.uint8)), 500)
    receive_nist_file(holder, a_file([*fingers, white]), registration_officer)
    hand = hand_of(holder)
    assert (hand[2].state, hand[4].state, hand[4].problem_code) == (State.WAITING, State.REFUSED, "image.empty")


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.99])
def test_a_truncated_file_is_refused_and_nothing_of_it_is_kept(holder, fingers, registration_officer, share):
    whole = a_file(fingers)
    with pytest.raises(Problem) as caught:
        receive_nist_file(holder, whole[: int(share * len(whole))], registration_officer)
    assert caught.value.code.startswith("biometrics.nist.")
    assert caught.value.cure
    assert not captures_of(holder).exists()
    assert blobs.stored_ids() == []


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 a zip", b"\x00" * 1000])
def test_what_is_no_such_file_is_refused(holder, registration_officer, data):
    with pytest.raises(Problem) as caught:
        receive_nist_file(holder, data, registration_officer)
    assert caught.value.code.startswith("biometrics.nist.")


def test_a_file_without_single_fingers_is_refused(holder, registration_officer):
    with pytest.raises(Problem) as caught:
        receive_nist_file(holder, a_file([]), registration_officer)
    assert caught.value.code == "biometrics.nist.no_fingers"


def test_the_same_image_twice_in_a_file_keeps_nothing(holder, fingers, registration_officer):
    twice = [fingers[0], NistFinger(3, "plain", fingers[0].data, 500)]
    with pytest.raises(Problem) as caught:
        receive_nist_file(holder, a_file(twice), registration_officer)
    assert caught.value.code == "biometrics.image.given_twice"
    assert not captures_of(holder).exists()


def a_slap(seed: int, fingers: tuple[int, ...], take: int) -> bytes:
    return png(np.hstack([impression(seed, position, take) for position in fingers]))


def test_swapped_single_fingers_are_noticed_against_the_slap_of_the_same_file(holder, registration_officer):
    singles = {2: impression(9, 3, 0), 3: impression(9, 2, 0)}
    prints = [NistFinger(position, "plain", png(pixels), 500) for position, pixels in singles.items()]
    slap = NistFinger(13, "plain", a_slap(9, (2, 3, 4, 5), 1), 500)
    receive_nist_file(holder, a_file(prints, slaps=[slap]), registration_officer)
    for capture in captures_of(holder):
        assert extract_capture(capture).state == State.READY
    assert set(slap_fingers_of(holder)) == {2, 3, 4, 5}
    found = [(one.code, one.positions, one.others) for one in find_inconsistencies(holder)]
    assert found == [("fingers.swapped", (2,), (3,)), ("fingers.swapped", (3,), (2,))]


def test_a_slap_in_order_is_not_complained_of_and_an_unreadable_one_refuses_nobody(holder, fingers, registration_officer):
    white = NistFinger(14, "plain", png(np.full((600, 1400), 255, np.uint8)), 500)
    slap = NistFinger(13, "plain", a_slap(9, (2, 3, 4, 5), 1), 500)
    receive_nist_file(holder, a_file(fingers, slaps=[slap, white]), registration_officer)
    for capture in captures_of(holder):
        assert extract_capture(capture).state == State.READY
    assert find_inconsistencies(holder) == []
    assert captures_of(holder).filter(kind=Capture.Kind.SLAP).count() == 2
