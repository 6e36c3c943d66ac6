"""A document held against a declaration: each field agrees, differs, or can't be compared, with the reason."""

from dataclasses import dataclass
from datetime import date

import pytest

from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.documents.checks import Declared, Outcome, check_document, compare_with_declared
from egnatia.engines.documents.codes import find_document_kind, find_special_code, is_document_code_of, iso_code
from egnatia.engines.documents.mrz.dates import PartialDate
from egnatia.engines.documents.mrz.formats import TD1, TD2, TD3
from egnatia.engines.documents.mrz.reading import read_zone
from tests.engines.documents.specimens import SPECIMENS, TODAY, made_up

GREGORIAN, SOLAR, _ = Calendar

SAME = Declared(
    name="Mira Linn Halvorsen",
    birth_date=UncertainDate(GREGORIAN, 1984, 3, 12),
    nationality="UTO",
    sex="F",
    document_number="C01X 0006-H",
    expiry_date=UncertainDate(GREGORIAN, 2031, 5, 9),
)


def same_words(of_document, said):
    return sorted(str(of_document).split()) == sorted(said.upper().split())


def compare(declared, text=None, names=same_words):
    found = compare_with_declared(read_zone(text or made_up(TD3), TODAY), declared, names)
    assert all(one.reason for one in found)
    return {one.field: (one.outcome, one.code) for one in found}


def test_all_agree():
    assert {outcome for outcome, _ in compare(SAME).values()} == {Outcome.AGREES}


def test_nothing_declared_nothing_compared():
    assert {code.partition(".")[2] for _, code in compare(Declared()).values()} == {"not_declared"}


@pytest.mark.parametrize(
    ("said", "outcome", "code"),
    [
        (UncertainDate(GREGORIAN, 1984, 3, 13), "differs", "birth_date.one_digit"),
        (UncertainDate(GREGORIAN, 1984, 3, 24), "differs", "birth_date.differs"),
        (UncertainDate(GREGORIAN, 1984, 12, 3), "differs", "birth_date.day_and_month_exchanged"),
        (UncertainDate(GREGORIAN, 1985, 3, 12), "differs", "birth_date.year_slipped"),
        (UncertainDate(GREGORIAN, 1984, 3), "agrees", "birth_date.agrees_in_part"),
        (UncertainDate(GREGORIAN, 1984), "agrees", "birth_date.agrees_in_part"),
        (UncertainDate(GREGORIAN, 1985), "differs", "birth_date.differs"),
        (UncertainDate(GREGORIAN, 1884, 3, 12), "not_comparable", "birth_date.century"),
        (UncertainDate(SOLAR, 1362, 12, 22), "agrees", "birth_date.agrees"),
        (UncertainDate(SOLAR, 1362, 12, 21), "agrees", "birth_date.other_rule"),
        (UncertainDate(SOLAR, 1362), "agrees", "birth_date.agrees_in_part"),
        (UncertainDate(SOLAR, 1262, 12, 22), "not_comparable", "birth_date.century"),  # 12 March 1884
        (UncertainDate.of_age(42, on=TODAY, margin=2), "agrees", "birth_date.agrees_in_part"),
        (UncertainDate.of_age(32, on=TODAY, margin=2), "not_comparable", "birth_date.estimated"),
        (UncertainDate(GREGORIAN, 1984, 1, 1), "agrees", "birth_date.agrees_in_part"),
        (UncertainDate(GREGORIAN, 1979, 1, 1), "not_comparable", "birth_date.placeholder"),
        (None, "not_comparable", "birth_date.not_declared"),
    ],
)
def test_birth_dates_by_what_both_know(said, outcome, code):
    assert compare(Declared(birth_date=said))["birth_date"] == (outcome, code)


def test_a_document_that_does_not_know_the_day():
    text = made_up(TD1, birth_date=PartialDate(1984))
    assert compare(SAME, text)["birth_date"] == (Outcome.AGREES, "birth_date.agrees_in_part")
    text = made_up(TD1, birth_date=PartialDate(None, 3, 12))
    assert compare(SAME, text)["birth_date"] == (Outcome.NOT_COMPARABLE, "birth_date.unknown")
    text = made_up(TD1, birth_date=PartialDate())
    assert compare(SAME, text)["birth_date"] == (Outcome.NOT_COMPARABLE, "birth_date.unknown")


def test_a_day_that_stands_for_an_unknown_one_is_no_difference():
    text = made_up(TD3, birth_date=PartialDate(1984, 1, 1))
    assert compare(SAME, text)["birth_date"] == (Outcome.AGREES, "birth_date.agrees_in_part")
    text = made_up(TD3, birth_date=PartialDate(1986, 1, 1))
    assert compare(SAME, text)["birth_date"] == (Outcome.NOT_COMPARABLE, "birth_date.placeholder")


@pytest.mark.parametrize(
    ("of_document", "code"),
    [
        (PartialDate(2031, 5, 9), "agrees"),
        (PartialDate(2031, 5, 8), "differs"),
        (PartialDate(2031, 5), "differs"),
        (PartialDate(None, 5, 9), "unknown"),
    ],
)
def test_expiry_dates(of_document, code):
    assert compare(SAME, made_up(TD3, expiry_date=of_document))["expiry_date"][1] == f"expiry_date.{code}"


def test_a_reason_shows_both_dates_as_they_were_stated():
    declared = Declared(birth_date=UncertainDate(SOLAR, 1362, 12, 21))
    found = {one.field: one for one in compare_with_declared(read_zone(made_up(TD3), TODAY), declared, same_words)}
    assert found["birth_date"].reason == (
        "As near as two rules of conversion between calendars give. The document says 1984-03-12, "
        "the person said 21 Hut/Esfand 1362 (Solar Hijri) = 11 March 1984."
    )


def test_a_wrong_check_digit_is_no_difference():
    text = made_up(TD3).replace("840312", "840313")
    assert compare(SAME, text)["birth_date"] == (Outcome.NOT_COMPARABLE, "birth_date.check_digit_wrong")


@pytest.mark.parametrize(
    ("text", "said", "code"),
    [
        (made_up(TD3, nationality="D"), "DEU", "nationality.agrees"),
        (made_up(TD3, nationality="RKS"), "XKX", "nationality.agrees"),
        (made_up(TD3), "AFG", "nationality.differs"),
        (made_up(TD3, nationality="XXB"), "AFG", "nationality.no_nationality"),
        (made_up(TD3, nationality="UNK"), "XKX", "nationality.no_nationality"),
    ],
)
def test_nationalities(text, said, code):
    assert compare(Declared(nationality=said), text)["nationality"][1] == code


def test_sex_not_specified_is_not_compared():
    assert compare(SAME, made_up(TD3, sex="X"))["sex"] == (Outcome.NOT_COMPARABLE, "sex.not_specified")
    assert compare(SAME, made_up(TD3, sex="M"))["sex"] == (Outcome.DIFFERS, "sex.differs")


@pytest.mark.parametrize(("said", "code"), [("c01x0006h", "agrees"), ("CO1X0006H", "confusable"), ("C01X0007H", "differs")])
def test_numbers(said, code):
    assert compare(Declared(document_number=said))["document_number"][1] == f"document_number.{code}"


def test_names_are_the_callers_matter_but_truncation_is_known():
    assert compare(SAME, names=lambda *_: None)["names"] == (Outcome.NOT_COMPARABLE, "names.cannot_tell")
    assert compare(SAME, names=lambda *_: False)["names"] == (Outcome.DIFFERS, "names.differs")
    long = made_up(TD1, primary=("HALVORSEN" * 4,))
    assert compare(SAME, long)["names"] == (Outcome.NOT_COMPARABLE, "names.truncated")


def test_a_document_expires_after_its_last_day():
    zone = read_zone(made_up(TD3, issuing_state="NOR", nationality="NOR"), TODAY)
    assert check_document(zone, date(2031, 5, 9)) == []
    assert [one.code for one in check_document(zone, date(2031, 5, 10))] == ["expiry_date.expired"]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"issuing_state": "UTO", "nationality": "UTO"}, ["issuing_state.specimen"]),
        ({"issuing_state": "XXB"}, ["issuing_state.no_issuer"]),
        ({"issuing_state": "EUE"}, ["issuing_state.organization"]),
        ({"document_code": "AI"}, ["document_code.not_of_format"]),
        ({"document_code": "AC"}, []),
        ({"nationality": "XXA"}, []),
    ],
)
def test_codes_of_a_document(changes, codes):
    zone = read_zone(made_up(TD1, **({"issuing_state": "NOR", "nationality": "NOR"} | changes)), TODAY)
    assert [one.code for one in check_document(zone, TODAY)] == codes


def test_what_reads_badly_is_remarked():
    text = made_up(TD3, issuing_state="NOR", nationality="NOR").replace("840312", "840313")[5:]
    remarks = [one.code for one in check_document(read_zone("PPNOR" + text + "<", TODAY), TODAY)]
    assert remarks == ["birth_date.check_digit_wrong", "composite.check_digit_wrong", "lines.wrong_length"]


def test_lost_documents_are_looked_up_by_the_caller():
    zone = read_zone(made_up(TD2, issuing_state="NOR", nationality="NOR"), TODAY)
    asked = []

    def find_lost(state, number):
        asked.append((state, number))
        return True

    assert [one.code for one in check_document(zone, TODAY, find_lost)] == ["document_number.reported_lost"]
    assert asked == [("NOR", "C01X0006H")]
    assert [one.code for one in check_document(zone, TODAY, lambda *_: None)] == ["document_number.not_looked_up"]
    assert check_document(zone, TODAY, lambda *_: False) == []


def test_a_number_that_does_not_read_is_not_looked_up():
    zone = read_zone(SPECIMENS["TD2"][0].replace("D23145890", "D23145899"), TODAY)
    codes = [one.code for one in check_document(zone, TODAY, lambda *_: pytest.fail("looked up"))]
    assert "document_number.not_looked_up" in codes


@pytest.mark.parametrize(
    "code", "XOM XPO XCE XCO XES XMP XBA XIM XCC XDC XEC GBD GBN GBO GBP GBS UNO UNA UNK XXA XXB XXC XXX UTO RKS EUE D".split()
)
def test_special_codes_are_known(code):
    special = find_special_code(code)
    assert special.code == code
    assert special.name
    assert special.may_issue == (special.kind != "status")


def test_codes_with_another_in_iso_3166():
    assert [iso_code(code) for code in ("D", "RKS", "ALB", "XXA")] == ["DEU", "XKX", "ALB", "XXA"]
    assert find_special_code("ALB") is None


def test_document_codes():
    assert find_document_kind("PR", TD3) == "refugee passport"
    assert find_document_kind("PS", TD3) == "passport of a stateless person"
    assert find_document_kind("IR", TD1) is None
    assert [is_document_code_of(code, TD2) for code in ("I", "ID", "AC", "IV", "P", "")] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]


@dataclass(frozen=True)
class Rule:
    name: str
    written_as: str = ""
    ended: int | None = None
    is_recognised: bool = True


RULES = {
    "DEU": Rule("Germany", written_as="D"),
    "SCG": Rule("Serbia and Montenegro", ended=2006),
    "ZZA": Rule("Somewhere", is_recognised=False),
}


@pytest.mark.parametrize(
    ("state", "code"),
    [("DEU", "written_otherwise"), ("SCG", "ended"), ("ZZA", "not_recognised"), ("D", None), ("SRB", None)],
)
def test_rules_of_the_caller_about_the_issuer(state, code):
    zone = read_zone(made_up(TD3, issuing_state=state, nationality=state), TODAY)
    found = {remark.code for remark in check_document(zone, TODAY, find_rule=RULES.get)}
    assert found == ({f"issuing_state.{code}"} if code else set())
    assert not any(remark.code == f"issuing_state.{code}" for remark in check_document(zone, TODAY))


@pytest.mark.parametrize(
    ("state", "nationality", "code", "is_said"),
    [
        ("SRB", "MKD", "PP", True),
        ("SRB", "MKD", "PT", False),
        ("D", "DEU", "PP", False),
        ("GBR", "GBO", "PP", False),
        ("SRB", "XXB", "PP", False),
        ("UNO", "MKD", "PP", False),
    ],
)
def test_a_passport_for_a_national_of_another_state(state, nationality, code, is_said):
    text = made_up(TD3, issuing_state=state, nationality=nationality, document_code=code)
    found = {remark.code for remark in check_document(read_zone(text, TODAY), TODAY)}
    assert ("nationality.not_of_issuer" in found) is is_said
