"""EX-00: what one partner takes, every other reader of the letter can take too."""

from typing import Any

import pytest
from pydantic import ValidationError

from egnatia.base.errors import Problem
from egnatia.exchange.messages.follow_up import BirthDate, PersonData
from egnatia.exchange.messages.message import read_frame
from tests.vectors.letters import body
from tests.verifier.running import verifier


@pytest.mark.parametrize(
    "made_at", [1_795_348_920, "1795348920", "2026-11-22", "2026-11-22 12:00:00Z", "2026-11-22T12:00:00", "2026-11-22T12:00Z"]
)
def test_a_time_that_is_not_rfc_3339_is_refused(made_at):
    with pytest.raises(Problem, match="exchange.message_invalid"):
        read_frame(body("ping", {}, made_at=made_at))


@pytest.mark.parametrize(
    "made_at", ["2026-11-22T13:00:00.5+01:00", "2026-11-22T12:00:00.500000Z", "2026-11-22T12:00:00.500000000Z"]
)
def test_a_time_is_the_same_to_a_node_and_to_the_verifier(made_at):
    assert read_frame(body("ping", {}, made_at=made_at)).made_at.timestamp() == verifier.seconds_of(made_at) == 1_795_348_800.5


SOLAR = {"value": "1991-05-05", "precision": "day", "basis": "declared", "calendar": "solar_hijri", "stated": "1370-02-15"}
AGE = {"value": "1991", "precision": "estimated_age", "basis": "assessed", "stated": "35"}
AGE |= {"stated_on": "2026-11-29", "margin": "2"}


@pytest.mark.parametrize(
    "birth",
    [
        {"value": "1991-04", "precision": "month", "basis": "documented"},
        {"value": "1991", "precision": "estimated_age", "basis": "assessed"},
        {"value": "1991-02-30", "precision": "day", "basis": "declared"},  # the shape was enough, and is
        SOLAR,
        {**SOLAR, "naming": "afghan"},
        AGE,
    ],
)
def test_a_birth_date_goes_out_and_comes_in_as_it_was_stated(birth: dict[str, str]) -> None:
    data = PersonData.model_validate({"birth_date": birth})
    assert data.model_dump(mode="json", exclude_none=True) == {"birth_date": birth}


@pytest.mark.parametrize(
    "birth",
    [
        {**SOLAR, "stated": "1371-12-30"},
        {**SOLAR, "calendar": "julian"},
        {**SOLAR, "stated": "15 Saur 1370"},
        {key: value for key, value in SOLAR.items() if key != "stated"},
        {key: value for key, value in AGE.items() if key != "margin"},
        {**AGE, "margin": "21"},
        {**AGE, "era": "common"},
    ],
)
def test_a_birth_date_that_can_not_have_been_stated_is_refused(birth: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        BirthDate.model_validate(birth)
