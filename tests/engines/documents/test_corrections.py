"""An error of OCR in a checked field is noticed, and what really stands there is among the proposals."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egnatia.engines.documents.mrz.confusions import CONFUSIONS, UNNOTICED
from egnatia.engines.documents.mrz.corrections import propose_corrections
from egnatia.engines.documents.mrz.formats import FORMATS, Format
from egnatia.engines.documents.mrz.reading import read_zone
from tests.engines.documents.specimens import LONG_NUMBER, SPECIMENS, TODAY, made_up


def checked_positions(format_: Format) -> list[int]:
    """Of all characters with a check digit of their own or the composite over them, and of the digits themselves."""
    own = [format_.document_number, format_.birth_date, format_.expiry_date]
    positions = {at for part in own for at in range(part.start, part.stop + 1)}
    positions |= {at for part in format_.composite for at in range(part.start, part.stop)}
    return sorted(positions | ({format_.composite_check} if format_.composite_check else set()))


def with_error(text: str, at: int, wrong: str) -> str:
    """`at` counts without line breaks."""
    width = len(text.partition("\n")[0])
    at += at // width
    return text[:at] + wrong + text[at + 1 :]


@pytest.mark.parametrize("text", [*(text for text, *_ in SPECIMENS.values()), LONG_NUMBER])
def test_every_single_confusion_in_checked_fields(text):
    zone = read_zone(text, TODAY)
    right = tuple(text.split("\n"))
    for at in checked_positions(zone.format):
        for wrong in CONFUSIONS.get(zone.text[at], ""):
            found = propose_corrections(read_zone(with_error(text, at, wrong), TODAY))
            if wrong in UNNOTICED.get(zone.text[at], ""):
                continue
            assert right in [proposal.lines for proposal in found.corrections], (at, zone.text[at], wrong)
            assert all(len(proposal.exchanges) == 1 for proposal in found.corrections)


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(FORMATS), st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=5, max_size=9), st.data())
def test_an_error_in_any_number_is_noticed_or_cannot_be(format_, number, data):
    text = made_up(format_, document_number=number)
    zone = read_zone(text, TODAY)
    at = data.draw(st.sampled_from([at for at in checked_positions(format_) if zone.text[at] in CONFUSIONS]))
    wrong = data.draw(st.sampled_from(CONFUSIONS[zone.text[at]]))
    other = read_zone(with_error(text, at, wrong), TODAY)
    if wrong not in UNNOTICED.get(zone.text[at], ""):
        assert not other.reads_well
        proposals = propose_corrections(other)
        assert not proposals.complete or tuple(text.split("\n")) in [one.lines for one in proposals.corrections]


def test_every_proposal_makes_all_check_digits_right():
    text = SPECIMENS["TD3"][0].replace("L898902C3", "L8989O2C3").replace("1204159", "12O4159")
    proposals = propose_corrections(read_zone(text, TODAY))
    assert proposals.corrections
    assert all(read_zone("\n".join(one.lines), TODAY).reads_well for one in proposals.corrections)
    assert SPECIMENS["TD3"][0] in ["\n".join(one.lines) for one in proposals.corrections]


def test_a_letter_in_a_date_has_one_correction_with_its_place():
    zone = read_zone(SPECIMENS["TD3"][0].replace("7408122", "74O8122"), TODAY)
    proposals = propose_corrections(zone)
    (exchange,) = proposals.corrections[0].exchanges
    assert (exchange.field, exchange.line, exchange.position) == ("birth_date", 2, 16)
    assert (exchange.read, exchange.proposed) == ("O", "0")
    assert not proposals.is_ambiguous


def test_more_than_one_correction_is_said_to_be_ambiguous():
    text = made_up(FORMATS[3], document_number="B8B8B8B8B")
    proposals = propose_corrections(read_zone(with_error(text, 44, "8"), TODAY))
    assert proposals.is_ambiguous
    assert len({one.lines for one in proposals.corrections}) == len(proposals.corrections) > 1


def test_nothing_wrong_nothing_proposed():
    proposals = propose_corrections(read_zone(SPECIMENS["TD2"][0], TODAY))
    assert (proposals.corrections, proposals.complete, proposals.letters) == ((), True, ())
    assert [(one.field, one.read, one.proposed) for one in proposals.unnoticed] == [("document_number", "1", "L")]


def test_a_digit_among_letters_is_proposed_as_letters():
    proposals = propose_corrections(read_zone(SPECIMENS["TD3"][0].replace("ERIKSSON", "ER1KSS0N"), TODAY))
    assert [(one.field, one.position, one.read, one.proposed) for one in proposals.letters] == [
        ("names", 8, "1", "IL"),
        ("names", 12, "0", "DOQ"),
    ]


def test_too_many_impossible_characters_are_not_guessed():
    proposals = propose_corrections(read_zone(SPECIMENS["TD3"][0].replace("7408122F1204159", "OOOOOOOFOOOOOOO"), TODAY))
    assert (proposals.corrections, proposals.complete) == ((), False)


def test_what_no_confusion_explains_is_not_explained():
    zone = read_zone(SPECIMENS["MRV-A"][0].replace("9406236", "9999236"), TODAY)
    assert not zone.reads_well
    assert not any("9406236" in "".join(one.lines) for one in propose_corrections(zone).corrections)
