"""Bits to probabilities, standings that names alone can't raise, and what would lower them."""

import pytest

from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.errors import EngineError
from egnatia.engines.linkage.comparison import Standing, compare_records
from egnatia.engines.linkage.levels import Field
from egnatia.engines.linkage.probability import find_doubts, find_standing, prior_odds, probability
from egnatia.engines.linkage.records import Document, Record, Sex, WrittenName

NAME = (WrittenName("Mohammad Reza Hosseini"),)


def test_each_bit_doubles_the_odds() -> None:
    assert probability(0, 1).value == pytest.approx(1 / 2)
    assert probability(3, 1).value == pytest.approx(8 / 9)
    assert probability(20, prior_odds(1_000_000)).value == pytest.approx(0.344, abs=0.001)


def test_the_interval_holds_the_value_and_grows_with_the_error() -> None:
    narrow, wide = probability(3, 1, error=0.5), probability(3, 1, error=2)
    assert wide.low < narrow.low < narrow.value == wide.value < narrow.high < wide.high


def test_numbers_beyond_all_bounds_are_certain_and_no_error() -> None:
    assert probability(1e6, 1).value == 1.0
    assert probability(-1e6, 1e-9, error=1e6).low == pytest.approx(0)


@pytest.mark.parametrize("odds", [0, -1, float("inf"), float("nan")])
def test_odds_that_are_none_are_refused(odds: float) -> None:
    with pytest.raises(EngineError, match="linkage.odds_out_of_range"):
        probability(1, odds)


@pytest.mark.parametrize("expected", [0, 1, 1.5])
def test_chances_that_are_none_are_refused(expected: float) -> None:
    with pytest.raises(EngineError, match="linkage.chance_out_of_range"):
        prior_odds(10, expected=expected)


def test_by_name_alone_nobody_is_more_than_possible() -> None:
    record = Record(names=NAME, sex=Sex.MALE, nationalities=("AFG",))
    linkage = compare_records(record, record)
    assert linkage.rests_on_names_alone
    assert find_standing(linkage, 1000.0) is Standing.POSSIBLE


def test_with_a_document_somebody_is_likely() -> None:
    record = Record(names=NAME, documents=(Document("P0123456", "passport", "AFG"),))
    assert find_standing(compare_records(record, record), prior_odds(1000)) is Standing.LIKELY


def test_against_the_evidence_somebody_is_unlikely() -> None:
    one, other = Record(names=NAME, sex=Sex.MALE), Record(names=(WrittenName("Ivan Petrov"),), sex=Sex.FEMALE)
    assert find_standing(compare_records(one, other), 1.0) is Standing.UNLIKELY


def test_what_is_not_known_or_agrees_weakly_is_what_would_lower() -> None:
    record = Record(names=NAME, sex=Sex.MALE, birth_dates=(UncertainDate(Calendar.GREGORIAN, 1990, 3, 2),))
    linkage, odds = compare_records(record, record), prior_odds(1000)
    doubts = find_doubts(linkage, odds)
    assert doubts[0].field is Field.SEX
    assert {doubt.field for doubt in doubts} == {Field.SEX, Field.NATIONALITY, Field.BIRTH_PLACE}
    now = probability(linkage.bits, odds, error=linkage.error)
    assert all(doubt.then.value < now.value and doubt.bits > 0 for doubt in doubts)
    assert doubts[0].worst == "sex.differs"
