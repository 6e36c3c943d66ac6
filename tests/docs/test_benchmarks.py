"""The page of benchmarks says what the results say."""

from benches import _table


def test_page_is_drawn_from_the_results():
    written = _table.PAGE.read_text(encoding="utf-8") if _table.PAGE.is_file() else ""
    assert written == _table.page(), "run: python -m benches._table"


def test_every_row_is_complete():
    import json

    for path in _table.RESULTS.glob("*.json"):
        for row in json.loads(path.read_text(encoding="utf-8")):
            assert {"metric", "value", "unit", "target", "peers", "command", "date", "cpu"} <= row.keys(), path.name
