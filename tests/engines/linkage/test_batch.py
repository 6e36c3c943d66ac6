"""A register held against itself: who meets, in whatever script; nobody twice, in no order but the bits'; nothing on disk."""

import os
from datetime import date
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.errors import EngineError
from egnatia.engines.linkage import blocks
from egnatia.engines.linkage.batch import Batch
from egnatia.engines.linkage.blocks import find_pairs
from egnatia.engines.linkage.records import Document, Place, PlaceKind, Record, Sex, WrittenName

BORN = UncertainDate.of_day(date(1991, 4, 12))


def person(*names, birth=BORN, **more):
    births = (birth,) if birth else ()
    return Record(names=tuple(map(WrittenName, names)), birth_dates=births, **more)


def propose(records, least=2.0):
    batch = Batch()
    for one in records:
        batch.add(one)
    return batch.propose(least)


OTHERS = [person(f"{first} {second}") for first in ("Jovan", "Petar", "Đorđe") for second in ("Petrović", "Kostić", "Ilić")]


@pytest.mark.parametrize(
    "again",
    [
        person("سمير حداد"),
        person("Самир Хадад", birth=UncertainDate.of_day(date(1991, 12, 4))),
        person("Haddad Sameer", birth=UncertainDate(Calendar.GREGORIAN, 1991)),
        person("Samir Haddad", birth=UncertainDate.of_day(date(1992, 4, 12))),
        person("Samir al-Hadad", birth=None),
        person("Samir", sex=Sex.MALE),
        person("Zvonimir Babić", "Samir Haddad"),
    ],
)
def test_other_hand_and_other_date_still_meet(again):
    (found,) = [one for one in propose([*OTHERS, person("Samir Haddad"), again]) if one.second == len(OTHERS) + 1]
    assert found.first == len(OTHERS)


def test_document_brings_together_what_no_name_does():
    passport = Document("N 778-812", "passport", "SYR")
    found = propose(
        [person("Samir Haddad", documents=(passport,)), person("Petar Kovač", documents=(Document("n778812"),))], 0.0
    )
    assert [(one.first, one.second) for one in found] == [(0, 1)]


def test_sex_nationality_and_place_count():
    place = Place(PlaceKind.BIRTH, "Homs", "SYR")
    one = person("Samir Haddad", sex=Sex.MALE, nationalities=("SYR",), places=(place,))
    again = person("سمير حداد", sex=Sex.MALE, nationalities=("SYR",), places=(Place(PlaceKind.BIRTH, "حمص", "SYR"),))
    other = person("سمير حداد", sex=Sex.FEMALE, nationalities=("IRQ",))
    found = {(one.first, one.second): one.bits for one in propose([one, again, other], -50.0)}
    assert found[0, 1] > found[1, 2] + 8


CROWD = [person("Ahmad Hassan", birth=UncertainDate.of_day(date(1950 + at % 40, 1 + at % 12, 1 + at % 28))) for at in range(80)]
YEAR = UncertainDate(Calendar.GREGORIAN, 1991)


@pytest.mark.parametrize(
    ("birth", "again", "more", "other"),
    [
        (BORN, UncertainDate.of_day(date(1993, 1, 1)), {"places": (Place(PlaceKind.BIRTH, "Homs", "SYR"),)}, {}),
        (YEAR, YEAR, {"nationalities": ("SYR",)}, {"nationalities": ("IRQ",)}),
    ],
)
def test_common_names_meet_by_what_stands_beside_them(birth, again, more, other):
    crowd = [person("Ahmad Hassan", birth=birth, **other) for _ in range(blocks.MOST)] if other else CROWD
    found = propose([*crowd, person("Ahmad Hassan", birth=birth, **more), person("Hassan Ahmad", birth=again, **more)], -50.0)
    assert [(one.first, one.second) for one in found if one.second == len(crowd) + 1] == [(len(crowd), len(crowd) + 1)]


def test_another_place_counts_against_and_an_unknown_one_does_not():
    homs, hama, syria, iraq = (
        (Place(PlaceKind.BIRTH, town, country),)
        for town, country in (("Homs", "SYR"), ("Hama", "SYR"), (None, "SYR"), (None, "IRQ"))
    )

    def weigh(ours, theirs):
        (found,) = propose([person("Samir Haddad", places=ours), person("Samir Haddad", places=theirs)], -50.0)
        return found.bits

    assert weigh(homs, homs) > weigh(homs, ()) == weigh(homs, syria) > weigh(homs, hama) > weigh(homs, iraq)


def test_who_agrees_as_well_with_two_strangers_comes_after_who_agrees_with_one():
    fathers = [person("Samir Haddad", birth=UncertainDate.of_day(date(year, 4, 12))) for year in (1990, 1992)]
    alone = [person("Zvonimir Babić", birth=UncertainDate.of_day(date(year, 4, 12))) for year in (1990, 1991)]
    found = propose([*fathers, person("Samir Haddad"), *alone], -50.0)
    assert (found[0].first, found[0].second) == (3, 4)


def test_nobody_alone_and_nothing_at_all():
    assert propose([]) == [] and propose([person("Samir Haddad")]) == []
    assert propose([Record(), Record(), person("🙂"), person(" ".join(["Ali"] * 100))]) == []


def test_proposed_in_order_each_pair_once():
    found = propose([person("Samir Haddad"), person("Samir Hadad"), person("سمير حداد")], 0.0)
    assert sorted((one.first, one.second) for one in found) == [(0, 1), (0, 2), (1, 2)]
    assert [one.bits for one in found] == sorted((one.bits for one in found), reverse=True)


def test_order_of_the_records_changes_no_bits():
    records = [*OTHERS, person("Samir Haddad"), person("سمير حداد"), person("Самир Хадад", "Samir Hadad")]
    turned = propose(records[::-1], -20.0)
    last = len(records) - 1
    bits = {(last - one.second, last - one.first): one.bits for one in turned}
    assert {(one.first, one.second): one.bits for one in propose(records, -20.0)} == pytest.approx(bits)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 2**64 - 1) | st.integers(0, 5), st.integers(0, 20)), max_size=60))
def test_pairs_are_those_that_share_a_key(entries):
    keys = np.array([key for key, _ in entries], np.uint64)
    rows = np.array([row for _, row in entries], np.uint32)
    found = {tuple(pair) for pair in find_pairs(keys, rows, most=10).T.tolist()}
    under: dict[int, list[int]] = {}
    for key, row in entries:
        under.setdefault(key, []).append(row)
    assert found == {
        (min(pair), max(pair))
        for together in under.values()
        if len(together) <= 10
        for pair in combinations(together, 2)
        if pair[0] != pair[1]
    }


def test_key_of_too_many_makes_no_pairs():
    rows = np.arange(1000, dtype=np.uint32)
    assert find_pairs(np.zeros(1000, np.uint64), rows).shape == (2, 0)


def test_nothing_lies_on_disk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    find_pairs(np.arange(200_000, dtype=np.uint64) // 2, np.arange(200_000, dtype=np.uint32))
    assert os.listdir(tmp_path) == []


def test_too_little_memory_is_said_and_nothing_spilled(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(blocks, "_PAIRS", "SET memory_limit='5MB'; " + blocks._PAIRS)
    with pytest.raises(EngineError) as refused:
        find_pairs(np.arange(2_000_000, dtype=np.uint64) // 2, np.arange(2_000_000, dtype=np.uint32))
    assert refused.value.code == "linkage.no_memory" and os.listdir(tmp_path) == []
