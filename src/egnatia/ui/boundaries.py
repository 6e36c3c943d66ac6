"""Boundaries for our maps, from the TopoJSON of the npm package world-atlas (Natural Earth, public domain); run by the build.

    {"areas": [{"code": "MK", "geometry": {"type": "MultiPolygon", …}}, …],
     "lines": [{"between": "MK-RS", "coordinates": [[[21.5, 42.2], …], …]}, …]}

In TopoJSON two neighbours share the arcs of their border. We keep them as lines of their own, named by both codes in
alphabetical order ("GR-MK"; a coast is "AL-"), because a border section *is* such a line, and because the style of a line is
then the deployment's choice and not the data's. Countries outside the six that have no code here are left out.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

#: Where the build puts them.
BUILT = Path(__file__).resolve().parent / "static" / "ui" / "built" / "boundaries.json"

Point = tuple[float, float]  # degrees: longitude, latitude
Ring = list[Point]
Polygons = list[list[list[int]]]  # polygons of rings of arc numbers

#: ISO 3166 numbers, as world-atlas names its shapes, and the code used by us. Kosovo* has no number there, only a name.
CODES = {
    "008": "AL", "070": "BA", "499": "ME", "807": "MK", "688": "RS", "Kosovo": "XK",
    "040": "AT", "100": "BG", "191": "HR", "300": "GR", "348": "HU", "380": "IT", "498": "MD", "642": "RO", "703": "SK",
    "705": "SI", "792": "TR", "804": "UA",
}  # fmt: skip
#: West, south, east, north of what is kept: the region and its routes, from the Aegean to Vienna.
FRAME = (9.0, 34.5, 30.5, 49.5)
#: Points nearer than this to the straight line are left out; half a pixel on a map 700 pixels wide.
TOLERANCE = 0.008
#: Rings smaller than this, in square degrees, are no islands one could see.
SMALLEST_RING = 0.012


def convert(source: Path, target: Path) -> None:
    """Read a TopoJSON file of countries, write ours."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    target.write_text(json.dumps(read_topology(topology), separators=(",", ":")), encoding="utf-8")


def read_topology(topology: dict[str, Any]) -> dict[str, Any]:
    """The areas and lines of the module's docstring, simplified and cut to `FRAME`."""
    countries = dict(_named(topology["objects"]["countries"]["geometries"]))
    arcs = _decode_arcs(topology, {_forwards(number) for polygons in countries.values() for number in _numbers(polygons)})
    areas = []
    for code, polygons in sorted(countries.items()):
        cut = [_cut_polygon(polygon, arcs) for polygon in polygons]
        if kept := [polygon for polygon in cut if polygon]:
            areas.append({"code": code, "geometry": {"type": "MultiPolygon", "coordinates": kept}})
    return {"areas": areas, "lines": list(_lines(countries, arcs))}


def _decode_arcs(topology: dict[str, Any], wanted: Iterable[int]) -> dict[int, Ring]:
    """Arcs are written as steps from point to point on a grid (TopoJSON 1.0, section 2.1.4); simplified at once."""
    (scale_x, scale_y), (zero_x, zero_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = {}
    for number in wanted:
        x = y = 0
        points = []
        for step_x, step_y, *_ in topology["arcs"][number]:
            x, y = x + step_x, y + step_y
            points.append((round(x * scale_x + zero_x, 4), round(y * scale_y + zero_y, 4)))
        arcs[number] = simplify(points, TOLERANCE)
    return arcs


def _forwards(number: int) -> int:
    """~n stands for arc n from its end to its start."""
    return number if number >= 0 else ~number


def _numbers(polygons: Polygons) -> Iterator[int]:
    return (number for polygon in polygons for ring in polygon for number in ring)


def _named(geometries: Iterable[dict[str, Any]]) -> Iterator[tuple[str, Polygons]]:
    """Code and polygons of the shapes that are ours."""
    for shape in geometries:
        code = CODES.get(shape.get("id") or shape["properties"]["name"])
        if code is not None:
            yield code, [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]


def simplify(points: Sequence[Point], tolerance: float) -> Ring:
    """Leave out what doesn't move the line by more than `tolerance` (Douglas and Peucker 1973); both ends stay."""
    if len(points) < 3:
        return list(points)
    kept, open_parts = {0, len(points) - 1}, [(0, len(points) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        distance, at = max(
            ((_distance(points[index], points[first], points[last]), index) for index in range(first + 1, last)),
            default=(0.0, 0),
        )
        if distance > tolerance:
            kept.add(at)
            open_parts += [(first, at), (at, last)]
    return [points[index] for index in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to the line between two others."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    dx, dy = x2 - x1, y2 - y1
    if dx == dy == 0:
        return float(((x - x1) ** 2 + (y - y1) ** 2) ** 0.5)
    along = max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)))
    return float(((x - x1 - along * dx) ** 2 + (y - y1 - along * dy) ** 2) ** 0.5)


def _cut_polygon(polygon: list[list[int]], arcs: dict[int, Ring]) -> list[Ring]:
    rings = [clip_ring(_ring(numbers, arcs), FRAME) for numbers in polygon]
    return [ring for ring in rings if abs(_area(ring)) > SMALLEST_RING]


def _ring(numbers: Iterable[int], arcs: dict[int, Ring]) -> Ring:
    """Arcs joined; the last point of one is the first of the next."""
    points: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def clip_ring(ring: Ring, frame: tuple[float, float, float, float]) -> Ring:
    """The part of a closed ring inside a box (Sutherland and Hodgman 1974), closed again; empty when none is."""
    west, south, east, north = frame
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        ring = _clip_side(ring, axis, limit, sign)
    return [*ring, ring[0]] if ring else []


def _clip_side(ring: Ring, axis: int, limit: float, sign: int) -> Ring:
    kept: Ring = []
    for before, point in zip(ring[-1:] + ring[:-1], ring, strict=True):
        was_in, is_in = (sign * (one[axis] - limit) >= 0 for one in (before, point))
        if was_in != is_in:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            crossing = [before[side] + share * (point[side] - before[side]) for side in (0, 1)]
            crossing[axis] = limit
            kept.append((round(crossing[0], 4), round(crossing[1], 4)))
        if is_in:
            kept.append(point)
    return kept


def _lines(countries: dict[str, Polygons], arcs: dict[int, Ring]) -> Iterator[dict[str, Any]]:
    """Every arc once, under the codes of those who share it."""
    owners: dict[int, set[str]] = {}
    for code, polygons in countries.items():
        for number in _numbers(polygons):
            owners.setdefault(_forwards(number), set()).add(code)
    parts: dict[str, list[Ring]] = {}
    for number, codes in sorted(owners.items()):
        if _is_inside(arcs[number]):
            parts.setdefault("-".join(sorted(codes)) if len(codes) > 1 else f"{min(codes)}-", []).append(arcs[number])
    for between, coordinates in sorted(parts.items()):
        yield {"between": between, "coordinates": coordinates}


def _is_inside(arc: Ring) -> bool:
    west, south, east, north = FRAME
    return any(west <= x <= east and south <= y <= north for x, y in arc)
