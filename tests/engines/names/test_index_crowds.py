"""Where very many have the words that are looked for, only the most promising are scored: the list stays what it was."""

from itertools import product

import numpy as np
import pytest

from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.names import births, index_search
from egnatia.engines.names.index import CandidateIndex, Person
from egnatia.engines.names.index_kernels import SAMPLED, choose_scored
from egnatia.engines.names.index_parts import build_part, join_columns, make_columns
from egnatia.engines.names.places import number_place, number_places
from egnatia.engines.names.traits import UNKNOWN, Sex, pack

WORDS = ["Mohammad", "Ahmad", "Ali", "Hasan", "Hossein", "Reza", "محمد", "احمد", "علی", "حسن"]
TOWNS = ["Homs", "Deir ez-Zor", ""]


def born(number: int) -> UncertainDate | None:
    return UncertainDate(Calendar.GREGORIAN, 1980 + number % 13, 1 + number % 12, 2 + number % 27) if number % 7 else None


@pytest.fixture(scope="module")
def crowd() -> CandidateIndex:
    """A thousand persons who have the same ten words."""
    return CandidateIndex(
        Person(
            row,
            " ".join(words),
            born(row),
            pack(Sex.MALE if row % 3 else Sex.UNKNOWN, ("AFG",) if row % 5 else ("IRN",)),
            number_place(TOWNS[row % 3]) if TOWNS[row % 3] else 0,
        )
        for row, words in enumerate(product(WORDS, repeat=3))
    )


@pytest.mark.parametrize("name", ["Mohammad Ali", "Muhammed Reza Husain", "احمد حسن", "Hossein"])
@pytest.mark.parametrize(
    ("birth", "traits", "born_at"), [(None, UNKNOWN, ()), (born(5), pack(Sex.MALE, ("IRN",)), ("حمص",)), (born(8), UNKNOWN, ())]
)
def test_the_first_of_a_crowd_are_the_same(
    crowd: CandidateIndex,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    birth: UncertainDate | None,
    traits: int,
    born_at: tuple[str, ...],
) -> None:
    of_all = crowd.search(name, birth, 40, traits=traits, born_at=born_at)
    monkeypatch.setattr(index_search, "MOST_SCORED", 120)
    found = crowd.search(name, birth, 40, traits=traits, born_at=born_at)
    assert len(of_all) == 40, "whoever is as good as the last would do as well"
    assert [one.bits for one in found] == pytest.approx([one.bits for one in of_all], abs=1e-3)


def test_a_search_that_finds_no_room_for_all_leaves_nothing_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_search, "MOST_GATHERED", 50)
    names = ["Mohammad Ali"] * 60 + ["Mohammad Karim"] * 40 + ["Ivan Petrov"] * 1900
    index = CandidateIndex(Person(row, name) for row, name in enumerate(names))
    assert len(index.search("Mohammad Ali", born(5))) == 50
    assert not any(room.seen.any() or room.place.any() for room in index._rooms._free)


def test_chosen_are_the_most_promising_and_the_rest_is_sampled_evenly() -> None:
    packed = births.pack(UncertainDate(Calendar.GREGORIAN, 1990, 3, 2))
    part = build_part(join_columns([make_columns((row, packed if row < 3 else 0, 0, 0, ()) for row in range(10))]))
    found = np.tile(np.arange(10, dtype=np.int32), 10_000)
    has = np.where(np.arange(len(found)) < 30, 3, 1).astype(np.uint8)
    about = (np.array([4.0, 2.0]), packed, 0, number_places(()), 0.0)
    scored, sample = choose_scored(part, found, has, *about, 20)
    both = np.flatnonzero(part.births == packed)
    assert len(scored) >= 20 and set(scored.tolist()) == set(both.tolist()), "two words and the day, then a word and the day"
    rest = len(found) - len(scored)
    assert SAMPLED <= len(sample) < 2 * SAMPLED and not set(sample.tolist()) & set(both.tolist())
    assert rest / len(sample) == pytest.approx(round(rest / len(sample)), abs=0.01)
    everybody, nobody = choose_scored(part, found, has, *about, len(found))
    assert len(everybody) == len(found) and not len(nobody)
