"""Words that may be a token are weighed four at a time as the transducer weighs each by itself."""

import numpy as np
import pytest

from egnatia.engines.names.index import CandidateIndex, Person
from egnatia.engines.names.index_parts import Part
from egnatia.engines.names.index_search import _get_models, ask
from egnatia.engines.names.index_words import ARTICLE_COST, LEAST_WORD
from egnatia.engines.names.kernels import weigh_words
from egnatia.engines.names.keys import count_article, find_index_keys
from egnatia.engines.names.prepared import LATIN_SOUNDS, prepare
from egnatia.engines.names.scripts import Script

from .test_index import NAMES

MORE = ["Alahmad Elhassani", "Benali", "Ali", "Al", "الاحمد", "Ћуприја", "Çelik", "חסן", "Α", "Mohammadrezahosseinipour"]
ROOM = np.empty((2, 100))


@pytest.fixture(scope="module")
def index() -> CandidateIndex:
    return CandidateIndex(Person(row, name) for row, name in enumerate([*NAMES, *MORE]))


def weigh_one(part: Part, word: int, script: Script, heard: np.ndarray, latin: np.ndarray) -> float:
    """By the definition in `match_words`, one word after the other."""
    models, model_of, is_first, is_same = _get_models(script)
    of_word, sounds = part.scripts[word], part.sounds[part.sound_starts[word] : part.sound_starts[word + 1]]
    model = tuple(table[model_of[of_word]] for table in models[:5])
    weights = []
    for skipped in {0, count_article(sounds)}:
        spelling, cost = sounds[skipped:], ARTICLE_COST if skipped else 0.0
        if is_first[of_word]:
            ours, theirs = (latin if is_same[of_word] else heard), LATIN_SOUNDS[spelling]
        else:
            ours, theirs = spelling, latin
        weights.append(weigh_words(ours, theirs, model, ROOM) - cost)
    return float(max(weights))


@pytest.mark.parametrize("name", [*NAMES[::4], *MORE])
def test_each_word_weighs_what_it_weighs_alone(index: CandidateIndex, name: str) -> None:
    probe, part = prepare(name), index._parts[0]
    with index._rooms.lend([part]) as rooms:
        asked = ask(probe, rooms)
    for at, token in enumerate(probe.tokens):
        span = slice(probe.starts[at], probe.starts[at + 1])
        heard, latin = probe.sounds[span], probe.latin[span]
        keys = set(find_index_keys(heard).tolist())
        words = [
            word
            for word in range(1, len(part.counts))
            if keys & set(find_index_keys(part.sounds[part.sound_starts[word] : part.sound_starts[word + 1]]).tolist())
        ]
        weights = {word: weigh_one(part, word, token.script, heard, latin) for word in words}
        expected = {word: weight for word, weight in weights.items() if weight > LEAST_WORD}
        found = dict(zip(asked[at][0][0].words.tolist(), asked[at][0][0].weights.tolist(), strict=True))
        assert found == pytest.approx(expected, abs=1e-9)


def test_words_lie_in_the_order_of_their_keys(index: CandidateIndex) -> None:
    """A search reads those of a key one after the other."""
    part = index._parts[0]
    first = [
        int(find_index_keys(part.sounds[begin:end])[0])
        for begin, end in zip(part.sound_starts[1:-1], part.sound_starts[2:], strict=True)
    ]
    assert first == sorted(first) and part.sound_starts[1] == 0, "word 0 is none"
