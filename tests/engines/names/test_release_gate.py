"""No group of names may be treated worse than was recorded: misses and false matches by script and origin."""

import json
from pathlib import Path

import numpy as np
import pytest

from benches.names_pairs import FALSE_POSITIVES, PAIRS, read_pairs
from egnatia.engines.names.comparison import compare, prepare

RECORDED = Path(__file__).parents[3] / "benches" / "results" / "names_pairs.json"


@pytest.fixture(scope="module")
def rates() -> dict[str, float]:
    """By metric of the bench, with the weights that the program has."""
    if not PAIRS.is_file():
        pytest.skip("the shared pairs of names (../shared/data) are not on this machine")
    pairs = read_pairs()
    bits = np.array([compare(prepare(first), prepare(second)).bits for first, second in pairs.names])
    threshold = np.quantile(bits[~pairs.same], 1 - FALSE_POSITIVES)
    found = {}
    for group in set(pairs.groups.tolist()):
        inside = pairs.groups == group
        found[f"names.fnr {group}"] = float((bits[inside & pairs.same] < threshold).mean())
        found[f"names.fpr {group}"] = float((bits[inside & ~pairs.same] >= threshold).mean())
    return found


def test_no_group_is_beyond_the_interval_that_was_recorded(rates: dict[str, float]) -> None:
    recorded = [row for row in json.loads(RECORDED.read_text(encoding="utf-8")) if row["metric"] in rates]
    assert len(recorded) == len(rates)
    worse = [
        (row["metric"], rates[row["metric"]], row["peers"]["95 % interval"])
        for row in recorded
        if rates[row["metric"]] > float(row["peers"]["95 % interval"].partition("–")[2])
    ]
    assert worse == []
