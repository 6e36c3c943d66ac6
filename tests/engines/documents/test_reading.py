"""Zones as ICAO prints them, and as they come: each field has its value and its status, whatever the others are like."""

import pytest

from egnatia.engines.documents.mrz.check_digits import compute_check_digit
from egnatia.engines.documents.mrz.dates import PartialDate
from egnatia.engines.documents.mrz.formats import FORMATS, TD1, TD2, TD3, Format
from egnatia.engines.documents.mrz.names import HolderName
from egnatia.engines.documents.mrz.reading import read_zone
from egnatia.engines.documents.mrz.zone import Status
from tests.engines.documents.specimens import LONG_NUMBER, SPECIMENS, TODAY, made_up

FILLERS = "<" * 44


@pytest.mark.parametrize("name", SPECIMENS)
def test_specimens_of_icao_read_well(name):
    text, number, born, expiry = SPECIMENS[name]
    zone = read_zone(text, TODAY)
    assert (zone.format.name, zone.reads_well) == (name, True)
    assert (zone.document_number.value, str(zone.birth_date.value), str(zone.expiry_date.value)) == (number, born, expiry)
    assert zone.names.value == HolderName(("ERIKSSON",), ("ANNA", "MARIA"))
    assert (zone.issuing_state.value, zone.nationality.value, zone.sex.value) == ("UTO", "UTO", "F")
    assert (zone.composite is None) == name.startswith("MRV")
    assert {field.status for field in zone.fields().values()} <= {Status.OK, Status.EMPTY}


def test_personal_number_of_the_specimen():
    zone = read_zone(SPECIMENS["TD3"][0], TODAY)
    assert (zone.optional_data.value, zone.optional_data.check_digit, zone.optional_data.status) == ("ZE184226B", "1", "ok")


@pytest.mark.parametrize(
    ("text", "digit"),
    [
        ("520727", "3"),  # appendix A to part 3, example 1
        ("AB2134<<<", "5"),  # example 2
        ("HA672242<658022549601086<<<<<<<<<<<<<<0", "8"),  # example 3, TD3
        ("D231458907<<<<<<<<<<<<<<<34071279507122<<<<<<<<<<<", "2"),  # example 4, TD1
        ("HA672242<658022549601086<<<<<<<", "8"),  # example 5, TD2
    ],
)
def test_check_digits_of_icao(text, digit):
    assert compute_check_digit(text) == digit


@pytest.mark.parametrize("born", [PartialDate(1984, 3), PartialDate(1984), PartialDate()])
@pytest.mark.parametrize("format_", FORMATS, ids=lambda one: one.name)
def test_unknown_parts_of_a_birth_date_are_read(format_: Format, born):
    zone = read_zone(made_up(format_, birth_date=born), TODAY)
    assert zone.reads_well
    assert (zone.birth_date.value, zone.birth_date.status) == (born, Status.UNKNOWN)


def test_a_birth_date_of_fillers_may_have_a_filler_for_its_digit():
    text = made_up(TD1, birth_date=PartialDate()).replace("\n<<<<<<0", "\n<<<<<<<")
    zone = read_zone(text, TODAY)
    assert (zone.birth_date.status, zone.composite.status) == (Status.UNKNOWN, Status.OK)


def test_a_long_number_of_td1_goes_on_in_the_optional_data():
    zone = read_zone(LONG_NUMBER, TODAY)
    assert (zone.document_number.value, zone.document_number.check_digit, zone.reads_well) == ("D23145890734", "9", True)
    assert (zone.number_is_long, zone.optional_data.status) == (True, Status.EMPTY)


@pytest.mark.parametrize("format_", [TD1, TD2], ids=lambda one: one.name)
def test_what_comes_after_a_long_number_is_optional_data(format_: Format):
    optional_data = "AB12" if format_ is TD1 else ""
    zone = read_zone(made_up(format_, document_number="AB123456789", optional_data=optional_data), TODAY)
    assert zone.reads_well
    assert (zone.document_number.value, zone.optional_data.value or "") == ("AB123456789", optional_data)


def test_a_filler_for_the_digit_of_a_short_number_is_wrong():
    zone = read_zone(SPECIMENS["TD1"][0].replace("D231458907", "D23145890<"), TODAY)
    assert zone.document_number.status is Status.CHECK_DIGIT_WRONG


def test_nationality_of_other_refugees_is_a_code_like_any():
    zone = read_zone(made_up(TD3, document_code="PR", nationality="XXC"), TODAY)
    assert (zone.nationality.value, zone.nationality.status, zone.reads_well) == ("XXC", Status.OK, True)


@pytest.mark.parametrize("digit", ["0", "<"])
def test_an_empty_personal_number_has_a_digit_or_a_filler(digit):
    lines = made_up(TD3)
    assert lines[-2] == "<"
    zone = read_zone(lines[:-2] + digit + lines[-1], TODAY)
    assert (zone.optional_data.status, zone.reads_well) == (Status.EMPTY, True)


def test_codes_of_one_letter_are_filled():
    zone = read_zone(made_up(TD3, document_code="P", issuing_state="D", nationality="D"), TODAY)
    assert (zone.document_code.raw, zone.document_code.value) == ("P<", "P")
    assert (zone.issuing_state.raw, zone.nationality.value) == ("D<<", "D")


@pytest.mark.parametrize(
    ("printed", "value", "status"),
    [("M", "M", "ok"), ("<", "X", "unknown"), ("X", "X", "unknown"), ("H", None, "characters_not_allowed")],
)
def test_sex(printed, value, status):
    zone = read_zone(SPECIMENS["TD2"][0].replace("2F1", f"2{printed}1"), TODAY)
    assert (zone.sex.value, zone.sex.status) == (value, status)


def test_a_field_that_cannot_be_read_costs_no_other():
    zone = read_zone("P<UTOER1KSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UT07408I22F1204159ZE184226B<<<<<10", TODAY)
    assert zone.names.status is zone.nationality.status is zone.birth_date.status is Status.CHARACTERS_NOT_ALLOWED
    assert zone.names.value == HolderName(("ER1KSSON",), ("ANNA", "MARIA"))
    assert (zone.document_number.status, zone.expiry_date.status) == (Status.OK, Status.OK)
    assert zone.birth_date.raw == "7408I2"


def test_a_date_that_does_not_exist_is_said_to_be_so():
    text = SPECIMENS["TD2"][0].replace("1204159", "120431" + compute_check_digit("120431"))
    zone = read_zone(text, TODAY)
    assert (zone.expiry_date.value, zone.expiry_date.status) == (None, Status.NO_SUCH_DATE)


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("VAN<DER<MUELLEN<<MARTIN<<<<<<<<<<<<<<<<", HolderName(("VAN", "DER", "MUELLEN"), ("MARTIN",))),
        ("ARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", HolderName(("ARKFREITH",))),
        ("NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K", HolderName(("NILAVADHANANANDA",), ("CHAYAPA", "DEJTHAMRONG", "K"), True)),
        ("PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR", HolderName(("PAPANDROPOULOUS",), ("JONATHON", "WARREN", "TREVOR"), True)),
        (
            "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI",
            HolderName(("BENNELONG", "WOOLOOMOOLOO", "WARRANDYTE", "W"), ("DI",), True),
        ),
        ("<<MIRA<LINN<<<<<<<<<<<<<<<<<<<<<<<<<<<<", HolderName((), ("MIRA", "LINN"))),
        ("HALVORSEN<<MIRA<<LINN<<<<<<<<<<<<<<<<<<", HolderName(("HALVORSEN",), ("MIRA", "LINN"))),
    ],
)
def test_names_as_in_part_4_section_4_2_3(field, name):
    zone = read_zone(f"PPUTO{field}\n{SPECIMENS['TD3'][0].splitlines()[1]}", TODAY)
    assert zone.names.value == name
    assert (zone.names.status is Status.MAY_BE_TRUNCATED) == name.may_be_truncated


def test_a_zone_without_a_name_is_a_zone():
    zone = read_zone(f"P<UTO{FILLERS[:39]}\n{SPECIMENS['TD3'][0].splitlines()[1]}", TODAY)
    assert (zone.names.value, zone.names.status) == (None, Status.EMPTY)
