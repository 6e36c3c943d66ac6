"""Two prints drawn at one scale, with the minutiae that correspond numbered alike.

A minutia is drawn as in ISO/IEC 19794-2: a ring for an ending, a square for a bifurcation, a triangle where the kind isn't
known, with a line in its direction. What corresponds is told by number and strength of line, never by colour alone.
"""

import math
from dataclasses import dataclass

from egnatia.engines.fingerprint.correspondences import find_correspondences
from egnatia.engines.fingerprint.minutiae import BIFURCATION, ENDING, Minutiae
from egnatia.engines.fingerprint.template import build_template

RADIUS = 5.0
LINE = 13.0
_LABEL_AT = 16.0
#: More numbers than this hide the ridges; the surest are shown.
MOST_NUMBERED = 20


@dataclass(frozen=True, slots=True)
class Mark:
    """One minutia on the sheet, in its units: place, end of its line, kind; `number` and its place where it corresponds."""

    x: float
    y: float
    line_x: float
    line_y: float
    kind: str
    number: int | None
    label_x: float
    label_y: float

    @property
    def triangle(self) -> str:
        """Corners for an SVG polygon."""
        return (
            f"{self.x:.1f},{self.y - RADIUS:.1f} {self.x - RADIUS:.1f},{self.y + RADIUS:.1f} "
            f"{self.x + RADIUS:.1f},{self.y + RADIUS:.1f}"
        )

    @property
    def corner_x(self) -> float:
        return self.x - RADIUS

    @property
    def corner_y(self) -> float:
        return self.y - RADIUS


@dataclass(frozen=True, slots=True)
class Drawing:
    """One print on a sheet of `sheet_width` by `sheet_height`; the picture of `width` by `height` lies at `left`, `top`.

    Both sheets of a pair have one size, so whatever the page does to them, both prints keep one scale.
    """

    width: int
    height: int
    sheet_width: int
    sheet_height: int
    marks: tuple[Mark, ...]

    @property
    def left(self) -> float:
        return (self.sheet_width - self.width) / 2

    @property
    def top(self) -> float:
        return (self.sheet_height - self.height) / 2

    @property
    def numbered(self) -> int:
        return sum(mark.number is not None for mark in self.marks)


def draw_pair(probe: Minutiae | None, candidate: Minutiae | None) -> tuple[Drawing | None, Drawing | None]:
    """Both prints of one finger; None for a side that has none."""
    shown = [minutiae for minutiae in (probe, candidate) if minutiae is not None]
    size = (max((m.width for m in shown), default=1), max((m.height for m in shown), default=1))
    probe_numbers: dict[int, int] = {}
    candidate_numbers: dict[int, int] = {}
    if probe is not None and candidate is not None:
        pairs = find_correspondences(build_template(probe), build_template(candidate)).pairs
        for number, (first, second) in enumerate(pairs[:MOST_NUMBERED].tolist(), start=1):
            probe_numbers[first], candidate_numbers[second] = number, number
    return (
        None if probe is None else _draw(probe, probe_numbers, size),
        None if candidate is None else _draw(candidate, candidate_numbers, size),
    )


def _draw(minutiae: Minutiae, numbers: dict[int, int], size: tuple[int, int]) -> Drawing:
    marks = [_mark(*row, number=numbers.get(index)) for index, row in enumerate(minutiae.points.tolist())]
    # Numbered ones last: they lie on top.
    marks.sort(key=lambda mark: (mark.number is not None, mark.number or 0))
    return Drawing(minutiae.width, minutiae.height, *size, tuple(marks))


def _mark(x: int, y: int, direction: int, kind: int, *, number: int | None) -> Mark:
    """The number stands behind the minutia, where its line isn't."""
    turn = direction * 2 * math.pi / 256
    along_x, along_y = math.cos(turn), -math.sin(turn)
    return Mark(
        x,
        y,
        round(x + LINE * along_x, 1),
        round(y + LINE * along_y, 1),
        {ENDING: "ending", BIFURCATION: "bifurcation"}.get(kind, "unknown"),
        number,
        round(x - _LABEL_AT * along_x, 1),
        round(y - _LABEL_AT * along_y + 4, 1),
    )
