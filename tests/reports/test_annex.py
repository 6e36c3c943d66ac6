"""The regional annex: the six side by side, then each on its page; and the page in brief."""

import pytest

from egnatia.picture.models import Alarm
from egnatia.reports.actions.draft_report import draft_report
from egnatia.reports.compose import compose
from egnatia.reports.texts import LANGUAGES
from tests.reports.conftest import DUE


@pytest.fixture
def report(counts, analyst, monkeypatch):
    """The coordinator's."""
    monkeypatch.setattr("egnatia.reports.queries.gather.value_of", lambda key: "MK")
    return draft_report(analyst, "MK", DUE, language="en")


def page_of(pieces, partner):
    """The pieces of a partner's page: from its passage to the next page."""
    start = next(number for number, piece in enumerate(pieces) if piece.get("place") == f"annex.partner_{partner}")
    after = [number for number, piece in enumerate(pieces) if number > start and piece.get("is_page")]
    return pieces[start : after[0] if after else None]


def test_each_partner_has_a_page_with_its_indicators_months_and_cells(report, pieces):
    said, overview, *rest = page_of(pieces(compose(report, "en"), "annex"), "MK")
    assert said["heading"] == "North Macedonia" and said["is_page"]
    assert said["text"].startswith("North Macedonia delivered counts for 92 of the quarter's 92 days")
    assert overview["head"][1:] == ["Quarter", "Quarter before", "Change since then", "A year before", "Change since then"]
    assert overview["rows"][0] == [
        "Irregular border crossings detected (detections)", "1,104", "–", "–", "900", "+22.7\u00a0%",
    ]  # fmt: skip
    assert [piece["title"] for piece in rest] == [
        "Irregular border crossings detected, North Macedonia, by month",
        "Irregular border crossings detected, North Macedonia, by border section",
        "Irregular border crossings detected, North Macedonia, by nationality",
    ]


def test_a_partner_without_counts_is_named_on_its_page(report, pieces):
    page = page_of(pieces(compose(report, "en"), "annex"), "AL")
    assert [piece["text"] for piece in page] == ["Albania has delivered no counts for the quarter. Nothing was filled in."]


def test_no_part_of_the_annex_tells_guarded_counts(report):
    annex = next(chapter for chapter in report.facts["chapters"] if chapter["code"] == "annex")
    told = {code for part in annex["parts"] for code in (part.get("code", ""), *part.get("codes", ()))}
    assert not told & {"applications", "referrals"}


def test_a_map_is_drawn_of_two_partners_and_more(report, pieces):
    document = compose(report, "en")
    assert sum(piece.get("shape") == "map" for piece in pieces(document, "annex")) == 1
    for chapter in report.facts["chapters"]:
        for part in chapter["parts"]:
            if part["kind"] == "partners":
                part["rows"] = [row if row[0] == "MK" else [row[0], None, 0, 92] for row in part["rows"]]
    assert not [
        piece for chapter in compose(report, "en")["chapters"] for piece in chapter["pieces"] if piece.get("shape") == "map"
    ]


def test_the_page_in_brief_says_what_asks_for_a_minister(report, pieces):
    alarms = {"total": 3, "states": dict.fromkeys(Alarm.State.values, 0) | {"confirmed": 3}}
    proposed = {"level": "central", "state": "proposed", "measure": "redeployment"}
    for part in (part for chapter in report.facts["chapters"] for part in chapter["parts"]):
        if part["kind"] == "alarms":
            part |= alarms
        if part["kind"] == "commitments":
            part["late"] = [["Share data", "Tirana", "2026-10-01", None]]
        if part["kind"] == "recommendations":
            part["rows"] = [proposed, proposed, proposed | {"level": "local", "measure": "interpreters"}]
    said, overview = pieces(compose(report, "en"), "summary")
    assert "No counts for the quarter have been delivered by: Albania" in said["text"]
    assert "Alarms in the quarter: 3." in said["text"] and "Late commitments: 1. Share data." in said["text"]
    assert "Waiting for a decision at central level: Redeployment between sections." in said["text"]
    assert [row[0] for row in overview["rows"]] == [
        "Irregular border crossings detected (detections)",
        "Applications for international protection (applications)",
        "Referrals (persons)",
    ]
    assert [row[1] for row in overview["rows"]] == ["1,104", "92", "[c]"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_code_is_left_in_any_language(report, language):
    said = str(compose(report, language)["chapters"])
    assert "{" not in said.replace("{'", "") and "M17" not in said and "partner_" not in said.replace("annex.partner_", "")
