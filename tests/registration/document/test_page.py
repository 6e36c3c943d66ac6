"""The page of the documents: a zone is read, corrected, held against what was said, and taken as far as it is chosen."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from egnatia.base import node
from egnatia.engines.documents.mrz.dates import PartialDate
from egnatia.engines.documents.mrz.formats import TD1
from egnatia.registration.models import Draft
from tests.engines.documents.photo.pictures import photo_of, require_tesseract
from tests.registration.document.zones import zone_of

pytestmark = pytest.mark.django_db
NO_ROWS = {"documents-TOTAL_FORMS": "1", "documents-INITIAL_FORMS": "0"}


@pytest.fixture
def browser(client, registration_officer):
    client.force_login(registration_officer)
    return client


@pytest.fixture
def send(browser, make_draft):
    """`send(draft, read="zone", zone=…)`: the page of the documents with this pressed."""

    def send(draft, **pressed):
        return browser.post(reverse("registration_step", args=(draft.pk, "documents")), {**NO_ROWS, **pressed})

    return send


@pytest.fixture
def draft(make_draft) -> Draft:
    """The person is known as declared, no document yet."""
    return make_draft(upto="identity")


def elements(draft):
    draft.refresh_from_db()
    return draft.data["elements"]


def test_reading_keeps_nothing_of_the_zone(send, draft):
    before = elements(draft)
    answer = send(draft, read="zone", zone=zone_of())
    assert answer.status_code == 200
    assert "Reads well" in answer.content.decode()
    assert {line.outcome for line in answer.context["reading"].fields if line.outcome} == {"As declared", "Can't be compared"}
    assert elements(draft) == before
    assert "N778812" not in str(draft.data)


def test_what_is_chosen_is_taken_and_nothing_else(send, draft):
    answer = send(draft, read="zone", zone=zone_of())
    assert [(offer.code, offer.is_chosen) for offer in answer.context["reading"].offers] == [("document", True)]
    answer = send(draft, take="yes", chosen=["document"], zone=zone_of())
    assert elements(draft)["documents"] == [{"type": "passport", "number": "N778812", "issuer": "SYR", "expiry": "2031-05-09"}]
    assert 'value="N778812"' in answer.content.decode()
    assert "All of it stands in the registration already." in answer.content.decode()


def test_what_was_declared_is_not_chosen_beforehand(send, draft):
    text = zone_of(birth_date=PartialDate(1990, 4, 12), nationality="IRQ", sex="F", primary=("KAWAS",))
    answer = send(draft, read="zone", zone=text)
    offers = {offer.code: offer.is_chosen for offer in answer.context["reading"].offers}
    assert offers == {"document": True, "names": False, "birth_date": False, "sex": False, "nationality": False}
    before = elements(draft)
    send(draft, take="yes", chosen=["names", "nationality"], zone=text)
    after = elements(draft)
    assert after["names_latin"] == {"surnames": ["KAWAS"], "forenames": ["SAMIR"]}
    assert after["nationalities"] == ["SYR", "IRQ"]
    assert {code: after[code] for code in ("surnames", "forenames", "birth_date", "sex")} == {
        code: before[code] for code in ("surnames", "forenames", "birth_date", "sex")
    }
    send(draft, take="yes", chosen=["birth_date", "sex"], zone=text)
    assert elements(draft)["birth_date"] == {"value": "1990-04-12", "precision": "day", "basis": "documented"}
    assert elements(draft)["sex"] == "female"


def test_accepting_a_correction_puts_it_into_the_box(send, draft):
    misread = zone_of().replace("N778812", "N77B812")
    answer = send(draft, read="zone", zone=misread)
    corrections = answer.context["reading"].corrections
    assert zone_of() in [one.zone for one in corrections]
    assert "Check digit wrong" in answer.content.decode()
    answer = send(draft, corrected=zone_of(), zone=misread)
    assert answer.context["zone"]["zone"].value() == zone_of()
    assert not answer.context["reading"].corrections


def test_doubtful_values_are_not_chosen_beforehand(send, draft):
    answer = send(draft, read="zone", zone=zone_of().replace("N778812", "N77B812"))
    (document,) = (offer for offer in answer.context["reading"].offers if offer.code == "document")
    assert not document.is_chosen
    assert "look at the document first" in document.note


def test_text_that_is_no_zone_is_said_beside_the_box(send, draft):
    answer = send(draft, read="zone", zone="Haddad Samir")
    assert answer.context["zone"].errors["zone"]
    assert "There is no machine-readable zone" in answer.content.decode()
    answer = send(draft, read="zone", zone="")
    assert "Type the lines with the &lt; signs first." in answer.content.decode()


def test_rows_that_were_typed_are_kept_when_a_zone_is_read(send, draft):
    typed = {"documents-0-type": "id_card", "documents-0-number": "77-1"}
    send(draft, read="zone", zone=zone_of(), **typed)
    assert elements(draft)["documents"] == [{"type": "id_card", "number": "77-1"}]
    send(draft, take="yes", chosen=["document"], zone=zone_of(), **typed)
    assert [one["number"] for one in elements(draft)["documents"]] == ["77-1", "N778812"]


def test_typing_is_saved_without_reading(browser, draft):
    answer = browser.post(
        reverse("registration_step", args=(draft.pk, "documents")),
        {**NO_ROWS, "zone": zone_of(), "autosave": "yes"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 204
    draft.refresh_from_db()
    assert "findings" not in draft.data


def test_letter_code_is_decoded_and_both_are_kept(send, browser, make_draft):
    draft = make_draft(upto="event")
    text = zone_of(primary=("XHDAD",), secondary=("MXHMD",))
    answer = send(draft, read="zone", zone=text)
    assert "XHDAD MXHMD (حداد محمد)" in answer.content.decode()
    names = next(offer for offer in answer.context["reading"].offers if offer.code == "names")
    assert [choice.element for choice in names.choices] == ["surnames", "forenames"]
    send(draft, take="yes", chosen=["names"], zone=text, spelling_forenames="محمد")
    assert elements(draft)["surnames"] == ["حداد"]
    assert elements(draft)["forenames"] == ["محمد"]
    assert elements(draft)["names_latin"] == {"surnames": ["XHDAD"], "forenames": ["MXHMD"]}


def test_letters_of_an_albanian_name_are_no_letter_code(send, make_draft):
    draft = make_draft(upto="event")
    text = zone_of(primary=("XHEMAIL",), secondary=("ARBEN",), issuing_state="ALB", nationality="ALB")
    names = next(offer for offer in send(draft, read="zone", zone=text).context["reading"].offers if offer.code == "names")
    assert not names.choices
    assert names.texts == ("Surnames: XHEMAIL", "Forenames: ARBEN")


@pytest.mark.parametrize(
    ("changed", "document", "nationality"),
    [
        ({"issuing_state": "D", "nationality": "D"}, ("passport", "DEU"), "DEU"),
        ({"issuing_state": "RKS", "nationality": "RKS"}, ("passport", "XKX"), "XKX"),
        ({"issuing_state": "UNK", "nationality": "UNK"}, ("passport", None), None),
        ({"nationality": "XXA"}, ("refugee_travel_document", "SYR"), "XXA"),
        ({"nationality": "XXB"}, ("refugee_travel_document", "SYR"), "XXB"),
        ({"nationality": "XXC"}, ("refugee_travel_document", "SYR"), "XXC"),
        ({"nationality": "XXX"}, ("passport", "SYR"), "XXX"),
    ],
)
def test_codes_that_are_not_those_of_countries(send, make_draft, changed, document, nationality):
    draft = make_draft(upto="event")
    send(draft, take="yes", chosen=["document", "nationality"], zone=zone_of(**changed))
    (kept,) = elements(draft)["documents"]
    assert (kept["type"], kept.get("issuer")) == document
    assert elements(draft).get("nationalities", [None]) == [nationality]


def test_card_with_a_long_number_and_an_unknown_day(send, make_draft):
    draft = make_draft(upto="event")
    text = zone_of(TD1, document_code="I", document_number="D23145890734", birth_date=PartialDate(1984, 3))
    answer = send(draft, read="zone", zone=text)
    page = answer.content.decode()
    assert "a long number" in page
    assert "Not known" in page
    send(draft, take="yes", chosen=["document", "birth_date"], zone=text)
    assert elements(draft)["documents"][0]["number"] == "D23145890734"
    assert elements(draft)["birth_date"] == {"value": "1984-03", "precision": "month", "basis": "documented"}


def test_photo_is_read_into_the_box_and_not_kept(send, draft):
    require_tesseract()
    picture = SimpleUploadedFile("page.jpg", photo_of(zone_of()), "image/jpeg")
    answer = send(draft, read="photo", photo=picture)
    assert answer.context["zone"]["zone"].value() == zone_of()
    assert "look at each letter of the name" in answer.content.decode()
    assert elements(draft).get("documents") is None
    node_files = [path for path in node.current().folder("blobs").rglob("*") if path.is_file()]
    assert node_files == []


def test_photo_that_is_none_is_said_beside_its_box(send, draft, monkeypatch):
    require_tesseract()
    answer = send(draft, read="photo", photo=SimpleUploadedFile("page.jpg", b"no picture", "image/jpeg"))
    assert "This file is not a picture that can be read." in answer.content.decode()
    assert "Choose a picture first." in send(draft, read="photo").content.decode()


def test_node_without_tesseract_says_how_to_get_it_and_the_box_remains(browser, draft, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    page = browser.get(reverse("registration_step", args=(draft.pk, "documents"))).content.decode()
    assert "apt-get install tesseract-ocr" in page
    assert 'name="zone"' in page
    assert 'name="photo"' not in page
