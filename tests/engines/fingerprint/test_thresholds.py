"""The thresholds' file: with date and evidence, for every number of fingers, and in the right order."""

from datetime import date
from itertools import pairwise

import pytest

from egnatia.engines.fingerprint.template import TEMPLATE_VERSION
from egnatia.engines.fingerprint.thresholds import get_evidence, get_thresholds, possible_match_threshold


def test_the_file_says_when_and_from_what() -> None:
    evidence = get_evidence()
    assert date(2026, 1, 1) <= date.fromisoformat(evidence["date"])
    assert evidence["command"] == "python -m benches.fingerprint_thresholds"
    assert sum(source["comparisons"] for source in evidence["impostors"].values()) > 100_000
    assert "extrapolated" in evidence["method"]


def test_thresholds_belong_to_the_templates_in_use() -> None:
    assert get_evidence()["template_version"] == TEMPLATE_VERSION


def test_every_number_of_fingers_has_one() -> None:
    assert [row.fingers for row in get_thresholds()] == list(range(1, 11))


def test_more_fingers_need_less_of_each_and_say_more() -> None:
    rows = get_thresholds()
    for fewer, more in pairwise(rows):
        assert more.score <= fewer.score
        assert more.false_match_rate <= fewer.false_match_rate
        assert more.false_non_match_rate <= fewer.false_non_match_rate
    assert all(0 < row.score < 1 for row in rows)


def test_rates_below_what_was_measured_are_called_extrapolated() -> None:
    for row in get_thresholds():
        assert row.extrapolated == (row.false_match_rate < get_evidence()["measured_down_to"])


def test_ten_fingers_hold_what_the_design_asks() -> None:
    ten = get_thresholds()[-1]
    assert ten.false_match_rate <= 1e-9
    assert ten.false_non_match_rate <= 0.015


@pytest.mark.parametrize("fingers", [0, -1])
def test_nothing_compared_is_never_a_match(fingers: int) -> None:
    assert possible_match_threshold(fingers) > 1
