"""The gateway's pages: from draft to answer, who may open which, and that the two sides never show each other's."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from egnatia.lawenforcement.actions.draft_request import Check
from egnatia.lawenforcement.models import Request
from egnatia.lawenforcement.queries.lists import to_examine
from tests.registration.conftest import records_of

pytestmark = pytest.mark.django_db
SHEET = {
    "file_number": "KO-417/26",
    "ordered_by": "P. Petrovski, prosecutor",
    "offence": "rape",
    "penalty_years": "10",
    "involvement": "suspect",
    "grounds": "Named by the victim.",
    "necessity": "The victim is threatened.",
    "age": "grown",
    "national_databases_done_on_day": "2",
    "national_databases_done_on_month": "11",
    "national_databases_done_on_year": "2026",
    "prum_reason": "would_not_identify",
    "prum_note": "The person has never been abroad.",
}


@pytest.fixture
def browse(client):
    """`browse(officer, "law_requests", data={…})`: the page's main part, after redirects."""

    def open_page(officer, name, *args, status=200, data=None, **query):
        client.force_login(officer)
        address = reverse(name, args=args)
        answer = client.get(address, query) if data is None else client.post(address, data, follow=True)
        assert answer.status_code == status, answer.content.decode()[-2000:]
        return answer.content.decode().split("<main")[-1]

    return open_page


def prints(seed: int = 1) -> SimpleUploadedFile:
    return SimpleUploadedFile("prints.fmr", b"".join(records_of(seed, 1)))


def test_from_draft_to_answer(sign, browse, police, verifier, law_examiner):
    sign(seed=1, take=0)
    assert "Your unit has asked for nothing yet" in browse(police, "law_requests")
    page = browse(police, "law_new_request", data=SHEET | {"prints": prints()})
    assert "Submit to the verifying authority" in page and "The person has never been abroad." in page
    request = Request.objects.get()
    browse(police, "law_submit_request", request.pk, data={})
    assert request.number in browse(verifier, "law_verifying")
    assert "Named by the victim." in browse(verifier, "law_verify", request.pk)
    assert "What you decided" in browse(verifier, "law_approve", request.pk, data={})
    assert request.number in browse(law_examiner, "law_examine")
    hit = to_examine(law_examiner).get()
    desk = browse(law_examiner, "law_examine_hit", hit.pk)
    assert "Haidari" not in desk and "KO-417/26" not in desk, "an examiner compares prints, not stories"
    verdict = {"decision": "same", "reason": "details_agree_on_several_fingers"}
    browse(law_examiner, "law_examine_hit", hit.pk, data=verdict)
    answer = browse(police, "law_answer", request.pk)
    assert "Haidari" in answer and "Afghanistan" in answer and "no party to the agreement" in answer
    assert "Erased" in browse(police, "law_close", request.pk, data={"outcome": "identified"})


def test_what_is_missing_is_listed_and_can_be_mended(browse, police):
    page = browse(police, "law_new_request", data=SHEET | {"penalty_years": "1"})
    assert "less than 3 years" in page and "There are no prints" in page and "Submit to" not in page
    request = Request.objects.get()
    page = browse(police, "law_edit_request", request.pk, data=SHEET | {"prints": prints()})
    assert "Submit to the verifying authority" in page
    browse(police, "law_discard_request", request.pk, data={})
    assert not Request.objects.exists()


def test_a_file_that_is_none_is_told_beside_its_box(browse, police):
    page = browse(police, "law_new_request", data=SHEET | {"prints": SimpleUploadedFile("cat.bin", b"cat")})
    assert "neither an ANSI/NIST file nor" in page
    assert not Request.objects.exists()


def test_not_approving_after_an_urgent_search(sign, browse, submit, police, verifier):
    sign(seed=1, take=0)
    request = submit(urgent=True, urgent_because="A hostage.")
    assert "Approve: the urgency was justified" in browse(verifier, "law_verify", request.pk)
    assert "Choose one" in browse(verifier, "law_refuse", request.pk, data={})
    browse(verifier, "law_refuse", request.pk, data={"reason": "not_urgent"})
    page = browse(police, "law_request", request.pk)
    assert "The urgency was not justified" in page and "It was not urgent" in page
    assert "Erasure confirmed" in browse(police, "law_confirm_erasure", request.pk, data={})


def test_keeping_needs_a_reason(sign, browse, searched, police):
    request = searched(seed=2)
    assert "isn&#x27;t said why" in browse(police, "law_keep", request.pk, data={}) or "Fill this in" in browse(
        police, "law_keep", request.pk, data={}
    )
    assert "The trial is in May." in browse(police, "law_keep", request.pk, data={"reason": "The trial is in May."})


def test_each_place_is_for_its_own_role(browse, submit, police, verifier, law_examiner, supervisor, registration_officer):
    request = submit()
    for officer in (verifier, law_examiner, supervisor, registration_officer):
        browse(officer, "law_requests", status=403)
        browse(officer, "law_request", request.pk, status=403)
    browse(police, "law_verifying", status=403)
    browse(police, "law_examine", status=403)
    browse(police, "law_log", status=403)
    for page in ("register", "find_person", "examine", "my_work", "access_log"):
        for officer in (police, verifier, law_examiner):
            browse(officer, page, status=403)


def test_signing_in_leads_to_the_own_place(client, police):
    answer = client.post(reverse("account_login"), {"login": "petra", "password": "Long-enough-1234"})
    assert answer["Location"] == reverse("law_requests")


def test_pages_of_migration_never_show_a_request(sign, browse, searched, law_examiner, supervisor, case_officer):
    data_set = sign(seed=1, take=0)
    request = searched(seed=1)
    for officer, name, *args in (
        (supervisor, "access_log"),
        (supervisor, "person_access_log", data_set.person_id),
        (supervisor, "person", data_set.person_id),
        (case_officer, "person", data_set.person_id),
        (case_officer, "my_work"),
    ):
        page = browse(officer, name, *args)
        assert request.number not in page and "law-enforcement" not in page.replace("Law-enforcement log", "").lower(), name


def test_the_gateways_own_log_and_counts(sign, browse, searched, supervisor):
    sign(seed=1, take=0)
    request = searched(seed=1)
    page = browse(supervisor, "law_log")
    assert "KO-417/26" in page and "The gallery was searched for a law-enforcement request" in page
    assert "Trafficking in human beings" in browse(supervisor, "law_log", number=request.number)
    assert "Nothing yet" in browse(supervisor, "law_log", number="MK4NONE")
    counts = browse(supervisor, "law_statistics")
    assert "Trafficking in human beings" in counts


def test_pages_say_whom_is_asked(browse, submit, police, verifier, serbia):
    waiting = submit(seed=2)
    for officer, name, *args in (
        (police, "law_requests"),
        (police, "law_new_request"),
        (verifier, "law_verify", waiting.pk),
    ):
        assert "the police are asked of: Serbia" in browse(officer, name, *args), name
    serbia.partner.our_purposes = ["MIG"]
    serbia.partner.save()
    page = browse(police, "law_new_request")
    assert "there is no agreement in force for it" in page and "Whose police" not in page


def test_the_answer_says_where_it_stands(sign, browse, submit, searched, police, verifier):
    waiting = submit(seed=2)
    assert "Nothing was searched yet." in browse(police, "law_answer", waiting.pk)
    found_nobody = searched(seed=2)
    assert "Nothing was found" in browse(police, "law_answer", found_nobody.pk)
    browse(police, "law_close", found_nobody.pk, data={"outcome": "nothing_found"})
    page = browse(police, "law_answer", found_nobody.pk)
    assert "Prints and answer were erased" in page and "Nothing was found" not in page


def test_a_submitted_request_is_not_offered_for_changing(client, police, submit):
    request = submit()
    client.force_login(police)
    address = reverse("law_edit_request", args=[request.pk])
    for answer in (client.get(address), client.post(address, SHEET)):
        assert answer.status_code == 302 and answer["Location"] == reverse("law_request", args=[request.pk])
    request.refresh_from_db()
    assert request.file_number == "KO-417/26"


def test_the_reason_for_keeping_is_given_anew(browse, searched, police):
    request = searched(seed=2)
    page = browse(police, "law_keep", request.pk, data={"reason": "The trial is in May."})
    assert page.count("The trial is in May.") == 1, "beside the day, and not in the box for the next month"


def test_what_is_to_be_erased_stands_out_in_the_list(browse, submit, police, verifier):
    request = submit(seed=2, urgent=True, urgent_because="A hostage.")
    browse(verifier, "law_refuse", request.pk, data={"reason": "not_urgent"})
    assert "Erasure to be confirmed" in browse(police, "law_requests")
    browse(police, "law_confirm_erasure", request.pk, data={})
    assert "Erasure to be confirmed" not in browse(police, "law_requests")


def test_odd_addresses_break_nothing(client, sign, browse, searched, law_examiner, supervisor):
    sign(seed=1, take=0)
    searched(seed=1)
    hit = to_examine(law_examiner).get()
    for finger in ("99", "9" * 5000, "²", "-1", "x"):
        browse(law_examiner, "law_examine_hit", hit.pk, finger=finger)
    for side, position in (("probe", 99), ("found", 10**30), ("neither", 1)):
        browse(law_examiner, "law_examine_print", hit.pk, side, position, status=404)
    for year in ("1", "9999", "0000", "²²²²", "x"):
        browse(supervisor, "law_statistics", year=year)
    browse(supervisor, "law_log", page="x", number="9" * 500)


def test_the_log_shows_what_the_law_asks_for(browse, submit, verifier, supervisor):
    why_not = {"prum": Check(reason="no_party", note="Not in the list of parties.")}
    request = submit(checks={"national_databases": Check(date(2026, 11, 2))} | why_not)
    browse(verifier, "law_refuse", request.pk, data={"reason": "no_suspicion"})
    page = browse(supervisor, "law_log", number=request.number)
    for words in (
        "KO-417/26",
        "Trafficking in human beings",
        "Asked by petra",
        "Ordered by P. Petrovski, prosecutor",
        "Verified by vera",
        "This partner takes no part in the automated exchange",
        "The suspicion is not substantiated",
        "It was not approved",
    ):
        assert words in page, words
