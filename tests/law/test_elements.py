"""The closed list of each category: what is refused, and how what is accepted is stored."""

import json
import unicodedata
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia import law
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.engines.dates.records import Basis, DateRecord
from egnatia.engines.dates.uncertain import UncertainDate, age_between
from tests.engines.dates.dates import TODAY as DATES_TODAY
from tests.engines.dates.dates import uncertain_dates

TODAY = date(2026, 11, 21)
PERSIAN_NAME = "علی\u200cرضا"


def a_person(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "surnames": ["Haidari"],
        "forenames": ["Ali Reza"],
        "nationalities": ["AFG"],
        "birth_date": {"value": "1990-05", "precision": "month", "basis": "declared"},
        "sex": "male",
        "event": {"place": "Tabanovce", "date": "2026-11-20"},
    }
    return {key: value for key, value in {**values, **changes}.items() if value is not None}


def problem_of(category: int = 1, **changes: Any) -> tuple[str, str | None]:
    with pytest.raises(Problem) as caught:
        law.check_elements(category, a_person(**changes), today=TODAY)
    return caught.value.code, caught.value.field


def cleaned(category: int = 1, **changes: Any) -> dict[str, Any]:
    return law.clean_elements(category, a_person(**changes), today=TODAY)


def a_document(**changes: Any) -> dict[str, str]:
    return {"type": "passport", "number": "P1234567", "issuer": "AFG", "expiry": "2030-01-31", **changes}


@pytest.mark.parametrize("category", [1, 2, 3, 9])
def test_the_least_that_a_category_needs_is_accepted(category: int) -> None:
    law.check_elements(category, a_person(), today=TODAY)


def test_what_is_stored_is_json_and_cleaning_it_again_changes_nothing() -> None:
    once = cleaned(documents=[a_document()], names_latin={"surnames": ["Haidari"]}, aliases=["Ali"])
    assert json.loads(json.dumps(once)) == once
    assert law.clean_elements(1, once, today=TODAY) == once


@pytest.mark.parametrize("code", ["religion", "security_flag", "fingerprints", "reference_number", "granted_on"])
def test_what_is_not_in_the_list_is_refused(code: str) -> None:
    assert problem_of(**{code: "x"}) == ("law.element.unknown", code)


@pytest.mark.parametrize("code", ["surnames", "nationalities", "birth_date", "sex", "event"])
@pytest.mark.parametrize("empty", [None, "", []])
def test_a_required_element_that_is_missing_is_named(code: str, empty: object) -> None:
    assert problem_of(**{code: empty}) == ("law.element.missing", code)


def test_blanks_are_as_good_as_nothing() -> None:
    assert problem_of(surnames=["  "]) == ("law.element.missing", "surnames")


def test_a_registration_still_being_filled_in_may_lack_elements_but_not_hold_wrong_ones() -> None:
    assert law.clean_elements(1, {"surnames": ["Haidari"]}, today=TODAY, complete=False) == {"surnames": ["Haidari"]}
    with pytest.raises(Problem, match="law.country.unknown"):
        law.check_elements(1, {"nationalities": ["AF"]}, today=TODAY, complete=False)


def test_all_problems_are_found_at_once_for_a_form() -> None:
    found = law.find_problems(1, a_person(sex="m", nationalities=["??"], surnames=None), today=TODAY)
    assert [problem.field for problem in found] == ["surnames", "nationalities.0", "sex"]


def test_categories_have_their_own_extras() -> None:
    assert problem_of(8) == ("law.element.missing", "granted_on")
    assert cleaned(8, granted_on="2026-11-19")["granted_on"] == "2026-11-19"
    assert problem_of(8, granted_on="2026-11-22") == ("law.date.future", "granted_on")
    assert law.category(9).find_use("operator").letter == "l"  # type: ignore[union-attr]


def test_requests_hold_no_data_about_persons() -> None:
    for digit in (4, 5, 6):
        assert not law.category(digit).stored
        assert problem_of(digit)[0] == "law.element.unknown"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("x" * 10_000, "law.name.too_long"),
        ("x" * 201, "law.name.too_long"),
        ("Hai\x00dari", "law.text.control_characters"),
        ("Hai\ndari", "law.text.control_characters"),
        ("\u202eirad", "law.text.control_characters"),
        ("Hai\u2066dari", "law.text.control_characters"),
        ("Hai\u200fdari", "law.text.control_characters"),
        ("Hai\u200bdari", "law.text.control_characters"),
        ("Hai\u200ddari", "law.text.control_characters"),
        ("علی\u200c", "law.text.control_characters"),
        ("Hai\ud800", "law.text.control_characters"),
        ("Hai\ue000", "law.text.control_characters"),
        ("---", "law.name.no_letter"),
        ("Haidari ☺", "law.name.symbols"),
        (17, "law.text.not_text"),
    ],
)
def test_names_that_are_none_are_refused(name: object, code: str) -> None:
    assert problem_of(surnames=["Fine", name]) == (code, "surnames.1")


@pytest.mark.parametrize(
    "name", [PERSIAN_NAME, "O’Brien", "D'Angelo", "Đorđević", "Мицковски", "محمد", "Nguyễn", "क\u094d\u200dष"]
)
def test_names_of_all_scripts_are_kept_as_written(name: str) -> None:
    assert cleaned(surnames=[name])["surnames"] == [name]


def test_names_are_normalised_trimmed_and_not_repeated() -> None:
    decomposed = unicodedata.normalize("NFD", "Žižek")
    assert cleaned(surnames=[f"  {decomposed} ", "Žižek", "de  la\u00a0Cruz", ""])["surnames"] == ["Žižek", "de la Cruz"]
    assert cleaned(surnames="Haidari")["surnames"] == ["Haidari"]


@given(st.text(max_size=250))
def test_a_name_is_either_refused_or_stored_clean(name: str) -> None:
    try:
        stored = law.clean_elements(1, {"aliases": [name]}, today=TODAY, complete=False).get("aliases", [])
    except Problem as problem:
        assert problem.code.startswith(("law.name.", "law.text."))
        return
    for one in stored:
        assert one == one.strip() == unicodedata.normalize("NFC", one)
        assert 0 < len(one) <= 200
        assert not any(unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn"} for character in one)
        assert law.clean_elements(1, {"aliases": [one]}, today=TODAY, complete=False)["aliases"] == [one]


def test_latin_names_are_in_latin_letters() -> None:
    assert cleaned(names_latin={"surnames": ["Mićkovski", "O’Brien"]})["names_latin"] == {"surnames": ["Mićkovski", "O’Brien"]}
    assert problem_of(names_latin={"surnames": ["Мицковски"]}) == ("law.name.not_latin", "names_latin.surnames.0")
    assert problem_of(names_latin={"nickname": ["A"]}) == ("law.element.unknown", "names_latin.nickname")
    assert problem_of(names_latin=["A"]) == ("law.element.wrong_kind", "names_latin")


def an_age(stated: str, **changes: str) -> dict[str, str]:
    age = {"precision": "estimated_age", "basis": "assessed", "stated": stated, "stated_on": "2026-11-01", "margin": "2"}
    return age | changes


@pytest.mark.parametrize(
    ("birth", "code"),
    [
        ({"value": "1990-02-30", "precision": "day"}, "law.date.not_in_calendar"),
        ({"value": "1990-13", "precision": "month"}, "law.date.not_in_calendar"),
        ({"value": "0000", "precision": "year"}, "law.date.not_in_calendar"),
        ({"value": "2027-01-01", "precision": "day"}, "law.birth_date.future"),
        ({"value": "2027", "precision": "year"}, "law.birth_date.future"),
        ({"value": "1890", "precision": "year"}, "law.birth_date.too_long_ago"),
        ({"value": "1990", "precision": "day"}, "law.date.not_a_date"),
        ({"value": "1990-05-01", "precision": "year"}, "law.date.not_a_date"),
        ({"value": "1990-05-01", "precision": "week"}, "law.date.not_a_date"),
        ({"value": "1.5.1990", "precision": "day"}, "law.date.not_a_date"),
        ({"value": "1990-05-01", "precision": "day", "basis": "guess"}, "law.date.basis_unknown"),
        ({"value": "1990-05-01", "precision": ["day"]}, "law.date.not_a_date"),
        ("1990-05-01", "law.date.not_a_date"),
        ({"value": "1990", "precision": "year", "era": "solar"}, "law.element.unknown"),
        ({"value": "1990", "precision": "year", "calendar": "solar"}, "law.date.not_a_date"),
        ({"value": "1990", "precision": "year", "calendar": "solar_hijri"}, "law.date.not_a_date"),
        ({"calendar": "solar_hijri", "stated": "1371-12-30"}, "law.date.not_in_calendar"),
        ({"calendar": "solar_hijri", "stated": "1991-05-05"}, "law.date.not_in_calendar"),
        ({"calendar": "solar_hijri", "stated": "1405-08-31"}, "law.date.not_in_calendar"),
        ({"calendar": "solar_hijri", "stated": "1405-09-01"}, "law.birth_date.future"),  # 22 November 2026
        ({"calendar": "islamic", "stated": "1411-10-20", "naming": "afghan"}, "law.date.parts_contradict"),
        ({"calendar": "islamic", "stated": "1300"}, "law.date.not_in_calendar"),
        (an_age("35", margin="21"), "law.date.margin_out_of_range"),
        (an_age("121"), "law.date.age_out_of_range"),
        (an_age("35", stated_on="2026-11-22"), "law.birth_date.future"),
        (an_age("35", stated_on="yesterday"), "law.date.not_a_date"),
        (an_age("35", calendar="solar_hijri"), "law.date.not_a_date"),
    ],
)
def test_birth_dates_that_are_none_are_refused(birth: object, code: str) -> None:
    assert problem_of(birth_date=birth)[0] == code


@given(st.dates(date(1900, 1, 1), TODAY), st.sampled_from(["day", "month", "year"]))
def test_a_birth_date_stays_between_its_ends(day: date, precision: str) -> None:
    value = day.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]
    birth = law.read_uncertain_date({"value": value, "precision": precision}, field="birth_date")
    assert birth.when.first <= day <= birth.when.last
    assert birth.to_json() == {"value": value, "precision": precision, "basis": "declared"}
    youngest, oldest = birth.when.ages(TODAY)
    assert youngest <= age_between(day, TODAY) <= oldest


@given(uncertain_dates(), st.sampled_from(list(Basis)))
def test_a_birth_date_is_stored_as_it_was_stated(when: UncertainDate, basis: Basis) -> None:
    record = DateRecord(when, basis).to_json()
    stored = law.clean_elements(1, {"birth_date": record}, today=DATES_TODAY, complete=False)["birth_date"]
    assert stored == record
    assert law.read_uncertain_date(stored, field="birth_date") == DateRecord(when, basis)


def test_what_was_stated_prevails_over_the_value_beside_it() -> None:
    stated = {"value": "1980-01-01", "precision": "day", "calendar": "solar_hijri", "stated": "1370-02-15", "naming": None}
    assert cleaned(birth_date=stated)["birth_date"] == {
        "value": "1991-05-05", "precision": "day", "basis": "declared", "calendar": "solar_hijri", "stated": "1370-02-15",
    }  # fmt: skip


def test_an_estimated_age_keeps_its_day_and_margin() -> None:
    kept = cleaned(birth_date=an_age("35"))["birth_date"]
    assert kept == an_age("35") | {"value": "1991"}
    birth = law.read_uncertain_date(kept, field="birth_date").when
    assert (birth.first, birth.last) == (date(1988, 11, 2), date(1993, 11, 1))


def test_an_estimated_year_without_its_age_has_the_margin_of_the_law() -> None:
    kept = {"value": "1991", "precision": "estimated_age", "basis": "assessed"}
    assert cleaned(birth_date=kept)["birth_date"] == kept
    birth = law.read_uncertain_date(kept, field="birth_date").when
    assert (birth.first, birth.last) == (date(1989, 1, 1), date(1993, 12, 31))


def test_an_event_in_the_solar_hijri_year_of_birth_may_have_been() -> None:
    birth = {"calendar": "solar_hijri", "stated": "1399"}  # from 20 March 2020
    assert cleaned(birth_date=birth, event={"place": "Tabanovce", "date": "2020-03-20"})
    before = {"place": "Tabanovce", "date": "2020-03-19"}
    assert problem_of(birth_date=birth, event=before) == ("law.event_date.before_birth", "event.date")


def test_this_year_without_month_is_no_future() -> None:
    assert cleaned(birth_date={"value": "2020", "precision": "estimated_age", "basis": "assessed"})


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"place": "Tabanovce", "date": "2026-11-22"}, ("law.event_date.future", "event.date")),
        ({"place": "Tabanovce", "date": "2026-02-30"}, ("law.date.not_in_calendar", "event.date")),
        ({"place": "Tabanovce"}, ("law.element.missing", "event.date")),
        ({"date": "2026-11-20"}, ("law.element.missing", "event.place")),
        ({"place": "Tabanovce", "date": "2026-11-20", "time": "25:00"}, ("law.time.not_a_time", "event.time")),
        ({"place": "Tabanovce", "date": "2026-11-20", "who": "me"}, ("law.element.unknown", "event.who")),
        ({"place": "Tabanovce", "date": "1989-01-01"}, ("law.event_date.before_birth", "event.date")),
        ("Tabanovce", ("law.element.wrong_kind", "event")),
    ],
)
def test_events_that_cannot_have_been_are_refused(event: object, expected: tuple[str, str]) -> None:
    assert problem_of(event=event) == expected


def test_an_event_in_the_first_hour_of_the_partners_day_is_not_in_the_future() -> None:
    values = a_person(event={"place": "Preševo", "date": "2026-11-21"})
    with clock.frozen(datetime(2026, 11, 20, 23, 30, tzinfo=UTC)):
        law.check_elements(1, values)
    with clock.frozen(datetime(2026, 11, 20, 22, 30, tzinfo=UTC)), pytest.raises(Problem, match="law.event_date.future"):
        law.check_elements(1, values)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (a_document(type="library_card"), ("law.choice.unknown", "documents.0.type")),
        (a_document(number=" "), ("law.element.missing", "documents.0.number")),
        (a_document(number="9" * 41), ("law.text.too_long", "documents.0.number")),
        (a_document(issuer="AF"), ("law.country.unknown", "documents.0.issuer")),
        (a_document(expiry="2030-02-30"), ("law.date.not_in_calendar", "documents.0.expiry")),
        (a_document(expiry="2203-01-01"), ("law.document.expiry_too_far", "documents.0.expiry")),
        (a_document(authenticity="forged"), ("law.choice.unknown", "documents.0.authenticity")),
        (a_document(colour="red"), ("law.element.unknown", "documents.0.colour")),
    ],
)
def test_documents_that_are_none_are_refused(document: dict[str, str], expected: tuple[str, str]) -> None:
    assert problem_of(documents=[document]) == expected


def test_documents_are_stored_in_one_form() -> None:
    stored = cleaned(documents=[a_document(number=" p 12 ", issuer="afg", expiry=""), {"type": "", "number": ""}])["documents"]
    assert stored == [{"type": "passport", "number": "P 12", "issuer": "AFG"}]


def test_expired_documents_are_documents() -> None:
    assert cleaned(documents=[a_document(expiry="1999-01-31")])["documents"][0]["expiry"] == "1999-01-31"


def test_too_many_values_are_refused() -> None:
    assert problem_of(aliases=[f"A{i}" for i in range(21)]) == ("law.element.too_many", "aliases")


@pytest.mark.parametrize("code", ["XKX", "XXA", "XXB", "XXC", "XXX", "UNK", "afg "])
def test_special_codes_are_countries_too(code: str) -> None:
    assert cleaned(nationalities=[code])["nationalities"] == [code.strip().upper()]


@given(
    st.dictionaries(
        st.sampled_from(sorted(law.elements())),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=20),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
            max_leaves=6,
        ),
        max_size=4,
    )
)
def test_whatever_comes_in_is_a_problem_or_is_stored_as_json(values: dict[str, Any]) -> None:
    try:
        stored = law.clean_elements(1, values, today=TODAY, complete=False)
    except Problem:
        return
    assert json.loads(json.dumps(stored)) == stored
