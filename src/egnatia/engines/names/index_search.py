"""How a part of the candidate index is searched: a token's words, what each says, and the entries that have most of them.

A word says the less the more of the register has it. By Bayes' rule, the bits of a word are the logarithm of how much likelier
the token is where an entry has this word than where it has one of the register's words at random: the transducer's weight, less
the logarithm of the mean of its exponential over the register. So the register's own counts enter, and no list of common names
is needed; and words that would say less than nothing are left out at once.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.names import births
from egnatia.engines.names.index_kernels import (
    MOST_GATHERED,
    MOST_SCORED,
    MOST_TOKENS,
    add_to_scores,
    choose_scored,
    gather,
    pick_best,
    score_names,
)
from egnatia.engines.names.index_parts import Part
from egnatia.engines.names.index_words import MOST_WEIGHED, match_words
from egnatia.engines.names.keys import count_article, find_index_keys
from egnatia.engines.names.places import SAMPLE, count_places, weigh_places, weigh_share
from egnatia.engines.names.prepared import LATIN_SOUNDS, OPENNESS, Name
from egnatia.engines.names.scripts import Script
from egnatia.engines.names.transducer import LATIN, LEARNED_ALONE, LEARNED_AS, read_transducer

WORST_WORD = 9.0  # nats that a word may be less than the best one and yet be the token
ALIKE = 4.0  # nats that a word may be less than the best one and be as good: another romanisation is no lesser evidence
FEW = 100.0  # entries of a script, more or less, with which its words aren't taken for common because they are all there are
FEW_NAMES = 10_000.0  # the same, for whole names
CLOSENESS = 0.2  # of what is more than that
LEAST_BITS = 0.3  # of a word that is the token


class Probe(NamedTuple):
    """Whom is looked for: name, birth date and traits, packed, and the numbers of the place of birth (`places`)."""

    name: Name
    birth: int
    traits: int
    places: NDArray[np.uint32]


class Found(NamedTuple):
    """Entries of one part: int32 numbers of them in it, float32 bits, and those of these that are the place of birth's."""

    part: Part
    entries: NDArray[np.int32]
    bits: NDArray[np.float32]
    place_bits: NDArray[np.float32]

    def pick(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> "Found":
        return Found(self.part, self.entries[which], self.bits[which], self.place_bits[which])


class Asked(NamedTuple):
    """One token's words in one part: int32 numbers, and float64 nats by which each is the token."""

    words: NDArray[np.int32]
    weights: NDArray[np.float64]


#: Of each token, as it stands and joined with the next, of each part.
AllAsked = list[list[list[Asked]]]
#: Of a token that is looked for, of each part: words and bits.
Token = list[tuple[NDArray[np.int32], NDArray[np.float32]]]


class Room:
    """Room to work in, for one search in one part.

    every, places, traits  of every so many entries: by these it is judged how common a place is
    """

    def __init__(self, part: Part) -> None:
        self.part = part
        self.place = np.zeros(len(part.hashes), np.uint16)
        self.seen = np.zeros(len(part.rows), np.uint8)
        self.words = np.empty(MOST_WEIGHED, np.int32)
        self.weights = np.empty(MOST_WEIGHED, np.float64)
        self.words_by_script = np.bincount(part.scripts, part.counts, len(OPENNESS))
        self.found = np.empty(min(MOST_GATHERED, len(part.rows)), np.int32)
        self.has = np.empty(len(self.found), np.uint8)
        self.every = max(len(part.rows) // SAMPLE, 1)
        self.places, self.traits = part.places[:: self.every].copy(), part.traits[:: self.every].copy()

    @property
    def bytes(self) -> int:
        arrays = (self.place, self.seen, self.words, self.weights, self.found, self.has, self.places, self.traits)
        return sum(array.nbytes for array in arrays)


class Rooms:
    """Rooms that are free; as many are made as searches run at once, and those of parts that are no more are let go."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free: list[Room] = []
        self._forgotten = 0

    @property
    def bytes(self) -> int:
        return sum(room.bytes for room in self._free)

    @contextmanager
    def lend(self, parts: Sequence[Part]) -> Iterator[list[Room]]:
        with self._lock:
            forgotten, rooms = self._forgotten, [self._take(part) for part in parts]
        try:
            yield rooms
        finally:
            with self._lock:
                free = [room for room in self._free if any(room.part is part for part in parts)]
                self._free = free + (rooms if forgotten == self._forgotten else [])

    def forget(self) -> None:
        """Let all go, those that are lent too once they come back: they hold parts that may be no more."""
        with self._lock:
            self._forgotten += 1
            self._free = []

    def _take(self, part: Part) -> Room:
        for at, room in enumerate(self._free):
            if room.part is part:
                return self._free.pop(at)
        return Room(part)


def ask(probe: Name, rooms: list[Room]) -> AllAsked:
    """Which words of each part a name's tokens may be: as they stand, without an article, and two neighbours as one word."""
    count = len(probe.tokens)
    asked: AllAsked = []
    for at in range(count):
        begin, end = int(probe.starts[at]), int(probe.starts[at + 1])
        script = probe.tokens[at].script
        ways = [_match(probe, slice(begin, end), script, rooms)]
        skipped = count_article(probe.sounds[begin:end])
        if skipped:
            ways.append(_match(probe, slice(begin + skipped, end), script, rooms))
        if at + 1 < count <= MOST_TOKENS and script is probe.tokens[at + 1].script:
            ways.append(_match(probe, slice(begin, int(probe.starts[at + 2])), script, rooms))
        asked.append(ways)
    return asked


def _match(probe: Name, span: slice, script: Script, rooms: list[Room]) -> list[Asked]:
    heard, latin = probe.sounds[span], probe.latin[span]
    keys = find_index_keys(heard)
    models = _get_models(script)
    found = []
    for room in rooms:
        count = match_words(room.part, keys, heard, latin, *models, LATIN_SOUNDS, room.place, room.words, room.weights)
        found.append(Asked(room.words[:count].copy(), room.weights[:count].copy()))
    return found


def choose_tokens(asked: AllAsked, rooms: Sequence[Room]) -> list[Token]:
    """The tokens that the register has words for, the rarest first, at most MOST_TOKENS."""
    parts = [room.part for room in rooms]
    entries = _count_entries(rooms)
    tokens: list[tuple[int, Token]] = []
    for ways in asked:
        weighed = [_weigh(way, parts, entries) for way in ways]
        token = [
            (np.concatenate([way[at][0] for way in weighed]), np.concatenate([way[at][1] for way in weighed]))
            for at in range(len(parts))
        ]
        have = sum(int(part.counts[words].sum()) for part, (words, _) in zip(parts, token, strict=True))
        if have:
            tokens.append((have, token))
    return [token for _, token in sorted(tokens, key=lambda found: found[0])[:MOST_TOKENS]]


def _weigh(asked: list[Asked], parts: Sequence[Part], entries: NDArray[np.float64]) -> Token:
    """In bits, by how many of the register have the words; without those that say nothing, unless it were the best.

    entries: float64[scripts], about how many there are in each. What is usual is counted for each script by itself, since
    the transducers of two scripts aren't on one scale.
    """
    scripts = [part.scripts[one.words] for part, one in zip(parts, asked, strict=True)]
    best, have = np.full(len(OPENNESS), -np.inf), np.zeros(len(OPENNESS))
    for one, of_words in zip(asked, scripts, strict=True):
        np.maximum.at(best, of_words, one.weights)
    for part, one, of_words in zip(parts, asked, scripts, strict=True):
        np.add.at(have, of_words, part.counts[one.words] * np.exp(np.minimum(one.weights, best[of_words] - ALIKE)))
    usual = np.log1p(have / (entries + FEW))
    token: Token = []
    for one, of_words in zip(asked, scripts, strict=True):
        alike = np.minimum(one.weights, best[of_words] - ALIKE)
        bits = ((alike - usual[of_words] + CLOSENESS * (one.weights - alike)) / np.log(2)).astype(np.float32)
        stays = (bits >= LEAST_BITS) & (one.weights >= best[of_words] - WORST_WORD) | (one.weights == best[of_words])
        order = np.argsort(-bits[stays], kind="stable")
        token.append((one.words[stays][order], np.maximum(bits[stays][order], LEAST_BITS)))
    return token


def find_best(rooms: Sequence[Room], tokens: list[Token], probe: Probe, limit: int) -> list[Found]:
    """The best `limit` entries of each part, and those as good as the last.

    The words of a name go together: whoever has one of a people's names has the others, too. So the bits of words, added up,
    are too many for entries of a script that many peoples use. By Bayes' rule 2 to the power of the bits adds up to the number
    of entries over all of a script; by as much as it adds up to more, they are taken back.
    """
    sums = np.zeros(len(OPENNESS))
    same_place = _weigh_place(rooms, probe)
    scored = [_score_names(room, at, tokens, probe, same_place, sums) for at, room in enumerate(rooms)]
    too_much = np.log2(np.maximum(sums / (_count_entries(rooms) + FEW_NAMES), 1.0))
    best = []
    for room, (found, scores, scripts) in zip(rooms, scored, strict=True):
        of_places = weigh_places(probe.places, same_place, room.part.places[found])
        add_to_scores(room.part, found, probe.birth, probe.traits, of_places, scripts, too_much, scores)
        best.append(Found(room.part, found, scores, of_places).pick(pick_best(room.part, found, scores, limit)))
    return best


def _weigh_place(rooms: Sequence[Room], probe: Probe) -> float:
    """Bits of the place of birth, by how common it is here among those of the same nationality."""
    if not len(probe.places):
        return 0.0
    counts = np.zeros(2)
    for room in rooms:
        counts += np.multiply(room.every, count_places(probe.places, probe.traits, room.places, room.traits))
    have, known = counts / max(room.every for room in rooms)
    return weigh_share(have, known)


def _score_names(
    room: Room, at: int, tokens: list[Token], probe: Probe, same_place: float, sums: NDArray[np.float64]
) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.uint8]]:
    """Entries of one part, by its place among the parts, that are worth a score; the bits and the scripts of their names."""
    part = room.part
    words = np.concatenate([token[at][0] for token in tokens])
    bits = np.concatenate([token[at][1] for token in tokens])
    starts = np.cumsum([0] + [len(token[at][0]) for token in tokens])
    near = np.searchsorted(part.births, np.array(births.find_near(probe.birth), np.int32).reshape(-1, 2))
    count = gather(part, starts, words, near, room.seen, room.found, room.has)
    found, rest = room.found[:count], np.empty(0, np.int32)
    if count > MOST_SCORED:
        surest = np.array([token[at][1].max(initial=0.0) for token in tokens])
        about = (probe.birth, probe.traits, probe.places, same_place)
        found, rest = choose_scored(part, found, room.has[:count], surest, *about, MOST_SCORED)
    asked = (starts, words, bits, len(probe.name.tokens), room.place)
    scores, scripts = np.empty(len(found), np.float32), np.empty(len(found), np.uint8)
    score_names(part, found, 1.0, *asked, scores, scripts, sums)
    if len(rest):
        stands_for = (count - len(found)) / len(rest)
        score_names(part, rest, stands_for, *asked, np.empty(len(rest), np.float32), np.empty(len(rest), np.uint8), sums)
    return found, scores, scripts


def _count_entries(rooms: Sequence[Room]) -> NDArray[np.float64]:
    """float64[scripts]: about how many entries there are in each, by their words."""
    words = sum(len(room.part.postings) for room in rooms)
    entries = sum(len(room.part.rows) for room in rooms)
    by_script = np.sum([room.words_by_script for room in rooms], axis=0)
    return np.asarray(by_script / max(words / max(entries, 1), 1.0))


def find_sharing(part: Part, tokens: list[Asked]) -> NDArray[np.intp]:
    """Entries that have of each token a word that is it as well as the best one of its script, by a part's words of each."""
    has_all = np.ones(len(part.rows), np.bool_)
    for words, weights in tokens:
        best = np.full(len(OPENNESS), -np.inf)
        scripts = part.scripts[words]
        np.maximum.at(best, scripts, weights)
        has = np.zeros(len(part.rows), np.bool_)
        for word in words[weights >= best[scripts] - ALIKE]:
            has[part.postings[part.posting_starts[word] : part.posting_starts[word + 1]]] = True
        has_all &= has
    return np.flatnonzero(has_all)


@cache
def _get_models(
    script: Script,
) -> tuple[tuple[NDArray[np.float64], ...], NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]:
    """What a token of a script is held against each script's words by, as `comparison` chooses; as `match_words` reads it."""
    learned = list(dict.fromkeys([*LEARNED_AS.values(), *LEARNED_ALONE.values()]))
    models = [read_transducer(name) for name in learned]
    stacked = tuple(np.stack([model[table] for model in models]) for table in range(len(models[0])))
    own = OPENNESS.index(script)
    harder = [script if own > rank else other for rank, other in enumerate(OPENNESS)]
    names = [
        LEARNED_ALONE.get(script, LATIN) if other is script else LEARNED_AS.get(hard, LATIN)
        for other, hard in zip(OPENNESS, harder, strict=True)
    ]
    model_of = np.array([learned.index(name) for name in names])
    ranks = np.arange(len(OPENNESS))
    return stacked, model_of, np.asarray(own >= ranks), np.asarray(own == ranks)
