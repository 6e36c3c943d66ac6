"""`egnatia law` prints rules with their source, and where two partners differ."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps
from typer.testing import CliRunner, Result

from egnatia import law
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.law.commands import app
from egnatia.law.rule_files import title


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    return result


def test_all_rule_sets_are_listed() -> None:
    output = run().output
    assert all(name in output for name in law.rule_sets())
    assert json.loads(run("--json").output)["categories"]["entries"] == 10


def test_a_rule_is_printed_with_its_source() -> None:
    output = run("categories").output
    assert "Applicant for international protection" in output
    assert "Regulation (EU) 2024/1358 (Eurodac), 15(1), 17(1), 37(4); from 2026-06-12; confirmed" in output


def test_limits_are_readable_by_a_machine() -> None:
    limits = json.loads(run("limits", "--json").output)
    assert (limits["wrong_hit_notice"]["n"], limits["wrong_hit_notice"]["unit"]) == (3, "working_day")


@pytest.mark.parametrize("name", law.rule_sets())
def test_every_rule_set_has_its_command(name: str) -> None:
    assert run(name.replace("_", "-")).output.startswith(title(name))


def test_two_partners_are_compared() -> None:
    rows = json.loads(run("compare", "al", "rs", "--year", "2026", "--json").output)
    assert {"rule_set": "partners", "what": "coast", "AL": "yes", "RS": "no"} in rows
    assert {"rule_set": "categories", "what": "choosable", "AL": "1, 2, 3, 9", "RS": "1, 2, 3"} in rows
    assert any(row["what"] == "2026-11-28" and row["RS"] == "–" for row in rows)
    assert "Flag and Independence Day" in run("compare", "AL", "RS", "--year", "2026").output


def test_a_partner_does_not_differ_from_itself() -> None:
    assert law.compare_partners("ME", "ME", year=2026) == []


def test_the_notice_is_printed() -> None:
    assert law.notice("fa").title in run("notice", "fa").output


def test_a_node_starts_with_its_own_rules_or_says_why_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = node.find_current()
    assert here is not None
    own = tmp_path / "law"
    own.mkdir()
    rule = own / "limits.toml"
    rule.write_text('[entries.verdict]\nn = 12\nsource = { act = "egnatia", article = "x" }\n', encoding="utf-8")
    monkeypatch.setattr(node, "find_current", lambda: replace(here, directory=tmp_path))
    try:
        apps.get_app_config("law").ready()
        assert law.limit("verdict").n == 12
        rule.write_text("[entries.verdict]\nn = 12\n", encoding="utf-8")
        with pytest.raises(Problem, match="law.rules.wrong"):
            apps.get_app_config("law").ready()
    finally:
        law.use_overrides(None)


NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


def test_a_birth_date_is_read_as_it_was_said() -> None:
    with clock.frozen(NOON):
        lines = run("birth-date", "15 ثور 1370").output.splitlines()
        assert lines[:2] == ["15 Saur 1370 (Solar Hijri) = 5 May 1991", "age today: 35"]
        assert json.loads(lines[2])["birth_date"] == {
            "value": "1991-05-05", "precision": "day", "basis": "declared",
            "calendar": "solar_hijri", "stated": "1370-02-15", "naming": "afghan",
        }  # fmt: skip
        assert "age today: 34 to 35" in run("birth-date", "1370", "--calendar", "solar_hijri").output


def test_an_estimated_age_has_the_margin_of_the_law_or_its_own() -> None:
    with clock.frozen(NOON):
        by_law = json.loads(run("birth-date", "35", "--age", "--json").output)
        own = json.loads(run("birth-date", "35", "--age", "--margin", "5", "--basis", "assessed", "--json").output)
    assert (by_law["first"], by_law["last"]) == ("1988-11-30", "1993-11-29")
    assert (by_law["youngest"], by_law["oldest"]) == (33, 37)
    assert own["birth_date"] == {
        "value": "1991", "precision": "estimated_age", "basis": "assessed",
        "stated": "35", "stated_on": "2026-11-29", "margin": "5",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("15/2/1370",), "law.date.calendar_unclear"),
        (("5.5.91",), "law.date.year_two_digits"),
        (("30 Esfand 1371",), "law.date.not_in_calendar"),
        (("2199",), "law.birth_date.future"),
        (("old", "--age"), "law.date.not_an_age"),
        (("35", "--age", "--margin", "21"), "law.date.margin_out_of_range"),
    ],
)
def test_a_birth_date_that_can_not_be_is_refused(arguments: tuple[str, ...], code: str) -> None:
    result = CliRunner().invoke(app, ("birth-date", *arguments))
    assert isinstance(result.exception, Problem) and result.exception.code == code
