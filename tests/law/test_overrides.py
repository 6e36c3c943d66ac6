"""A partner's own rules laid over those that come with Egnatia."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from egnatia import law
from egnatia.law.rule_files import DATA

SOURCE = 'source = { act = "egnatia", article = "law of the partner" }\n'


@pytest.fixture
def own_rules(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    law.use_overrides(None)


def write(directory: Path, name: str, text: str) -> None:
    (directory / f"{name}.toml").write_text(text, encoding="utf-8")


def test_an_override_changes_only_what_it_names(own_rules: Path) -> None:
    write(own_rules, "limits", f"[entries.verdict]\nn = 12\n{SOURCE}")
    law.use_overrides(own_rules)
    assert law.limit("verdict").n == 12
    assert law.limit("verdict").unit == "hour"
    assert law.limit("verdict").source.article == "law of the partner"
    assert law.limit("follow_up").n == 48
    law.use_overrides(None)
    assert law.limit("verdict").n == 24


def test_a_rule_may_differ_for_one_partner(own_rules: Path) -> None:
    write(own_rules, "limits", f'[entries.follow_up]\n{SOURCE}\n[entries.follow_up.for.RS]\nn = 3\nunit = "working_day"\n')
    law.use_overrides(own_rules)
    assert law.limit("follow_up", "AL").unit == "hour"
    friday = datetime(2026, 10, 16, 9, tzinfo=UTC)
    assert law.due_at("follow_up", friday, "AL") == datetime(2026, 10, 18, 9, tzinfo=UTC)
    assert law.due_at("follow_up", friday, "RS").date().isoformat() == "2026-10-21"
    assert any(one.rule_set == "limits" for one in law.compare_partners("AL", "RS", year=2026))


def test_an_entry_may_be_added(own_rules: Path) -> None:
    write(
        own_rules,
        "document_types",
        f'[entries.seamans_book]\nname = "Seaman\'s book"\nvalid_from = 2027-01-01\nstatus = "confirmed"\n{SOURCE}',
    )
    law.use_overrides(own_rules)
    assert "seamans_book" in law.document_types()


def test_holidays_are_corrected(own_rules: Path) -> None:
    write(own_rules, "partners", f'[entries.MK]\nextra_holidays = ["03-02", "2026-03-03"]\nnot_holidays = ["12-08"]\n{SOURCE}')
    law.use_overrides(own_rules)
    days = {day.isoformat() for day in law.holidays_of("MK", 2026)}
    assert {"2026-03-02", "2026-03-03"} <= days
    assert "2026-12-08" not in days
    assert "2027-03-03" not in {day.isoformat() for day in law.holidays_of("MK", 2027)}


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("limits", "[entries.verdict]\nn = 12\n", "own source"),
        ("limitz", f"[entries.verdict]\nn = 12\n{SOURCE}", "no rule set"),
        ("limits", "[entries.verdict\n", "not a TOML file"),
        ("retention", f"[entries.2]\nn = 6\n{SOURCE}", "not lengthened"),
        ("partners", f'[entries.AL]\ncoast = "yes"\n{SOURCE}', "coast must be written as in True"),
        ("partners", f'[entries.AL]\nextra_holidays = ["30-02"]\n{SOURCE}', "wrong value"),
        ("partners", f'[entries.AL]\ntime_zone = "Europe/Atlantis"\n{SOURCE}', "wrong value"),
        ("limits", f'[entries.verdict]\nunit = "fortnight"\n{SOURCE}', "unit one of"),
        ("limits", f"[entries.verdict.for.RS]\nn = 0\n[entries.verdict]\n{SOURCE}", "whole number"),
        ("purposes", f'[entries.NEW]\nname = "New"\nvalid_from = 2027-01-01\nstatus = "confirmed"\n{SOURCE}', "lacks a key"),
        ("document_types", f'[entries.new]\nname = "New"\n{SOURCE}', "valid_from"),
    ],
)
def test_a_wrong_file_is_refused_and_the_rules_before_it_hold(own_rules: Path, name: str, text: str, complaint: str) -> None:
    write(own_rules, name, text)
    with pytest.raises(law.RuleError, match=complaint):
        law.use_overrides(own_rules)
    assert law.limit("verdict").n == 24


def test_retention_may_be_shortened(own_rules: Path) -> None:
    write(own_rules, "retention", f'[entries.2]\nn = 18\nunit = "month"\n{SOURCE}')
    law.use_overrides(own_rules)
    assert law.erase_on(2, datetime(2026, 8, 31, 12, tzinfo=UTC)).isoformat() == "2028-02-29"


def test_a_notice_is_replaced_whole_and_must_be_complete(own_rules: Path) -> None:
    shipped = (DATA / "notices" / "sr.toml").read_text(encoding="utf-8")
    (own_rules / "notices").mkdir()
    own = own_rules / "notices" / "sr.toml"
    own.write_text(shipped.replace('version = "2026-11"', 'version = "RS 2027-01"'), encoding="utf-8")
    law.use_overrides(own_rules)
    assert law.notice("sr").version == "RS 2027-01"
    own.write_text(shipped.replace("footnote = ", "foot = "), encoding="utf-8")
    with pytest.raises(law.RuleError, match="footnote is missing"):
        law.use_overrides(own_rules)
