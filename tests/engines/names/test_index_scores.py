"""The candidate index scores a register as by going through it person by person, as its module says in words."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.names import births, index_search
from egnatia.engines.names.comparison import prepare
from egnatia.engines.names.index import CandidateIndex, Person
from egnatia.engines.names.index_kernels import LEFT_OF_BOTH, LEFT_OF_ONE
from egnatia.engines.names.index_parts import hear_words
from egnatia.engines.names.places import OTHER_BITS, number_places, weigh_share
from egnatia.engines.names.ranking import rank
from egnatia.engines.names.traits import share_nationality, weigh_traits

from .test_index import DATES, NAMES, PERSONS, TOWNS, TRAITS, everything


@given(
    PERSONS,
    st.sampled_from(NAMES),
    st.sampled_from(DATES),
    st.sampled_from(TRAITS),
    st.lists(st.sampled_from(TOWNS), max_size=2),
)
@settings(deadline=None)
def test_a_small_register_is_searched_as_by_going_through_it(
    persons: list[Person], name: str, birth: UncertainDate | None, traits: int, born_at: list[str]
) -> None:
    found = CandidateIndex(persons).search(name, birth, traits=traits, born_at=born_at)
    scores = go_through(persons, name, birth, traits, set(number_places(born_at).tolist()))
    assert {candidate.row: candidate.bits for candidate in found} == pytest.approx(scores, abs=1e-3)
    assert [candidate.bits for candidate in found] == sorted((one.bits for one in found), reverse=True)


def go_through(
    persons: list[Person], name: str, birth: UncertainDate | None, traits: int, born_at: set[int]
) -> dict[int, float]:
    """The same scores, without lists of keys and words: each person's words by the words of all of them."""
    known = [person.place for person in persons if person.place and share_nationality(traits, person.traits)]
    same_place = weigh_share(sum(place in born_at for place in known), len(known))
    heard = [hear_words(person[1]) for person in persons]
    index = CandidateIndex(persons)
    if not persons:
        return {}
    bits = [_bits_of_words(index, token) for token in _tokens(index, name)]
    scores: list[tuple[Person, int, float]] = []
    probe_tokens = len(prepare(name).tokens)
    for person, words in zip(persons, heard, strict=True):
        pairs = np.array([[token.get(word[0], 0.0) for token in bits] for word in words]).reshape(len(words), len(bits))
        if not pairs.any():
            continue
        score, paired = 0.0, 0
        while pairs.any():
            at, token = np.unravel_index(np.argmax(pairs), pairs.shape)
            score += pairs[at, token]
            pairs[at] = pairs[:, token] = 0
            paired += 1
        left, other_left = probe_tokens - paired, len(words) - paired
        score += min(left, other_left) * LEFT_OF_BOTH + abs(left - other_left) * LEFT_OF_ONE
        scores.append((person, max(word[1] for word in words), score))
    entries = Counter(word[1] for words in heard for word in words)
    words_of_entry = max(entries.total() / len(persons), 1.0)
    best: dict[int, float] = {}
    for person, script, score in scores:
        all_together = sum(2**other for _, of_script, other in scores if of_script == script)
        score -= max(math.log2(all_together / (entries[script] / words_of_entry + index_search.FEW_NAMES)), 0.0)
        score += births.weigh_births(births.pack(birth), births.pack(person.birth)) + weigh_traits(traits, person.traits)
        if person.place and born_at:
            score += same_place if person.place in born_at else OTHER_BITS
        best[person.row] = max(score, best.get(person.row, score))
    return best


def test_words_of_one_people_do_not_count_as_if_they_came_together_by_chance() -> None:
    """Kiran Butt is as rare in both scripts, but only one of them is used by many peoples."""
    others = [Person(100 + row, f"Ivan{row % 90} Petrov{row}") for row in range(3000)]
    latin = [Person(row, "Kiran Butt") for row in range(30)]
    own = [Person(40 + row, name) for row, name in enumerate(["کرن بٹ"] * 10 + ["محمد علی"] * 1000)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_search, "FEW_NAMES", 1.0)
        found = rank(CandidateIndex([*others, *latin, *own]), "Kiran Butt")
    by_script = [[one.register_bits for one in found if (one.row < 40) is is_latin] for is_latin in (True, False)]
    assert max(by_script[0]) <= math.log2(3030 / 30) + 0.1
    assert max(by_script[1]) <= math.log2(1010 / 10) + 0.1


def _tokens(index: CandidateIndex, name: str) -> index_search.AllAsked:
    with index._rooms.lend(everything(index)[:1]) as rooms:
        return index_search.ask(prepare(name), rooms)


def _bits_of_words(index: CandidateIndex, ways: list[list[index_search.Asked]]) -> dict[int, float]:
    """Of one token, by the numbers of words."""
    part = everything(index)[0]
    counts = Counter(part.scripts[part.entry_words].tolist())
    found: dict[int, float] = {}
    for (way,) in ways:
        for script in set(part.scripts[way.words].tolist()):
            of_script = [(w, x) for w, x in zip(way.words, way.weights, strict=True) if part.scripts[w] == script]
            best = max(x for _, x in of_script)
            entries = counts[script] / max(len(part.postings) / len(part.rows), 1.0) + index_search.FEW
            alike = {w: min(x, best - index_search.ALIKE) for w, x in of_script}
            usual = math.log1p(sum(part.counts[w] * math.exp(alike[w]) for w, _ in of_script) / entries)
            for word, weight in of_script:
                bits = (alike[word] - usual + index_search.CLOSENESS * (weight - alike[word])) / math.log(2)
                if weight == best or (bits >= index_search.LEAST_BITS and weight >= best - index_search.WORST_WORD):
                    number = int(part.hashes[word])
                    found[number] = max(found.get(number, 0.0), bits, index_search.LEAST_BITS)
    return found
