"""The candidate index: whom it finds, that adding and removing leave what they should, and that threads don't disturb it."""

import math
import threading
import weakref
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.names import births
from egnatia.engines.names import index as index_module
from egnatia.engines.names.comparison import compare, prepare
from egnatia.engines.names.index import Candidate, CandidateIndex, Person
from egnatia.engines.names.index_parts import GONE, Part, hear_words
from egnatia.engines.names.keys import find_index_keys
from egnatia.engines.names.places import number_place
from egnatia.engines.names.ranking import rank
from egnatia.engines.names.traits import UNKNOWN, Sex, pack

from .test_comparison import DIFFERENT, SAME

NAMES = sorted({name for pair in SAME + DIFFERENT for name in pair})
DATES = [
    None,
    UncertainDate(Calendar.GREGORIAN, 1990),
    UncertainDate(Calendar.GREGORIAN, 1990, 1, 1),
    UncertainDate(Calendar.GREGORIAN, 1990, 3, 2),
    UncertainDate(Calendar.GREGORIAN, 1990, 2, 3),
    UncertainDate(Calendar.GREGORIAN, 1991, 3, 2),
    UncertainDate(Calendar.SOLAR_HIJRI, 1370, 2, 15),
    UncertainDate(Calendar.GREGORIAN, 1950, 6, 30),
]
TRAITS = [pack(sex, codes) for sex in Sex for codes in ((), ("AFG",), ("AFG", "IRN"), ("XXA",))]
TOWNS = ["Homs", "حمص", "Deir ez-Zor", "Херсон", "Ćuprija"]
PERSONS = st.lists(
    st.builds(
        Person,
        st.integers(0, 30),
        st.sampled_from(NAMES),
        st.sampled_from(DATES),
        st.sampled_from(TRAITS),
        st.sampled_from([UNKNOWN, *map(number_place, TOWNS)]),
    ),
    max_size=25,
)


def day(year: int, month: int, of_month: int) -> UncertainDate:
    return UncertainDate(Calendar.GREGORIAN, year, month, of_month)


def filled() -> CandidateIndex:
    return CandidateIndex(Person(row, name) for row, name in enumerate(NAMES))


def add(index: CandidateIndex, person: Person) -> None:
    index.add(person)


def everything(index: CandidateIndex) -> list[Part]:
    return list(index._parts)


@pytest.mark.parametrize(("first", "second"), SAME)
def test_a_person_is_found_by_another_spelling(first: str, second: str) -> None:
    persons = [Person(row, name) for row, name in enumerate(NAMES) if name != first]
    row = [person.name for person in persons].index(second)
    found = CandidateIndex(person._replace(row=at) for at, person in enumerate(persons)).search(first)
    assert row in [candidate.row for candidate in found[:3]]


def test_a_name_that_shares_no_word_is_not_found() -> None:
    assert filled().search("Zuzana Wbrtl") == []


@pytest.mark.parametrize("nothing", ["", "王小明", "123", "😀", "'"])
def test_a_name_that_nobody_can_hear_finds_nobody(nothing: str) -> None:
    index = filled()
    assert index.search(nothing) == []
    index.add(Person(99, nothing))
    assert [found.row for found in index.search("Ivan Petrov")] == [found.row for found in filled().search("Ivan Petrov")]
    assert index.remove(99)


def test_a_person_of_several_names_is_found_by_each_and_listed_once() -> None:
    index = CandidateIndex([Person(1, "محمد رضا حسینی"), Person(1, "Reza Karimi"), Person(2, "Ivan Petrov")])
    for name in ("Mohammad Hosseini", "Karimi Reza"):
        assert [candidate.row for candidate in index.search(name)] == [1]
        assert [ranked.row for ranked in rank(index, name)] == [1]


def test_the_rarer_word_says_more() -> None:
    index = CandidateIndex([Person(row, f"Mohammad {name}") for row, name in enumerate(["Karimi"] * 3000 + ["Stanikzai"])])
    assert index.information("Mohammad") < index.information("Karimi") < 0.2
    assert 11 < index.information("Stanikzai") == index.information("Xhemal") < math.log2(3001)
    assert index.search("Ali Stanikzai")[0].row == 3000
    assert CandidateIndex().information("Ali") == index.information("王") == 0


def test_a_few_persons_do_not_make_their_words_common() -> None:
    three = CandidateIndex([Person(row, name) for row, name in enumerate(["Ivan Petrov", "Samir Haddad", "Ana Kovač"])])
    assert 7 < three.information("Haddad") == three.information("Zwicky") < 8
    alike = CandidateIndex(Person(row, "Samir Haddad") for row in range(30))
    assert 2 < alike.information("Haddad") < 3 < 7 < alike.information("Zwicky")


def test_no_more_than_the_limit_are_listed() -> None:
    index = CandidateIndex(Person(row, "Ali Karimi") for row in range(50))
    assert [candidate.row for candidate in index.search("Ali Karimi", limit=7)] == list(range(7))
    assert [ranked.row for ranked in rank(index, "Ali Karimi", limit=7)] == list(range(7))


LEVELS = [
    (day(1990, 3, 2), births.SAME_DAY),
    (day(1990, 2, 3), births.SWAPPED),
    (day(1991, 3, 2), births.YEAR_SLIPPED),
    (day(1980, 3, 2), births.ONE_DIGIT),
    (day(1990, 3, 12), births.ONE_DIGIT),
    (UncertainDate(Calendar.GREGORIAN, 1990, 3), births.SAME_MONTH),
    (UncertainDate(Calendar.GREGORIAN, 1990), births.SAME_YEAR_ONE_UNKNOWN),
    (day(1990, 1, 1), births.SAME_YEAR_ONE_UNKNOWN),
    (UncertainDate.of_age(30, on=date(2020, 6, 1), margin=2), births.SAME_YEAR_ONE_UNKNOWN),
    (day(1989, 1, 1), births.FEW_YEARS_APART_ONE_UNKNOWN),
    (day(1987, 1, 1), births.FEW_YEARS_APART_ONE_UNKNOWN),
    (day(1986, 1, 1), 0.0),
    (None, 0.0),
    (day(1990, 11, 25), births.SAME_YEAR_OTHER_DAY),
    (day(1989, 11, 25), births.ONE_YEAR_APART),
    (day(1994, 11, 25), births.FEW_YEARS_APART),
    (day(1960, 11, 25), births.FAR_APART),
]


def test_two_months_of_one_year_are_two_days_of_it() -> None:
    march, may = (births.pack(UncertainDate(Calendar.GREGORIAN, 1990, month)) for month in (3, 5))
    for other in (march, births.pack(day(1990, 3, 2))):
        assert births.weigh_births(may, other) == births.weigh_births(other, may) == births.SAME_YEAR_OTHER_DAY
    assert births.weigh_births(march, births.pack(day(1990, 3, 2))) == births.SAME_MONTH


@pytest.mark.parametrize(("birth", "bits"), LEVELS)
def test_birth_dates_by_level(birth: UncertainDate | None, bits: float) -> None:
    known = births.pack(day(1990, 3, 2))
    assert births.weigh_births(known, births.pack(birth)) == births.weigh_births(births.pack(birth), known) == bits
    index = CandidateIndex([Person(1, "Ali Karimi", birth)])
    assert rank(index, "Ali Karimi", day(1990, 3, 2))[0].birth_bits == bits


def test_a_wrong_birth_date_never_excludes() -> None:
    index = CandidateIndex([Person(1, "Xhemal Hoxha", day(1950, 6, 30))])
    assert [candidate.row for candidate in index.search("Џемал Хоџа", day(1990, 3, 2))] == [1]


def test_a_date_of_another_calendar_is_the_same_day() -> None:
    assert births.pack(UncertainDate(Calendar.SOLAR_HIJRI, 1370, 2, 15)) == births.pack(day(1991, 5, 5))


@given(PERSONS, st.sampled_from(NAMES), st.sampled_from(DATES))
@settings(deadline=None)
def test_added_one_by_one_is_as_built(persons: list[Person], name: str, birth: UncertainDate | None) -> None:
    index = CandidateIndex()
    for person in persons:
        add(index, person)
    assert len(index) == len(persons)
    assert_alike(index.search(name, birth), CandidateIndex(persons).search(name, birth))


@given(PERSONS, st.sampled_from(NAMES), st.sampled_from(DATES))
@settings(deadline=None)
def test_tails_that_are_merged_are_as_built(persons: list[Person], name: str, birth: UncertainDate | None) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_module, "TAIL", 2)
        patch.setattr(index_module, "_LEAST_MIDDLE", 5)
        index = CandidateIndex(persons[:3])
        for person in persons[3:]:
            add(index, person)
    assert_alike(index.search(name, birth), CandidateIndex(persons).search(name, birth))


@given(PERSONS, st.sampled_from(NAMES), st.sampled_from(DATES), st.sets(st.integers(0, 30)))
@settings(deadline=None)
def test_who_was_removed_is_as_if_never_there(
    persons: list[Person], name: str, birth: UncertainDate | None, leave: set[int]
) -> None:
    index = CandidateIndex(persons[:12])
    for person in persons[12:]:
        add(index, person)
    for row in leave:
        assert index.remove(row) is any(person[0] == row for person in persons)
        assert not index.remove(row)
    stay = [person for person in persons if person[0] not in leave]
    assert len(index) == len(stay)
    found, others = index.search(name, birth), CandidateIndex(stay).search(name, birth)
    assert {candidate.row for candidate in found} == {candidate.row for candidate in others}
    assert_nothing_left(index, stay)


def assert_nothing_left(index: CandidateIndex, stay: list[Person]) -> None:
    """No row, word, key or date of anybody but those who stay is in any array."""
    rows, words, dates = {person[0] for person in stay}, set(), {births.pack(person[2]) for person in stay}
    for person in stay:
        words |= set(hear_words(person[1]))
    hashes = {word[0] for word in words}
    keys = {key for word in words for key in find_index_keys(np.frombuffer(word[2], np.uint8)).tolist()}
    for part in everything(index):
        assert set(part.rows.tolist()) <= rows | {GONE}
        assert set(part.hashes.tolist()) <= hashes | {0}
        assert set(part.keys.tolist()) <= keys | {0}
        assert set(part.births.tolist()) <= dates | {0}
        for word in range(len(part.hashes)):
            sounds = part.sounds[part.sound_starts[word] : part.sound_starts[word + 1]]
            assert part.hashes[word] or not sounds.any()
            assert part.hashes[word] or word not in part.entry_words or word == 0
        gone = set(np.flatnonzero(part.rows == GONE).tolist())
        for word in np.flatnonzero(part.counts):
            assert not gone & set(part.postings[part.posting_starts[word] : part.posting_starts[word + 1]].tolist())
        for entry in gone:
            assert part.traits[entry] == part.places[entry] == UNKNOWN
            assert not part.entry_words[part.entry_starts[entry] : part.entry_starts[entry + 1]].any()


def test_the_texts_of_who_was_removed_are_in_no_cache() -> None:
    index = CandidateIndex([Person(1, "Xhemal Hoxha")])
    assert index.search("Xhemal Hoxha")
    assert prepare.cache_info().currsize
    index.remove(1)
    assert prepare.cache_info().currsize == 0


def test_a_part_that_was_replaced_is_not_kept_once_somebody_is_removed() -> None:
    index = CandidateIndex()
    index.add(Person(1, "Xhemal Hoxha"))
    assert index.search("Xhemal Hoxha")
    old = weakref.ref(everything(index)[-1].sounds)
    with index._rooms.lend(everything(index)[-1:]):
        index.add(Person(2, "Ivan Petrov"))
        index.remove(1)
    assert old() is None


def assert_alike(found: list[Candidate], others: list[Candidate]) -> None:
    assert {candidate.row: candidate.bits for candidate in found} == pytest.approx(
        {candidate.row: candidate.bits for candidate in others}, abs=1e-3
    )


@given(PERSONS, st.sampled_from(NAMES))
@settings(deadline=None, max_examples=30)
def test_candidates_are_compared_as_names_are(persons: list[Person], name: str) -> None:
    index = CandidateIndex(persons)
    named = {row: [person.name for person in persons if person.row == row] for row in {person.row for person in persons}}
    for ranked in rank(index, name):
        bits = [compare(prepare(name), prepare(text)).bits for text in named[ranked.row]]
        assert any(ranked.name_bits == pytest.approx(one, abs=1e-6) for one in bits)


@given(st.lists(st.text(max_size=60), max_size=6), st.text(max_size=60))
@settings(deadline=None)
def test_whatever_is_typed_is_indexed_and_looked_for(names: list[str], name: str) -> None:
    index = CandidateIndex(Person(row, text) for row, text in enumerate(names))
    assert len(index) == len(names)
    assert {candidate.row for candidate in index.search(name)} <= set(range(len(names)))
    assert all(np.isfinite(ranked.bits) for ranked in rank(index, name))
    for row in range(len(names)):
        assert index.remove(row)
    assert index.search(name) == []


def test_readers_find_who_stays_while_a_writer_adds_and_removes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "TAIL", 20)
    monkeypatch.setattr(index_module, "_LEAST_MIDDLE", 60)
    index = filled()
    stay, failures, stopped = set(range(len(NAMES))), [], threading.Event()

    def read() -> None:
        while not stopped.is_set():
            for row, name in enumerate(NAMES):
                rows = [ranked.row for ranked in rank(index, name)]
                if prepare(name).tokens and row not in rows:
                    failures.append((name, rows))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for row in range(100, 300):
        index.add(Person(row, NAMES[row % len(NAMES)], DATES[row % len(DATES)]))
        if row % 3 == 0:
            assert index.remove(row)
    stopped.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert len(index) == len(stay) + 200 - 66


def test_a_search_that_does_not_end_well_spoils_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    index = filled()
    before = index.search("Mohammad Hosseini")
    with monkeypatch.context() as patch, pytest.raises(TypeError):
        patch.setattr(index_module, "find_best", None)
        index.search("Mohammad Hosseini")
    assert index.search("Mohammad Hosseini") == before


@pytest.mark.parametrize("script", ["abdefghiklmnopqrstuvwxz", "абвгдезиклмнопрстуфх", "בגדזלמנסרתש"])
def test_words_of_any_length_are_looked_for(script: str) -> None:
    word = script * 6
    index = CandidateIndex([Person(1, f"{word} {word[::-1]}"), Person(2, "Ali Rahimi"), Person(3, word[:300])])
    assert [found.row for found in index.search(f"{word} {word[::-1]}")][:1] == [1]
    assert index.search("Ali Rahimi")[0].row == 2


def test_what_it_takes_is_told() -> None:
    assert filled().bytes > CandidateIndex().bytes
