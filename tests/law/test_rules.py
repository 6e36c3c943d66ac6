"""Partners, categories, purposes, ages and lists say what the design says."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from egnatia import law
from egnatia.base.errors import Problem
from egnatia.engines.dates.records import DateRecord
from egnatia.engines.dates.uncertain import UncertainDate, age_between
from tests.engines.dates.dates import TODAY as DATES_TODAY
from tests.engines.dates.dates import uncertain_dates

TODAY = date(2026, 11, 21)


def birth(value: str, basis: str = "declared", **members: str) -> DateRecord:
    precision = {10: "day", 7: "month", 4: "year"}[len(value)]
    given = {"value": value, "precision": precision, "basis": basis} | members
    return law.read_uncertain_date(given, field="birth_date")


def aged(age: int, on: str = "2026-11-21", *, margin: int) -> DateRecord:
    return birth("2000", "assessed", precision="estimated_age", stated=str(age), stated_on=on, margin=str(margin))


def solar(stated: str) -> DateRecord:
    return birth("2000", calendar="solar_hijri", stated=stated)


def test_there_are_six_partners_and_one_carries_the_footnote() -> None:
    assert {one.code: one.code3 for one in law.partners().values()} == {
        "AL": "ALB", "BA": "BIH", "XK": "XKX", "ME": "MNE", "MK": "MKD", "RS": "SRB",
    }  # fmt: skip
    assert law.partner("XK").name == "Kosovo*"
    assert [one.code for one in law.partners().values() if one.footnote] == ["XK"]
    assert "UNSCR 1244/1999" in law.partner("XK").footnote


@pytest.mark.parametrize("code", ["AL", "BA", "XK", "ME", "MK", "RS"])
def test_the_library_knows_every_partners_holidays(code: str) -> None:
    assert len(law.holidays_of(code, 2026)) >= 8
    assert law.partner(code).zone.utcoffset(None) is None  # the zone exists on this machine


def test_only_partners_with_a_coast_choose_disembarkation() -> None:
    choosable = {code: [one.digit for one in law.choosable_categories(code)] for code in law.partners()}
    assert choosable == {code: [1, 2, 3, 9] if code in {"AL", "BA", "ME"} else [1, 2, 3] for code in law.partners()}


def test_settings_add_temporary_protection_and_resettlement_but_never_requests() -> None:
    settings = {"extra_categories": [0, 4, 6, 7]}
    assert [one.digit for one in law.choosable_categories("MK", settings)] == [1, 2, 3, 0, 7]


def test_every_stored_category_has_retention_limit_and_elements() -> None:
    for one in law.categories().values():
        assert bool(one.retention) == one.stored == bool(one.elements)
        if one.stored:
            assert one.transmission_limit in law.limits()
            assert {use.code for use in one.elements} <= set(law.elements())
    assert [one.digit for one in law.categories().values() if one.searched] == [0, 1, 2, 3, 9]


def test_purposes_are_the_closed_list_and_name_known_elements() -> None:
    assert set(law.purposes()) == {"MIG", "RET", "CHI", "DSR", "LEA", "QA", "STA"}
    known = set(law.elements()) | {"category", "capture_date", "capture_place", "security_flag"}
    for one in law.purposes().values():
        assert set(one.after_verdict) | set(one.released_by_person_only) <= known
        assert not any(code in law.elements() and not law.element(code).sent for code in one.after_verdict)


def test_category_reference_number_and_security_flag_leave_only_by_a_persons_hand() -> None:
    for one in law.purposes().values():
        assert not {"category", "reference_number", "security_flag"} & set(one.before_verdict + one.after_verdict)
    assert law.purpose("MIG").released_by_person_only == ("category", "reference_number", "security_flag")
    assert not law.purpose("RET").released_by_person_only  # read by the country of origin


def test_before_the_verdict_nothing_but_prints_and_an_opaque_reference() -> None:
    assert law.purpose("MIG").before_verdict == ("possible_match", "opaque_reference", "reference_prints")


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ({"nationalities": ["ALB", "AFG"]}, {"AL": "nationality"}),
        ({"nationalities": ["AFG"], "nationalities_claimed": ["XKX"]}, {"XK": "nationality_claimed"}),
        ({"nationalities": ["AFG"], "countries_feared": ["SRB", "IRN"]}, {"RS": "country_feared"}),
        ({"nationalities": ["AFG"], "documents": [{"type": "passport", "issuer": "MNE"}]}, {"ME": "document_of_nationality"}),
        ({"nationalities": ["AFG"], "documents": [{"type": "residence_permit", "issuer": "MNE"}]}, {}),
        ({"nationalities": ["BIH"], "countries_feared": ["BIH"]}, {"BA": "nationality"}),
        ({}, {}),
    ],
)
def test_a_partner_that_the_person_comes_from_claims_or_fears_is_not_asked(elements: dict, expected: dict) -> None:
    assert law.partners_not_asked(elements, "MIG") == expected
    assert law.partners_not_asked(elements, "CHI") == expected
    assert law.partners_not_asked(elements, "RET") == {}
    assert set(expected.values()) <= set(law.not_asked_reasons())


def test_an_unknown_purpose_is_refused() -> None:
    with pytest.raises(Problem, match="law.purpose.unknown"):
        law.partners_not_asked({}, "XYZ")


@pytest.mark.parametrize(
    ("given", "proof", "doubt", "decision", "reason"),
    [
        (birth("1990-05-01"), False, False, law.TAKE, "six_or_over"),
        (birth("2020-11-21"), False, False, law.TAKE, "six_or_over"),
        (birth("2020-11-22"), False, False, law.NOTE_ONLY, "under_six"),
        (birth("2020-11-22"), True, False, law.NOTE_ONLY, "under_six"),
        (birth("2020-11"), False, False, law.NOTE_ONLY, "doubt_without_proof"),
        (birth("2020-11"), True, False, law.TAKE, "proof_of_age"),
        (birth("2018-01-01"), False, True, law.NOTE_ONLY, "doubt_without_proof"),
        (birth("2018-01-01", "doubt"), False, False, law.NOTE_ONLY, "doubt_without_proof"),
        (birth("1990-01-01", "doubt"), False, False, law.TAKE, "six_or_over"),
        (birth("2019", "assessed", precision="estimated_age"), False, False, law.NOTE_ONLY, "doubt_without_proof"),
        (birth("2010", "assessed", precision="estimated_age"), False, False, law.TAKE, "six_or_over"),
        (birth("2020-10"), False, False, law.TAKE, "six_or_over"),
        (birth("2020-12"), False, False, law.NOTE_ONLY, "under_six"),
        (birth("2019"), False, False, law.TAKE, "six_or_over"),
        (birth("2020"), False, False, law.NOTE_ONLY, "doubt_without_proof"),
        (birth("2020"), True, False, law.TAKE, "proof_of_age"),
        (birth("2021"), True, False, law.NOTE_ONLY, "under_six"),
        (aged(8, margin=2), False, False, law.TAKE, "six_or_over"),
        (aged(8, margin=3), False, False, law.NOTE_ONLY, "doubt_without_proof"),
        (aged(7, margin=2), False, False, law.NOTE_ONLY, "doubt_without_proof"),
        (aged(3, margin=2), True, False, law.NOTE_ONLY, "under_six"),
        (aged(4, margin=2), True, False, law.TAKE, "proof_of_age"),
        (aged(7, "2025-11-21", margin=2), False, False, law.TAKE, "six_or_over"),  # a year older since
        (aged(7, "2025-11-22", margin=2), False, False, law.NOTE_ONLY, "doubt_without_proof"),
        (solar("1399-09-01"), False, False, law.TAKE, "six_or_over"),  # 21 November 2020
        (solar("1399-09-02"), False, False, law.NOTE_ONLY, "under_six"),
        (solar("1399-08"), False, False, law.TAKE, "six_or_over"),  # to 20 November 2020
        (solar("1399-09"), False, False, law.NOTE_ONLY, "doubt_without_proof"),  # from 21 November to 20 December 2020
        (solar("1398"), False, False, law.TAKE, "six_or_over"),  # to 19 March 2020
        (solar("1399"), False, False, law.NOTE_ONLY, "doubt_without_proof"),  # from 20 March 2020 to 20 March 2021
        (solar("1399"), True, False, law.TAKE, "proof_of_age"),
        (solar("1400"), True, False, law.NOTE_ONLY, "under_six"),  # from 21 March 2021
        (None, False, False, law.NOTE_ONLY, "age_unknown"),
        (None, True, True, law.TAKE, "proof_of_age"),
    ],
)
def test_doubt_about_age_without_proof_blocks_capture(
    given: DateRecord | None, proof: bool, doubt: bool, decision: str, reason: str
) -> None:
    assert law.age_gate(given, proof, doubt, TODAY) == law.AgeGate(decision, reason)


@pytest.mark.parametrize(
    ("on", "decision"),
    [("2026-02-28", law.NOTE_ONLY), ("2026-03-01", law.TAKE), ("2024-02-29", law.NOTE_ONLY)],
)
def test_who_was_born_on_29_february_turns_six_on_1_march(on: str, decision: str) -> None:
    assert law.age_gate(birth("2020-02-29"), False, False, date.fromisoformat(on)).decision == decision


@given(uncertain_dates(), st.floats(0, 1), st.booleans(), st.booleans())
def test_prints_are_never_taken_of_who_may_be_under_six_without_proof(
    when: UncertainDate, share: float, proof: bool, doubt: bool
) -> None:
    gate = law.age_gate(DateRecord(when), proof, doubt, DATES_TODAY)
    ages = {age_between(min(when.first + share * (when.last - when.first), DATES_TODAY), DATES_TODAY)}
    ages |= {max(0, age_between(day, DATES_TODAY)) for day in (when.first, when.last)}
    if max(ages) < 6:
        assert not gate.takes_biometrics
    if min(ages) < 6 and not proof:
        assert not gate.takes_biometrics
    if min(ages) >= 6 and not doubt:
        assert gate.takes_biometrics
    if when.ages(DATES_TODAY)[1] >= 6 and proof:
        assert gate.takes_biometrics


@pytest.mark.parametrize(
    ("age", "fingers", "two"), [(13, 10, True), (14, 10, False), (40, 4, False), (40, 3, True), (None, 10, True), (40, 0, True)]
)
def test_children_and_few_fingers_need_two_examiners(age: int | None, fingers: int, two: bool) -> None:
    assert law.needs_second_examiner(age, fingers) is two


def test_verdict_reasons_belong_to_one_decision() -> None:
    by_decision = [law.verdict_reasons(decision) for decision in ("same", "different", "cannot_tell")]
    assert all(len(reasons) >= 3 for reasons in by_decision)
    assert sum(map(len, by_decision)) == len(law.verdict_reasons()) - 1
    assert list(law.verdict_reasons("withdrawn")) == ["found_wrong_later"], "no examiner's choice"


def test_reasons_for_correcting_and_for_voiding_are_two_lists() -> None:
    assert not law.correction_reasons().keys() & law.void_reasons().keys()
    assert "erase" in law.void_reasons()["under_six"].marks
    assert law.missing_finger_reasons()["bandaged"].marks == {"temporary", "nist:UP"}


def test_events_lead_to_known_limits() -> None:
    for rule in law.marking_rules().values():
        assert not rule.limit or rule.limit in law.limits()
        assert all(law.category(digit).stored for digit in rule.categories)
    assert law.marking_rule("protection_granted").action == "mark"


def test_names_are_read_in_the_language_of_the_moment() -> None:
    with translation.override("en"):
        assert law.category(1).name == "Applicant for international protection"
        assert str(law.country("MKD")) == "North Macedonia"


def test_no_rule_calls_anyone_illegal() -> None:
    from egnatia.law.rule_files import raw_entries

    for name in law.rule_sets():
        assert "illegal" not in str(dict(raw_entries(name))).lower()


def test_law_enforcement_only_among_the_parties_of_the_automated_exchange() -> None:
    police, migration = law.gateway("law_enforcement"), law.gateway("migration")
    pairs = {(one, other) for one in law.partners() for other in law.partners() if one < other}
    assert {one for pair in pairs if law.may_agree(*pair, police) for one in pair} == {"AL", "ME", "MK", "RS"}
    assert all(law.may_agree(*pair, migration) for pair in pairs)
    assert {purpose.gateway for purpose in law.purposes().values()} == set(law.gateways())
