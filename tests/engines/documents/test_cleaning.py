"""Text as it comes: keystrokes of document readers, typists, OCR; and text that is no zone, whatever it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egnatia.engines.documents.mrz.cleaning import LONGEST_TEXT
from egnatia.engines.documents.mrz.reading import read_zone
from egnatia.engines.documents.mrz.zone import Status
from egnatia.engines.errors import EngineError
from tests.engines.documents.specimens import LONG_NUMBER, SPECIMENS, TODAY

PAGE = """REPUBLIC OF UTOPIA
Passport / Passeport   Type P  Code UTO
Eriksson, Anna Maria
12 AUG/AOUT 1974   F   ZENITH

{}

"""


@pytest.mark.parametrize("name", SPECIMENS)
@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\x02" + text.replace("\n", "\r") + "\r\x03",
        lambda text: "".join(f"\x02{line}\x03\r\n" for line in text.split("\n")),
        lambda text: text.replace("\n", "\n\r\n"),
        lambda text: text.replace("\n", ""),
        lambda text: "\x02" + text.replace("\n", "") + "\x03",
        lambda text: text.lower(),
        lambda text: text.replace("<", " "),
        lambda text: text.replace("\n", "").replace("<", " "),
        lambda text: text.replace("<<", "«"),
        lambda text: text.replace("<", "\uff1c"),
        lambda text: "\n".join(" ".join(line) for line in text.split("\n")),
        lambda text: "\n".join("\t" + line + "   " for line in text.split("\n")),
        lambda text: PAGE.format(text),
        lambda text: text.replace("\n", "\u2028"),
    ],
)
def test_the_same_zone_in_another_dress(name, change):
    text = SPECIMENS[name][0]
    zone = read_zone(change(text), TODAY)
    assert (zone.format.name, zone.text, zone.reads_well) == (name, text.replace("\n", ""), True)


@pytest.mark.parametrize("name", ["TD3", "TD2"])
def test_fillers_at_the_end_of_the_names_may_be_left_out_or_too_many(name):
    first, second = SPECIMENS[name][0].split("\n")
    for line in (first.rstrip("<"), first[:-1], first + "<<"):
        zone = read_zone(f"{line}\n{second}", TODAY)
        assert [one.has_wrong_length for one in zone.lines] == [True, False]
        assert zone.text == first + second
        assert not zone.reads_well


@pytest.mark.parametrize("name", ["TD3", "TD1", "TD2"])
def test_a_filler_too_few_or_too_many_among_the_optional_data(name):
    lines = SPECIMENS[name][0].split("\n")
    changed = lines[1].replace("<<<", "<<", 1), lines[1].replace("<<<", "<<<<", 1)
    for line in changed:
        zone = read_zone("\n".join([lines[0], line, *lines[2:]]), TODAY)
        assert zone.text == "".join(lines)
        assert zone.lines[1].has_wrong_length


def test_a_missing_character_of_the_number_is_noticed():
    zone = read_zone(LONG_NUMBER.replace("D23145890", "D2314589"), TODAY)
    assert zone.lines[0].has_wrong_length
    assert zone.composite.status is Status.CHECK_DIGIT_WRONG
    assert zone.birth_date.status is Status.OK


def test_of_two_zones_the_better_is_read():
    bad = SPECIMENS["TD3"][0].replace("L898902C36UTO7408122", "L898902C30UTO7408120")
    assert read_zone(bad + "\n\n" + SPECIMENS["TD3"][0], TODAY).reads_well


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "mrz.not_found"),
        ("Anna Maria Eriksson", "mrz.not_found"),
        ("\x02\x03\r\n", "mrz.not_found"),
        ("<" * 44 + "\n" + "<" * 44, "mrz.not_found"),
        ("L898902C36UTO7408122F1204159ZE184226B<<<<<10", "mrz.line_missing"),
        ("\n".join(["P<UTOERIKSSON<<ANNA<<<<<<<<<<<<<<<<<<X"] * 100), "mrz.not_found"),
        ("\ufdfa" * LONGEST_TEXT, "mrz.not_found"),
        ("<" * (LONGEST_TEXT + 1), "mrz.too_long"),
    ],
)
def test_text_that_is_no_zone_is_refused_with_a_cure(text, code):
    with pytest.raises(EngineError) as caught:
        read_zone(text, TODAY)
    assert caught.value.code == code
    assert caught.value.cure


lines = st.text("ABCP<V0123456789 IO\u00ab\x02\u0661", min_size=25, max_size=50)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(lines, max_size=8).map("\n".join)))
def test_any_text_is_read_or_refused(text):
    try:
        zone = read_zone(text, TODAY)
    except EngineError as error:
        assert error.code.startswith("mrz.")
    else:
        assert len(zone.text) == zone.format.lines * zone.format.width


@settings(deadline=None)
@given(st.sampled_from(sorted(SPECIMENS)), st.data())
def test_a_zone_with_any_one_character_changed_is_still_a_zone(name, data):
    text = SPECIMENS[name][0]
    at = data.draw(st.integers(0, len(text) - 1).filter(lambda at: text[at] != "\n"))
    changed = text[:at] + data.draw(st.characters(codec="ascii", categories=["L", "N", "P", "S"])) + text[at + 1 :]
    zone = read_zone(changed, TODAY)
    assert zone.format.width == len(text.partition("\n")[0])
