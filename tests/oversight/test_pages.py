"""Pages, files, API and command: who may read, what they say, that a letter nobody records is never a nought."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from typer.testing import CliRunner

from egnatia.accounts.actions.create_api_token import create_api_token
from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.oversight.actions.close_month import close_month
from egnatia.oversight.commands import app
from tests.oversight.conftest import OCTOBER, at
from tests.registration.api_client import System

pytestmark = pytest.mark.django_db
run = CliRunner().invoke
NOW = "2026-11-05T12:00"


@pytest.fixture
def closed(sign: Any, link: Any, find_at_partner: Any, operator: Any) -> Any:
    """October: fourteen crossings, four applicants, two hits; read on 5 November."""
    crossings = [sign(2) for _ in range(14)]
    applicants = [sign(1) for _ in range(4)]
    link(applicants[0], crossings[0])
    find_at_partner(applicants[1])
    with clock.frozen(at(NOW)):
        yield close_month(operator, OCTOBER)


def test_supervisors_and_analysts_read_and_others_do_not(
    client: Any, closed: Any, supervisor: Any, analyst: Any, registration_officer: Any, administrator: Any
) -> None:
    addresses = [
        reverse("statistics"), *(reverse(name, args=("2026-10",)) for name in ("statistics_month", "statistics_released")),
        reverse("save_statistics", args=("2026-10", "csv")), reverse("save_released_statistics", args=("2026-10", "xlsx")),
    ]  # fmt: skip
    for officer, status in ((supervisor, 200), (analyst, 200), (registration_officer, 403), (administrator, 403)):
        client.force_login(officer)
        assert [client.get(address).status_code for address in addresses] == [status] * len(addresses)
    client.logout()
    assert client.get(addresses[0]).status_code == 302


def test_the_list_names_each_month_and_its_state(client: Any, closed: Any, supervisor: Any) -> None:
    client.force_login(supervisor)
    text = client.get(reverse("statistics")).content.decode()
    assert "October 2026" in text and "November 2026" in text
    assert "Closed" in text and "closes on 3 December 2026" in text


def test_a_month_tells_every_letter_and_never_nought_for_what_nobody_records(client: Any, closed: Any, supervisor: Any) -> None:
    client.force_login(supervisor)
    text = client.get(reverse("statistics_month", args=("2026-10",))).content.decode()
    for letter in "abcdefghjlopqrstuvw":
        assert f"({letter})" in text, letter
    assert "Not recorded yet: needs decisions on applications (asylum procedure)" in text
    assert "This node registers nobody in this category" in text
    assert '<abbr title="not recorded yet">' not in text, "every column of the hits is recorded"


def test_what_is_handed_out_says_what_it_hides(client: Any, closed: Any, supervisor: Any) -> None:
    client.force_login(supervisor)
    text = client.get(reverse("statistics_released", args=("2026-10",))).content.decode()
    assert '<abbr title="hidden">:</abbr>' in text
    assert "of applicants to 9" in text
    exact = client.get(reverse("statistics_month", args=("2026-10",))).content.decode()
    assert 'title="hidden"' not in exact


def test_addresses_of_nothing(client: Any, closed: Any, supervisor: Any) -> None:
    client.force_login(supervisor)
    assert client.get("/statistics/2026-13/").status_code == 400
    assert client.get("/statistics/2027-01/").status_code == 404
    assert client.get("/statistics/2026-10/?vintage=9").status_code == 404
    assert client.get("/statistics/2026-10/?vintage=x").status_code == 404
    assert client.get("/statistics/2026-11/released/").status_code == 409
    assert client.post("/statistics/2026-10/").status_code == 405


def rows_of(content: bytes) -> list[dict[str, str]]:
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    head = lines.index([])
    return [dict(zip(lines[head + 1], line, strict=True)) for line in lines[head + 2 :]]


def test_the_file_has_every_count_and_its_download_is_recorded(client: Any, closed: Any, supervisor: Any) -> None:
    client.force_login(supervisor)
    answer = client.get(reverse("save_statistics", args=("2026-10", "csv")))
    assert 'filename="statistics-MK-2026-10-v1.csv"' in answer["Content-Disposition"]
    rows = rows_of(answer.content)
    whole = next(row for row in rows if (row["Letter"], row["First division"]) == ("a", "Applied before: all"))
    assert whole["Count"] == "4"
    crossings = [row for row in rows if row["First division"] == "Category: Irregular crossing of the border"]
    assert {row["Count"] for row in crossings if row["Third division"] == "Sex: all"} == {"14"}
    letters = [row["Letter"] for row in rows]
    assert sorted(set(letters), key=letters.index) == [*"abcdefghijklmnop", "k–p", *"qrstuvw"]
    lacking = next(row for row in rows if row["Letter"] == "v")
    assert lacking["Count"] == "" and lacking["Remark"].startswith("not recorded yet")
    assert Event.objects.filter(action="oversight.statistics.downloaded").count() == 1


def test_the_workbook_has_the_hits_as_a_table(client: Any, closed: Any, supervisor: Any) -> None:
    client.force_login(supervisor)
    answer = client.get(reverse("save_statistics", args=("2026-10", "xlsx")))
    book = load_workbook(io.BytesIO(answer.content))
    assert len(book.sheetnames) == 2
    rows = [[cell.value for cell in row] for row in book["Hits"].iter_rows()]
    head = next(row for row in rows if row[0] == "Letter")
    applicants = next(row for row in rows if row[0] == "k")
    found = dict(zip(head, applicants, strict=True))
    assert (found["Irregular crossing"], found["Category not told"], found["all"]) == (1, 1, 2)


@pytest.fixture
def system(closed: Any, make_officer: Any) -> Any:
    account = make_officer("statistics-office", "service", kind="service", password=None)
    return lambda *purposes: System(create_api_token(None, name="Office", account=account, purposes=purposes)[1])


def test_api(system: Any) -> None:
    answer = system("STA").get("/statistics/2026-10")
    told = answer.json()
    assert answer.status_code == 200
    assert (told["partner"], told["form"], told["vintage"]) == ("MK", "exact", 1)
    states = {one["letter"]: one["state"] for one in told["letters"]}
    assert (states["a"], states["b"], states["c"]) == ("counted", "not_recorded", "not_in_use")
    (applicants,) = (one for one in told["figures"] if one["code"] == "a")
    assert ["", 4] in applicants["rows"]
    released = system("STA").get("/statistics/2026-10?released=true").json()
    (applicants,) = (one for one in released["figures"] if one["code"] == "a")
    assert ["", None] in applicants["rows"]
    assert Event.objects.filter(action="oversight.statistics.downloaded").count() == 2


def test_api_says_no(system: Any) -> None:
    assert system("MIG").get("/statistics/2026-10").json()["code"] == "accounts.token.purpose_not_allowed"
    assert system("STA").get("/statistics/2026-99").json()["code"] == "oversight.statistics.month"
    assert system("STA").get("/statistics/2026-11?released=true").status_code == 409
    assert system("STA").get("/statistics/2026-10?vintage=2").status_code == 404


def test_command_shows(closed: Any, tmp_path: Path) -> None:
    text = run(app, ["statistics", "show", "2026-10"]).output
    assert "(a) Applicants for international protection: 4" in text
    assert "(b) Rejected applicants: not recorded yet" in text
    assert "(k) Applicant: irregular crossing 1, category not told 1, all 2" in text
    told = json.loads(run(app, ["statistics", "show", "2026-10", "--released", "--json"]).output)
    assert told["form"] == "released"
    file = tmp_path / "october.csv"
    assert run(app, ["statistics", "show", "2026-10", "--csv", str(file)]).exit_code == 0
    assert len(rows_of(file.read_bytes())) > 30
    assert isinstance(run(app, ["statistics", "show", "october"]).exception, Problem)


def test_command_closes(sign: Any, operator: Any) -> None:
    sign(2)
    with clock.frozen(at(NOW)):
        assert "vintage 1" in run(app, ["statistics", "close", "2026-10"]).output
        assert json.loads(run(app, ["statistics", "close", "2026-10", "--json"]).output)["vintage"] == 1
        assert run(app, ["statistics", "close", "2026-11"]).exception.code == "oversight.statistics.too_early"
