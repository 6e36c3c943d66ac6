"""The picture's pages: units apart, gaps said, the address holds the question, files explain themselves."""

import ast
import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from egnatia import law
from egnatia.base import clock
from egnatia.picture.asked import wishes
from egnatia.picture.situation import drawing
from egnatia.picture.situation import maps as situation_maps
from egnatia.picture.situation import today as situation
from tests.conftest import REPOSITORY
from tests.ui.conftest import built  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
TODAY = date(2026, 11, 20)
EXPLORE = "/picture/explore/"


@pytest.fixture
def counted(take):
    """Two weeks at the Greek border: 20 each day, of whom 3 Moroccans; four applications a day; one day missing."""
    with clock.frozen(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        days = [TODAY - timedelta(days=number) for number in range(1, 15)]
        for day in days:
            if day == date(2026, 11, 10):
                continue
            at = datetime(day.year, day.month, day.day, 22, tzinfo=UTC)
            cells = [("", "", 20), ("section", "MK-GR", 20), ("nationality", "MAR", 3), ("nationality", "SYR", 17)]
            take([(day, cut, key, value) for cut, key, value in cells], at=at)
            take([(day, "", "", 4)], indicator="applications", at=at)
        take([(date(2026, 11, 17), "", "", 9)], source="RS", at=datetime(2026, 11, 18, tzinfo=UTC))
        yield


@pytest.fixture
def route(take):
    """Three months of the published series, the last one revised."""
    vintage, later = datetime(2025, 6, 3, tzinfo=UTC), datetime(2025, 7, 1, tzinfo=UTC)
    for months, at in (((100, 200, 300), vintage), ((100, 200, 450), later)):
        cells = []
        for number, value in enumerate(months, 1):
            cells += [(date(2025, number, 1), "", "", value), (date(2025, number, 1), "nationality", "=1+1", value)]
        take(cells, source="frontex", indicator="route_detections", every="month", at=at)


def test_situation_keeps_units_apart(analyst_client, counted):
    page = analyst_client.get("/picture/situation/").content.decode()
    boxes = {box.unit: [row.indicator.code for row in box.rows] for box in situation.look(TODAY).boxes()}
    assert boxes == {"detections": ["irregular_crossings"], "applications": ["applications"]}
    assert "In detections" in page and "In applications" in page
    assert page.count("<svg") >= 2 * 4  # sections, partners, two units by day; each drawn wide and narrow
    assert "UNSCR 1244/1999" in page


def test_situation_compares_whole_weeks(counted):
    row = situation.look(TODAY).boxes()[0].rows[0]
    assert (row.today, row.week, row.week_before) == (None, 7 * 20 + 9, 6 * 20)
    assert row.change == "+24 %"


def test_situation_says_who_is_not_in_its_totals(analyst_client, counted):
    assert ("Serbia", date(2026, 11, 17)) in situation.look(TODAY).not_reported()
    assert "North Macedonia" not in dict(situation.look(TODAY).not_reported())
    assert "Not in these totals" in analyst_client.get("/picture/situation/").content.decode()


def test_the_same_counts_are_not_drawn_again_a_minute_later(counted):
    drawn = [figure.digest for figure in situation.look(TODAY).figures()]
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        assert [figure.digest for figure in situation.look(TODAY).figures()] == drawn


def test_situation_without_counts_says_what_would_fill_it(analyst_client):
    assert "Nothing has been counted" in analyst_client.get("/picture/situation/").content.decode()


def test_explore_shows_what_the_address_says(analyst_client, counted):
    page = analyst_client.get(
        EXPLORE, {"indicator": "irregular_crossings", "cut": "nationality", "every": "week"}
    ).content.decode()
    assert "Irregular border crossings detected, by nationality" in page
    assert "week of 9 November 2026" in page
    assert "Morocco" in page and "Syria" in page
    assert 'value="week" selected' in page
    assert "In detections." in page and "as known on 19 November 2026" in page


def test_explore_opens_without_a_question_and_without_figures(analyst_client):
    page = analyst_client.get(EXPLORE)
    assert page.status_code == 200
    assert "Nothing was reported" in page.content.decode()


def test_what_was_not_reported_is_no_nought(analyst_client, counted):
    saved = read_csv(analyst_client, "time.csv", indicator="irregular_crossings", source="MK", every="day")
    rows = dict(saved[saved.index([]) + 2 :])
    assert rows["2026-11-09"] == "20" and rows["2026-11-10"] == ""


def test_by_partner_each_is_a_line(analyst_client, counted):
    saved = read_csv(analyst_client, "cells.csv", indicator="irregular_crossings", cut="source")
    assert saved[saved.index([]) + 1 :] == [
        ["Code", "Partner or source", "detections"],
        ["MK", "North Macedonia", "260"],
        ["RS", "Serbia", "9"],
    ]


def test_earlier_pictures_can_be_drawn_again(analyst_client, route):
    def last(**asked) -> str:
        return read_csv(analyst_client, "time.csv", indicator="route_detections", **asked)[-1][1]

    assert last() == "450"
    assert last(as_of="2025-06-15") == "300"


def test_files_say_what_they_hold(analyst_client, route):
    saved = read_csv(analyst_client, "time.csv", indicator="route_detections")
    facts = {row[0]: row[1] for row in saved[: saved.index([])]}
    assert facts["Indicator"] == "Detections on the Western Balkan route"
    assert facts["Unit"].startswith("detections: One person found three times")
    assert "Frontex" in facts["Figures of"]
    assert facts["As known on"].startswith("2025-07-01")
    assert "exits at the border" in facts["Definition"]


def test_parquet_has_a_row_for_each_line_and_period(analyst_client, counted, tmp_path):
    import duckdb

    asked = {"indicator": "irregular_crossings", "cut": "source", "every": "day"}
    (tmp_path / "time").write_bytes(analyst_client.get(EXPLORE + "time.parquet", asked).content)
    (tmp_path / "cells").write_bytes(analyst_client.get(EXPLORE + "cells.parquet", asked).content)
    rows = duckdb.read_parquet(str(tmp_path / "time"))
    assert rows.columns == ["source", "cut", "key", "period", "value"]
    told = {(source, str(period)): value for source, _cut, _key, period, value in rows.fetchall()}
    assert told["MK", "2026-11-09"] == 20 and told["MK", "2026-11-10"] is None
    assert duckdb.read_parquet(str(tmp_path / "cells")).fetchall() == [("source", "MK", 260), ("source", "RS", 9)]


def test_persons_that_nobody_told_apart_are_not_said_to_be(analyst_client, take):
    take([(date(2016, 3, 8), "section", "HR", 12)], source="unhcr", indicator="daily_arrivals")
    page = analyst_client.get(EXPLORE, {"indicator": "daily_arrivals", "cut": "section"}).content.decode()
    assert "In persons. Source: UNHCR" in page and "Each counted once" not in page


def test_names_in_files_are_never_formulas(analyst_client, route):
    asked = {"indicator": "route_detections", "cut": "nationality"}
    assert read_csv(analyst_client, "cells.csv", **asked)[-1][0] == "'=1+1"
    book = load_workbook(io.BytesIO(analyst_client.get(EXPLORE + "time.xlsx", asked).content))
    assert [page.title for page in book] == ["Over time", "The whole span"]
    cells = [cell for page in book for row in page for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert book["Over time"].cell(book["Over time"].max_row, 2).value == 450


def test_picture_to_be_saved_carries_its_source(analyst_client, route):
    drawn = analyst_client.get(EXPLORE + "time.svg", {"indicator": "route_detections"})
    assert drawn["Content-Type"] == "image/svg+xml" and "Frontex" in drawn.content.decode()
    assert "attachment" in drawn["Content-Disposition"]
    assert analyst_client.get(EXPLORE + "time.png", {"indicator": "route_detections"}).content.startswith(b"\x89PNG")


def test_sections_are_on_the_map(analyst_client, counted):
    drawn = analyst_client.get(EXPLORE + "map.svg", {"indicator": "irregular_crossings", "cut": "section"}).content.decode()
    assert "260" in drawn and "Kosovo*" in drawn


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"start": "2026-02-01", "end": "2026-01-01"}, "lies before the first one"),
        ({"start": "soon"}, "Enter a valid date"),
        ({"key": ["MAR", "SYR"], "indicator": "irregular_crossings", "cut": "nationality"}, "Morocco"),
    ],
)
def test_odd_questions_are_told_or_answered(analyst_client, counted, asked, words):
    assert words in analyst_client.get(EXPLORE, asked).content.decode()


def test_choices_of_another_indicator_are_left_out(analyst_client, counted):
    odd = {"indicator": "applications", "cut": "nationality", "key": ["MK-GR"], "every": "decade", "source": "frontex"}
    page = analyst_client.get(EXPLORE, odd)
    assert page.status_code == 200
    assert "Applications for international protection" in page.content.decode()


def test_impossible_addresses_are_told(analyst_client, counted):
    assert analyst_client.get(EXPLORE + "time.csv", {"start": "2026-02-01", "end": "2026-01-01"}).status_code == 400
    for name in ("time.exe", "moon.csv"):
        assert analyst_client.get(EXPLORE + name).status_code == 404
    assert analyst_client.get(EXPLORE + "map.svg", {"indicator": "irregular_crossings"}).status_code == 404


def test_quality_names_who_has_not_reported(analyst_client, counted):
    page = analyst_client.get("/picture/quality/").content.decode()
    for name in ("North Macedonia", "Serbia", "Nothing yet from Albania", "Reports"):
        assert name in page
    assert "Figures are missing" not in page  # two days are no delay yet


def test_quality_tells_what_was_changed_afterwards(analyst_client, take):
    with clock.frozen(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        for value, at in ((100, datetime(2026, 11, 2, tzinfo=UTC)), (40, datetime(2026, 11, 19, tzinfo=UTC))):
            take([(date(2026, 11, 1), "", "", value)], source="AL", at=at)
        page = analyst_client.get("/picture/quality/").content.decode()
    assert "Totals that were changed" in page and ">100<" in page and ">40<" in page
    assert "<strong>Albania</strong>: Irregular border crossings detected (1 November 2026)" in page


def test_every_page_has_its_entry_and_its_guard(client, make_officer, analyst_client):
    assert analyst_client.get("/picture/").url == reverse("picture_situation")
    assert 'href="/picture/"' in analyst_client.get("/picture/asked/").content.decode()
    client.force_login(make_officer("elira", "examiner"))
    for path in ("situation/", "explore/", "explore/time.csv", "quality/", "asked/"):
        assert client.get(f"/picture/{path}").status_code == 403, path


def test_pages_cost_few_queries(analyst_client, counted, django_assert_max_num_queries):
    for path, most in (("situation/", 16), ("explore/?indicator=irregular_crossings&cut=nationality", 25), ("quality/", 25)):
        with django_assert_max_num_queries(most):
            analyst_client.get(f"/picture/{path}")


def test_every_wish_is_listed_with_where_it_is(analyst_client):
    assert [wish.number for wish in wishes()] == [f"M{number}" for number in range(1, 32)]
    page = analyst_client.get("/picture/asked/").content.decode()
    for wish in wishes():
        assert wish.state != "answered" or wish.tests, f"{wish.number} claims an answer that no test holds"
        assert wish.screens or wish.left
        assert f'id="{wish.number}"' in page


def test_screens_that_are_named_open(client, make_officer):
    """For somebody who may see everything; each address is a page of the node."""
    client.force_login(
        make_officer("svetla", "analyst", "administrator", "case_officer", "examiner", "registration_officer", "supervisor")
    )
    for href in {href for wish in wishes() for _words, href in wish.screens}:
        assert client.get(href).status_code == 200, href


def test_tests_that_are_named_exist():
    missing = []
    for name in {test for wish in wishes() for test in wish.tests}:
        path, _colons, function = name.partition("::")
        file = REPOSITORY / path
        found = (
            {node.name for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)}
            if file.is_file()
            else None
        )
        if found is None or (function and function not in found):
            missing.append(name)
    assert missing == []


def read_csv(client, name: str, **asked) -> list[list[str]]:
    content = client.get(EXPLORE + name, asked).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


def test_partners_of_the_map_are_the_six(counted):
    drawn = situation_maps.partners_map(TODAY - timedelta(days=7), TODAY - timedelta(days=1))
    assert drawn is not None
    assert [name for name, _value in drawn.rows] == [partner.name for partner in law.partners().values()]
    assert dict(drawn.rows) | {"Serbia": "9", "Albania": "–", "North Macedonia": "140"} == dict(drawn.rows)


def test_who_is_no_analyst_reads_rounded_counts_and_no_small_ones(counted, take):
    take([(date(2026, 11, 17), "", "", 3)], source="AL", at=clock.now())
    take([(date(2026, 11, 1), "", "", 333)], source="BA", every="month", at=clock.now())
    drawn = situation_maps.partners_map(date(2026, 11, 1), date(2026, 11, 30), minimum=5, round_to=5)
    assert drawn is not None
    assert dict(drawn.rows)["Albania"] == "under 5"
    assert dict(drawn.rows)["Serbia"] == "10" and dict(drawn.rows)["Bosnia and Herzegovina"] == "335"


def test_the_situation_is_drawn_once_for_the_same_counts(counted, monkeypatch):
    monkeypatch.setattr(drawing, "_drawn_for", [])
    assert drawing.draw_situation() == len(situation.look(TODAY).figures())  # no month before, no years of the route
    assert drawing.draw_situation() == 0


def test_month_before():
    assert situation_maps.last_month(date(2026, 3, 1)) == (date(2026, 2, 1), date(2026, 2, 28))
