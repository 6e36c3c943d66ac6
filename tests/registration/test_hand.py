"""What an officer is told about a finger that was just taken."""

from uuid import uuid4

import pytest

from egnatia.biometrics.models import Capture
from egnatia.engines.fingerprint import quality
from egnatia.registration import hand


@pytest.fixture
def line_of(monkeypatch):
    def line(**fields):
        monkeypatch.setattr(hand, "hand_of", lambda _: {2: Capture(position=2, **fields)})
        return hand.finger_lines(uuid4())[0]

    return line


@pytest.mark.parametrize("reason", [value for name, value in vars(quality).items() if str(value).startswith("quality.")])
def test_every_reason_has_its_advice_for_a_weak_print(line_of, reason):
    line = line_of(state=Capture.State.READY, quality=hand.WEAK_BELOW - 1, reasons=[reason])
    assert line.state == "weak" and len(line.advice) == 1


def test_a_weak_print_without_a_fault_that_stands_out_has_advice_too(line_of):
    assert len(line_of(state=Capture.State.READY, quality=hand.WEAK_BELOW - 1, reasons=[]).advice) == 1


def test_of_a_good_print_only_that_it_is_turned_is_said(line_of):
    line = line_of(state=Capture.State.READY, quality=90, reasons=[quality.SMALL_AREA, quality.UPSIDE_DOWN, quality.ROTATED])
    assert line.state == "good"
    assert line.advice == ("Finger turned: lay it straight.",)


def test_a_picture_of_something_else_is_called_that(line_of):
    line = line_of(state=Capture.State.REFUSED, problem_code="image.not_a_finger")
    assert "No fingerprint can be seen" in line.text
