"""Every rule says where it comes from."""

import tomllib
from pathlib import Path

import pytest

from egnatia import law
from egnatia.law import message_source, rule_files
from egnatia.law.sources import STATUSES


@pytest.mark.parametrize("name", law.rule_sets())
def test_every_entry_has_act_article_day_and_status(name: str) -> None:
    acts = law.acts()
    assert rule_files.raw_entries(name), f"{name}.toml has no entries"
    for code, entry in rule_files.raw_entries(name).items():
        source = rule_files.entry_source(entry, name, code)
        assert source.act in acts, f"{name} [{code}] cites an act that acts.toml doesn't have"
        assert source.article
        assert source.status in STATUSES
        assert entry["name"]


@pytest.mark.parametrize("missing", ["source", "valid_from", "status"])
def test_an_entry_without_its_source_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    lines = {
        "source": 'source = { act = "eurodac", article = "1" }',
        "valid_from": "valid_from = 2026-06-12",
        "status": 'status = "confirmed"',
    }
    body = "\n".join(line for key, line in lines.items() if key != missing)
    (tmp_path / "odd.toml").write_text(f'[entries.one]\nname = "One"\n{body}\n', encoding="utf-8")
    monkeypatch.setattr(rule_files, "DATA", tmp_path)
    with pytest.raises(law.RuleError, match=missing.split("_")[0]):
        rule_files.raw_entries.__wrapped__("odd")


def test_what_rests_on_our_own_decision_waits_for_the_partners_confirmation() -> None:
    for name in ("ages", "limits", "purposes", "verdict_reasons", "refusal_reasons"):
        for code, entry in rule_files.raw_entries(name).items():
            source = rule_files.entry_source(entry, name, code)
            if source.act == "egnatia" and code != "oldest":
                assert not source.is_confirmed, f"{name} [{code}]"


def test_every_notice_has_a_source() -> None:
    for notice in law.notices().values():
        assert notice.source.act in law.acts()


def test_a_citation_is_readable() -> None:
    assert law.cite(law.element("surnames").source) == "Regulation (EU) 2024/1358 (Eurodac), 17(1)(c)"


def test_rule_files_are_toml_with_a_title() -> None:
    for path in rule_files.DATA.glob("*.toml"):
        assert tomllib.loads(path.read_text(encoding="utf-8"))["title"]


@pytest.mark.parametrize("name", sorted(message_source.pages()))
def test_the_names_can_be_extracted_for_translation(name: str) -> None:
    written = (message_source.FOLDER / name).read_text(encoding="utf-8")
    assert written == message_source.pages()[name], "run: python -m egnatia.law.message_source"
