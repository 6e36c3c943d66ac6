"""Records as data sets hold them, old and new."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.month_names import Naming
from egnatia.engines.dates.records import Basis, DateRecord, read_record
from egnatia.engines.dates.uncertain import EstimatedAge, UncertainDate
from egnatia.engines.errors import EngineError
from tests.engines.dates.dates import TODAY, uncertain_dates

GREGORIAN, SOLAR, ISLAMIC = Calendar


@pytest.mark.parametrize(
    ("record", "when"),
    [
        ({"value": "1991-04-12", "precision": "day", "basis": "declared"}, UncertainDate(GREGORIAN, 1991, 4, 12)),
        ({"value": "1991-04", "precision": "month", "basis": "documented"}, UncertainDate(GREGORIAN, 1991, 4)),
        ({"value": "1991", "precision": "year", "basis": "doubt"}, UncertainDate(GREGORIAN, 1991)),
        (
            {"value": "1991", "precision": "estimated_age", "basis": "assessed"},
            UncertainDate(GREGORIAN, 1991, estimate=EstimatedAge(2)),
        ),
    ],
)
def test_old_records_read_as_gregorian_and_stay_as_they_are(record, when):
    read = read_record(record, estimate_margin=2)
    assert read == DateRecord(when, Basis(record["basis"]))
    assert read.to_json() == record


def test_precision_and_basis_may_be_absent():
    assert read_record({"value": "1991-04-12"}, estimate_margin=2) == DateRecord(UncertainDate(GREGORIAN, 1991, 4, 12))


@pytest.mark.parametrize(
    ("when", "record"),
    [
        (
            UncertainDate(SOLAR, 1370, 2, 15, Naming.AFGHAN),
            {"value": "1991-05-05", "precision": "day", "calendar": "solar_hijri", "stated": "1370-02-15", "naming": "afghan"},
        ),
        (UncertainDate(SOLAR, 1370, 2), {"value": "1991", "precision": "year", "calendar": "solar_hijri", "stated": "1370-02"}),
        (UncertainDate(SOLAR, 1370), {"value": "1991", "precision": "year", "calendar": "solar_hijri", "stated": "1370"}),
        (UncertainDate(ISLAMIC, 1410, 9), {"value": "1990", "precision": "year", "calendar": "islamic", "stated": "1410-09"}),
        (
            UncertainDate.of_age(35, on=TODAY, margin=3),
            {"value": "1991", "precision": "estimated_age", "stated": "35", "stated_on": "2026-11-29", "margin": "3"},
        ),
    ],
)
def test_new_members_are_kept_beside_what_an_old_reader_sees(when, record):
    assert DateRecord(when).to_json() == record | {"basis": "declared"}


@given(uncertain_dates(), st.sampled_from(list(Basis)))
def test_records_come_back(when, basis):
    kept = DateRecord(when, basis)
    assert read_record(kept.to_json(), estimate_margin=5) == kept


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (None, "date.record_unreadable"),
        ("1991", "date.record_unreadable"),
        ({}, "date.record_unreadable"),
        ({"value": 1991}, "date.record_unreadable"),
        ({"value": "1991", "precision": "day"}, "date.record_unreadable"),
        ({"value": "1991-5-5"}, "date.record_unreadable"),
        ({"value": "1991-04-12", "precision": "decade"}, "date.record_unreadable"),
        ({"value": "1991-04-12", "basis": "hearsay"}, "date.record_unreadable"),
        ({"value": "1991-04-12", "note": "x"}, "date.record_unreadable"),
        ({"value": "1991-04-12", "calendar": "julian"}, "date.record_unreadable"),
        ({"value": "1991-04-12", "calendar": "islamic"}, "date.record_unreadable"),
        ({"value": "1991-04", "precision": "estimated_age"}, "date.record_unreadable"),
        ({"value": "1991", "precision": "estimated_age", "stated": "35", "margin": "2"}, "date.record_unreadable"),
        (
            {"value": "1991", "precision": "estimated_age", "stated": "x", "stated_on": "2026-11-29", "margin": "2"},
            "date.record_unreadable",
        ),
        (
            {"value": "1991", "precision": "estimated_age", "stated": "35", "stated_on": "2026-11", "margin": "2"},
            "date.record_unreadable",
        ),
        ({"value": "1991-02-30"}, "date.day_not_in_month"),
        ({"value": "0000", "precision": "year"}, "date.year_outside_calendar"),
        ({"value": "1991-05-05", "calendar": "islamic", "stated": "1991-05-05"}, "date.year_outside_calendar"),
        ({"value": "1991-05-05", "naming": "roman"}, "date.record_unreadable"),
        ({"value": "1991-05-05", "naming": "afghan"}, "date.record_unreadable"),  # members that the date would leave unread
        ({"value": "1991-05-05", "stated": "1370-02-15"}, "date.record_unreadable"),
        ({"value": "1991", "precision": "estimated_age", "calendar": "islamic"}, "date.record_unreadable"),
        ({"value": "1991", "precision": "estimated_age", "margin": "2"}, "date.record_unreadable"),
        (
            {"value": "1991-05-05", "calendar": "islamic", "stated": "1411-10-20", "naming": "afghan"},
            "date.parts_contradict",
        ),
    ],
)
def test_records_that_can_not_be_are_refused(record, code):
    with pytest.raises(EngineError) as caught:
        read_record(record, estimate_margin=2)
    assert caught.value.code == code


_MEMBER = st.sampled_from(["value", "precision", "basis", "calendar", "stated", "naming", "stated_on", "margin"])
_VALUE = st.sampled_from(
    ["1991", "1370-02", "1991-02-31", "islamic", "solar_hijri", "estimated_age", "35", "0000", "999", "year"]
)


@given(st.dictionaries(_MEMBER | st.text(max_size=3), _VALUE | st.text(max_size=12) | st.integers() | st.none()))
def test_any_record_is_read_or_refused(record):
    try:
        read_record(record, estimate_margin=2)
    except EngineError as error:
        assert error.code.startswith("date.")
