"""Cross-tables at the page, as files, and by command."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from typer.testing import CliRunner

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.picture.analysis import crosstab
from egnatia.picture.commands import app
from egnatia.picture.models import Event

NOW = datetime(2026, 4, 20, 9, tzinfo=UTC)
ADDRESS = {"indicator": "irregular_crossings", "rows": "nationality", "columns": "month"}


@pytest.fixture(autouse=True)
def _april():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def filled(happen, up_to_date):
    for month, nationality, persons in ((2, "AFG", 3), (3, "AFG", 40), (3, "SYR", 5), (4, "SYR", 50), (1, "IND", 9)):
        happen(on=date(2026, month, 9), nationality=nationality, persons=persons)
    up_to_date()


def get(client, kind="", **asked):
    address = reverse("picture_crosstab_save", args=(kind,)) if kind else reverse("picture_crosstab")
    return client.get(address, ADDRESS | asked)


def test_rows_by_size_months_in_order_with_all_sums(filled, analyst_client):
    page = get(analyst_client).content.decode()
    table = page.split("<tbody>")[1].split("</table>")[0]
    rows = [[cell.split("<")[0] for cell in row.replace("<strong>", "").split('">')[1:]] for row in table.split("<tr>")[1:]]
    assert rows == [
        ["Syria", "–", "–", "5", "50", "55"],
        ["Afghanistan", "–", "3", "40", "–", "43"],
        ["India", "9", "–", "–", "–", "9"],
        ["All", "9", "3", "45", "50", "107"],
    ]


def test_narrowed_by_day_and_nationality(filled, analyst_client):
    sheet = csv_rows(
        get(analyst_client, "csv", rows="day", columns="", nationality="AFG", start="2026-03-01", end="2026-03-31")
    )
    assert sheet[-2:] == [["9 March 2026", "40"], ["All", "40"]]
    assert ["Only nationality", "Afghanistan"] in sheet


def test_files_hold_the_whole_table(filled, analyst_client, tmp_path):
    import duckdb

    sheet = csv_rows(get(analyst_client, "csv"))
    assert sheet[-1] == ["All", "9", "3", "45", "50", "107"]
    book = load_workbook(io.BytesIO(get(analyst_client, "xlsx").content))
    assert [cell.value for cell in list(book.active.rows)[-1]] == ["All", 9, 3, 45, 50, 107]
    (tmp_path / "t.parquet").write_bytes(get(analyst_client, "parquet").content)
    found = duckdb.read_parquet(str(tmp_path / "t.parquet")).order("ALL").fetchall()
    assert found[0] == ("AFG", date(2026, 2, 1), 3) and len(found) == 5


def test_what_an_indicator_is_not_divided_by_is_not_offered(filled, analyst_client):
    page = get(analyst_client, indicator="incidents", rows="type").content.decode()
    assert 'value="nationality"' not in page and 'value="hour"' not in page
    assert "Nothing happened" in page
    assert 'value="referrals"' not in page


def test_an_impossible_question_is_told(filled, analyst_client):
    answer = get(analyst_client, start="2026-03-05", end="2026-03-01")
    assert answer.status_code == 400 and "This day lies before the first one." in answer.content.decode()
    assert get(analyst_client, "csv", start="2026-03-05", end="2026-03-01").status_code == 400
    assert get(analyst_client, "exe").status_code == 404
    assert get(analyst_client, rows="nonsense", columns="moon").status_code == 200


def test_months_alone_are_one_column(filled, analyst_client):
    address = {"indicator": "irregular_crossings", "rows": "month"}
    for asked in (address, address | {"columns": "month"}):
        sheet = csv_rows(analyst_client.get(reverse("picture_crosstab_save", args=("csv",)), asked))
        assert sheet[-4:] == [["February 2026", "3"], ["March 2026", "45"], ["April 2026", "50"], ["All", "107"]]


def test_more_cells_than_anybody_reads_are_refused(filled, analyst_client, monkeypatch):
    monkeypatch.setattr(crosstab, "MOST_CELLS", 4)
    answer = get(analyst_client)
    assert answer.status_code == 400 and "picture.tables.too_much" in answer.content.decode()


def test_page_is_for_those_who_see_the_picture(client, registration_officer):
    client.force_login(registration_officer)
    assert get(client).status_code == 403
    assert get(client, "csv").status_code == 403


def test_commands(filled, operator, tmp_path):
    def run(*arguments):
        return CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False).output

    asked = ("crosstab", "irregular_crossings", "--rows", "month", "--only", "nationality=SYR")
    assert json.loads(run(*asked, "--json"))["rows"] == [["March 2026", 5], ["April 2026", 50], ["All", 55]]
    assert "April 2026  50" in run(*asked)
    run(*asked, "--csv", tmp_path / "t.csv", "--parquet", tmp_path / "t.parquet")
    assert (tmp_path / "t.csv").stat().st_size and (tmp_path / "t.parquet").stat().st_size
    Event.objects.update(is_counted=False, persons=1)
    assert "4 months written anew" in run("files")
    assert "SYR" in run("query", "SELECT nationality, sum(persons) AS n FROM events GROUP BY ALL ORDER BY n")
    for wrong, code in (
        (("crosstab", "route_detections", "--rows", "month"), r"picture\.indicator\.not_raw"),
        (("crosstab", "referrals", "--rows", "month"), r"picture\.indicator\.not_raw"),
        (("crosstab", "irregular_crossings", "--rows", "type"), r"picture\.division\.unknown"),
        (("query", "DROP TABLE places"), r"picture\.query\.invalid"),
        (("crosstab", "irregular_crossings", "--rows", "sex", "--columns", "sex"), r"picture\.division\.twice"),
    ):
        with pytest.raises(Problem, match=code):
            run(*wrong)


def csv_rows(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
