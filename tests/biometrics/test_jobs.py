"""The worker's extraction: in processes of its own, several workers beside each other, and through a crash."""

import io
import os
import signal
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

import pytest
from PIL import Image

from egnatia.base import blobs
from egnatia.base.ids import new_id
from egnatia.biometrics import extraction_pool, jobs
from egnatia.biometrics.actions.receive_image import receive_image
from egnatia.biometrics.models import Capture
from tests.kept import impression

pytestmark = pytest.mark.django_db
State = Capture.State


@pytest.fixture(autouse=True)
def _end_processes():
    yield
    extraction_pool.stop()


@pytest.fixture(scope="module")
def prints() -> dict[int, bytes]:
    files = {}
    for position in (2, 3):
        content = io.BytesIO()
        Image.fromarray(impression(8, position, 0)).save(content, "PNG", dpi=(500, 500))
        files[position] = content.getvalue()
    return files


@pytest.fixture
def waiting(prints, registration_officer) -> list[Capture]:
    holder = new_id()
    return [receive_image(holder, position, image, registration_officer) for position, image in prints.items()]


def run_until_done() -> int:
    total = 0
    while done := jobs.extract_waiting():
        total += done
    return total


def states() -> list[str]:
    return list(Capture.objects.order_by("position").values_list("state", flat=True))


def test_waiting_images_are_read_in_processes_of_their_own(waiting):
    assert run_until_done() == 2
    assert states() == [State.READY, State.READY]
    assert jobs.extract_waiting() == 0


def test_a_reader_that_is_killed_loses_nothing(waiting, prints):
    extraction_pool.submit(prints[2], 2, 500).result()
    for pid in list(extraction_pool._pool._processes):
        os.kill(pid, signal.SIGKILL)
    run_until_done()
    assert states() == [State.READY, State.READY]


def test_an_image_that_kills_every_reader_is_refused_and_the_others_are_read(waiting, monkeypatch):
    whole = extraction_pool.submit

    def submit(image, position, dpi):
        if position == 3:
            return whole(image, position, dpi)
        failed = Future()
        failed.set_exception(BrokenProcessPool())
        return failed

    monkeypatch.setattr(extraction_pool, "submit", submit)
    run_until_done()
    assert states() == [State.REFUSED, State.READY]
    assert Capture.objects.get(position=2).problem_code == "finger.reading_failed"


def test_a_missing_image_file_is_told_not_tried_for_ever(waiting):
    blobs.erase(waiting[0].blob)
    run_until_done()
    assert states() == [State.REFUSED, State.READY]
    assert Capture.objects.get(position=2).problem_code == "base.blob.missing"


def test_what_is_no_finger_is_refused_with_its_code(waiting):
    """As when an image was received at a resolution that its ridges contradict."""
    Capture.objects.filter(position=2).update(dpi=1199)
    run_until_done()
    capture = Capture.objects.get(position=2)
    assert capture.state == State.REFUSED
    assert capture.problem_code.startswith(("image.", "finger."))
