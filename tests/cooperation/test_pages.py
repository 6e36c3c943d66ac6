"""The pages: who may see and change what, what they say, where a mistake is told."""

from datetime import date

import pytest
from django.urls import reverse

from egnatia.cooperation.actions.add_member import MemberFacts, add_member
from egnatia.cooperation.actions.keep_register import add_register_entry
from egnatia.cooperation.actions.plan_operation import OperationFacts, plan_operation
from egnatia.cooperation.actions.remind import remind
from egnatia.cooperation.models import Commitment, Item, JointOperation, Member, RegisterEntry, Reminder

PAGES = (
    "working_group", "members", "programme", "commitments", "register_of_tools", "joint_operations",
    "channels_and_agreements", "differences",
)  # fmt: skip
FORMS = ("new_member", "new_programme_item", "new_commitment", "new_register_entry", "new_operation")


@pytest.fixture
def browse(client, director):
    """`browse("commitments", state="late")`: the page's text, as the head of border police sees it."""
    client.force_login(director)

    def get(name: str, *args, status: int = 200, **query) -> str:
        response = client.get(reverse(name, args=args), query)
        assert response.status_code == status
        return response.content.decode()

    return get


@pytest.fixture
def filled(seeded, make_commitment, make_item, director, entry_facts):
    """One of everything, some of it late, with its reminders."""
    make_commitment(due_on=date(2026, 11, 1), owner="RS")
    make_item(due_on=date(2026, 11, 30))
    add_member(director, MemberFacts("AL", "Blerta Synthetic", "Head of border police", date(2024, 5, 2), reports=True))
    add_register_entry(director, entry_facts(offered=True))
    plan_operation(director, OperationFacts("Autumn", "Frontex", ("RS", "MK"), "Preševo", date(2026, 11, 1)))
    remind()


def send(client, name, *args, **values):
    return client.post(reverse(name, args=args), values)


def test_every_page_opens_empty_and_filled(browse, present, request):
    for name in (*PAGES, *FORMS):
        browse(name)
    request.getfixturevalue("filled")
    for name in PAGES:
        browse(name)
    for name, model in (
        ("member", Member), ("programme_item", Item), ("edit_programme_item", Item), ("commitment", Commitment),
        ("edit_commitment", Commitment), ("edit_register_entry", RegisterEntry), ("remove_register_entry", RegisterEntry),
        ("operation", JointOperation),
    ):  # fmt: skip
        browse(name, model.objects.first().pk)


def test_the_overview_says_when_the_report_is_due_who_coordinates_and_what_is_late(browse, filled):
    text = browse("working_group")
    assert "14 February 2027" in text
    assert "coordinated by Albania, Ministry of Interior" in text
    assert "Open a joint contact point" in text
    assert 'class="govuk-tag govuk-tag--red">Late' in text
    assert 'class="govuk-tag govuk-tag--ochre">Soon' in text
    assert "No member is named yet for: Bosnia and Herzegovina, Kosovo*" in text


def test_an_analyst_reads_everything_and_is_offered_no_change(client, analyst, filled):
    client.force_login(analyst)
    for name in PAGES:
        text = client.get(reverse(name)).content.decode()
        assert "/new/" not in text
    commitment = Commitment.objects.first()
    assert "Record progress" not in client.get(reverse("commitment", args=(commitment.pk,))).content.decode()
    assert send(client, "commitment", commitment.pk, what="note", text="x").status_code == 403
    assert client.get(reverse("edit_commitment", args=(commitment.pk,))).status_code == 403
    for name in FORMS:
        assert client.get(reverse(name)).status_code == 403


def test_officers_of_other_roles_see_neither_the_pages_nor_the_entry(client, registration_officer, present):
    client.force_login(registration_officer)
    for name in PAGES:
        assert client.get(reverse(name)).status_code == 403
    assert reverse("working_group") not in client.get(reverse("my_work")).content.decode()


def test_progress_is_recorded_and_a_missing_evidence_told_beside_its_box(client, director, make_commitment):
    client.force_login(director)
    one = make_commitment(due_on=date(2026, 11, 1))
    response = send(client, "commitment", one.pk, what="met", text="Opened in Preševo")
    assert "What was met needs its evidence." in response.content.decode()
    response = send(client, "commitment", one.pk, what="met", text="Opened in Preševo", evidence="https://example.org/12")
    assert response.status_code == 302
    text = client.get(response.url).content.decode()
    assert "Opened in Preševo" in text
    assert '<a class="govuk-link" href="https://example.org/12" rel="nofollow">' in text
    assert "It is open again" in text


def test_what_people_write_is_shown_and_never_run(client, director, make_commitment):
    client.force_login(director)
    one = make_commitment()
    send(client, "commitment", one.pk, what="note", text="<script>1</script>", evidence="<a href='https://example.org'>x</a>")
    text = client.get(reverse("commitment", args=(one.pk,))).content.decode()
    assert "&lt;script&gt;1&lt;/script&gt;" in text
    assert "&lt;a href=&#x27;" in text
    assert "<a href='" not in text


def test_a_page_left_open_does_not_answer_for_a_later_day(client, director, make_commitment):
    client.force_login(director)
    one = make_commitment(due_on=date(2026, 11, 1), months=3)
    given = {"what": "met", "text": "Sent", "evidence": "Letter", "seen": "open 2026-11-01"}
    assert send(client, "commitment", one.pk, **given).status_code == 302
    text = send(client, "commitment", one.pk, **given).content.decode()
    assert "Somebody has changed this in the meantime." in text
    assert 'name="seen" value="open 2027-02-01"' in text
    one.refresh_from_db()
    assert one.due_on == date(2027, 2, 1)


def test_a_standing_commitment_gets_its_day_and_keeps_its_wording(client, director, seeded):
    client.force_login(director)
    one = Commitment.objects.get(code="drugs")
    form = {"owner": "MK", "due_on_day": "1", "due_on_month": "3", "due_on_year": "2027", "months": "6", "title": "Other"}
    assert send(client, "edit_commitment", one.pk, **form).status_code == 302
    one.refresh_from_db()
    assert (one.owner, one.due_on, one.months, one.title) == ("MK", date(2027, 3, 1), 6, "")


def test_the_list_is_narrowed_by_the_address_and_a_wrong_choice_shows_everything(browse, filled):
    assert "1 commitment<" in browse("commitments", state="late").replace("\n", "")
    assert "3 commitments<" in browse("commitments", document="skopje")
    assert "39 commitments<" in browse("commitments", theme="fishing")
    assert "No commitment fits" in browse("commitments", state="dropped")


def test_differences_show_visas_first_and_are_in_the_address(browse, db):
    text = browse("differences", one="AL", other="RS")
    assert text.index("Russian Federation") < text.index("Reply to a readmission application") < text.index("Coast")
    assert "Free for 30 days" in text
    assert "Source: Passport Index, data set of visa requirements, 12 January 2025." in text
    assert "North Macedonia" in browse("differences", one="AL", other="XX")  # this node's own and the first other one


def test_the_six_by_six_shows_words_beside_colours_and_unknown_agreements(browse, db):
    text = browse("channels_and_agreements")
    assert 'class="eg-channel--closed">Closed' in text
    assert '<abbr title="No agreement is known: to be confirmed by the partners">?</abbr>' in text
    assert "Belgrade, 4 October 2010" in text


def test_the_register_goes_into_files_as_it_is_filtered(client, analyst, filled):
    client.force_login(analyst)
    address = reverse("download_register", args=("csv",))
    response = client.get(address, {"partner": "RS"})
    assert response["Content-Disposition"] == 'attachment; filename="register-2026-11-22.csv"'
    assert "Register of foreigners" in response.content.decode("utf-8-sig")
    assert "Register of foreigners" not in client.get(address, {"partner": "AL"}).content.decode("utf-8-sig")
    assert client.get(address.replace(".csv", ".pdf")).status_code == 404


def test_a_reminder_is_noted_and_goes_from_the_bar(client, analyst, director, filled):
    client.force_login(analyst)
    assert "Noted" not in client.get(reverse("working_group")).content.decode()
    assert send(client, "note_reminder", Reminder.objects.first().pk).status_code == 403
    client.force_login(director)
    assert "Noted" in client.get(reverse("working_group")).content.decode()
    for reminder in Reminder.objects.all():
        assert send(client, "note_reminder", reminder.pk).status_code == 302
    assert "Noted" not in client.get(reverse("working_group")).content.decode()


def test_what_is_not_there_is_not_found(browse, db):
    for name in ("member", "programme_item", "commitment", "edit_register_entry", "operation"):
        browse(name, "01890000-0000-7000-8000-000000000000", status=404)


def test_the_demo_fills_every_page_once(browse, make_officer, seeded):
    from egnatia.site.demo.working_group import make_working_group

    make_officer("director-mk", "director")
    make_working_group()
    make_working_group()
    text = browse("working_group")
    assert "Say which support for returns is needed" in text
    assert "No member is named yet" not in text
    assert Member.objects.count() == 6
