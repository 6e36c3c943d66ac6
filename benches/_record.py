"""Writes what a bench measured to benches/results/NAME.json, from which docs/benchmarks.md is made."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
#: What figures are drawn from (`_figures`): curves and histograms, too long for a table.
CURVES = RESULTS / "curves"


def record(name: str, rows: list[dict[str, Any]]) -> None:
    """Write `rows`, each with `metric`, `value`, `unit`, and where they exist `target` and `peers`, and print them.

    Rates are percent numbers: 1.5 % is 1.5. Command, date and processor are filled in here.
    """
    common = {"command": _command(), "date": datetime.now(UTC).date().isoformat(), "cpu": _cpu()}
    full = [{"target": None, "peers": {}} | row | common for row in rows]
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(full, indent=2, ensure_ascii=False) + "\n")
    for row in full:
        print(f"{row['metric']}: {row['value']} {row['unit']} (target {row['target'] or '-'})")


def keep_curves(name: str, curves: dict[str, Any]) -> None:
    """Write benches/results/curves/NAME.json, from which `_figures` draws; a line for each of the curves."""
    CURVES.mkdir(exist_ok=True)
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(curve)}" for key, curve in curves.items())
    (CURVES / f"{name}.json").write_text("{\n" + lines + "\n}\n")


def _command() -> str:
    return " ".join(["python -m", f"benches.{Path(sys.argv[0]).stem}", *sys.argv[1:]])


def _cpu() -> str:
    model = "unknown processor"
    with open("/proc/cpuinfo") as lines:
        for line in lines:
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    return f"{model}, {os.cpu_count()} cores"
