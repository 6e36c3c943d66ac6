"""From one report to the next: figures revised since with both vintages, and people's own words beside those before."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from egnatia.base import clock
from egnatia.picture.actions.take_series import take_counts
from egnatia.reports.actions.draft_report import draft_report
from egnatia.reports.actions.edit_passage import edit_passage
from egnatia.reports.actions.issue_report import issue_report
from egnatia.reports.compose import compose
from egnatia.reports.queries.checks import verify_report
from egnatia.reports.queries.passages import older_than_figures, passage_changes, told_in_some_languages
from egnatia.reports.queries.revised import revised_figures
from tests.reports.conftest import SIGNATORY, TODAY

NEXT_DUE = date(2027, 2, 14)
LATER = datetime(2027, 1, 20, 9, tzinfo=UTC)
REMARKS = "flows.own"


def take_more(*, known: datetime) -> None:
    """The next quarter's days, and nine crossings more on one day of the quarter before."""
    days = [date(2026, 10, 1) + timedelta(days=number) for number in range(92)]
    take_counts("MK", "irregular_crossings", "day", [(day, "", "", 10) for day in days], known_at=known)
    take_counts("MK", "irregular_crossings", "day", [(date(2026, 9, 1), "", "", 21)], known_at=known, cuts=[""])


@pytest.fixture
def issued(report, analyst, director):
    edit_passage(analyst, report, "en", REMARKS, "Two sections were closed in August.")
    edit_passage(analyst, report, "en", "threats.alarms", "Nothing rang.")
    return issue_report(director, report, signatory=SIGNATORY)


@pytest.fixture
def following(issued, analyst):
    with clock.frozen(LATER):
        take_more(known=LATER)
        yield draft_report(analyst, "MK", NEXT_DUE, language="en")


def pieces_at(document, place):
    chapter = next(one for one in document["chapters"] if one["code"] == place.partition(".")[0])
    pieces = iter(chapter["pieces"])
    return next(piece for piece in pieces if piece.get("place") == place), next(pieces)


def test_the_next_report_tells_what_was_revised_with_both_vintages(following):
    said, table = pieces_at(compose(following, "en"), "method.revisions")
    assert said["text"] == ("Figures of report MK-2026-4 (as known on 10 November 2026) that have been revised since: 1.")
    assert table["head"] == ["Series", "As known on 10 November 2026", "As known on 20 January 2027"]
    assert table["rows"] == [["Irregular border crossings detected, North Macedonia", "1,104", "1,113"]]


def test_a_first_report_and_one_after_which_nothing_was_revised_say_so(report, issued, analyst):
    assert "No report was issued here before this one" in pieces_at(compose(report, "en"), "method.revisions")[0]["text"]
    with clock.frozen(LATER):
        take_counts("MK", "irregular_crossings", "day", [(date(2026, 10, 1), "", "", 3)], known_at=LATER)
        unrevised = draft_report(analyst, "MK", NEXT_DUE)
    said = pieces_at(compose(unrevised, "en"), "method.revisions")[0]["text"]
    assert said == "No figure of report MK-2026-4 (as known on 10 November 2026) has been revised since."


def test_what_is_told_of_revisions_comes_out_again(following, director):
    issue_report(director, following, signatory=SIGNATORY)
    later = LATER + timedelta(days=9)
    take_counts("MK", "irregular_crossings", "day", [(date(2026, 9, 1), "", "", 30)], known_at=later, cuts=[""])
    assert verify_report(following) == []


def test_an_issued_report_stays_and_its_revised_figures_are_known(issued, following):
    assert revised_figures(issued, TODAY) == []
    assert revised_figures(issued, LATER) == [["irregular_crossings", "MK", "", "", 1104, 1113]]


def test_own_words_stand_beside_those_of_the_report_before(following, analyst):
    edit_passage(analyst, following, "en", REMARKS, "All sections are open again.")
    edit_passage(analyst, following, "en", "threats.alarms", "Nothing rang.")
    changes = {one.place: one for one in passage_changes(following, "en")}
    assert changes[REMARKS].before.startswith("Two sections") and changes[REMARKS].now.startswith("All sections")
    assert changes["threats.alarms"].is_same and not changes[REMARKS].is_same
    assert passage_changes(following, "mk") == []


def test_words_older_than_the_figures_are_pointed_at(following, analyst):
    edit_passage(analyst, following, "en", REMARKS, "Few came.")
    assert older_than_figures(following, "en") == set()
    with clock.frozen(LATER + timedelta(hours=1)):
        assert older_than_figures(draft_report(analyst, "MK", NEXT_DUE), "en") == {REMARKS}


def test_words_in_one_language_only_are_pointed_at_before_signing(client, following, analyst, director):
    edit_passage(analyst, following, "en", REMARKS, "Few came.")
    edit_passage(analyst, following, "sq", REMARKS, "Erdhën pak.")
    assert told_in_some_languages(following, ["en", "sq", "mk"]) == {REMARKS: ["mk"]}
    client.force_login(director)
    page = client.get(reverse("issue_report", args=(following.number,))).content.decode()
    assert "Processes of migration flows: Remarks" in page and "Македонски, Српски" in page


def test_the_pages_show_what_has_changed(client, following, issued, analyst):
    edit_passage(analyst, following, "en", REMARKS, "All sections are open again.")
    client.force_login(analyst)
    page = client.get(reverse("report", args=(following.number,)) + "?language=en").content.decode()
    assert "What has changed since report MK-2026-4" in page
    assert "Two sections were closed in August." in page and "1,113" in page
    check = client.get(reverse("check_report", args=(issued.number,)) + "?language=en").content.decode()
    assert "came out the same" in check and issued.digest in check
    assert "Irregular border crossings detected, North Macedonia" in check and "1,113" in check
    assert client.get(reverse("check_report", args=(following.number,))).status_code == 409


def test_the_check_page_says_what_differs(client, issued, analyst):
    issued.editions.filter(language="mk").update(content="{}")
    client.force_login(analyst)
    page = client.get(reverse("check_report", args=(issued.number,))).content.decode()
    assert "edition mk" in page and "came out the same" not in page


def test_others_see_no_check(client, issued, registration_officer):
    client.force_login(registration_officer)
    assert client.get(reverse("check_report", args=(issued.number,))).status_code == 403
