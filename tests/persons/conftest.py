"""A synthetic person's elements, and data sets made of them."""

import pytest

from egnatia.base import clock
from egnatia.persons.actions.add_data_set import add_data_set

ELEMENTS = {
    "surnames": ["Šarić"],
    "forenames": ["Ana Marija"],
    "names_latin": {"surnames": ["Saric"], "forenames": ["Ana"]},
    "nationalities": ["SYR"],
    "birth_date": {"value": "1990-05-01", "precision": "day", "basis": "declared"},
    "birth_place": "Aleppo",
    "event": {"place": "Tabanovce", "date": "2026-11-01"},
    "sex": "female",
    "documents": [{"type": "passport", "number": "N 1234-567"}],
}


@pytest.fixture
def elements():
    return {**ELEMENTS}


@pytest.fixture
def make_data_set(registration_officer, elements):
    """`make_data_set(surnames=["…"], person=…)`: a signed data set, with these elements changed."""

    def make(*, category=2, person=None, officer=registration_officer, national_number="", **changed):
        return add_data_set(
            officer,
            category=category,
            elements={**elements, **changed},
            captured_at=clock.now(),
            person=person,
            national_number=national_number,
        )

    return make
