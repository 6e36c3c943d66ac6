"""What is written is read again, long names and numbers as ICAO wants them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia.engines.documents.mrz.dates import PartialDate
from egnatia.engines.documents.mrz.formats import FORMATS, MRV_A, MRV_B, TD1, TD2, TD3
from egnatia.engines.documents.mrz.names import read_name, write_name
from egnatia.engines.documents.mrz.reading import read_zone
from egnatia.engines.documents.mrz.writing import DocumentData, write_zone
from egnatia.engines.errors import EngineError
from tests.engines.documents.specimens import LONG_NUMBER, SPECIMENS, TODAY, made_up

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
words = st.text(LETTERS, min_size=1, max_size=16)
codes = st.text(LETTERS, min_size=3, max_size=3) | st.just("D")
numbers = st.text(LETTERS + "0123456789", min_size=1, max_size=9)
births = st.dates(TODAY.replace(year=1927), TODAY).flatmap(
    lambda day: st.sampled_from(
        [PartialDate(day.year, day.month, day.day), PartialDate(day.year, day.month), PartialDate(day.year)]
    )
)
expiries = st.dates(TODAY.replace(year=1980), TODAY.replace(year=2070)).map(
    lambda day: PartialDate(day.year, day.month, day.day)
)


@st.composite
def documents(draw):
    format_ = draw(st.sampled_from(FORMATS))
    width = format_.optional_data.stop - format_.optional_data.start
    data = DocumentData(
        document_code=draw(st.sampled_from(format_.initials)) + draw(st.sampled_from(["", *LETTERS])),
        issuing_state=draw(codes),
        document_number=draw(numbers),
        nationality=draw(codes),
        birth_date=draw(births),
        sex=draw(st.sampled_from("FMX")),
        expiry_date=draw(expiries),
        primary=tuple(draw(st.lists(words, min_size=1, max_size=4))),
        secondary=tuple(draw(st.lists(words, max_size=4))),
        optional_data=draw(st.text(LETTERS + "0123456789", max_size=width)),
        second_optional_data=draw(st.text("0123456789", max_size=11)) if format_ is TD1 else "",
    )
    return format_, data


@given(documents(), st.booleans())
def test_what_is_written_is_read(document, filler):
    format_, data = document
    zone = read_zone(write_zone(data, format_, filler_for_empty_check=filler), TODAY)
    assert (zone.format, zone.reads_well) == (format_, True)
    values = {name: field.value for name, field in zone.fields().items()}
    assert values["document_code"] == data.document_code
    assert (values["issuing_state"], values["nationality"]) == (data.issuing_state, data.nationality)
    assert (values["document_number"], values["sex"]) == (data.document_number, data.sex)
    assert (values["birth_date"], values["expiry_date"]) == (data.birth_date, data.expiry_date)
    assert values["optional_data"] == (data.optional_data or None)
    name = values["names"]
    if not name.may_be_truncated:
        assert (name.primary, name.secondary) == (data.primary, data.secondary)


@given(st.sampled_from([TD1, TD2]), st.text(LETTERS + "0123456789", min_size=10, max_size=14))
def test_a_long_number_is_read_whole(format_, number):
    zone = read_zone(made_up(format_, document_number=number), TODAY)
    assert (zone.document_number.value, zone.number_is_long, zone.reads_well) == (number, True, True)


@given(st.lists(words, min_size=1, max_size=5), st.lists(words, max_size=5), st.sampled_from([30, 31, 39]))
def test_a_name_has_its_width_and_is_truncated_by_the_rules(primary, secondary, width):
    field = write_name(primary, secondary, width)
    whole = "<".join(primary) + ("<<" + "<".join(secondary) if secondary else "")
    assert len(field) == width
    if len(whole) <= width:
        assert field == whole.ljust(width, "<")
        return
    name = read_name(field)
    assert field[-1] != "<" or all(len(word) == 1 for word in primary)
    assert bool(name.secondary) == bool(secondary)
    for cut, word in zip((*name.primary,), primary, strict=False):
        assert word.startswith(cut)


@pytest.mark.parametrize(
    ("primary", "secondary", "width", "field"),
    [
        ("NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG KRASUANG", 39, "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"),
        ("NILAVADHANANANDA", "ARNPOL PETCH CHARONGUANG", 39, "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU"),
        ("PAPANDROPOULOUS", "JONATHON WARREN TREVOR", 39, "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR"),
        ("VILARCHAO FERNANDEZ", "JOSE RAMON", 30, "VILARCHAO<FERNANDEZ<<JOSE<RAMO"),
        ("ARKFREITH", "", 30, "ARKFREITH<<<<<<<<<<<<<<<<<<<<<"),
    ],
)
def test_examples_of_icao(primary, secondary, width, field):
    assert write_name(primary.split(), secondary.split(), width) == field


def test_a_long_primary_identifier_leaves_room_for_a_letter_of_the_secondary():
    field = write_name("BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL".split(), "DINGO POTOROO".split(), 39)
    assert field.endswith("<<D")
    assert len(field) == 39


def test_a_cut_at_a_separator_still_ends_in_a_letter():
    assert write_name(["ABCDE"], ["FGHIJ", "KLM"], 13) == "ABCDE<<FGHI<K"


def test_specimens_are_written_as_they_are_printed():
    common = {
        "issuing_state": "UTO",
        "nationality": "UTO",
        "sex": "F",
        "primary": ("ERIKSSON",),
        "secondary": ("ANNA", "MARIA"),
    }
    born, expiry = PartialDate(1974, 8, 12), PartialDate(2012, 4, 15)
    td3 = DocumentData(
        document_code="P", document_number="L898902C3", birth_date=born, expiry_date=expiry, optional_data="ZE184226B", **common
    )
    card = DocumentData(document_code="I", document_number="D23145890", birth_date=born, expiry_date=expiry, **common)
    visa = {"document_code": "V", "document_number": "L898902C", **common}
    visa |= {"birth_date": PartialDate(1969, 8, 6), "expiry_date": PartialDate(1994, 6, 23)}
    assert write_zone(td3, TD3) == SPECIMENS["TD3"][0]
    assert write_zone(card, TD1) == SPECIMENS["TD1"][0]
    assert write_zone(card, TD2) == SPECIMENS["TD2"][0]
    assert write_zone(DocumentData(optional_data="ZE184226B", **visa), MRV_A) == SPECIMENS["MRV-A"][0]
    assert write_zone(DocumentData(optional_data="ZE184226", **visa), MRV_B) == SPECIMENS["MRV-B"][0]


def test_the_long_number_is_written_as_printed():
    data = DocumentData(
        document_code="I",
        issuing_state="UTO",
        document_number="D23145890734",
        nationality="UTO",
        birth_date=PartialDate(1934, 7, 12),
        sex="M",
        expiry_date=PartialDate(1995, 7, 12),
        primary=("STEVENSON",),
        secondary=("PETER", "JOHN"),
    )
    assert write_zone(data, TD1) == LONG_NUMBER


@pytest.mark.parametrize(
    ("format_", "changes", "code"),
    [
        (TD3, {"document_number": "C01X0006H7"}, "mrz.field_too_long"),
        (TD2, {"document_number": "C01X0006H12345678"}, "mrz.field_too_long"),
        (TD1, {"document_code": "P"}, "mrz.code_not_of_format"),
        (TD3, {"document_code": ""}, "mrz.code_not_of_format"),
        (TD3, {"primary": ("ĐURIĆ",)}, "mrz.characters_not_allowed"),
        (TD3, {"primary": ()}, "mrz.field_empty"),
        (TD3, {"nationality": "uto"}, "mrz.characters_not_allowed"),
        (TD3, {"sex": "FM"}, "mrz.characters_not_allowed"),
    ],
)
def test_what_cannot_be_written_is_refused(format_, changes, code):
    with pytest.raises(EngineError) as caught:
        made_up(format_, **changes)
    assert caught.value.code == code
