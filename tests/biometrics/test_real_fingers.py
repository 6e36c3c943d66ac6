"""Fingers of people: what was enrolled from one impression is found from another, and nobody else is."""

from itertools import count
from pathlib import Path

import pytest

from egnatia.base import clock
from egnatia.base.ids import new_id
from egnatia.biometrics.actions.enrol_data_set import enrol_data_set
from egnatia.biometrics.actions.extract_capture import extract_capture
from egnatia.biometrics.actions.receive_image import receive_image
from egnatia.biometrics.models import Capture
from egnatia.persons.actions.add_data_set import add_data_set
from tests.biometrics.conftest import an_adult

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(shared_data: Path, registration_officer):
    """`register(fingers, impression)`: FVC fingers as one person's, five at positions 1 to 5."""
    folder = shared_data / "fingerprints" / "fvc2002" / "DB1_B"

    def _register(fingers: range, impression: int):
        holder = new_id()
        captures = [
            extract_capture(
                receive_image(holder, position, (folder / f"{finger}_{impression}.png").read_bytes(), registration_officer)
            )
            for position, finger in zip(count(1), fingers, strict=False)
        ]
        assert {capture.state for capture in captures} == {Capture.State.READY}
        data_set = add_data_set(registration_officer, category=1, elements=an_adult(), captured_at=clock.now())
        enrol_data_set(data_set, captures)
        return data_set

    return _register


def test_a_person_is_recognised_at_the_second_visit(register, find_candidates):
    first, other = register(range(101, 106), 1), register(range(106, 111), 1)
    (again,) = find_candidates(register(range(101, 106), 2))
    assert again.other == first
    (other_again,) = find_candidates(register(range(106, 111), 3))
    assert other_again.other == other
