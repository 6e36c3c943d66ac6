"""Letters (a), (c), (d), (f), (g), (h): persons, each once, and who is none of them."""

from typing import Any

import pytest

from egnatia.persons.actions.correct_data_set import correct_data_set
from egnatia.persons.actions.dissolve_link import dissolve_link
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.void_data_set import void_data_set
from tests.oversight.conftest import ELEMENTS

pytestmark = pytest.mark.django_db
BEFORE = "2026-09-14T12:00"


def standings(october: Any) -> dict[str, int]:
    figure = october().figures["a"]
    return {label: figure.value(label) for label in figure.labels[0] if figure.value(label)}


def test_applicants_of_the_month_and_nobody_else(sign: Any, october: Any) -> None:
    sign(1)
    sign(2), sign(3)
    assert standings(october) == {"first_time": 1}


@pytest.mark.parametrize(
    ("when", "counted"),
    [
        ("2026-09-30T23:59", 0),
        ("2026-10-01T00:00", 1),
        ("2026-10-01T00:30", 1),
        ("2026-10-31T23:59", 1),
        ("2026-11-01T00:00", 0),
    ],
)
def test_the_month_ends_at_the_partners_midnight(sign: Any, october: Any, when: str, counted: int) -> None:
    sign(1, when)
    assert october().figures["a"].total == counted


def test_a_person_who_applies_twice_in_the_month_is_one_for_the_first_time(sign: Any, link: Any, october: Any) -> None:
    link(sign(1, "2026-10-20T12:00"), sign(1))
    assert standings(october) == {"first_time": 1}


def test_without_a_link_they_are_two(sign: Any, october: Any) -> None:
    sign(1), sign(1)
    assert standings(october) == {"first_time": 2}


def test_a_dissolved_link_joins_nobody(sign: Any, link: Any, october: Any, registration_officer: Any) -> None:
    dissolve_link(registration_officer, link(sign(1), sign(1)), reason="It was somebody else")
    assert standings(october) == {"first_time": 2}


def test_a_link_by_biography_joins_as_well(sign: Any, link: Any, october: Any) -> None:
    link(sign(1), sign(1), basis="biographic")
    assert standings(october) == {"first_time": 1}


def test_links_join_over_several_steps(sign: Any, link: Any, october: Any) -> None:
    first, second, third = sign(1), sign(2, BEFORE), sign(1)
    link(first, second), link(third, second)
    assert standings(october) == {"first_time": 1}


def test_who_applied_before_applies_again(sign: Any, link: Any, october: Any) -> None:
    link(sign(1), sign(1, BEFORE))
    assert standings(october) == {"again": 1}


def test_two_data_sets_of_one_row_are_one_person(sign: Any, october: Any) -> None:
    sign(1, person=sign(1, BEFORE).person)
    assert standings(october) == {"again": 1}


def test_an_earlier_crossing_is_no_application(sign: Any, link: Any, october: Any) -> None:
    link(sign(1), sign(2, BEFORE))
    assert standings(october) == {"first_time": 1}


def test_what_was_taken_over_is_in_no_count_but_an_earlier_application(sign: Any, link: Any, october: Any) -> None:
    old = sign(1, "2026-10-02T12:00", origin="import")
    assert standings(october) == {}
    link(sign(1), old)
    assert standings(october) == {"again": 1}


def test_void_registrations_count_for_nothing(sign: Any, link: Any, october: Any, registration_officer: Any) -> None:
    earlier, now = sign(1, BEFORE), sign(1)
    link(now, earlier)
    void_data_set(registration_officer, earlier, reason="registered_twice")
    assert standings(october) == {"first_time": 1}
    void_data_set(registration_officer, now, reason="registered_twice")
    assert standings(october) == {}


def test_a_void_registration_that_was_erased_since_counts_for_nothing(
    sign: Any, october: Any, registration_officer: Any
) -> None:
    data_set = sign(1)
    void_data_set(registration_officer, data_set, reason="registered_twice")
    erase_data_set(data_set, ground="void")
    assert standings(october) == {}


def test_a_correction_is_no_second_applicant_and_stays_in_its_month(sign: Any, october: Any, registration_officer: Any) -> None:
    correct_data_set(registration_officer, sign(1), elements=ELEMENTS | {"sex": "male"}, reason="typing_error")
    assert standings(october) == {"first_time": 1}


def test_a_partner_that_told_of_an_application(sign: Any, find_at_partner: Any, october: Any) -> None:
    find_at_partner(sign(1), category=1)
    assert standings(october) == {"again": 1}


def test_a_partner_that_told_of_something_else(sign: Any, find_at_partner: Any, october: Any) -> None:
    find_at_partner(sign(1), category=2)
    assert standings(october) == {"first_time": 1}


def test_a_partner_that_told_nothing_leaves_it_open(sign: Any, find_at_partner: Any, october: Any) -> None:
    find_at_partner(sign(1))
    assert standings(october) == {"not_known": 1}


def test_what_is_held_here_outweighs_what_a_partner_leaves_open(
    sign: Any, link: Any, find_at_partner: Any, october: Any
) -> None:
    now = sign(1)
    find_at_partner(now), link(now, sign(1, BEFORE))
    assert standings(october) == {"again": 1}


def test_an_erased_applicant_of_the_month_was_one_all_the_same(sign: Any, link: Any, october: Any) -> None:
    one, other = sign(1), sign(1)
    link(one, other)
    erase_data_set(one, ground="citizenship")
    assert standings(october) == {"first_time": 1}


def test_disembarked_persons_and_beneficiaries_once_each(sign: Any, link: Any, october: Any, all_categories: Any) -> None:
    link(sign(9), sign(9)), sign(9), sign(9, BEFORE)
    sign(0, council_decision="2022/382")
    found = october().figures
    assert (found["c"].total, found["d"].total) == (2, 1)


def test_a_category_that_nobody_can_be_registered_in_is_no_nought(october: Any) -> None:
    """North Macedonia has no coast."""
    found = october()
    assert {"c", "d", "g", "h", "o", "p"} <= set(found.not_in_use)
    assert "c" not in found.figures


def test_admitted_persons_are_those_with_a_grant(sign: Any, october: Any, all_categories: Any) -> None:
    sign(7, granted_on="2026-10-10"), sign(7, refused_on="2026-10-10"), sign(8, granted_on="2026-10-10")
    found = october().figures
    assert (found["g"].total, found["h"].total) == (1, 1)


@pytest.mark.parametrize(
    ("value", "precision", "minority"),
    [
        ("2008-10-15", "day", "certain"),  # eighteen on the day after the event
        ("2008-10-14", "day", ""),
        ("2009", "year", "certain"),
        ("2008", "year", "in_doubt"),
        ("2007", "year", ""),
        ("2008-10", "month", "in_doubt"),
        ("2008-11", "month", "certain"),
        ("2007", "estimated_age", "in_doubt"),
        ("1990-05-01", "day", ""),
        ("2008-02-29", "day", ""),
    ],
)
def test_minors_on_the_day_of_the_event(sign: Any, october: Any, value: str, precision: str, minority: str) -> None:
    is_minor_by(minority, sign, october, {"value": value, "precision": precision, "basis": "declared"})


@pytest.mark.parametrize(
    ("stated", "minority"),
    [
        ({"calendar": "solar_hijri", "stated": "1387-07-23"}, ""),  # 14 October 2008
        ({"calendar": "solar_hijri", "stated": "1387-07-24"}, "certain"),
        ({"calendar": "solar_hijri", "stated": "1387"}, "in_doubt"),  # from 20 March 2008 to 20 March 2009
        ({"calendar": "solar_hijri", "stated": "1386"}, ""),
        ({"calendar": "solar_hijri", "stated": "1388"}, "certain"),
        ({"precision": "estimated_age", "stated": "20", "stated_on": "2026-10-14", "margin": "2"}, ""),
        ({"precision": "estimated_age", "stated": "19", "stated_on": "2025-10-14", "margin": "2"}, ""),
        ({"precision": "estimated_age", "stated": "19", "stated_on": "2025-10-15", "margin": "2"}, "in_doubt"),
        ({"precision": "estimated_age", "stated": "20", "stated_on": "2026-10-14", "margin": "3"}, "in_doubt"),
        ({"precision": "estimated_age", "stated": "15", "stated_on": "2026-10-14", "margin": "2"}, "certain"),
    ],
)
def test_minors_as_they_were_stated(sign: Any, october: Any, stated: dict[str, str], minority: str) -> None:
    is_minor_by(minority, sign, october, {"basis": "declared", **stated})


def is_minor_by(minority: str, sign: Any, october: Any, birth_date: dict[str, str]) -> None:
    sign(2, birth_date=birth_date)
    figure = october().figures["f"]
    assert {label: figure.value(label) for label in figure.labels[0] if figure.value(label)} == (
        {minority: 1} if minority else {}
    )


def test_a_minor_registered_in_two_categories_is_one(sign: Any, link: Any, october: Any) -> None:
    child = {"value": "2012-05-01", "precision": "day", "basis": "documented"}
    link(sign(1, birth_date=child), sign(2, birth_date=child))
    assert october().figures["f"].total == 1
