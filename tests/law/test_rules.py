"""Partners, categories, purposes, ages and lists say what the design says."""

from datetime import date

import pytest
from django.utils import translation

from egnatia import law
from egnatia.base.errors import Problem

TODAY = date(2026, 11, 21)


def birth(value: str, basis: str = "declared") -> law.BirthDate:
    precision = {10: "day", 7: "month", 4: "year"}[len(value)]
    return law.BirthDate(value, precision, basis)


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
        (law.BirthDate("2019", "estimated_age", "assessed"), False, False, law.NOTE_ONLY, "doubt_without_proof"),
        (law.BirthDate("2010", "estimated_age", "assessed"), False, False, law.TAKE, "six_or_over"),
        (None, False, False, law.NOTE_ONLY, "age_unknown"),
        (None, True, True, law.TAKE, "proof_of_age"),
    ],
)
def test_doubt_about_age_without_proof_blocks_capture(
    given: law.BirthDate | None, proof: bool, doubt: bool, decision: str, reason: str
) -> None:
    assert law.age_gate(given, proof, doubt, TODAY) == law.AgeGate(decision, reason)


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
