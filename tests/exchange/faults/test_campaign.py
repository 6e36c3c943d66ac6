"""A short campaign; `benches/exchange_faults.py` runs the long one."""

from pathlib import Path

import pytest

from tests.exchange.faults.campaign import campaign

pytestmark = pytest.mark.timeout(600)


def test_nothing_is_lost_doubled_or_out_of_order(tmp_path: Path) -> None:
    with campaign(tmp_path, seed=7, partners=("MK", "RS", "AL")) as running:
        found = running.run(40)
    assert found.is_clean, found
    assert found.messages > 20 and found.faults["kill"] >= 2, found.faults
