"""The report to the ministers: drafted from the counts, edited by people, issued once, never changed."""

import io
import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from openpyxl import load_workbook

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.picture.actions.take_series import take_counts
from egnatia.picture.models import Count
from egnatia.reports.actions.draft_report import draft_report
from egnatia.reports.actions.edit_passage import edit_passage
from egnatia.reports.actions.issue_report import issue_report
from egnatia.reports.compose import compose
from egnatia.reports.downloads import document_of, write_document
from egnatia.reports.models import Report
from egnatia.reports.quarters import Quarter, number_of, quarter_before
from egnatia.reports.queries.checks import verify_report
from egnatia.reports.queries.counted import HIDDEN
from egnatia.reports.queries.gather import canonical, digest_of, gather
from egnatia.reports.queries.reports import due_reports, scope_of
from tests.reports.conftest import DUE, SIGNATORY, TODAY

CROSSINGS = "flows.irregular_crossings"


def text_at(document, place: str) -> str:
    return next(piece["text"] for chapter in document["chapters"] for piece in chapter["pieces"] if piece.get("place") == place)


def facts_of(report, code):
    parts = (part for chapter in report.facts["chapters"] for part in chapter["parts"])
    return next(part for part in parts if part["kind"] == "indicator" and part["code"] == code)


def test_the_quarter_reported_on_is_the_last_that_is_over():
    assert quarter_before(date(2024, 8, 14)) == Quarter(date(2024, 4, 1))
    assert quarter_before(date(2027, 2, 14)) == Quarter(date(2026, 10, 1))
    assert Quarter(date(2026, 10, 1)).end == date(2026, 12, 31)
    assert Quarter(date(2026, 1, 1)).earlier(3) == Quarter(date(2025, 10, 1))


def test_reports_are_numbered_within_their_year():
    assert number_of("MK", date(2024, 8, 14)) == "MK-2024-1"
    assert number_of("MK", date(2027, 2, 14)) == "MK-2027-1"
    assert number_of("MK", DUE) == "MK-2026-4"


def test_figures_are_compared_with_the_quarter_before_and_the_year_before(report):
    document = compose(report, "en")
    said = text_at(document, CROSSINGS)
    assert "1,104 in the quarter from July to September 2026" in said
    assert "Quarter before: – (no comparison)" in said
    assert "900 (+22.7\u00a0%)" in said
    assert "North Macedonia – Greece (828)" in said


def test_the_coordinator_s_report_has_a_regional_annex(report, monkeypatch):
    assert all(chapter["code"] != "annex" for chapter in report.facts["chapters"])
    monkeypatch.setattr("egnatia.reports.queries.gather.value_of", lambda key: "MK")
    report.facts = gather(scope_of(report), DUE)
    annex = next(chapter for chapter in compose(report, "en")["chapters"] if chapter["code"] == "annex")
    table = next(piece for piece in annex["pieces"] if piece["kind"] == "table")
    assert ["Serbia", "800", "40 / 92"] in table["rows"] and ["Albania", "–", "0 / 92"] in table["rows"]
    assert "No partner's figures of this kind have been delivered." in [piece.get("text") for piece in annex["pieces"]]


def test_what_was_not_reported_is_said_and_not_nought(report):
    document = compose(report, "en")
    said = text_at(document, "returns.returns")
    assert "nothing was reported" in said and "it is not nought" in said
    assert "entries by hand and imported files" in said
    assert facts_of(report, "returns")["values"] == [None, None, None]


def test_partners_that_have_not_delivered_are_named(report):
    said = text_at(compose(report, "en"), "data_shared.deliveries")
    assert "by: Albania, Bosnia and Herzegovina, Kosovo*, Montenegro." in said
    assert "Delivered in part: Serbia." in said


def test_small_counts_are_hidden_with_what_would_tell_them(report):
    applications = facts_of(report, "applications")
    cells = {key: value for key, value, *_rest in dict(applications["cells"])["nationality"]}
    assert applications["values"][0] == 92
    assert cells["BDI"] == HIDDEN
    assert list(cells.values()).count(HIDDEN) == 2  # alone it would follow from the total
    referrals = facts_of(report, "referrals")
    assert referrals["values"][0] == HIDDEN
    assert referrals["months"] == []


def test_a_date_of_the_law_is_asked_for(counts, analyst):
    with pytest.raises(Problem) as caught:
        draft_report(analyst, "MK", date(2026, 11, 15))
    assert caught.value.code == "reports.not_a_due_date"
    assert "14 November 2026 or 14 February 2027" in caught.value.cure


@pytest.mark.parametrize(
    ("partner", "due_on", "code"),
    [
        ("RS", DUE, "reports.other_partner"),
        ("MK", date(2024, 8, 14), "reports.no_data"),
        ("MK", date(2027, 5, 14), "reports.not_begun"),
    ],
)
def test_a_report_that_cannot_be_is_refused(counts, analyst, partner, due_on, code):
    with pytest.raises(Problem) as caught:
        draft_report(analyst, partner, due_on)
    assert caught.value.code == code
    assert not Report.objects.exists()


def test_each_step_takes_its_permission(report, analyst, director, registration_officer):
    for refused in (
        lambda: draft_report(director, "MK", DUE),
        lambda: edit_passage(registration_officer, report, "en", CROSSINGS, "Mine"),
        lambda: issue_report(analyst, report, signatory=SIGNATORY),
    ):
        with pytest.raises(Problem) as caught:
            refused()
        assert caught.value.status == 403


def test_edits_are_kept_when_figures_are_brought_up_to_date(report, analyst):
    edit_passage(analyst, report, "en", CROSSINGS, "Crossings rose after the river fell.")
    edit_passage(analyst, report, "en", "flows.own", "Two sections were closed in August.")
    with clock.frozen(TODAY + timedelta(hours=1)):
        take_counts("MK", "irregular_crossings", "day", [(date(2026, 9, 1), "", "", 90)], known_at=clock.now())
        again = draft_report(analyst, "MK", DUE)
    assert again.pk == report.pk and again.language == "en"
    document = compose(again, "en")
    piece = next(one for one in document["chapters"][2]["pieces"] if one.get("place") == CROSSINGS)
    assert piece["text"] == "Crossings rose after the river fell." and piece["edited"]
    assert "1,182" in piece["generated"]
    assert text_at(document, "flows.own").startswith("Two sections")
    edit_passage(analyst, again, "en", CROSSINGS, " ")
    assert "1,182" in text_at(compose(again, "en"), CROSSINGS)


def test_passages_that_do_not_exist_or_tell_of_a_person_are_refused(report, analyst):
    for code, text, problem in (
        ("flows.nothing", "x", "reports.no_such_passage"),
        (CROSSINGS, "Seen with passport AB1234567", "picture.measure.about_a_person"),
    ):
        with pytest.raises(Problem) as caught:
            edit_passage(analyst, report, "en", code, text)
        assert caught.value.code == problem


@pytest.mark.usefixtures("built_fonts")
def test_an_issued_report_is_frozen_and_comes_out_again(report, analyst, director):
    issue_report(director, report, signatory=SIGNATORY)
    frozen = document_of(report, "en")
    pdf = write_document(report, frozen, "pdf")
    later = TODAY + timedelta(days=40)
    with clock.frozen(later):
        take_counts("MK", "irregular_crossings", "day", [(date(2026, 9, 1), "", "", 999)], known_at=later)
        assert verify_report(report) == []
        assert document_of(report, "en") == frozen
        assert write_document(report, document_of(report, "en"), "pdf") == pdf
    assert SIGNATORY in json.dumps(frozen)
    assert report.signatory == SIGNATORY and len(report.digest) == 64
    for refused in (
        lambda: draft_report(analyst, "MK", DUE),
        lambda: edit_passage(analyst, report, "en", CROSSINGS, "Late"),
        lambda: issue_report(director, report, signatory=SIGNATORY),
    ):
        with pytest.raises(Problem) as caught:
            refused()
        assert caught.value.code == "reports.issued"


def test_two_who_sign_at_once_issue_one_report(report, director):
    other = Report.objects.get(pk=report.pk)
    issue_report(director, report, signatory=SIGNATORY)
    with pytest.raises(Problem) as caught:
        issue_report(director, other, signatory="Somebody else")
    assert caught.value.code == "reports.changed_meanwhile"


def test_a_report_is_not_issued_before_its_quarter_is_over_nor_without_a_name(counts, analyst, director):
    take_counts("MK", "irregular_crossings", "day", [(date(2026, 11, 1), "", "", 5)], known_at=TODAY)
    early = draft_report(analyst, "MK", date(2027, 2, 14))
    assert "cover 1 of the quarter's 92 days" in text_at(compose(early, "en"), CROSSINGS)
    for report, name, code in ((early, SIGNATORY, "reports.quarter_not_over"),):
        with pytest.raises(Problem) as caught:
            issue_report(director, report, signatory=name)
        assert caught.value.code == code
    with pytest.raises(Problem) as caught:
        issue_report(director, draft_report(analyst, "MK", DUE), signatory=" ")
    assert caught.value.code == "reports.no_signatory"


def places(report) -> list[str]:
    return [one.place for one in verify_report(report)]


def test_content_changed_in_the_database_is_found(report, director):
    issue_report(director, report, signatory=SIGNATORY)
    edition = report.editions.get(language="en")
    edition.content = edition.content.replace("1,104", "1,004")
    edition.save()
    assert places(report) == ["edition en"]
    report.facts["chapters"][2]["parts"][1]["values"][0] = 1004
    assert places(report) == ["facts", "edition en", CROSSINGS]
    assert "1004 → 1104" in str(verify_report(report)[-1])


def test_digests_changed_along_with_the_content_are_found_by_the_audit(report, director):
    issue_report(director, report, signatory=SIGNATORY)
    report.facts["partner"] = "RS"
    report.digest = digest_of(canonical(report.facts))
    report.signatory = "Somebody else"
    edition = report.editions.get(language="sq")
    edition.content = "{}"
    edition.digest = digest_of("{}")
    edition.save()
    report.editions.filter(language="bs").delete()
    assert set(places(report)) == {"facts", "signatory", "digest", "edition sq", "edition bs"}


def test_a_count_that_does_not_come_out_again_is_named(report, director):
    issue_report(director, report, signatory=SIGNATORY)
    Count.objects.filter(indicator="irregular_crossings", source="MK", cut="", period=date(2026, 9, 1)).update(value=90)
    found = {one.place: str(one) for one in verify_report(report)}
    assert CROSSINGS in found and "irregular_crossings MK: 1104 → 1182" in found[CROSSINGS]
    assert "facts" not in found


def test_the_spreadsheet_has_the_same_figures_as_numbers(report):
    book = load_workbook(io.BytesIO(write_document(report, document_of(report, "en"), "xlsx")))
    assert len(book.sheetnames) == 10
    cells = [cell for row in book.worksheets[3].iter_rows(values_only=True) for cell in row]
    assert 384 not in cells and 372 in cells  # August: 31 days of 12
    assert 1104 in cells and 828 in cells and "1,104" not in cells


@pytest.mark.usefixtures("built_fonts")
def test_the_pdf_is_tagged_and_named_as_the_report(report):
    pdf = write_document(report, document_of(report, "en"), "pdf")
    assert pdf.startswith(b"%PDF-") and b"/StructTreeRoot" in pdf
    assert re.search(rb"<pdfuaid:part>\s*1\s*<", pdf)
    assert b"Report to the minister: July to September 2026" in pdf


def test_the_list_knows_every_date_and_what_became_of_it(report):
    dues = {due.due_on: due for due in due_reports()}
    assert date(2024, 8, 14) not in dues  # before the first counts
    assert date(2025, 11, 14) in dues and dues[DUE].report == report
    assert not dues[date(2026, 8, 14)].is_late  # due before the node knew any count
    assert not dues[DUE].is_late
    with clock.frozen(datetime(2026, 11, 15, tzinfo=UTC)):
        assert {due.due_on: due for due in due_reports()}[DUE].is_late
