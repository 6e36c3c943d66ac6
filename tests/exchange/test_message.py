"""EX-00: what one partner takes, every other reader of the letter can take too."""

import pytest

from egnatia.base.errors import Problem
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
