"""Commitments, report dates, agreements and visa regimes: what they say, and what a wrong file is told."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia import law
from egnatia.law.commitments import THEMES

SOURCE = 'source = { act = "egnatia", article = "Decision 3/2027" }\n'


@pytest.fixture
def own_rules(tmp_path: Path):
    yield tmp_path
    law.use_overrides(None)


def test_reports_are_due_every_three_months_from_the_fourteenth_of_august_2024() -> None:
    dates = law.report_dates()
    assert dates.between(date(2024, 1, 1), date(2025, 6, 1)) == [
        date(2024, 8, 14), date(2024, 11, 14), date(2025, 2, 14), date(2025, 5, 14),
    ]  # fmt: skip
    assert dates.next_on_or_after(date(2026, 11, 22)) == date(2027, 2, 14)  # a Sunday, and not moved
    assert dates.next_on_or_after(date(2027, 2, 14)) == date(2027, 2, 14)
    assert dates.last_before(date(2027, 2, 14)) == date(2026, 11, 14)
    assert dates.last_before(date(2024, 8, 14)) is None


@given(st.dates(date(2020, 1, 1), date(2050, 1, 1)))
def test_the_next_report_is_never_more_than_three_months_away_once_they_began(day: date) -> None:
    dates = law.report_dates()
    due = dates.next_on_or_after(day)
    assert due >= day
    if day > dates.first:
        assert (due - day).days <= 92
        assert dates.last_before(day) < day


def test_every_document_that_the_mandate_names_has_commitments() -> None:
    assert {"tirana", "skopje", "eu_action_plan", "terrorism_plan", "firearms_plan", "drugs_plan"} <= set(
        law.commitment_documents()
    )
    found = law.standing_commitments().values()
    assert {one.theme for one in found} == set(THEMES)
    assert all(re.fullmatch(r"M([1-9]|[12][0-9]|3[01])", number) for one in found for number in one.asked)
    assert not any(one.source.is_confirmed for one in found)


def test_agreements_are_between_known_partners_and_never_confirmed_by_us() -> None:
    assert [one.code for one in law.agreements_between("RS", "MK", kind="readmission")] == ["readmission_rs_mk"]
    assert law.agreements_between("BA", "XK") == []
    assert {one.kind for one in law.agreements_with_union("RS")} == {"readmission", "operations"}
    assert not any(one.source.is_confirmed for one in law.agreements().values())


def test_visa_regimes_hold_only_nationalities_and_say_who_is_free() -> None:
    china = law.visa_regimes("CHN")
    assert {code: regime.free_days for code, regime in china.items()} == {
        "AL": 90, "BA": 90, "XK": 0, "ME": 0, "MK": 0, "RS": 30,
    }  # fmt: skip
    assert str(china["XK"]) == "Visa required"
    assert law.visa_regimes("SYR") == {}


def test_the_comparison_shows_what_people_exploit() -> None:
    found = {(one.rule_set, one.what): (one.first, one.second) for one in law.compare_partners("AL", "RS", year=2026)}
    assert found["visa_regimes", "RUS free_days"] == ("Visa required", "Free for 30 days")
    assert found["readmission_clocks", "reply in_words"] == ("14 days", "10 days, at most 6 more on a reasoned request")
    by_name = [one.name for one in law.compare_partners("AL", "XK", year=2026) if one.rule_set == "agreements"]
    assert "Police Cooperation Convention for Southeast Europe" in by_name


def test_a_partner_adds_an_agreement_of_its_own(own_rules: Path) -> None:
    entry = '[entries.ba_xk]\nname = "Readmission"\nkind = "readmission"\nparties = ["BA", "XK"]\nstate = "none"\n'
    dated = 'valid_from = 2027-01-01\nstatus = "confirmed"\n'
    (own_rules / "agreements.toml").write_text(entry + dated + SOURCE, encoding="utf-8")
    law.use_overrides(own_rules)
    assert [one.state for one in law.agreements_between("XK", "BA")] == ["none"]


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("agreements", '[entries.readmission_rs_mk]\nparties = ["RS", "GR"]\n', "parties"),
        ("agreements", '[entries.readmission_rs_mk]\nstate = "perhaps"\n', "state one of"),
        ("commitments", '[entries.drugs]\ntheme = "fishing"\n', "theme must be"),
        ("commitments", "[entries.report_to_minister]\nmonths = -3\n", "whole number"),
        ("report_dates", "[entries.ministers]\nmonths = 0\n", "whole number"),
        ("visa_regimes", "[entries.CHN]\nfree_days = -1\n", "free_days"),
    ],
)
def test_a_wrong_entry_is_refused(own_rules: Path, name: str, text: str, complaint: str) -> None:
    (own_rules / f"{name}.toml").write_text(text + SOURCE, encoding="utf-8")
    with pytest.raises(law.RuleError, match=complaint):
        law.use_overrides(own_rules)
