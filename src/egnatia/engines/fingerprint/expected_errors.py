"""What errors are to be expected by age band and by quality, with the evidence for each; by number of fingers: `thresholds`.

The figures are in `expected_errors.json`, whose part by quality `benches/fingerprint_quality.py` measures and writes. A
comparison knows neither: one threshold holds for everybody, and where more errors are to be expected people look twice.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_FILE = "expected_errors.json"


@dataclass(frozen=True, slots=True)
class QualityBand:
    """Comparisons at the threshold of one finger whose poorer print has a quality of `low` to `high`.

    captures: prints of that quality; comparisons: of the same finger, of which `missed` stayed below the threshold;
    different: comparisons of different fingers, of which `false` reached it.
    """

    low: int
    high: int
    captures: int
    comparisons: int
    missed: int
    different: int
    false: int


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Ages `low` to below `high` (None: no end); what was measured here; what was published, with its source; what is done."""

    low: int
    high: int | None
    measured: str
    published: str
    done: str


@cache
def quality_bands() -> tuple[QualityBand, ...]:
    """Poorest first."""
    return tuple(QualityBand(**row) for row in _read()["by_quality"])


@cache
def age_bands() -> tuple[AgeBand, ...]:
    """Youngest first."""
    return tuple(AgeBand(**row) for row in _read()["by_age"])


def get_evidence() -> dict[str, str]:
    """When and from what the figures by quality were measured: `date`, `command`, `method`."""
    evidence: dict[str, str] = _read()["evidence"]
    return evidence


def weak_below() -> int:
    """The quality below which a print is worth taking again while the person is there: where the poorest band ends."""
    return quality_bands()[0].high + 1


@cache
def _read() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(files(__package__).joinpath(_FILE).read_text(encoding="utf-8"))
    return data
