"""What is said about a document: at the step, on the check page, and nowhere after the signature."""

from datetime import date

import pytest
from django.urls import reverse

from egnatia import law
from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.documents.checks import Declared, compare_with_declared
from egnatia.engines.documents.mrz.dates import PartialDate
from egnatia.law.rule_files import use_overrides
from egnatia.persons.models import DataSet
from egnatia.registration.actions.import_lost_list import import_lost_list
from egnatia.registration.actions.read_zone import read_zone_at_draft, take_from_zone
from egnatia.registration.actions.save_step import save_step
from egnatia.registration.actions.sign_draft import sign_draft
from egnatia.registration.document import words
from egnatia.registration.document.findings import compare_reading, find_in_elements, find_in_zone, findings_of
from egnatia.registration.document.page import sentences
from egnatia.registration.document.reading import read_document
from egnatia.registration.document.words import comparison_text
from tests.registration.conftest import ELEMENTS
from tests.registration.document.zones import zone_of

pytestmark = pytest.mark.django_db
EXPECTED_ALWAYS = "document_number.not_looked_up"  # as long as the node has no list


def codes(elements=ELEMENTS, **changed):
    return {one.code for one in find_in_zone(read_document(zone_of(**changed)), elements)} - {EXPECTED_ALWAYS}


def test_nothing_to_say_where_all_agrees():
    assert codes() == set()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"primary": ("PETROV",), "secondary": ("IVAN",)}, "names.differs"),
        ({"birth_date": PartialDate(1991, 12, 4)}, "birth_date.day_and_month_exchanged"),
        ({"birth_date": PartialDate(1985, 4, 12)}, "birth_date.differs"),
        ({"birth_date": PartialDate(1990, 4, 12)}, "birth_date.year_slipped"),
        ({"birth_date": PartialDate(1991, 4, 13)}, "birth_date.one_digit"),
        ({"sex": "F"}, "sex.differs"),
        ({"issuing_state": "IRQ", "nationality": "IRQ"}, "nationality.differs"),
        ({"document_number": "N77B812"}, "document_number.confusable"),
        ({"expiry_date": PartialDate(2020, 1, 1)}, "expiry_date.expired"),
        ({"issuing_state": "UTO", "nationality": "UTO"}, "issuing_state.specimen"),
        ({"issuing_state": "SCG", "nationality": "SYR"}, "issuing_state.ended"),
        ({"issuing_state": "TUR"}, "nationality.not_of_issuer"),
    ],
)
def test_what_differs_is_found(changed, code):
    assert code in codes(**changed)


@pytest.mark.parametrize(
    "names",
    [
        {"surnames": ["حداد"], "forenames": ["سمير"]},
        {"surnames": ["Hadad"], "forenames": ["Sameer"]},
        {"surnames": ["Хадад"], "forenames": ["Самир"]},
        {"surnames": ["Кузман"], "names_latin": {"surnames": ["Haddad"], "forenames": ["Samir"]}},
    ],
)
def test_names_agree_across_scripts(names):
    assert not codes({**ELEMENTS, "forenames": [], **names})


OF_SYRIA = {"primary": ("XHDAD",), "secondary": ("SMYR",)}  # حداد سمير in the letter code of ICAO Doc 9303, part 3


@pytest.mark.parametrize(
    ("names", "outcome"),
    [
        ({"surnames": ["حداد"], "forenames": ["سمير"]}, "agrees"),
        ({"surnames": ["Haddad"], "forenames": ["Samir"]}, "agrees"),
        ({"surnames": ["Хадад"], "forenames": ["Самир"]}, "agrees"),
        ({"surnames": ["ბერიძე"], "names_latin": {"surnames": ["Hadad"], "forenames": ["Sameer"]}}, "agrees"),
        ({"surnames": ["Petrović"], "forenames": ["Ivan"]}, "differs"),
        ({"surnames": ["قاسم"], "forenames": ["نور"]}, "differs"),
        ({"surnames": ["حداد"], "forenames": ["عمر"]}, "not_comparable"),  # a brother's, perhaps
    ],
)
def test_names_in_the_letter_code_of_arabic_script_are_compared_as_what_they_stand_for(names, outcome):
    elements = {**ELEMENTS, "forenames": [], **names}
    (compared,) = (one for one in compare_reading(read_document(zone_of(**OF_SYRIA)), elements) if one.field == "names")
    assert compared.outcome == outcome
    assert codes(elements, **OF_SYRIA) == ({"names.differs"} if outcome == "differs" else set())


def test_birth_date_worked_out_from_an_age_is_no_date_to_differ_from():
    estimated = {"value": "1985", "precision": "estimated_age", "basis": "assessed"}
    assert codes({**ELEMENTS, "birth_date": estimated}) == set()


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        ({"calendar": "solar_hijri", "stated": "1370-01-23"}, set()),  # 12 April 1991
        ({"calendar": "solar_hijri", "stated": "1370"}, set()),
        ({"calendar": "solar_hijri", "stated": "1371-06-17"}, {"birth_date.differs"}),
        ({"value": "1985-01-01", "precision": "day"}, set()),  # stands for an unknown day
        ({"value": "1991", "precision": "estimated_age"}, set()),
    ],
)
def test_birth_dates_are_held_against_the_document_in_the_calendar_they_were_said_in(stated, found):
    assert codes({**ELEMENTS, "birth_date": stated}) == found


def test_every_outcome_of_comparing_birth_dates_has_words():
    document = read_document(zone_of())
    sayings = [
        UncertainDate(Calendar.SOLAR_HIJRI, 1370, 1, 24),
        *(
            UncertainDate(Calendar.GREGORIAN, *written)
            for written in ((1891, 4, 12), (1980, 1, 1), (1991, 12, 4), (1991, 4, 13))
        ),
        UncertainDate.of_age(60, on=date(2026, 11, 29), margin=2),
    ]
    for said in sayings:
        compared = compare_with_declared(document.zone, Declared(birth_date=said), lambda *_: True)
        (birth,) = (one for one in compared if one.field == "birth_date")
        assert comparison_text(birth) or birth.outcome == "agrees"


def test_findings_stay_with_the_draft_until_what_they_are_about_changes(registration_officer, make_draft):
    draft = make_draft(upto="documents")
    read_zone_at_draft(registration_officer, draft, zone_of(sex="F", birth_date=PartialDate(1985, 4, 12)))
    found = {one.code for one in findings_of(draft.data)}
    assert {"sex.differs", "birth_date.differs"} <= found
    assert not any(value in str(draft.data["findings"]) for value in ("1985", "HADDAD", "SAMIR"))
    draft = save_step(registration_officer, draft, "identity", {**ELEMENTS, "sex": "female"}).draft
    found = {one.code for one in findings_of(draft.data)}
    assert "sex.differs" not in found
    assert "birth_date.differs" in found


def test_taking_looks_again(registration_officer, make_draft):
    draft = make_draft(upto="documents")
    reading = read_zone_at_draft(registration_officer, draft, zone_of(sex="F"))
    assert "sex.differs" in {one.code for one in findings_of(draft.data)}
    take_from_zone(registration_officer, draft, reading, ["sex"])
    assert "sex.differs" not in {one.code for one in findings_of(draft.data)}


def test_check_page_says_it_and_signing_is_not_hindered(client, registration_officer, make_draft):
    client.force_login(registration_officer)
    documents = [{"type": "passport", "number": "N778812", "issuer": "SYR", "expiry": "2020-01-01"}]
    draft = make_draft(documents=documents)
    read_zone_at_draft(registration_officer, draft, zone_of(sex="F"))
    page = client.get(reverse("registration_review", args=(draft.pk,))).content.decode()
    assert "Document and registration give different sexes." in page
    assert "Document N778812: The document has expired." in page.replace("<bdi>", "").replace("</bdi>", "")
    assert not client.get(reverse("registration_review", args=(draft.pk,))).context["gaps"]
    sign_draft(registration_officer, draft)
    draft.refresh_from_db()
    assert not draft.data
    assert "findings" not in DataSet.objects.get().elements


def test_of_documents_alone():
    row = {"type": "passport", "number": "N1", "issuer": "TUR", "expiry": "2020-01-01"}
    found = {one.code for one in find_in_elements({"nationalities": ["SYR"], "documents": [row]})}
    assert found == {"expiry_date.expired", "nationality.not_of_issuer"}
    card = {"type": "residence_permit", "number": "N1", "issuer": "TUR"}
    assert find_in_elements({"nationalities": ["SYR"], "documents": [card]}) == []


def test_lost_documents_are_found_however_their_number_is_written():
    import_lost_list(
        ["issuer,number,reported\n", "SYR,N 77-88/12,2026-01-02\n", "D,C01X0006H,2026-01-02\n"], source="National list"
    )
    assert "document_number.reported_lost" in codes()
    assert "document_number.reported_lost" not in codes(document_number="N778813")
    of_germany = {"type": "passport", "number": "C01X 0006 H", "issuer": "DEU"}
    assert [one.code for one in find_in_elements({"documents": [of_germany]})] == ["document_number.reported_lost"]


def test_partner_adds_rules_of_its_own(tmp_path):
    (tmp_path / "issuing_states.toml").write_text(
        '[entries.SYR]\nname = "Syria"\nrecognised = false\nvalid_from = 2026-01-01\n'
        'status = "confirmed"\n'
        'source = { act = "egnatia", article = "Decision on documents, made up for this test" }\n'
    )
    use_overrides(tmp_path)
    try:
        assert "issuing_state.not_recognised" in codes()
        assert sentences(find_in_elements(ELEMENTS)) == ["Document N778812: Documents of this issuer aren't recognised here."]
    finally:
        use_overrides(None)
    assert "SYR" not in law.issuing_states()


def test_every_code_that_can_be_found_has_words():
    import re
    from pathlib import Path

    from egnatia.engines.documents import checks

    source = Path(checks.__file__).read_text(encoding="utf-8")
    said = set(re.findall(r'Remark\(\s*"([a-z_]+\.[a-z_]+)"', source))
    assert said
    assert said <= set(words.FINDINGS)
    birth_dates = {outcome: set() for outcome in checks.Outcome}
    for outcome, code in checks._BIRTH_DATES.values():
        birth_dates[outcome].add(code)
    assert {f"birth_date.{code}" for code in birth_dates[checks.Outcome.DIFFERS]} <= set(words.FINDINGS)
    assert birth_dates[checks.Outcome.NOT_COMPARABLE] <= set(words._NOT_COMPARABLE)
    fields = ("names", "birth_date", "nationality", "sex", "document_number", "expiry_date")
    assert {f"{name}.differs" for name in fields} <= set(words.FINDINGS)
