"""`egnatia report` as it is typed, in this process."""

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.reports.actions.issue_report import issue_report
from egnatia.reports.commands import app
from egnatia.reports.models import Report
from egnatia.reports.queries.gather import digest_of
from tests.reports.conftest import SIGNATORY

ASKED = ("report", "quarterly", "--for", "mk", "--due", "2026-11-14")


@pytest.fixture
def run(counts, operator):
    """`run("report", "list")`: what the command prints; a problem comes out as it is."""

    def invoke(*arguments, code=0):
        done = CliRunner().invoke(app, arguments)
        if isinstance(done.exception, Problem):
            raise done.exception
        assert done.exit_code == code, done.output
        return done.output

    return invoke


def test_a_report_is_drafted_and_written_in_one_go(run, tmp_path):
    out = tmp_path / "report.xlsx"
    said = run(*ASKED, "--language", "en", "--out", str(out))
    assert said.startswith("MK-2026-4, draft, figures as known on 2026-11-10 09:00 UTC")
    assert out.read_bytes().startswith(b"PK")
    facts = json.loads(run(*ASKED, "--language", "en", "--json"))
    assert facts["number"] == "MK-2026-4" and facts["document"]["chapters"][0]["code"] == "summary"
    assert Report.objects.count() == 1


def test_the_list_says_what_is_late(run):
    rows = json.loads(run("report", "list", "--json"))
    assert {"due_on": "2026-11-14", "number": "MK-2026-4", "state": "none", "is_late": False} in rows
    with clock.frozen(datetime(2026, 11, 15, tzinfo=UTC)):
        assert "2026-11-14  MK-2026-4   none  late" in run("report", "list", code=1)


def test_an_issued_report_is_built_again_and_compared(run, director):
    run(*ASKED)
    with pytest.raises(Problem) as caught:
        run("report", "verify", "MK-2026-4")
    assert caught.value.code == "reports.not_issued"
    issued = issue_report(director, Report.objects.get(), signatory=SIGNATORY)
    said = run("report", "verify", "MK-2026-4")
    assert "its counts come out again as of 2026-11-10 09:00 UTC" in said and issued.digest in said
    assert json.loads(run("report", "verify", "MK-2026-4", "--json")) == []


def test_verifying_says_what_differs_and_fails(run, director):
    run(*ASKED)
    issued = issue_report(director, Report.objects.get(), signatory=SIGNATORY)
    edition = issued.editions.get(language="mk")
    edition.content = edition.content.replace("1.104", "1.004")
    edition.digest = digest_of(edition.content)
    edition.save()
    said = run("report", "verify", "MK-2026-4", code=1)
    assert "differs: edition mk: " in said and edition.digest in said
    assert [one["place"] for one in json.loads(run("report", "verify", "MK-2026-4", "--json", code=1))] == ["edition mk"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((*ASKED[:-1], "14.11.2026"), "reports.day"),
        ((*ASKED, "--language", "xx"), "reports.language_unknown"),
        ((*ASKED, "--out", "report.doc"), "reports.file_kind"),
        (("report", "verify", "MK-1999-1"), "reports.report.not_found"),
    ],
)
def test_bad_use_is_told(run, arguments, code):
    with pytest.raises(Problem) as caught:
        run(*arguments)
    assert caught.value.code == code
