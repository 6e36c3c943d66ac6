"""The shared series that the flow benches measure on: Frontex's monthly detections and UNHCR's daily arrivals."""

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_FLOWS = Path(__file__).parents[2] / "shared" / "data" / "flows"
CHAIN = ("GRisl", "GRmain", "MK", "RS", "HR", "SI", "AT")  # in the order in which people passed


def read_chain() -> tuple[list[str], Floats]:
    """Days, and float64[days, 7], persons counted at each place of CHAIN; NaN where a place didn't report."""
    rows = _read("daily_arrivals_2015_16.csv")
    counts = [[float(row[place]) if row[place] else np.nan for place in CHAIN] for row in rows]
    return [row["date"] for row in rows], np.array(counts)


def read_nationalities() -> tuple[list[str], dict[str, Floats]]:
    """Months "2009-01" …, and detections by month of each nationality on the Western Balkan route, both border types."""
    rows = _read("western_balkan_route_by_nationality_monthly.csv")
    months = sorted({row["t"][:7] for row in rows})
    place = {month: i for i, month in enumerate(months)}
    counts: dict[str, Floats] = defaultdict(lambda: np.zeros(len(months)))
    for row in rows:
        counts[row["nationality"]][place[row["t"][:7]]] += float(row["n"])
    return months, dict(counts)


def _read(name: str) -> list[dict[str, str]]:
    path = _FLOWS / name
    if not path.exists():
        raise SystemExit(f"This bench needs {name} in ../shared/data/flows.")
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
