"""Two records compared field by field: what each level says, that the order never matters, and that nobody's silence counts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.errors import EngineError
from egnatia.engines.linkage.comparison import Linkage, compare_records
from egnatia.engines.linkage.levels import Field, codes_of, weight_of
from egnatia.engines.linkage.records import Document, NameKind, Place, PlaceKind, Record, Relative, Sex, WrittenName


def day(year: int, month: int, of_month: int) -> UncertainDate:
    return UncertainDate(Calendar.GREGORIAN, year, month, of_month)


NAMES = ["محمد رضا حسینی", "Muhamed Huseini", "Ivan Petrov", "Петров Иван", "王小明", "", "Ahmad"]
DATES = [day(1990, 3, 2), day(1990, 2, 3), day(1990, 1, 1), UncertainDate(Calendar.GREGORIAN, 1990), day(1950, 6, 30)]
RECORDS = st.builds(
    Record,
    names=st.lists(st.builds(WrittenName, st.sampled_from(NAMES), st.sampled_from(NameKind)), max_size=2).map(tuple),
    birth_dates=st.lists(st.sampled_from(DATES), max_size=2).map(tuple),
    sex=st.sampled_from(Sex),
    nationalities=st.lists(st.sampled_from(["AFG", "IRN", "XXA", "D", "DEU"]), max_size=2).map(tuple),
    places=st.lists(
        st.builds(
            Place, st.sampled_from(PlaceKind), st.sampled_from([None, "Herat", "هرات", "Kabul"]), st.sampled_from([None, "AFG"])
        ),
        max_size=2,
    ).map(tuple),
    documents=st.lists(
        st.builds(
            Document,
            st.sampled_from(["P0123456", "PO123456", "P-0123456", "12"]),
            st.sampled_from([None, "passport"]),
            st.none(),
        ),
        max_size=2,
    ).map(tuple),
    relatives=st.lists(st.builds(Relative, st.sampled_from(["father", "mother"]), st.sampled_from(NAMES)), max_size=2).map(
        tuple
    ),
)
UNTOLD = Record()


def levels(first: Record, second: Record) -> list[str]:
    return [one.level for one in compare_records(first, second).fields if one.is_known]


def values(linkage: Linkage) -> list[tuple[str, float]]:
    return [(one.level, round(one.bits, 6)) for one in linkage.fields]


@settings(max_examples=200, deadline=None)
@given(RECORDS, RECORDS)
def test_the_order_of_two_records_does_not_matter(first: Record, second: Record) -> None:
    assert values(compare_records(first, second)) == values(compare_records(second, first))


@settings(max_examples=50, deadline=None)
@given(RECORDS)
def test_what_is_not_known_says_nothing(record: Record) -> None:
    linkage = compare_records(record, UNTOLD)
    assert linkage.bits == 0 and linkage.error == 0
    assert not any(one.is_known for one in linkage.fields)


@pytest.mark.parametrize(
    ("first", "second", "level"),
    [
        (day(1990, 3, 2), day(1990, 3, 2), "birth.same_day"),
        (day(1990, 3, 2), day(1990, 2, 3), "birth.swapped"),
        (day(1990, 3, 2), day(1995, 1, 1), "birth.placeholder_other_year"),
        (UncertainDate(Calendar.SOLAR_HIJRI, 1370, 2, 15), day(1991, 5, 5), "birth.same_day"),
        (day(1990, 3, 2), day(1950, 6, 30), "birth.far_apart"),
    ],
)
def test_levels_of_birth_dates(first: UncertainDate, second: UncertainDate, level: str) -> None:
    assert levels(Record(birth_dates=(first,)), Record(birth_dates=(second,))) == [level]


@pytest.mark.parametrize(
    ("first", "second", "level"),
    [
        ("P0123456", "p 012-3456", "document.same"),
        ("P0123456", "PO123456", "document.one_character_confusable"),
        ("P0123456", "P0123459", "document.one_character_differs"),
        ("AB1234567", "1234567", "document.shortened"),
        ("P0123456", "X9999999", "document.differs"),
    ],
)
def test_levels_of_documents(first: str, second: str, level: str) -> None:
    one, other = (Record(documents=(Document(number, "passport", "AFG"),)) for number in (first, second))
    assert levels(one, other) == [level]


@pytest.mark.parametrize(
    ("first", "second", "level"),
    [
        (("Herat", "AFG"), ("هرات", "AFG"), "birth_place.same"),
        (("Herat", "AFG"), ("Kabul", "AFG"), "birth_place.same_country"),
        (("Herat", "AFG"), ("Herat", "IRN"), "birth_place.differs"),
        (("Herat", "AFG"), (None, "AFG"), "birth_place.unknown"),
        (("Herat", None), ("Kabul", None), "birth_place.unknown"),
    ],
)
def test_levels_of_places_of_birth(first: tuple[str, str], second: tuple[str, str], level: str) -> None:
    one, other = (Record(places=(Place(PlaceKind.BIRTH, *place),)) for place in (first, second))
    assert compare_records(one, other).field(Field.BIRTH_PLACE).level == level


def test_a_number_of_another_state_is_another_document() -> None:
    one, other = (Record(documents=(Document("P0123456", "passport", state),)) for state in ("AFG", "IRN"))
    assert levels(one, other) == ["document.differs"]
    assert compare_records(one, other).bits == 0


@pytest.mark.parametrize("code", ["XXA", "XXB", "XXC", "XXX", "UNO"])
def test_no_nationality_is_no_evidence(code: str) -> None:
    linkage = compare_records(Record(nationalities=(code,)), Record(nationalities=("AFG",)))
    assert linkage.field(Field.NATIONALITY).level == "nationality.unknown"
    assert linkage.bits == 0


def test_a_state_by_two_codes_is_one() -> None:
    assert levels(Record(nationalities=("RKS",)), Record(nationalities=("XKX",))) == ["nationality.same"]


@pytest.mark.parametrize(
    ("first", "second", "level"),
    [
        ("Mohammad Hosseini", "MOHAMMAD hosseini", "names.same"),
        ("Mohammad Hosseini", "Hosseini Mohammad", "names.other_order"),
        ("محمد حسینی", "Muhamed Huseini", "names.same_skeleton"),
        ("Mohammad Reza Hosseini", "Mohammad Hosseini", "names.word_missing"),
        ("Mohammad Hosseini", "Mohammad Karimi", "names.some_words_differ"),
        ("Mohammad Hosseini", "Ivan Petrov", "names.differ"),
        ("王小明", "Ivan Petrov", "names.not_comparable"),
    ],
)
def test_levels_of_names(first: str, second: str, level: str) -> None:
    one, other = (Record(names=(WrittenName(name),)) for name in (first, second))
    assert compare_records(one, other).field(Field.NAMES).level == level


class Told:
    """A register in which one word is rarer than all others."""

    def __init__(self, rare: str) -> None:
        self._rare = rare

    def information(self, word: str) -> float:
        return 10.0 if word.lower() == self._rare else 3.0


def weigh_names(first: str, second: str, rare: str = "") -> float:
    one, other = (Record(names=(WrittenName(name),)) for name in (first, second))
    bits = compare_records(one, other, Told(rare)).field(Field.NAMES).bits
    assert bits == pytest.approx(compare_records(other, one, Told(rare)).field(Field.NAMES).bits)
    return bits


def test_in_a_register_a_rare_word_says_more_and_a_word_left_over_less() -> None:
    name = "Mohammad Karimi Hosseini"
    whole = weigh_names(name, name)
    assert weigh_names(name, name, rare="karimi") > whole + 2
    assert whole > weigh_names(name, "Mohammad Hosseini") > weigh_names(name, "Mohammad Petrov Ivanov")
    assert whole > weigh_names(name, "Mahmud Karami Hosni")


def test_the_names_that_agree_best_are_shown_with_their_kinds() -> None:
    one = Record(names=(WrittenName("Ana Kovač"), WrittenName("Ана Јовановић", NameKind.BIRTH)))
    found = compare_records(one, Record(names=(WrittenName("Jovanovic Ana", NameKind.ALIAS),))).field(Field.NAMES)
    assert (found.first, found.second) == ("Ана Јовановић", "Jovanovic Ana")
    assert found.kinds == (NameKind.BIRTH, NameKind.ALIAS)
    assert [(pair.first, pair.second) for pair in found.words] == [("јовановић", "jovanovic"), ("ана", "ana")]


def test_relatives_only_support() -> None:
    one, other, third = (Record(relatives=(Relative("father", name),)) for name in ("کریم", "Karim", "Vladimir"))
    assert compare_records(one, other).bits > 1
    assert compare_records(one, third).bits == 0


def test_weights_fall_from_level_to_level() -> None:
    for field in Field:
        bits = [weight_of(code).bits for code in codes_of(field)]
        assert bits == sorted(bits, reverse=True), field
    assert all(
        weight_of(f"birth.{level}").bits >= 0 for level in ("unknown", "placeholder_same_year", "placeholder_other_year")
    )


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Record(nationalities=("Afghanistan",)), "record.country_not_a_code"),
        (lambda: Place(PlaceKind.BIRTH, country="af"), "record.country_not_a_code"),
        (lambda: Document("12", issuing_state="<<<"), "record.country_not_a_code"),
        (lambda: Document(" - "), "record.number_empty"),
        (lambda: Document("1" * 61), "record.number_too_long"),
    ],
)
def test_slips_are_refused(make, code: str) -> None:
    with pytest.raises(EngineError) as refused:
        make()
    assert refused.value.code == code
