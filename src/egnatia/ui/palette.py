"""The colours of the style sheet, for what is drawn on the server."""

import re
from functools import cache
from pathlib import Path

SHEET = Path(__file__).resolve().parent / "frontend" / "scss" / "_palette.scss"


@cache
def palette() -> dict[str, str]:
    """Name → "#rrggbb", as `frontend/scss/_palette.scss` has them."""
    return dict(re.findall(r"^\$([a-z0-9-]+): (#[0-9a-f]{6});", SHEET.read_text(encoding="utf-8"), re.MULTILINE))


def colour(name: str) -> str:
    """One colour; raises KeyError for a name that the sheet doesn't have."""
    return palette()[name]


def series_colours() -> list[str]:
    """For lines and bars, in the order in which they are given out."""
    return [value for name, value in palette().items() if name.startswith("series-")]


def steps() -> list[str]:
    """Fills from little to much."""
    return [value for name, value in palette().items() if name.startswith("step-")]
