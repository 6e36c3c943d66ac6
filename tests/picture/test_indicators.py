"""Every indicator says what it counts; different units never meet."""

import pytest

from egnatia import law
from egnatia.base.errors import Problem
from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.uncertain import EstimatedAge, UncertainDate
from egnatia.picture import message_source
from egnatia.picture.bands import AGE_BANDS, band_at, band_of, group_key
from egnatia.picture.indicators import check_units, event_kinds, group_of, groups, incident_kinds, indicators, units
from egnatia.picture.models import Count


def test_every_indicator_is_whole():
    for code, indicator in indicators().items():
        assert indicator.definition.endswith("."), code
        assert indicator.unit in units()
        assert set(indicator.cuts) <= set(Count.Cut.values), code
        assert indicator.kinds <= event_kinds().keys() and indicator.groups <= groups().keys(), code
        assert indicator.source and indicator.silence in ("zero", "unknown")


def test_every_category_that_is_stored_has_one_group():
    for digit, category in law.categories().items():
        assert sum(digit in group.categories for group in groups().values()) == category.stored
        assert bool(group_of(digit)) == category.stored


def test_detections_and_persons_never_share_an_axis():
    assert check_units([indicators()["irregular_crossings"], indicators()["irregular_stays"]]) == "detections"
    with pytest.raises(Problem, match=r"picture\.units_differ"):
        check_units([indicators()["irregular_crossings"], indicators()["reception_arrivals"]])


def test_types_of_incident_are_unique():
    types = [code for kind in incident_kinds().values() for code in kind.types]
    assert len(types) == len(set(types))


@pytest.mark.parametrize(
    ("age", "band"),
    [(0, "0-5"), (5, "0-5"), (6, "6-13"), (17, "14-17"), (18, "18-34"), (64, "35-64"), (65, "65+"), (None, "unknown")],
)
def test_bands(age, band):
    assert band_of(age) == band
    assert band in AGE_BANDS


def test_band_of_an_uncertain_birth_date_is_that_of_its_middle():
    on = law.read_date("2026-06-30", field="on")
    assert band_at(UncertainDate(Calendar.GREGORIAN, 2008), on) == "14-17"
    assert band_at(UncertainDate.of_age(17, on=on, margin=2), on) == "14-17"
    assert band_at(UncertainDate(Calendar.GREGORIAN, 1990, estimate=EstimatedAge(2)), on) == "35-64"
    assert band_at(UncertainDate(Calendar.SOLAR_HIJRI, 1399), on) == "0-5"
    assert band_at(None, on) == "unknown"
    assert group_key("", "male") == "unknown.male"


def test_catalogue_of_texts_is_current():
    assert message_source.PAGE.read_text(encoding="utf-8") == message_source.page(), (
        "run: python -m egnatia.picture.message_source"
    )
