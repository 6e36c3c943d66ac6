"""No group of names may be treated worse than was recorded: misses and false matches by script and origin."""

import json

import numpy as np
import pytest

from benches._name_fit import PAIRS, Pairs, make_pools, read_pairs
from benches.names_pairs import LIMITS, OURS, OURS_ALONE, rate_groups
from egnatia.engines.names.comparison import compare, prepare


@pytest.fixture(scope="module")
def pairs() -> Pairs:
    if not PAIRS.is_file():
        pytest.skip("the shared pairs of names (../shared/data) are not on this machine")
    return read_pairs()


@pytest.mark.parametrize("way", [OURS, OURS_ALONE])
def test_no_group_is_beyond_its_limit(pairs: Pairs, way: str) -> None:
    pools = make_pools(pairs) if way == OURS else [None] * len(pairs.names)
    bits = [
        compare(prepare(first), prepare(second), pool).bits for (first, second), pool in zip(pairs.names, pools, strict=True)
    ]
    limits = json.loads(LIMITS.read_text(encoding="utf-8"))[way]
    rates = rate_groups(pairs, np.array(bits))
    assert limits.keys() == rates.keys() == set(pairs.groups.tolist())
    worse = [
        (group, kind, count, whole, limits[group][kind])
        for group, of_group in rates.items()
        for kind, (count, whole) in of_group.items()
        if count / whole > limits[group][kind]
    ]
    assert worse == []
