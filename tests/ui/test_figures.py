"""Figures: drawn on the server, named for who can't see them, never two units on one axis, kept until nobody looks."""

import datetime as dt
import os
import re
import time

import pytest
from defusedxml import ElementTree

from egnatia.base import node
from egnatia.base.errors import Problem
from egnatia.ui import charts, figures, maps
from tests.kept import convert

pytestmark = pytest.mark.usefixtures("built", "drawn_anew")

MONTHS = [dt.date(2022, month, 1) for month in range(1, 13)]
DETECTED = charts.Line("Detections", [(day, 1000.0 * day.month if day.month != 5 else None) for day in MONTHS], "detections")
NAMES = [("AL", "Albania"), ("MK", "North Macedonia"), ("XK", "Kosovo*"), ("GR", "Greece")]


@pytest.fixture(scope="module")
def drawn_anew():
    """Other tests share what is drawn."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "_convert", convert)
        yield


@pytest.fixture
def route():
    return charts.line([DETECTED], title="The route & <more>", every="month", caption="Source: a test, as of today")


def texts_of(svg: str) -> str:
    return " ".join(ElementTree.fromstring(svg).itertext())


def test_a_drawing_has_a_name_and_a_description_and_our_font(route):
    root = ElementTree.fromstring(route.svg)
    title, description = root[0], root[1]
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == "The route & <more>"
    assert "highest 12,000 (December 2022)" in (description.text or "")
    assert 'font-family="Noto Sans"' in route.svg


def test_a_drawing_needs_nothing_that_the_policy_forbids(route):
    for svg in (route.svg, route.narrow_svg, maps.map_of_sections([], title="x", unit="persons", names=NAMES).svg):
        assert not re.search(r"style=|<style|<script|href=|aria-roledescription", svg)


def test_the_table_says_what_was_not_reported(route):
    assert route.head == ("Month", "Detections")
    assert route.rows[3:5] == (("April 2022", "4,000"), ("May 2022", "–"))


def test_only_a_drawing_that_is_saved_carries_title_and_source_inside(route):
    assert "Source: a test" in texts_of(route.whole_svg)
    assert "Source: a test" not in texts_of(route.svg)
    assert route.whole_png().startswith(b"\x89PNG")


def test_units_never_share_an_axis():
    applied = charts.Line("Applications", DETECTED.points, "applications")
    with pytest.raises(Problem) as caught:
        charts.line([DETECTED, applied], title="Both", every="month")
    assert caught.value.code == "picture.units_differ"


def test_more_lines_than_can_be_told_apart_are_refused():
    many = [charts.Line(str(number), DETECTED.points, "detections") for number in range(charts.MOST_LINES + 1)]
    with pytest.raises(Problem) as caught:
        charts.line(many, title="Many", every="month")
    assert caught.value.code == "picture.too_many_lines"


def test_intervals_and_alarms_stand_in_the_table():
    forecast = charts.Line("Forecast", [(MONTHS[-1], 12_000.0)], "detections", band=[(MONTHS[-1], 9_000.0, 15_000.0)])
    mark = charts.Mark(MONTHS[2], 3_000.0, "Sudden rise", "rise")
    drawn = charts.line([DETECTED, forecast], title="With forecast", every="month", marks=[mark])
    assert drawn.head == ("Month", "Detections", "Forecast", "likely between", "Remark")
    assert drawn.rows[2][-1] == "Sudden rise"
    assert drawn.rows[-1][3] == "9,000 – 15,000"
    assert "Forecast" in texts_of(drawn.svg)


def test_columns_say_their_figures_and_gaps():
    drawn = charts.columns(DETECTED, title="Months", every="month")
    said = texts_of(drawn.svg)
    assert "1,000" in said and "–" in said and "Jan 2022" in said


def test_bars_of_what_may_not_be_told_say_so():
    drawn = charts.bars(
        [charts.Bar("Syria", 72_937.0), charts.Bar("Nepal", None, "under 5")], title="Who", unit="detections", of="Nationality"
    )
    assert drawn.rows == (("Syria", "72,937"), ("Nepal", "under 5"))
    assert "under 5" in texts_of(drawn.svg)


def test_nothing_reported_at_all_is_still_a_figure():
    assert charts.line([charts.Line("Empty", [], "detections")], title="Empty", every="day").svg
    assert charts.bars([], title="None", unit="detections", of="Place").svg


def test_a_map_of_partners_names_all_with_their_asterisk():
    areas = [maps.AreaValue("AL", "Albania", 120.0), maps.AreaValue("XK", "Kosovo*", None), maps.AreaValue("RS", "Serbia", 9.0)]
    drawn = maps.map_of_partners(areas, title="Map", unit="persons")
    assert "Kosovo*" in texts_of(drawn.svg) and "XK*" in texts_of(drawn.narrow_svg)
    assert drawn.rows[1] == ("Kosovo*", "–")


def test_lines_between_partners_look_alike_unless_the_deployment_says_otherwise(monkeypatch):
    def dash_of(styles) -> dict[str, list[float]]:
        monkeypatch.setattr(maps, "value_of", lambda key: styles)
        spec = maps.map_of_partners([], title="Map", unit="persons").make("wide")
        lines = (feature["properties"] for feature in spec["datasets"]["borders"])
        return {line["between"]: line["dash"] for line in lines}

    inside = {"AL-ME", "AL-MK", "AL-XK", "BA-ME", "BA-RS", "ME-RS", "ME-XK", "MK-RS", "MK-XK", "RS-XK"}
    assert {tuple(dash) for between, dash in dash_of({}).items() if between in inside} == {(1, 0)}
    assert dash_of({"RS-XK": "dashed"})["RS-XK"] == maps.LINE_STYLES["dashed"]


def test_a_section_is_drawn_as_the_border_that_it_is():
    place = maps.PlaceValue("At Gevgelija", 41.14, 22.52, 812.0, between="MK-GR")
    spec = maps.map_of_sections([place], title="Sections", unit="persons", names=NAMES).make("wide")
    lines = (feature["properties"] for feature in spec["datasets"]["borders"])
    strong = {line["between"] for line in lines if line["width"] > 3}
    assert strong == {"GR-MK"}


def test_a_circle_stands_on_the_border_and_not_inside_a_country():
    place = maps.PlaceValue("Between Croatia and Bosnia", 44.6, 16.4, 254.0, between="BA-HR")
    lon, lat = maps._on_border(place)
    assert [lon, lat] in [
        point
        for line in maps.boundaries()["lines"]
        if line["between"] == "BA-HR"
        for part in line["coordinates"]
        for point in part
    ]


def test_the_same_figure_is_drawn_once(route, monkeypatch):
    first = route.svg
    monkeypatch.setattr(figures, "_convert", lambda *arguments, **options: pytest.fail("drawn again"))
    assert route.svg == first


def test_another_value_is_another_drawing(route):
    changed = charts.Line("Detections", [*DETECTED.points[:-1], (MONTHS[-1], 1.0)], "detections")
    other = charts.line([changed], title=route.title, every="month", caption=route.caption)
    assert other.digest != route.digest


def test_what_nobody_looks_at_is_swept(route):
    route.draw()
    folder = node.current().folder(figures.FOLDER)
    drawing = folder / f"{route.digest}-wide.svg"
    long_ago = time.time() - (figures.DAYS_KEPT + 1) * 86_400
    os.utime(drawing, (long_ago, long_ago))
    assert figures.sweep() >= 1
    assert not drawing.exists() and (folder / f"{route.digest}-narrow.svg").exists()


def test_columns_tell_what_is_to_come_from_what_is_there():
    expected = charts.Line("Expected", [(MONTHS[-1], 14000.0)], "detections", band=[(MONTHS[-1], 13000.0, 15500.0)])
    drawn = charts.columns(DETECTED, title="Months", every="month", expected=expected)
    assert drawn.head == ("Month", "Detections", "Expected", "likely between")
    assert drawn.rows[-1] == ("December 2022", "12,000", "14,000", "13,000 – 15,500")
    assert drawn.rows[0] == ("January 2022", "1,000", "", "")
    plain = charts.columns(DETECTED, title="Months", every="month")
    assert drawn.svg != plain.svg and drawn.digest != plain.digest


def test_a_line_that_goes_on_from_another_is_told_only_where_it_is_its_own():
    going_on = charts.Line("Expected", [(MONTHS[-1], 14000.0)], "detections", begins=(MONTHS[-2], 11000.0))
    drawn = charts.line([DETECTED, going_on], title="Months", every="month")
    assert drawn.rows[-2:] == (("November 2022", "11,000", ""), ("December 2022", "12,000", "14,000"))
    apart = charts.line([DETECTED, charts.Line("Expected", going_on.points, "detections")], title="Months", every="month")
    assert drawn.digest != apart.digest
