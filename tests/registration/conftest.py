"""Synthetic persons to register: elements, fingers as records (fast) and as pictures (the whole way)."""

from functools import cache
from pathlib import Path

import pytest

from egnatia.biometrics.records import to_record
from egnatia.engines.fingerprint.synthetic import synthetic_fingers
from egnatia.registration.actions.save_step import save_step
from egnatia.registration.actions.start_draft import start_draft
from egnatia.registration.actions.take_captures import take_records
from egnatia.registration.intake import Intake

ELEMENTS = {
    "surnames": ["Haddad"],
    "forenames": ["Samir"],
    "nationalities": ["SYR"],
    "birth_date": {"value": "1991-04-12", "precision": "day", "basis": "declared"},
    "birth_place": "Homs",
    "event": {"place": "Tabanovce", "date": "2026-11-01"},
    "sex": "male",
    "documents": [{"type": "passport", "number": "N778812", "issuer": "SYR"}],
}


@cache
def records_of(seed: int, take: int = 0) -> tuple[bytes, ...]:
    """Ten fingers of a person who doesn't exist, as ISO/IEC 19794-2 records."""
    fingers = synthetic_fingers(seed, take)
    return tuple(to_record(minutiae, position=position, quality=80) for position, minutiae in fingers.items())


@pytest.fixture
def elements():
    return {**ELEMENTS}


@pytest.fixture
def make_intake(elements):
    """`make_intake(seed=3, national_number="X-1", surnames=[…])`: a whole registration, with these elements changed."""

    def make(*, seed=1, take=0, category=2, national_number="", records=None, **changed):
        given = records_of(seed, take) if records is None else records
        wanted = {code: value for code, value in {**elements, **changed}.items() if value is not None}
        return Intake(category=category, elements=wanted, records=given, national_number=national_number)

    return make


@pytest.fixture
def make_draft(registration_officer, elements):
    """`make_draft(upto="documents")`: a draft of a page with its steps saved up to and with this one; "fingers" is all."""

    def make(*, upto="fingers", seed=1, take=0, officer=registration_officer, person=None, **changed):
        values = {**elements, **changed}
        steps = {
            "notice": {"language": "ar", "mode": "both", "interpreter": "Interpreter 7"},
            "event": {"category": "2", "event": values["event"]},
            "identity": values,
            "documents": {"documents": values["documents"]},
        }
        draft = start_draft(officer, person=person)
        for step, step_values in steps.items():
            draft = save_step(officer, draft, step, step_values).draft
            if step == upto:
                return draft
        take_records(officer, draft, records_of(seed, take))
        return draft

    return make


@pytest.fixture
def demo_prints():
    """Ten images, by position, of a person who doesn't exist; they come with the demo."""
    from egnatia.site import demo_data

    folder = Path(demo_data.__file__).parent / "prints" / "mk-1" / "take-0"
    return {int(file.stem): file.read_bytes() for file in sorted(folder.glob("*.wsq"))}
