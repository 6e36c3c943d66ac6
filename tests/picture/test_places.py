"""Sections and crossing points: every neighbour is there, and a place is found however it is written."""

import json
import math
from itertools import pairwise

import pytest

from egnatia import law
from egnatia.picture.data_files import read_data
from egnatia.picture.places import INSIDE, LAND, crossing_points, find_place, land_sections, name_of, section_of, sections
from egnatia.picture.spelling import fold
from egnatia.site.demo_data.people import _places as demo_places

NEIGHBOURS = {
    "AL": {"ME", "XK", "MK", "GR"},
    "BA": {"HR", "RS", "ME"},
    "XK": {"RS", "ME", "AL", "MK"},
    "ME": {"HR", "BA", "RS", "XK", "AL"},
    "MK": {"AL", "XK", "RS", "BG", "GR"},
    "RS": {"HU", "RO", "BG", "MK", "XK", "ME", "BA", "HR"},
}


def test_every_border_of_the_six_is_there():
    for partner in law.partners():
        assert {one.neighbour for one in land_sections(partner)} == NEIGHBOURS[partner]
    assert len(land_sections()) == 29
    assert sections()["MK-RS"].other_side == "RS-MK"
    assert sections()["MK-GR"].other_side == ""


def test_every_section_has_crossing_points_and_lies_in_the_region():
    used = {code for point in crossing_points().values() for code in point.sections}
    assert used == {code for code, section in sections().items() if section.kind != INSIDE}
    for section in sections().values():
        assert 39 < section.lat < 47 and 15 < section.lon < 24, section.code


def test_crossing_points_are_named_in_the_languages_of_both_sides():
    languages = read_data("places")["languages"]
    for point in crossing_points().values():
        partner, neighbour = point.section.split("-")
        assert set(languages[partner]) & point.names.keys(), point.code
        if sections()[point.section].kind == LAND:
            assert set(languages[neighbour]) & point.names.keys(), point.code
        assert len(point.code) <= 40 and point.status


def test_kosovo_carries_its_asterisk_everywhere():
    for section in sections().values():
        if "XK" in section.code.split("-"):
            assert all("*" in name for name in section.names.values()), section.code


@pytest.mark.parametrize(
    ("text", "partner", "code"),
    [
        ("Tabanovce", "", "tabanovce"),
        ("Табановце", "MK", "tabanovce"),
        ("Preševo", "MK", "tabanovce"),
        ("granični prelaz HORGOS 1", "RS", "horgos"),
        ("Hercegszántó", "", "backi-breg"),
        ("Εύζωνοι", "", "bogorodica"),
        ("MK-GR", "MK", "MK-GR"),
        ("Kumanovo", "MK", "MK-RS"),
        ("Centar za azil Bihać", "BA", "BA-HR"),
        ("Bar", "ME", "bar-port"),
        ("u baru", "ME", ""),
        ("Skopje", "MK", "MK-IN"),
        ("Atlantis", "", ""),
        ("", "", ""),
        ("Horgoš", "AL", ""),
    ],
)
def test_place_is_found_as_people_write_it(text, partner, code):
    assert find_place(text, partner) == code


def test_section_is_that_of_the_own_side():
    assert section_of("tabanovce", "MK") == "MK-RS"
    assert section_of("tabanovce", "RS") == "RS-MK"
    assert section_of("MK-RS", "RS") == ""
    assert section_of("nowhere") == ""
    assert name_of("nowhere") == "nowhere"


def test_every_place_of_the_demo_is_known():
    missing = [(partner, name) for partner, names in demo_places().items() for name in names if not find_place(name, partner)]
    assert not missing


def test_folding_meets_scripts_and_keyboards():
    assert fold("Ђердап") == fold("Đerdap") == "djerdap"
    assert fold("Ќафасан") == "kafasan"
    assert fold("Κρυσταλλοπηγή") == "krystallopigi"
    assert fold("Пећ") == fold("Peć") == "pec"


ISO = {"AL": "ALB", "BA": "BIH", "XK": "XKX", "ME": "MNE", "MK": "MKD", "RS": "SRB"}


def test_crossing_points_lie_on_the_line(shared_data):
    features = json.loads((shared_data / "boundaries" / "six_partners_10m.geojson").read_text())["features"]
    borders = {feature["properties"]["iso3"]: feature["geometry"]["coordinates"][0] for feature in features}
    for point in crossing_points().values():
        if sections()[point.section].kind == LAND:
            partner = sections()[point.section].partner
            assert _kilometres(point.lat, point.lon, borders[ISO[partner]]) < 2, point.code


def _kilometres(lat, lon, line):
    """Distance to a line of (longitude, latitude), on a plane that is good enough for a few kilometres."""
    scale = math.cos(math.radians(lat))
    points = [((x - lon) * scale * 111.3, (y - lat) * 111.3) for x, y in line]
    return min(_to_segment(*first, *second) for first, second in pairwise(points))


def _to_segment(ax, ay, bx, by):
    dx, dy = bx - ax, by - ay
    square = dx * dx + dy * dy
    along = 0 if not square else max(0, min(1, -(ax * dx + ay * dy) / square))
    return math.hypot(ax + along * dx, ay + along * dy)
