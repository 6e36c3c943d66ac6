"""The page of fairness says what the bench measured, of every group that it measured."""

import json

from benches import _fairness
from benches._record import RESULTS


def test_the_page_is_what_was_measured() -> None:
    written = _fairness.PAGE.read_text(encoding="utf-8")
    assert written == _fairness.page(), "run: python -m benches._fairness"


def test_every_group_stands_in_both_tables() -> None:
    rows = json.loads((RESULTS / "names_pairs.json").read_text(encoding="utf-8"))
    groups = {row["metric"].removeprefix("names.fnr ") for row in rows if row["metric"].startswith("names.fnr ")}
    lines = _fairness.page().splitlines()
    assert groups
    for group in groups:
        assert len([line for line in lines if line.startswith(f"| {_fairness.say_group(group)} |")]) == 2
