"""Maps without tiles: areas filled by value, border sections as the lines they are, circles where something was counted.

Boundaries come from the build (`boundaries.py`). All lines between the six look alike unless the setting `map_lines` says
otherwise; labels carry the asterisk that the caller's names carry, and the page's foot the note to it.
"""

import json
import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from egnatia.base.errors import Problem
from egnatia.base.node_settings import value_of
from egnatia.ui.altair_later import alt
from egnatia.ui.boundaries import BUILT
from egnatia.ui.chart_style import Size, chart_of, finish, number_text
from egnatia.ui.figures import Figure, Shape, Spec
from egnatia.ui.palette import colour, steps

_PLACES = tomllib.loads((Path(__file__).parent / "data" / "maps.toml").read_text(encoding="utf-8"))
#: How the setting `map_lines` names the styles of a line, as lengths of dash and gap.
LINE_STYLES = {"solid": [1, 0], "dashed": [5, 3], "dotted": [1.5, 2.5]}
#: The height follows from the frame.
MAP_SIZES = {"wide": Size(620, 0, 13), "narrow": Size(340, 0, 12), "whole": Size(960, 0, 15, has_texts=True)}
_LARGEST_CIRCLE = 1500  # square pixels on the wide map


@dataclass(frozen=True, slots=True)
class AreaValue:
    """One partner's area. `value` None: nothing reported; `text` is shown instead of the figure ("under 5")."""

    code: str
    label: str
    value: float | None
    text: str = ""

    @property
    def shown(self) -> str:
        return self.text or number_text(self.value)


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """One border section or crossing point.

    between    codes of the two sides ("MK-GR", in either order): that border line is drawn strong
    lat, lon   degrees, where the circle stands
    """

    label: str
    lat: float
    lon: float
    value: float | None
    between: str = ""
    text: str = ""

    @property
    def shown(self) -> str:
        return self.text or number_text(self.value)


def map_of_partners(
    areas: Sequence[AreaValue], *, title: str, unit: str, caption: str = "", frame: str = "region", of: str = ""
) -> Figure:
    """Areas filled in five steps from little to much, each with its name and figure.

    frame   region | route
    of      head of the table's first column
    Raises Problem `ui.map.no_boundaries`.
    """
    lines = value_of("map_lines")
    data = ["partners", unit, frame, lines, [[area.code, area.label, area.value, area.text] for area in areas]]

    def make(shape: Shape) -> Spec:
        view = _View(frame, shape)
        chart = alt.layer(*_ground(view), *_area_labels(view, areas))
        spec = finish(chart, view.size, title=title, caption=caption, height=view.height + view.texts)
        return {
            **spec,
            "datasets": {
                **spec.get("datasets", {}),
                "land": _land(_fills(areas)),
                "borders": _borders(lines, fills=_fills(areas)),
            },
        }

    rows = tuple((area.label, area.shown) for area in areas)
    description = _("Map of the partners.") + " " + _spoken(areas, unit)
    return Figure(title, description, unit, caption, (of or _("Partner"), unit), rows, data, make)


def map_of_sections(
    places: Sequence[PlaceValue],
    *,
    title: str,
    unit: str,
    names: Sequence[tuple[str, str]],
    caption: str = "",
    frame: str = "region",
    of: str = "",
) -> Figure:
    """Border sections with a circle each, its area by the value; `names` are (code, label) of the partners and neighbours."""
    lines = value_of("map_lines")
    drawn = [[place.label, place.lat, place.lon, place.value, place.between, place.text] for place in places]
    data = ["sections", unit, frame, lines, list(names), drawn]

    def make(shape: Shape) -> Spec:
        view = _View(frame, shape)
        chart = alt.layer(*_ground(view), *_names(view, names), *_circles(view, places))
        spec = finish(chart, view.size, title=title, caption=caption, height=view.height + view.texts)
        return {**spec, "datasets": {**spec.get("datasets", {}), "land": _land({}), "borders": _borders(lines, places)}}

    rows = tuple((place.label, place.shown) for place in places)
    description = _("Map of the border sections.") + " " + _spoken(places, unit)
    return Figure(title, description, unit, caption, (of or _("Border section"), unit), rows, data, make)


class _View:
    """A frame in degrees laid over a size in pixels: Mercator, filled exactly."""

    def __init__(self, frame: str, shape: Shape) -> None:
        self.size = size = MAP_SIZES[shape]
        self.west, self.south, self.east, self.north = _PLACES["frames" if size.width > 400 else "narrow_frames"][frame]
        self.scale = size.width / math.radians(self.east - self.west)
        self.height = round(self.scale * (_mercator(self.north) - _mercator(self.south)))
        self.texts = 90 if size.has_texts else 0

    @property
    def projection(self) -> dict[str, Any]:
        middle = (_mercator(self.north) + _mercator(self.south)) / 2
        latitude = math.degrees(2 * math.atan(math.exp(middle)) - math.pi / 2)
        return {
            "type": "mercator",
            "scale": self.scale,
            "center": [(self.west + self.east) / 2, latitude],
            "translate": [self.size.width / 2, self.height / 2],
            "clipExtent": [[0, 0], [self.size.width, self.height]],
            "precision": 0.3,
        }

    def holds(self, lon: float, lat: float) -> bool:
        return bool(self.west <= lon <= self.east and self.south <= lat <= self.north)


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))


def _shapes(view: _View, name: str) -> Any:
    """Shapes by the name of their data set: put inside, Altair would check and copy every point."""
    return alt.Chart(alt.NamedData(name)).project(**view.projection)


def _ground(view: _View) -> list[Any]:
    """Water, land, lines; their data sets are `_land` and `_borders`."""
    sea = chart_of([{}]).mark_rect(color=colour("map-sea"))
    water = sea.encode(x=alt.value(0), y=alt.value(0), x2=alt.value(view.size.width), y2=alt.value(view.height))
    land = _shapes(view, "land").mark_geoshape().encode(fill=alt.Fill("properties.fill:N", scale=None))
    lines = _shapes(view, "borders").mark_geoshape(filled=False, strokeJoin="round", strokeCap="round")
    borders = lines.encode(
        stroke=alt.Stroke("properties.stroke:N", scale=None),
        strokeWidth=alt.StrokeWidth("properties.width:Q", scale=None),
        strokeDash=alt.StrokeDash("properties.dash:N", scale=None),
    )
    return [water, land, borders]


def _land(fills: dict[str, str]) -> list[dict[str, Any]]:
    """Areas with their colour: of the six what `fills` says or white, the neighbours quiet."""
    plain = {"fill": colour("mist")}
    return [
        {
            "type": "Feature",
            "properties": {"fill": fills.get(area["code"], colour("paper"))} if area["code"] in _SIX else plain,
            "geometry": area["geometry"],
        }
        for area in boundaries()["areas"]
    ]


def _borders(
    styles: dict[str, str], strong: Sequence[PlaceValue] = (), *, fills: dict[str, str] | None = None
) -> list[dict[str, Any]]:
    """Lines with their style; the borders of the places in `strong` are drawn so, those between two dark `fills` white."""
    dark = {code for code, fill in (fills or {}).items() if fill in steps()[3:]}
    wanted = {frozenset(place.between.split("-")) for place in strong if place.between}
    return [
        _line_feature(line, styles, is_strong=sides in wanted, is_light=sides <= dark)
        for line in boundaries()["lines"]
        for sides in [frozenset(line["between"].split("-"))]
        if not line["between"].endswith("-") or line["between"][:2] in _SIX  # elsewhere the water's colour is coast enough
    ]


_SIX = ("AL", "BA", "ME", "MK", "RS", "XK")


def _line_feature(line: dict[str, Any], styles: dict[str, str], *, is_strong: bool, is_light: bool) -> dict[str, Any]:
    """Lines with one of the six on a side look alike, whichever they are; the deployment may style a line of its own."""
    between = line["between"]
    ours = any(code in _SIX for code in between.split("-"))
    hue = "series-2" if is_strong else "step-1" if is_light else "ink-soft" if ours else "line"
    style = styles.get(between, "solid") if ours else "solid"
    properties = {
        "between": between,
        "stroke": colour(hue),
        "width": 3.2 if is_strong else 1.1 if ours else 0.7,
        "dash": LINE_STYLES.get(style, LINE_STYLES["solid"]),
    }
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "MultiLineString", "coordinates": line["coordinates"]},
    }


def _fills(areas: Sequence[AreaValue]) -> dict[str, str]:
    """Five steps by the square root of the value, so that one large figure doesn't make all others look alike."""
    scale, known = steps(), [area.value for area in areas if area.value is not None]
    top = math.sqrt(max(known, default=0)) or 1.0
    return {
        area.code: colour("paper") if area.value is None else scale[min(4, int(math.sqrt(area.value) / top * 5))]
        for area in areas
    }


def _area_labels(view: _View, areas: Sequence[AreaValue]) -> list[Any]:
    dark, fills = set(steps()[3:]), _fills(areas)
    values = [
        {"lon": lon, "lat": lat, "name": area.label if view.size.width > 400 else area.code + "*" * ("*" in area.label),
         "shown": area.shown, "ink": colour("paper") if fills[area.code] in dark else colour("ink")}
        for area in areas
        for lon, lat in [_PLACES["labels"][area.code]]
    ]  # fmt: skip
    base = chart_of(values).project(**view.projection)
    place = {"longitude": "lon:Q", "latitude": "lat:Q", "color": alt.Color("ink:N", scale=None)}
    names = base.mark_text(fontSize=view.size.letters - 1, dy=-9).encode(text="name:N", **place)
    figures = base.mark_text(fontSize=view.size.letters + 3, fontWeight="bold", dy=8).encode(text="shown:N", **place)
    return [names, figures]


def _names(view: _View, names: Sequence[tuple[str, str]]) -> list[Any]:
    values = []
    for code, label in names:
        lon, lat = _PLACES["labels"].get(code, (0.0, 0.0))
        if view.holds(lon, lat):
            is_ours = code in _SIX
            short = label if view.size.width > 400 else code + "*" * ("*" in label)
            values.append({"lon": lon, "lat": lat, "name": short, "ink": colour("ink" if is_ours else "ink-soft")})
    base = chart_of(values).project(**view.projection).mark_text(fontSize=view.size.letters - 1)
    return [base.encode(longitude="lon:Q", latitude="lat:Q", text="name:N", color=alt.Color("ink:N", scale=None))]


def _circles(view: _View, places: Sequence[PlaceValue]) -> list[Any]:
    """Largest first, so that small ones stay in sight; a ring without filling where nothing was reported."""
    top = max((place.value or 0 for place in places), default=0) or 1
    largest = _LARGEST_CIRCLE * (view.size.width / MAP_SIZES["wide"].width) ** 2
    values = [
        {"lon": lon, "lat": lat, "shown": place.shown, "size": max(60, largest * (place.value or 0) / top),
         "fill": "transparent" if place.value is None else colour("series-2")}
        for place in sorted(places, key=lambda place: -(place.value or 0))
        for lon, lat in [_on_border(place)]
        if view.holds(lon, lat)
    ]  # fmt: skip
    base = chart_of(values).project(**view.projection)
    where = {"longitude": "lon:Q", "latitude": "lat:Q"}
    circles = base.mark_circle(opacity=0.82, stroke=colour("paper"), strokeWidth=1).encode(
        size=alt.Size("size:Q", scale=None, legend=None), color=alt.Color("fill:N", scale=None), **where
    )
    figures = base.mark_text(fontWeight="bold", fontSize=view.size.letters, stroke=colour("paper"), strokeWidth=3)
    inked = base.mark_text(fontWeight="bold", fontSize=view.size.letters)
    return [circles, figures.encode(text="shown:N", **where), inked.encode(text="shown:N", **where)]


def _on_border(place: PlaceValue) -> tuple[float, float]:
    """The point of the place's border line nearest to it: the middle of several crossings may lie far inside a country."""
    sides = frozenset(place.between.split("-"))
    line = next(
        (line for line in boundaries()["lines"] if place.between and frozenset(line["between"].split("-")) == sides), None
    )
    if line is None:
        return place.lon, place.lat
    points = [(lon, lat) for part in line["coordinates"] for lon, lat in part]
    return min(points, key=lambda point: math.hypot((point[0] - place.lon) * 0.73, point[1] - place.lat))  # cos 43 degrees


def _spoken(values: Sequence[AreaValue] | Sequence[PlaceValue], unit: str) -> str:
    """The values in words, for who can't see the map."""
    return ", ".join(f"{one.label} {one.shown}" for one in values) + f" ({unit})."


@cache
def boundaries() -> dict[str, Any]:
    """What the build made of world-atlas. Raises Problem `ui.map.no_boundaries`."""
    if not BUILT.is_file():
        raise Problem(
            "ui.map.no_boundaries", "The boundaries for maps are not built.", "Run: python -m egnatia.ui.build", status=500
        )
    return dict(json.loads(BUILT.read_text(encoding="utf-8")))
