"""Boundaries: read from TopoJSON, the six and their neighbours, each border once and named by both sides."""

import json
from itertools import pairwise

import pytest

from egnatia.ui import boundaries
from tests.conftest import SHARED_DATA

SIX = ("ALB", "BIH", "XKX", "MNE", "MKD", "SRB")

#: Two squares that share a side; arc 0 is that side.
SQUARES = {
    "transform": {"scale": [1.0, 1.0], "translate": [20.0, 40.0]},
    "arcs": [[[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [1, 0], [0, 1], [-1, 0]]],
    "objects": {
        "countries": {
            "geometries": [
                {"type": "Polygon", "id": "807", "properties": {"name": "A"}, "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "properties": {"name": "Kosovo"}, "arcs": [[[2, ~0]]]},
                {"type": "Polygon", "id": "999", "properties": {"name": "Far away"}, "arcs": [[2]]},
            ]
        }
    },
}


def test_a_shared_side_is_one_line_named_by_both():
    read = boundaries.read_topology(SQUARES)
    assert [area["code"] for area in read["areas"]] == ["MK", "XK"]
    assert {line["between"]: len(line["coordinates"]) for line in read["lines"]} == {"MK-": 1, "MK-XK": 1, "XK-": 1}
    assert read["lines"][1]["coordinates"] == [[(21.0, 40.0), (21.0, 41.0)]]


def test_rings_are_closed_and_run_as_they_did():
    ring = boundaries.read_topology(SQUARES)["areas"][1]["geometry"]["coordinates"][0][0]
    assert ring[0] == ring[-1]
    assert set(ring) == {(21.0, 40.0), (22.0, 40.0), (22.0, 41.0), (21.0, 41.0)}


def test_what_lies_outside_the_frame_is_cut_off():
    ring = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]
    cut = boundaries.clip_ring(ring, (1.0, 1.0, 2.0, 9.0))
    assert {x for x, _ in cut} == {1.0, 2.0} and {y for _, y in cut} == {1.0, 4.0}
    assert boundaries.clip_ring(ring, (5.0, 5.0, 6.0, 6.0)) == []


def test_only_what_bends_a_line_stays():
    assert boundaries.simplify([(0.0, 0.0), (1.0, 0.001), (2.0, 0.0), (2.0, 1.0)], 0.01) == [(0.0, 0.0), (2.0, 0.0), (2.0, 1.0)]


@pytest.fixture(scope="module")
def ours(built):
    return json.loads(boundaries.BUILT.read_text(encoding="utf-8"))


def test_all_six_and_every_border_between_them(ours):
    assert {"AL", "BA", "XK", "ME", "MK", "RS"} <= {area["code"] for area in ours["areas"]}
    assert {"AL-XK", "MK-XK", "ME-XK", "RS-XK", "MK-RS", "GR-MK", "BA-HR", "HU-RS"} <= {
        line["between"] for line in ours["lines"]
    }


def test_our_areas_agree_with_another_conversion(ours):
    """Within a hundredth of the area that the boundaries of ../shared/data give."""
    source = SHARED_DATA / "boundaries" / "six_partners_10m.geojson"
    if not source.is_file():
        pytest.skip("the boundaries to compare with (../shared/data/boundaries) are not on this machine")
    theirs = {one["properties"]["iso3"]: _area(one["geometry"]) for one in json.loads(source.read_text())["features"]}
    mine = {area["code"]: _area(area["geometry"]) for area in ours["areas"]}
    for code, code3 in zip(("AL", "BA", "XK", "ME", "MK", "RS"), SIX, strict=True):
        assert mine[code] == pytest.approx(theirs[code3], rel=0.01), code3


def _area(geometry) -> float:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    rings = [ring for polygon in polygons for ring in polygon]
    return abs(sum(x1 * y2 - x2 * y1 for ring in rings for (x1, y1), (x2, y2) in pairwise(ring)) / 2)
