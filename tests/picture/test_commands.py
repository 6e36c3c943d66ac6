"""The picture's commands, as an operator types them."""

import json

import pytest
from typer.testing import CliRunner

from egnatia.base.errors import Problem
from egnatia.picture.commands import app

pytestmark = pytest.mark.django_db
FILE = "route,border,nationality,t,n\nWestern Balkan Route,Land,Syria,2015-10-01,651\n"


@pytest.fixture
def run(operator):
    """`run("indicators", …)` as the operator: what was printed; a Problem goes through, as to `main`."""

    def call(*arguments):
        return CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False).output

    return call


@pytest.fixture
def csv_file(tmp_path):
    path = tmp_path / "monthly.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_file_becomes_a_series(run, csv_file):
    done = json.loads(run("import", csv_file, "--layout", "frontex_monthly", "--vintage", "2025-06-03", "--json"))
    assert (done["rows"], done["changed"], done["known"]) == (1, 2, False)
    assert "nothing changed" in run("import", csv_file, "--layout", "frontex_monthly", "--vintage", "2025-06-03")
    series = json.loads(run("series", "route_detections", "--json"))
    assert (series["periods"], series["values"], series["unit"]) == (["2015-10-01"], [651], "detections")
    assert "2015-10-01  651" in run("series", "route_detections", "--cut", "nationality", "--key", "SYR")
    assert json.loads(run("series", "route_detections", "--as-of", "2025-06-02", "--json"))["values"] == []


def test_faults_are_printed_row_by_row(run, csv_file, capsys):
    csv_file.write_text(FILE.replace("651", "-651"), encoding="utf-8")
    with pytest.raises(Problem, match=r"picture\.import\.refused"):
        run("import", csv_file, "--layout", "frontex_monthly", "--vintage", "2025-06-03")


def test_mapping_is_saved_shown_and_listed(run, tmp_path):
    path = tmp_path / "mapping.toml"
    path.write_text('source = "own"\nindicator = "returns"\nevery = "day"\n[columns]\nperiod = "Day"\nvalue = "N"\n')
    run("mapping", "save", "Returns", path)
    assert json.loads(run("mapping", "show", "Returns"))["indicator"] == "returns"
    assert "Returns" in run("mapping", "list") and "frontex_monthly" in run("mapping", "list")
    path.write_text("no table")
    with pytest.raises(Problem, match=r"picture\.mapping\.unreadable"):
        run("mapping", "save", "Returns", path)
    with pytest.raises(Problem, match=r"picture\.mapping\.not_found"):
        run("mapping", "show", "Arrivals")


def test_reference_data_can_be_read(run):
    assert {row["code"] for row in json.loads(run("indicators", "--json"))} >= {"irregular_crossings", "route_detections"}
    codes = [row["code"] for row in json.loads(run("sections", "--partner", "rs", "--json"))]
    assert "RS-HU" in codes and not any(code.startswith("MK-") for code in codes)


def test_seed_and_recount_are_safe_to_repeat(run):
    assert run("seed").startswith("17 ") and run("seed").startswith("0 ")
    assert "0 events added, 0 days counted" in run("recount", "--all")
    assert "No group of five" in run("transit")
