"""Figures: drawn once as SVG on the server and kept in the node's folder `figures/`.

>>> figure = charts.line([charts.Line("Detections", points, unit="detections")], title="Western Balkan route", every="month")
>>> figure.svg[:4], figure.head, figure.rows[0]
('<svg', ('Month', 'Detections'), ('January 2022', '5,204'))

What is drawn depends on nothing but the figure's data, its language and our drawing code, so the digest of these is the file's
name: a count that changes makes another file, and what nobody has looked at for a month is swept. The same SVG stands in the
page and, by Typst, in a PDF.
"""

import hashlib
import json
import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import get_language

from egnatia.base import node
from egnatia.base.errors import Problem
from egnatia.ui import chart_style
from egnatia.ui.pdf import FONTS

FOLDER = "figures"
DAYS_KEPT = 30
PNG_SCALE = 2.0

#: wide: for a page; narrow: drawn anew for a phone instead of shrunk; whole: to be saved, with title and caption inside.
Shape = Literal["wide", "narrow", "whole"]
Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with all that belongs to it.

    title        what it shows
    description  the same for who can't see it: kind, span, first, last, highest
    unit         what is counted, in words
    caption      unit, source and vintage, as it stands below
    head, rows   the table beside it, as text
    data         everything that is drawn, as JSON values; `make` gives the Vega-Lite specification of a shape
    is_over_time whether the rows of the table are periods
    """

    title: str
    description: str
    unit: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    data: Any = field(repr=False)
    make: Callable[[Shape], Spec] = field(repr=False)
    is_over_time: bool = False

    @property
    def digest(self) -> str:
        """The name of its drawings."""
        return _digest([self.title, self.caption, get_language(), self.data])

    @property
    def svg(self) -> str:
        """For a page and a PDF; carries its title and description."""
        return self._named("wide")

    @property
    def narrow_svg(self) -> str:
        return self._named("narrow")

    @property
    def whole_svg(self) -> str:
        """To be saved on its own: title, unit, source and vintage are part of the picture."""
        return self._named("whole")

    def whole_png(self) -> bytes:
        """As `whole_svg`, in pixels, twice as dense as a screen's."""
        return _kept(f"{self.digest}.png", lambda: bytes(_convert("vegalite_to_png", self.make("whole"), scale=PNG_SCALE)))

    def draw(self) -> None:
        """Draw what a page needs, ahead of its first reader."""
        self._drawn("wide")
        self._drawn("narrow")

    def _drawn(self, shape: Shape) -> str:
        def draw() -> bytes:
            return _shortened(_convert("vegalite_to_svg", self.make(shape))).encode()

        return _kept(f"{self.digest}-{shape}.svg", draw).decode()

    def _named(self, shape: Shape) -> str:
        mark = f"figure-{self.digest[:12]}-{shape}"
        head, body = self._drawn(shape).split(">", 1)
        texts = f'<title id="{mark}-title">{escape(self.title)}</title><desc id="{mark}-desc">{escape(self.description)}</desc>'
        return f'{head} role="img" aria-labelledby="{mark}-title {mark}-desc">{texts}{body}'


def sweep(*, now: float | None = None) -> int:
    """Delete drawings that nobody has asked for in `DAYS_KEPT` days; returns how many."""
    before = (time.time() if now is None else now) - DAYS_KEPT * 86_400
    old = [path for path in node.current().folder(FOLDER).iterdir() if path.is_file() and path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _digest(data: Any) -> str:
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(f"{_drawing_code()}\n{text}".encode()).hexdigest()


@cache
def _drawing_code() -> str:
    """A digest of what draws: our code, our colours, the boundaries and the library's version."""
    from egnatia.ui import boundaries, charts, maps, palette

    digest = hashlib.sha256(_library().__version__.encode())
    for path in (*(Path(str(module.__file__)) for module in (charts, maps, chart_style)), palette.SHEET, boundaries.BUILT):
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def _kept(name: str, make: Callable[[], bytes]) -> bytes:
    """Look the file up, marking it as used; else make it and keep it. Two processes that make it write the same bytes."""
    present = node.find_current()
    if present is None:
        return make()
    path = present.folder(FOLDER) / name
    try:
        content = path.read_bytes()
        os.utime(path)
    except FileNotFoundError:
        content = make()
        unfinished = path.with_name(f"{name}.{os.getpid()}-{time.monotonic_ns()}")
        unfinished.write_bytes(content)
        unfinished.replace(path)
    return content


_TAIL = re.compile(r"(\.\d)\d+")
_INNER_ROLES = re.compile(r' role="graphics-[a-z]+"(?: aria-roledescription="[^"]*")?')


def _shortened(svg: str) -> str:
    """Paths to a tenth of a pixel: a map becomes a third smaller and looks the same. One picture has one role."""
    svg = _INNER_ROLES.sub("", svg)
    return re.sub(r'(?<= d=")[^"]+', lambda path: _TAIL.sub(r"\1", path[0]), svg)


def _convert(how: str, spec: Spec, **options: Any) -> Any:
    locale = {"format_locale": chart_style.number_locale(), "time_format_locale": chart_style.time_locale()}
    try:
        return getattr(_library(), how)(json.dumps(spec, default=str), **locale, **options)
    except ValueError as error:
        raise Problem("ui.figure.failed", f"The figure can't be drawn: {error}", "Tell your operator.", status=500) from error


@cache
def _library() -> Any:
    """vl-convert with our fonts. Loaded at the first figure: it starts a JavaScript engine, which most processes don't need."""
    import vl_convert

    if not sorted(FONTS.glob("*.ttf")):
        raise Problem(
            "ui.figure.no_fonts", "The fonts for figures are not built.", "Run: python -m egnatia.ui.build", status=500
        )
    vl_convert.register_font_directory(str(FONTS))
    return vl_convert
