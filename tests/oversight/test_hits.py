"""Letters (k) to (p): hits are what an examiner has said *same* to, by what was searched with and what was found."""

from typing import Any

import pytest

from egnatia.base import clock
from egnatia.persons.actions.dissolve_link import dissolve_link, dissolve_link_of_partner
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.void_data_set import void_data_set
from tests.oversight.conftest import at, possible_match

pytestmark = pytest.mark.django_db
BEFORE = "2026-09-14T12:00"


def hits(october: Any) -> dict[tuple[str, str], int]:
    figure = october().figures["hits"]
    return {cell: count for cell, count in figure.cells.items() if "" not in cell}


@pytest.mark.parametrize(
    ("searched", "found", "column"),
    [
        (1, 2, "irregular_crossing"),
        (1, 1, "applicant"),
        (2, 1, "applicant"),
        (3, 3, "irregular_stay"),
        (2, 9, "search_and_rescue"),
    ],
)
def test_own_hits_know_both_categories(
    sign: Any, link: Any, october: Any, all_categories: Any, searched: int, found: int, column: str
) -> None:
    link(sign(searched), sign(found, BEFORE))
    assert hits(october) == {(str(searched), column): 1}
    assert october().figures["hits.where"].value(str(searched), "own") == 1


def test_found_in_resettlement_by_its_outcome(sign: Any, link: Any, october: Any, all_categories: Any) -> None:
    probe = sign(1)
    for outcome in ("granted_on", "refused_on", "discontinued_on"):
        link(probe, sign(7, BEFORE, **{outcome: "2026-09-10"}))
    link(probe, sign(8, BEFORE, granted_on="2026-09-10"))
    link(probe, sign(0, BEFORE, council_decision="2022/382"))
    assert hits(october) == {
        ("1", column): 1
        for column in (
            "resettlement_granted", "resettlement_refused", "resettlement_discontinued", "national_resettlement",
            "temporary_protection",
        )
    }  # fmt: skip


def test_partners_hits_tell_the_category_only_where_it_was_released(sign: Any, find_at_partner: Any, october: Any) -> None:
    find_at_partner(sign(2)), find_at_partner(sign(2), category=3), find_at_partner(sign(1), category=7)
    assert hits(october) == {("2", "not_told"): 1, ("2", "irregular_stay"): 1, ("1", "not_told"): 1}
    assert october().figures["hits.where"].value("", "partner") == 3


def test_searches_for_other_purposes_are_no_hits_of_registering(sign: Any, find_at_partner: Any, october: Any) -> None:
    find_at_partner(sign(2), purpose="RET")
    assert hits(october) == {}


@pytest.mark.parametrize(("when", "counted"), [("2026-09-30T23:59", 0), ("2026-10-01T00:01", 1), ("2026-11-01T00:01", 0)])
def test_the_month_is_that_of_the_verdict(sign: Any, link: Any, october: Any, when: str, counted: int) -> None:
    link(sign(2), sign(1, BEFORE), when)
    assert october().figures["hits"].total == counted


def test_what_was_linked_by_biography_is_no_hit(sign: Any, link: Any, october: Any) -> None:
    link(sign(2), sign(1, BEFORE), basis="biographic")
    assert hits(october) == {}


def test_a_link_that_was_wrong_is_no_hit(sign: Any, link: Any, october: Any, registration_officer: Any) -> None:
    dissolve_link(registration_officer, link(sign(2), sign(1, BEFORE)), reason="Somebody else")
    assert hits(october) == {}


def test_a_void_registration_has_no_hits(sign: Any, link: Any, october: Any, registration_officer: Any) -> None:
    probe = sign(2)
    link(probe, sign(1, BEFORE))
    void_data_set(registration_officer, probe, reason="registered_twice")
    assert hits(october) == {}


def test_what_was_found_stays_found_when_data_are_erased(sign: Any, link: Any, find_at_partner: Any, october: Any) -> None:
    found = sign(1, BEFORE)
    link(sign(2), found)
    dissolve_link_of_partner(find_at_partner(sign(3)))
    erase_data_set(found, ground="retention")
    assert hits(october) == {("2", "applicant"): 1, ("3", "not_told"): 1}


def test_what_was_taken_over_is_no_search(sign: Any, link: Any, october: Any) -> None:
    link(sign(2, origin="import"), sign(1, BEFORE))
    assert hits(october) == {}


def test_resettlement_has_no_row(sign: Any, link: Any, october: Any, all_categories: Any) -> None:
    link(sign(7, granted_on="2026-10-10"), sign(1, BEFORE))
    assert hits(october) == {}


def test_a_possible_match_is_no_hit_before_the_verdict(sign: Any, partner: Any, examiner: Any, october: Any) -> None:
    with clock.frozen(at("2026-10-14T12:00")):
        possible_match(sign(2), partner, examiner, "MIG")
    assert hits(october) == {}
