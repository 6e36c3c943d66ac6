"""The reports' pages: who may do what, what they show, what is kept."""

import pytest
from django.urls import reverse

from egnatia.reports.models import Report
from tests.reports.conftest import SIGNATORY


def test_the_list_offers_a_draft_and_shows_it(client, counts, analyst):
    client.force_login(analyst)
    page = client.get(reverse("reports")).content.decode()
    assert 'value="2026-11-14"' in page and "14 February 2027" in page and "Not made here" in page
    made = client.post(reverse("draft_report"), {"due": "2026-11-14"}, follow=True).content.decode()
    assert "MK-2026-4" in made and "Bring the figures up to date" in made
    assert "Sign and issue" not in made  # an analyst doesn't sign


def test_a_passage_is_edited_and_marked(client, report, analyst):
    client.force_login(analyst)
    address = reverse("edit_passage", args=(report.number,)) + "?language=en&place=flows.irregular_crossings"
    box = client.get(address).content.decode()
    assert "What the data say" in box and "1,104 in the quarter" in box
    page = client.post(address, {"text": "More <b>were</b> found."}, follow=True).content.decode()
    assert "More &lt;b&gt;were&lt;/b&gt; found." in page and "Edited by a person" in page
    wrong = client.post(address, {"text": "Passport AB1234567"}).content.decode()
    assert "looks like the number of a person" in wrong
    client.post(address, {"text": ""})
    assert not report.passages.exists()


@pytest.mark.usefixtures("built_fonts")
def test_a_language_s_page_is_in_it_down_to_the_figures_and_edits_it(client, report, analyst):
    client.force_login(analyst)
    page = client.get(reverse("report", args=(report.number,)) + "?language=mk").content.decode()
    assert ">Јул 2026<" in page and "Jul 2026" not in page
    assert "?language=mk&amp;place=flows.own" in page and "?language=en&amp;place" not in page
    address = reverse("edit_passage", args=(report.number,)) + "?language=mk&place=flows.own"
    client.post(address, {"text": "Две делници беа затворени."})
    assert report.passages.get().language == "mk"
    assert "Две делници" not in client.get(reverse("report", args=(report.number,)) + "?language=en").content.decode()


def test_saving_what_the_data_say_makes_nobody_its_author(client, report, analyst):
    client.force_login(analyst)
    address = reverse("edit_passage", args=(report.number,)) + "?language=en&place=threats.alarms"
    client.post(address, {"text": "No alarm rang in the quarter."})
    assert not report.passages.exists()


def test_the_director_signs_what_was_read(client, report, director, analyst):
    client.force_login(director)
    address = reverse("issue_report", args=(report.number,))
    given = {"signatory": SIGNATORY, "seen": "on", "vintage": "2026-01-01T00:00:00+00:00"}
    assert "has changed since you opened it" in client.post(address, given).content.decode()
    page = client.post(address, given | {"vintage": report.vintage.isoformat()}, follow=True).content.decode()
    assert "was issued" in page and SIGNATORY in page and "/reports/MK-2026-4/check/?language=" in page
    client.force_login(analyst)
    page = client.get(reverse("report", args=(report.number,))).content.decode()
    assert "Bring the figures up to date" not in page and "Edit<" not in page
    refused = client.post(reverse("draft_report"), {"due": "2026-11-14"})
    assert refused.status_code == 409


def test_files_are_saved_under_the_report_s_number(client, report, director):
    client.force_login(director)
    saved = client.get(reverse("save_report", args=(report.number, "xlsx")) + "?language=en")
    assert saved["Content-Disposition"] == 'attachment; filename="MK-2026-4-en.xlsx"'
    assert saved.content.startswith(b"PK")


def test_others_see_nothing_and_may_do_nothing(client, report, registration_officer, director):
    client.force_login(registration_officer)
    for name, arguments in (("reports", ()), ("report", (report.number,)), ("issue_report", (report.number,))):
        assert client.get(reverse(name, args=arguments)).status_code == 403
    client.force_login(director)
    assert client.post(reverse("draft_report"), {"due": "2026-11-14"}).status_code == 403
    assert client.get(reverse("edit_passage", args=(report.number,))).status_code == 403


def test_what_is_not_there_is_told(client, report, analyst):
    client.force_login(analyst)
    assert client.get(reverse("report", args=("MK-2020-1",))).status_code == 404
    assert client.get(reverse("report", args=(report.number,)) + "?language=xx").status_code == 400
    assert client.post(reverse("draft_report"), {"due": "soon"}).status_code == 404
    assert Report.objects.count() == 1
