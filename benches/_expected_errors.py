"""`engines/fingerprint/expected_errors.json`, written by benches/fingerprint_quality.py, and its tables in the docs.

python -m benches._expected_errors
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import egnatia.engines.fingerprint as package
from egnatia.engines.fingerprint.expected_errors import AgeBand, QualityBand, age_bands, get_evidence, quality_bands
from egnatia.engines.fingerprint.thresholds import get_thresholds

BANDS = ((0, 39), (40, 59), (60, 79), (80, 100))
BEGIN, END = "<!-- expected errors, by python -m benches._expected_errors -->\n", "<!-- end of expected errors -->\n"
PAGE = Path(__file__).parent.parent / "docs" / "fingerprints.md"
_OUT = Path(next(iter(package.__path__))) / "expected_errors.json"


def write(by_quality: list[dict[str, Any]], date: str) -> None:
    """Put what was measured into the file; what it says about age stays."""
    data = json.loads(_OUT.read_text(encoding="utf-8"))
    data["evidence"]["date"], data["by_quality"] = date, by_quality
    _OUT.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def section() -> str:
    """The tables between BEGIN and END."""
    fingers = (
        (str(row.fingers), f"{row.score:.3f}", f"{row.false_match_rate:.0e}", f"{100 * row.false_non_match_rate:.2f} %")
        for row in get_thresholds()
    )
    parts = [
        f"By quality of the poorer of two prints, at the threshold for one finger (measured {get_evidence()['date']}):\n",
        _table(("quality", "prints", "same finger, missed", "different fingers, matched"), map(_quality_row, quality_bands())),
        "By number of usable fingers; below four, two examiners look:\n",
        _table(("fingers", "threshold", "false matches, by design", "same person missed, measured"), fingers),
        "By age:\n",
        _table(("age", "measured here", "published", "what is done"), map(_age_row, age_bands())),
    ]
    return "\n".join(parts)


def _quality_row(band: QualityBand) -> tuple[str, ...]:
    missed = f"{band.missed} of {band.comparisons}" + (
        f" ({100 * band.missed / band.comparisons:.1f} %)" if band.comparisons else ""
    )
    return f"{band.low}–{band.high}", str(band.captures), missed, f"{band.false} of {band.different:,}"


def _age_row(band: AgeBand) -> tuple[str, ...]:
    name = (
        f"under {band.high}"
        if not band.low
        else f"{band.low} and older"
        if band.high is None
        else f"{band.low}–{band.high - 1}"
    )
    return name, band.measured, band.published, band.done


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(before + BEGIN + section() + END + rest.partition(END)[2], encoding="utf-8")
