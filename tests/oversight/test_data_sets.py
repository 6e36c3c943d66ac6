"""Letter (i): data sets transmitted, by category, year of birth and sex."""

from typing import Any

import pytest

from egnatia.persons.actions.correct_data_set import correct_data_set
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.void_data_set import void_data_set
from tests.oversight.conftest import ELEMENTS

pytestmark = pytest.mark.django_db


def test_by_category_year_of_birth_and_sex(sign: Any, october: Any) -> None:
    sign(1), sign(2), sign(2, sex="male"), sign(2, birth_date={"value": "1985", "precision": "year", "basis": "declared"})
    figure = october().figures["i"]
    assert (figure.total, figure.value("2", "", ""), figure.value("2", "1990", "female")) == (4, 3, 1)
    assert (figure.value("2", "1985", ""), figure.value("", "", "male"), figure.value("3", "", "")) == (1, 1, 0)


def test_the_month_is_that_of_the_partners_acknowledgement(sign: Any, october: Any) -> None:
    sign(2, "2026-09-30T23:50", acknowledged="2026-10-01T00:05")
    sign(2, "2026-10-31T23:50", acknowledged="2026-11-01T00:05")
    assert october().figures["i"].total == 1
    assert october().figures["f"].total == 0


def test_what_no_partner_has_yet_is_not_transmitted(sign: Any, october: Any) -> None:
    sign(2, acknowledged=None)
    assert october().figures["i"].total == 0


def test_versions_are_one_data_set_and_the_newest_is_told(sign: Any, october: Any, registration_officer: Any) -> None:
    correct_data_set(registration_officer, sign(2), elements=ELEMENTS | {"sex": "male"}, reason="typing_error")
    figure = october().figures["i"]
    assert (figure.total, figure.value("", "", "male")) == (1, 1)


def test_void_ones_and_those_taken_over_are_left_out(sign: Any, october: Any, registration_officer: Any) -> None:
    void_data_set(registration_officer, sign(2), reason="registered_twice")
    sign(2, origin="import")
    assert october().figures["i"].total == 0


def test_an_erased_one_was_transmitted_and_nothing_more_is_known_of_it(sign: Any, october: Any) -> None:
    erase_data_set(sign(2), ground="authority")
    assert october().figures["i"].value("2", "unknown", "unknown") == 1


def test_an_erased_one_with_two_versions_is_one(sign: Any, october: Any, registration_officer: Any) -> None:
    newest = correct_data_set(registration_officer, sign(2), elements=ELEMENTS | {"sex": "male"}, reason="typing_error")
    erase_data_set(newest, ground="authority")
    assert october().figures["i"].total == 1


def test_of_resettlement_refusals_and_discontinued_procedures(sign: Any, october: Any, all_categories: Any) -> None:
    sign(7, granted_on="2026-10-10"), sign(7, refused_on="2026-10-10"), sign(7, discontinued_on="2026-10-11")
    sign(8, granted_on="2026-10-10")
    figure = october().figures["i"]
    assert (figure.total, figure.value("7", "", "")) == (2, 2)
