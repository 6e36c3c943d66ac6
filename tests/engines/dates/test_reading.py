"""What officers type, and what comes of it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.month_names import Month, Naming, find_months, name_month, name_month_in_script
from egnatia.engines.dates.reading import read_date, read_parts
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.errors import EngineError
from tests.engines.dates.dates import TODAY, known_dates

GREGORIAN, SOLAR, ISLAMIC = Calendar
AFGHAN, IRANIAN = Naming

MAY_5 = UncertainDate(GREGORIAN, 1991, 5, 5)
SAUR_15 = UncertainDate(SOLAR, 1370, 2, 15, AFGHAN)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("1991-05-05", MAY_5),
        ("5.5.1991", MAY_5),
        ("5.5.1991.", MAY_5),
        ("5/5/1991", MAY_5),
        (" 05 05 1991 ", MAY_5),
        ("٥/٥/١٩٩١", MAY_5),
        ("2/3/1991", UncertainDate(GREGORIAN, 1991, 3, 2)),  # the day first
        ("5 May 1991", MAY_5),
        ("May 5, 1991", MAY_5),
        ("1991 May 5", MAY_5),
        ("5. maja 1991.", MAY_5),
        ("5 мај 1991", MAY_5),
        ("12 dhjetor 1991", UncertainDate(GREGORIAN, 1991, 12, 12)),
        ("05.1991", UncertainDate(GREGORIAN, 1991, 5)),
        ("1991-05", UncertainDate(GREGORIAN, 1991, 5)),
        ("maj 1991", UncertainDate(GREGORIAN, 1991, 5)),
        ("1991", UncertainDate(GREGORIAN, 1991)),
        ("15 ثور 1370", SAUR_15),
        ("\u200f15 ثور ۱۳۷۰\u200f", SAUR_15),
        ("15 Saur 1370", SAUR_15),
        ("15 sawr, 1370", SAUR_15),
        ("۱۵ غویی ۱۳۷۰", SAUR_15),
        ("15 اردیبهشت 1370", UncertainDate(SOLAR, 1370, 2, 15, IRANIAN)),
        ("Ordibehesht 1370", UncertainDate(SOLAR, 1370, 2, naming=IRANIAN)),
        ("۱۳۷۰/۲/۱۵", UncertainDate(SOLAR, 1370, 2, 15)),
        ("۱۳۷۰", UncertainDate(SOLAR, 1370)),
        ("12 Ramadan 1410", UncertainDate(ISLAMIC, 1410, 9, 12)),
        ("12 رمضان ١٤١٠", UncertainDate(ISLAMIC, 1410, 9, 12)),
        ("1 Rabi' al-Thani 1410", UncertainDate(ISLAMIC, 1410, 4, 1)),
        ("1 ربيع الثاني 1410", UncertainDate(ISLAMIC, 1410, 4, 1)),
        ("10 Zilhicce 1410", UncertainDate(ISLAMIC, 1410, 12, 10)),
        ("20/10/1411", UncertainDate(ISLAMIC, 1411, 10, 20)),  # the Solar Hijri year 1411 is still to come
        ("20/10/1310", UncertainDate(SOLAR, 1310, 10, 20)),  # nobody of the Islamic year 1310 is alive
    ],
)
def test_what_is_typed_is_read(text, when):
    assert read_date(text, on=TODAY) == when


def test_the_officer_may_say_the_calendar():
    assert read_date("1370-02-15", on=TODAY, calendar=SOLAR) == UncertainDate(SOLAR, 1370, 2, 15)
    assert read_date("1370-02-15", on=TODAY, calendar=ISLAMIC) == UncertainDate(ISLAMIC, 1370, 2, 15)


@pytest.mark.parametrize(
    ("text", "code", "cure"),
    [
        ("", "date.empty", "unknown"),
        (" \u200f ", "date.empty", "unknown"),
        ("soon", "date.unreadable", "5.5.1991"),
        ("19910505", "date.unreadable", "5.5.1991"),
        ("5.1991.5", "date.unreadable", "5.5.1991"),
        ("1991-05-05-05", "date.unreadable", "5.5.1991"),
        ("1990-1991", "date.unreadable", "5.5.1991"),
        ("1991-", "date.unreadable", "5.5.1991"),
        ("5 May June 1991", "date.month_name_unknown", "number"),
        ("1 May 5 1991", "date.unreadable", "5.5.1991"),
        ("5" * 61, "date.unreadable", "5.5.1991"),
        ("91", "date.year_two_digits", "1370"),
        ("5.5.91", "date.year_two_digits", "1370"),
        ("5 May 91", "date.year_two_digits", "1370"),
        ("5 May", "date.year_two_digits", "1370"),
        ("15 Ordibeheht 1370", "date.month_name_unknown", "Ordibehesht"),
        ("15 Foo 1370", "date.month_name_unknown", "number"),
        ("15/2/1370", "date.calendar_unclear", "15 Saur/Ordibehesht 1370 (Solar Hijri) = 5 May 1991; 15 Safar 1370 (Islamic)"),
        ("١٣٧٠", "date.calendar_unclear", "Solar Hijri"),
        ("31.4.1991", "date.day_not_in_month", "1991-04-30"),
        ("30 Esfand 1371", "date.day_not_in_month", "1371-12-29"),
        ("5/25/1991", "date.month_not_in_calendar", "1991-05-25"),
        ("0000", "date.year_outside_calendar", "another calendar"),
        ("30.11.2026", "date.future", "calendar"),
        ("1 Hamal 1406", "date.future", "calendar"),
        ("1 Muharram 1500", "date.future", "calendar"),
        ("1904", "date.too_long_ago", "600"),
        ("0912", "date.too_long_ago", "600"),
    ],
)
def test_what_can_not_be_read_has_a_code_and_a_cure(text, code, cure):
    with pytest.raises(EngineError) as caught:
        read_date(text, on=TODAY)
    assert caught.value.code == code and cure in caught.value.cure


def test_a_month_of_another_calendar_than_the_chosen_one_is_refused():
    with pytest.raises(EngineError) as caught:
        read_date("15 Saur 1370", on=TODAY, calendar=ISLAMIC)
    assert caught.value.code == "date.calendar_contradicts" and "Solar Hijri" in caught.value.cure


@pytest.mark.parametrize(
    ("parts", "calendar", "when"),
    [
        ((5, "5", 1991), GREGORIAN, MAY_5),
        ((5, "maj", 1991), GREGORIAN, MAY_5),
        ((15, "ثور", 1370), SOLAR, SAUR_15),
        ((15, "۰۲", 1370), SOLAR, UncertainDate(SOLAR, 1370, 2, 15)),
        ((15, "\u200f২ ", 1370), SOLAR, UncertainDate(SOLAR, 1370, 2, 15)),
        ((None, "Ramazan", 1410), ISLAMIC, UncertainDate(ISLAMIC, 1410, 9)),
        ((None, "", 1370), SOLAR, UncertainDate(SOLAR, 1370)),
    ],
)
def test_parts_are_read_in_the_chosen_calendar(parts, calendar, when):
    assert read_parts(*parts, calendar=calendar) == when


@pytest.mark.parametrize(
    ("parts", "calendar", "code"),
    [
        ((5, "", 1991), GREGORIAN, "date.day_without_month"),
        ((5, "5", 91), GREGORIAN, "date.year_two_digits"),
        ((30, "Esfand", 1371), SOLAR, "date.day_not_in_month"),
        ((15, "Saur", 1991), GREGORIAN, "date.calendar_contradicts"),
        ((15, "Foo", 1370), SOLAR, "date.month_name_unknown"),
        ((15, "²", 1370), SOLAR, "date.month_name_unknown"),
        ((15, "9" * 5000, 1370), SOLAR, "date.unreadable"),
        ((15, "13", 1370), SOLAR, "date.month_not_in_calendar"),
        ((15, "2", 1370), GREGORIAN, "date.calendar_unclear"),
        ((5, "5", 1991), SOLAR, "date.year_outside_calendar"),
    ],
)
def test_parts_that_can_not_be_have_a_code(parts, calendar, code):
    with pytest.raises(EngineError) as caught:
        read_parts(*parts, calendar=calendar)
    assert caught.value.code == code


@given(known_dates())
def test_what_is_written_is_read_back(when):
    numbers = "-".join(f"{part:02}" for part in (when.year, when.month, when.day) if part is not None)
    plain = UncertainDate(when.calendar, when.year, when.month, when.day)
    assert read_date(numbers, on=TODAY, calendar=when.calendar) == plain
    if when.month and (when.naming or when.calendar is not SOLAR):
        month = Month(when.calendar, when.month, when.naming)
        for name in (name_month(month), name_month_in_script(month)):
            assert read_date(" ".join(str(part) for part in (when.day or "", name, when.year)), on=TODAY) == when
            assert read_parts(when.day, name, when.year, calendar=when.calendar) == when


@given(st.text(max_size=70) | st.text("0123456789۱۲۳١٢٣ ./-,mayثور\u200c\n", max_size=20), st.sampled_from([None, *Calendar]))
@example("٠٠٠٠", None)
@example("5 \u0660 1991", None)
@example("²³ May 1991", None)
def test_any_text_gives_a_possible_date_or_an_engine_error(text, calendar):
    try:
        when = read_date(text, on=TODAY, calendar=calendar)
    except EngineError as error:
        assert error.code.startswith("date.") and error.message and error.cure
    else:
        assert when.first <= TODAY


def test_every_shown_name_is_known():
    for calendar, naming in ((GREGORIAN, None), (SOLAR, AFGHAN), (SOLAR, IRANIAN), (ISLAMIC, None)):
        for number in range(1, 13):
            month = Month(calendar, number, naming)
            assert find_months(name_month(month)) == find_months(name_month_in_script(month)) == [month]
