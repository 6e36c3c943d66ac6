"""The pages, as a browser without script uses them: every step saved, one way through, nothing lost."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from egnatia.biometrics.models import Capture
from egnatia.biometrics.queries import captures_of
from egnatia.persons.models import ChildNote, DataSet
from egnatia.registration.actions.save_step import save_step
from egnatia.registration.actions.take_captures import take_records
from egnatia.registration.models import Draft
from egnatia.registration.samples import Sample, _sources, use_samples
from egnatia.registration.views import step_pages
from tests.registration.conftest import records_of

pytestmark = pytest.mark.django_db

EVENT = {"category": "2", "place": "Tabanovce", "date_day": "1", "date_month": "11", "date_year": "2026", "time": "14:30"}
IDENTITY = {
    "surnames": ["Haddad", ""],
    "forenames": ["Samir"],
    "birth_date_day": "12",
    "birth_date_month": "4",
    "birth_date_year": "1991",
    "birth_date_basis": "declared",
    "birth_place": "Homs",
    "sex": "male",
    "nationalities": ["Syria"],
    "countries_feared": ["TUR"],
}
DOCUMENT = {
    "documents-TOTAL_FORMS": "1",
    "documents-INITIAL_FORMS": "0",
    "documents-0-type": "passport",
    "documents-0-number": "n778812",
    "documents-0-issuer": "syr",
}


@pytest.fixture
def browser(client, registration_officer):
    client.force_login(registration_officer)
    return client


def address(draft, step):
    return reverse("registration_step", args=(draft.pk, step))


def photo():
    content = io.BytesIO()
    Image.new("RGB", (300, 400), (120, 100, 90)).save(content, "JPEG")
    return content.getvalue()


def start(browser):
    answer = browser.post(reverse("register"))
    draft = Draft.objects.get()
    assert answer.url == address(draft, "notice")
    return draft


def test_adult_is_registered_in_at_most_nine_pages(browser, registration_officer):
    pages = [browser.get(reverse("register"))]
    draft = start(browser)
    way = [
        ("notice", {"language": "ar", "mode": "both"}),
        ("event", EVENT),
        ("identity", IDENTITY),
        ("documents", DOCUMENT),
    ]
    for step, values in way:
        pages.append(browser.get(address(draft, step)))
        answer = browser.post(address(draft, step), values)
        assert answer.status_code == 302, answer.context["form"].errors
    assert answer.url == address(draft, "fingers")
    pages.append(browser.get(answer.url))
    draft.refresh_from_db()
    take_records(registration_officer, draft, records_of(1))
    answer = browser.post(address(draft, "fingers"), {"do": "continue"})
    assert answer.url == reverse("registration_review", args=(draft.pk,))
    pages.append(browser.get(answer.url))
    draft.refresh_from_db()
    answer = browser.post(answer.url, {"revision": draft.revision})
    pages.append(browser.get(answer.url))
    assert len(pages) <= 9
    assert [page.status_code for page in pages] == [200] * len(pages)
    data_set = DataSet.objects.get()
    assert data_set.reference_number in pages[-1].content.decode()
    assert data_set.elements["nationalities"] == ["SYR"]
    assert data_set.elements["countries_feared"] == ["TUR"]
    assert data_set.elements["documents"] == [{"type": "passport", "number": "N778812", "issuer": "SYR"}]
    assert data_set.elements["event"]["time"] == "14:30"


def test_notice_is_shown_in_its_language_and_direction(browser):
    page = browser.get(address(start(browser), "notice"), {"language": "fa"}).content.decode()
    assert 'lang="fa" dir="rtl"' in page


def test_wrong_entry_is_said_beside_its_box_and_the_rest_is_kept(browser):
    draft = start(browser)
    wrong = {**IDENTITY, "birth_date_day": "30", "birth_date_month": "2"}
    page = browser.post(address(draft, "identity"), wrong)
    assert page.status_code == 200
    assert "birth_date" in page.context["form"].errors
    assert 'value="30"' in page.content.decode()
    draft.refresh_from_db()
    assert draft.data["elements"]["surnames"] == ["Haddad"]
    assert "birth_date" not in draft.data["elements"]


def test_coming_back_later_keeps_what_is_right_and_shows_the_step_as_incomplete(browser):
    draft = start(browser)
    answer = browser.post(address(draft, "identity"), {"surnames": ["Haddad"], "later": "yes"})
    assert answer.url == reverse("registration_tasks", args=(draft.pk,))
    page = browser.get(answer.url).content.decode()
    assert "Incomplete" in page
    assert "Haddad" in browser.get(address(draft, "identity")).content.decode()


def test_typing_is_saved_by_the_page_itself(browser):
    draft = start(browser)
    answer = browser.post(
        address(draft, "identity"), {"surnames": ["Haddad"], "autosave": "yes"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 204
    draft.refresh_from_db()
    assert draft.data["elements"] == {"surnames": ["Haddad"]}


@pytest.fixture
def saved_between(registration_officer, monkeypatch):
    """Another save of the same step, between this one's reading of the draft and its writing, once."""
    meanwhile = iter([{"surnames": ["Hadad"], "sex": "male"}])

    def save(officer, draft, step, values, **options):
        for typed in meanwhile:
            save_step(registration_officer, Draft.objects.get(), "identity", typed)
        return save_step(officer, draft, step, values, **options)

    monkeypatch.setattr(step_pages, "save_step", save)


@pytest.mark.parametrize(
    ("sent", "status", "kept"),
    [({}, 302, ["Haddad"]), ({"autosave": "yes"}, 204, ["Hadad"])],
    ids=["pressed: done again on what is there now", "by the page itself: gives way"],
)
def test_two_saves_meet_and_nobody_is_turned_away(browser, saved_between, sent, status, kept):
    draft = start(browser)
    headers = {"HX-Request": "true"} if sent else {}
    answer = browser.post(address(draft, "identity"), IDENTITY | {"surnames": ["Haddad"]} | sent, headers=headers)
    assert answer.status_code == status
    draft.refresh_from_db()
    assert draft.data["elements"]["surnames"] == kept


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"surnames": ["x" * 10_000]}, "surnames"),
        ({"surnames": ["Had\x07dad"]}, "surnames"),
        ({"surnames": ["Had\u202edad"]}, "surnames"),
        ({"surnames": []}, "surnames"),
        ({"birth_date_year": "2199"}, "birth_date"),
        ({"birth_date_day": "31", "birth_date_month": "6"}, "birth_date"),
        ({"birth_date_year": "1370"}, "birth_date"),
        ({"birth_date_year": "1370", "birth_date_calendar": "julian"}, "birth_date"),
        ({"birth_date_year": "1406", "birth_date_calendar": "solar_hijri"}, "birth_date"),
        ({"birth_date_age": "35", "birth_date_margin": "2"}, "birth_date"),
        ({"nationalities": ["Atlantis"]}, "nationalities"),
        ({"sex": "robot"}, "sex"),
        ({"latin_surnames": ["حداد"]}, "latin_surnames"),
    ],
)
def test_bad_input_is_told_and_not_kept(browser, changed, field):
    draft = start(browser)
    page = browser.post(address(draft, "identity"), {**IDENTITY, **changed})
    assert page.status_code == 200
    assert field in page.context["form"].errors
    draft.refresh_from_db()
    assert draft.data["elements"]["forenames"] == ["Samir"]


def test_no_finger_before_the_notice_and_the_age(browser):
    draft = start(browser)
    assert browser.get(address(draft, "fingers")).url == address(draft, "notice")
    browser.post(address(draft, "notice"), {"language": "en", "mode": "both"})
    assert browser.get(address(draft, "fingers")).url == address(draft, "identity")


def test_child_under_six_leads_to_a_note_and_nothing_is_captured(browser):
    draft = start(browser)
    browser.post(address(draft, "notice"), {"language": "en", "mode": "both"})
    browser.post(address(draft, "event"), EVENT)
    answer = browser.post(address(draft, "identity"), {**IDENTITY, "birth_date_year": "2023"})
    child = reverse("registration_child", args=(draft.pk,))
    assert answer.url == child
    assert browser.get(address(draft, "fingers")).url == child
    answer = browser.post(child)
    assert "Nothing was captured" in browser.get(answer.url).content.decode()
    assert ChildNote.objects.get().reason == "under_six"
    assert not DataSet.objects.exists()
    assert not Capture.objects.exists()


def test_doubt_about_age_without_proof_blocks_capture_and_proof_lifts_it(browser):
    draft = start(browser)
    browser.post(address(draft, "notice"), {"language": "en", "mode": "both"})
    young = {**IDENTITY, "birth_date_year": "2019", "doubt_about_age": "on"}
    assert browser.post(address(draft, "identity"), young).url == reverse("registration_child", args=(draft.pk,))
    answer = browser.post(address(draft, "identity"), {**young, "proof_of_age": "on"})
    assert answer.url == address(draft, "documents")


def test_missing_finger_with_reason_photo_and_removal(browser, make_draft):
    draft = make_draft(upto="documents")
    fingers = address(draft, "fingers")
    assert browser.post(fingers, {"do": "missing", "finger": "4", "reason": "amputated"}).status_code == 302
    page = browser.post(fingers, {"do": "missing", "finger": "5"})
    assert "reason" in page.context["forms"]["missing"].errors
    assert browser.post(fingers, {"do": "photo", "photo": io.BytesIO(photo())}).status_code == 302
    page = browser.get(fingers).content.decode()
    assert "Missing: Finger missing" in page
    shown = captures_of(draft.pk).get(kind="face")
    picture = browser.get(reverse("registration_capture_image", args=(draft.pk, shown.pk)))
    assert picture.headers["Content-Type"] == "image/jpeg"
    browser.post(fingers, {"do": "remove", "finger": "photo"})
    browser.post(fingers, {"do": "remove", "finger": "4"})
    assert not captures_of(draft.pk).exists()


def test_file_that_is_no_image_is_told(browser, make_draft):
    draft = make_draft(upto="documents")
    bad = io.BytesIO(b"not an image")
    bad.name = "1.png"
    page = browser.post(address(draft, "fingers"), {"do": "files", "images": [bad]})
    assert page.status_code == 200
    assert "Finger 1" in str(page.context["forms"]["files"].errors)
    unclear = io.BytesIO(b"not an image")
    unclear.name = "scan.png"
    page = browser.post(address(draft, "fingers"), {"do": "files", "images": [unclear]})
    assert "which finger" in str(page.context["forms"]["files"].errors)


def test_going_on_without_all_fingers_is_refused_with_words(browser, make_draft):
    draft = make_draft(upto="documents")
    answer = browser.post(address(draft, "fingers"), {"do": "continue"}, follow=True)
    assert "Some fingers have no print yet." in answer.content.decode()
    answer = browser.post(address(draft, "fingers"), {"do": "continue", "later": "yes"})
    assert answer.url == reverse("registration_tasks", args=(draft.pk,))


def test_sample_fingers_are_offered_only_where_a_demo_has_some(browser, make_draft):
    draft = make_draft(upto="documents")
    assert "sample fingers" not in browser.get(address(draft, "fingers")).content.decode().lower()
    assert browser.post(address(draft, "fingers"), {"do": "sample", "code": "a"}).status_code == 404

    class Source:
        def samples(self):
            return [Sample("a", "Amina")]

        def fingers(self, code):
            return {}

        def photo(self, code):
            return photo()

    use_samples(Source())
    try:
        assert "Use sample fingers: Amina" in browser.get(address(draft, "fingers")).content.decode()
        browser.post(address(draft, "fingers"), {"do": "sample", "code": "a"})
    finally:
        _sources.clear()
    assert captures_of(draft.pk).get().kind == "face"


def test_only_what_was_shown_is_signed(browser, make_draft):
    draft = make_draft()
    review = reverse("registration_review", args=(draft.pk,))
    answer = browser.post(review, {"revision": draft.revision - 1}, follow=True)
    assert "changed meanwhile" in answer.content.decode()
    assert not DataSet.objects.exists()
    browser.post(review, {"revision": draft.revision})
    browser.post(review, {"revision": draft.revision})
    assert DataSet.objects.count() == 1


def test_review_names_what_is_missing(browser, make_draft):
    draft = make_draft(upto="event")
    page = browser.get(reverse("registration_review", args=(draft.pk,))).content.decode()
    assert "Before you can sign" in page
    assert "Sign the registration" not in page


def test_giving_up_erases_at_once(browser, make_draft):
    draft = make_draft()
    address_ = reverse("registration_abandon", args=(draft.pk,))
    assert browser.get(address_).status_code == 200
    browser.post(address_)
    draft.refresh_from_db()
    assert (draft.state, draft.data) == (Draft.State.ABANDONED, None)
    assert not captures_of(draft.pk).exists()


def test_another_units_draft_does_not_exist_here(browser, make_officer, make_draft):
    from egnatia.accounts.models import Unit

    elsewhere = make_officer("zora", "registration_officer", unit=Unit.objects.create(name="Other post"))
    draft = make_draft(officer=elsewhere)
    assert browser.get(address(draft, "identity")).status_code == 404
    assert browser.post(reverse("registration_review", args=(draft.pk,)), {"revision": 1}).status_code == 404


def test_examiner_cannot_open_the_pages(client, examiner, make_draft):
    draft = make_draft()
    client.force_login(examiner)
    assert client.get(reverse("register")).status_code == 403
    assert client.get(address(draft, "identity")).status_code == 403


@pytest.mark.parametrize("language", ["", "ar", "mk"])
def test_receipt_is_a_pdf_in_the_persons_language(browser, make_draft, registration_officer, language):
    from egnatia.registration.actions.sign_draft import sign_draft

    data_set = sign_draft(registration_officer, make_draft()).data_set
    answer = browser.get(reverse("receipt", args=(data_set.pk,)), {"language": language} if language else {})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_signed_page_leads_to_the_search_the_record_and_the_receipt(browser, make_draft, registration_officer):
    from egnatia.registration.actions.sign_draft import sign_draft

    sign_draft(registration_officer, make_draft(seed=5))
    draft = make_draft(seed=5, take=1)
    data_set = sign_draft(registration_officer, draft).data_set
    page = browser.get(reverse("registration_signed", args=(draft.pk,))).content.decode()
    assert "Possible match with 1 person registered here" in page
    for name, key in (("regional_search", data_set.pk), ("person", data_set.person_id), ("receipt", data_set.pk)):
        assert reverse(name, args=(key,)) in page
    data_set.candidates.all().delete()
    data_set.local_searches.update(missing_parts="1")
    page = browser.get(reverse("registration_signed", args=(draft.pk,))).content.decode()
    assert "Not all persons registered at this node could be compared" in page
    assert "Nobody registered at this node" not in page
    page = browser.get(reverse("person_searches", args=(data_set.person_id,))).content.decode()
    assert "Not all compared yet" in page and "Not all persons registered at this node could be compared" in page
    assert "No possible match" not in page
