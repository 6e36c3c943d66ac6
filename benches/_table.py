"""Draws docs/benchmarks.md from benches/results/*.json: nothing in it is written by hand.

python -m benches._table
"""

import json
from pathlib import Path
from typing import Any

from benches._record import RESULTS

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
_HEAD = """<!-- Written by `python -m benches._table` from benches/results; don't edit. -->

# Benchmarks

Every figure comes from a run of this program's code by the command beside it. Machines are shared and noisy: compare figures
of one run with each other, and read a single time as an order of magnitude. Peers' figures are from `docs/fingerprints.md`,
from `docs/documents.md` or measured in the same run, as the bench says.
"""


def page() -> str:
    """The whole page."""
    parts = [_HEAD]
    for path in sorted(RESULTS.glob("*.json")):
        rows = json.loads(path.read_text(encoding="utf-8"))
        if not rows:
            continue
        first = rows[0]
        parts.append(f"\n## {path.stem}\n\n`{first['command']}`, {first['date']}, {first['cpu']}\n\n")
        parts.append("| metric | value | unit | target | peers |\n|---|---:|---|---:|---|\n")
        parts += [_row(row) for row in rows]
    return "".join(parts)


def _row(row: dict[str, Any]) -> str:
    peers = ", ".join(f"{name} {value}" for name, value in (row.get("peers") or {}).items())
    target = "" if row.get("target") is None else row["target"]
    return f"| `{row['metric']}` | {_figure(row['value'])} | {row['unit']} | {target} | {peers} |\n"


def _figure(value: float | int | str) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
