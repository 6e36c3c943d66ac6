"""A part of the candidate index: arrays that are made once. Adding makes a new part; only `scrub` overwrites one in place.

An entry is one name of one person. Entries are in the order of their birth dates, so that those of a day lie together. Words
are what the register's names are made of: one for each string of sounds and script, however many persons bear it. Nothing but
sounds is kept of a name.
"""

import hashlib
from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.names.compiling import kernel
from egnatia.engines.names.keys import ROOM, write_index_keys
from egnatia.engines.names.prepared import OPENNESS
from egnatia.engines.names.sounds import hear
from egnatia.engines.names.spelling import Token, bear_weight, read_name

GONE = -1  # the row of an entry that was removed

#: A name as the index keeps it: each word's number, script by its place in OPENNESS, and sounds.
Word = tuple[int, int, bytes]
Entry = tuple[int, int, int, int, Sequence[Word]]  # row, packed birth date and traits, number of the place, words


class Part(NamedTuple):
    """Entries with their words, words with their entries, and keys with their words; word 0 is none and has no sounds.

    rows           int32[entries]: whose an entry is, or GONE
    births         int32[entries]: packed (`births`), ascending
    traits         uint32[entries]: packed (`traits`)
    places         uint32[entries]: numbers of places of birth (`places`)
    entry_starts   int64[entries + 1]: where an entry's words begin in entry_words: int32[n]
    posting_starts int64[words + 1]: where a word's entries begin in postings: int32[n], ascending for each word
    counts         int32[words]: how many entries have the word
    hashes         uint64[words]: of sounds and script
    scripts        uint8[words]: places in `prepared.OPENNESS`
    sound_starts   int64[words + 1]: where a word's sounds begin in sounds: uint8[n]
    keys           uint64[keys]: ascending, those of words and their neighbours
    key_starts     int64[keys + 1]: where a key's words begin in key_words: int32[n]
    """

    rows: NDArray[np.int32]
    births: NDArray[np.int32]
    traits: NDArray[np.uint32]
    places: NDArray[np.uint32]
    entry_starts: NDArray[np.int64]
    entry_words: NDArray[np.int32]
    posting_starts: NDArray[np.int64]
    postings: NDArray[np.int32]
    counts: NDArray[np.int32]
    hashes: NDArray[np.uint64]
    scripts: NDArray[np.uint8]
    sound_starts: NDArray[np.int64]
    sounds: NDArray[np.uint8]
    keys: NDArray[np.uint64]
    key_starts: NDArray[np.int64]
    key_words: NDArray[np.int32]


class Columns(NamedTuple):
    """What a part is built from: entries in any order, their words by number into those that stand beside them."""

    rows: NDArray[np.int32]
    births: NDArray[np.int32]
    traits: NDArray[np.uint32]
    places: NDArray[np.uint32]
    entry_starts: NDArray[np.int64]
    entry_words: NDArray[np.int32]
    hashes: NDArray[np.uint64]
    scripts: NDArray[np.uint8]
    sound_starts: NDArray[np.int64]
    sounds: NDArray[np.uint8]


def hear_words(name: str) -> list[Word]:
    """The words of a name; none of its text stays in a cache but that of single words."""
    return [word for token in bear_weight(read_name.__wrapped__(name)) if (word := hear_word(token))]


def hear_word(token: Token) -> Word | None:
    sounds = hear(token.spelling, token.script).tobytes()
    if not sounds:
        return None
    script = OPENNESS.index(token.script)
    number = hashlib.blake2b(bytes([script]) + sounds, digest_size=8).digest()
    return int.from_bytes(number, "little"), script, sounds


def make_columns(entries: Iterable[Entry]) -> Columns:
    rows, births, traits, places, lengths = array("i"), array("i"), array("I"), array("I"), array("q", [0])
    numbers: dict[int, int] = {0: 0}
    words: list[Word] = [(0, 0, b"")]
    entry_words = array("i")
    for row, birth, traits_of_row, place, of_entry in entries:
        rows.append(row)
        births.append(birth)
        traits.append(traits_of_row)
        places.append(place)
        lengths.append(len(of_entry))
        for word in of_entry:
            number = numbers.setdefault(word[0], len(words))
            if number == len(words):
                words.append(word)
            entry_words.append(number)
    return Columns(
        np.frombuffer(rows, np.int32),
        np.frombuffer(births, np.int32),
        np.frombuffer(traits, np.uint32),
        np.frombuffer(places, np.uint32),
        np.cumsum(np.frombuffer(lengths, np.int64), dtype=np.int64),
        np.frombuffer(entry_words, np.int32),
        np.array([word[0] for word in words], np.uint64),
        np.array([word[1] for word in words], np.uint8),
        np.cumsum([0] + [len(word[2]) for word in words], dtype=np.int64),
        np.frombuffer(b"".join(word[2] for word in words), np.uint8),
    )


def join_columns(parts: Sequence[Part | Columns]) -> Columns:
    """Put together, each word once; entries that are gone stay behind, and so do words that nobody bears."""
    bases = np.cumsum([0] + [len(part.hashes) for part in parts])
    stays = [part.rows != GONE for part in parts]
    lengths = np.concatenate([np.diff(part.entry_starts)[stay] for part, stay in zip(parts, stays, strict=True)])
    words = np.concatenate(
        [
            part.entry_words[np.repeat(stay, np.diff(part.entry_starts))] + base
            for part, stay, base in zip(parts, stays, bases[:-1], strict=True)
        ]
    )
    hashes = np.concatenate([part.hashes for part in parts])
    is_used = np.zeros(len(hashes), np.bool_)
    is_used[words] = True
    used = np.flatnonzero(is_used)
    different, first, of_used = np.unique(hashes[used], return_index=True, return_inverse=True)
    number = np.zeros(len(hashes), np.int32)
    number[used] = of_used + 1
    sound_starts, sounds = _pick_sounds(parts, used[first])
    return Columns(
        np.concatenate([part.rows[stay] for part, stay in zip(parts, stays, strict=True)]),
        np.concatenate([part.births[stay] for part, stay in zip(parts, stays, strict=True)]),
        np.concatenate([part.traits[stay] for part, stay in zip(parts, stays, strict=True)]),
        np.concatenate([part.places[stay] for part, stay in zip(parts, stays, strict=True)]),
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        number[words],
        np.concatenate([np.zeros(1, np.uint64), different]),
        np.concatenate([np.zeros(1, np.uint8), np.concatenate([part.scripts for part in parts])[used[first]]]),
        sound_starts,
        sounds,
    )


def _pick_sounds(parts: Sequence[Part | Columns], chosen: NDArray[np.intp]) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Of the chosen words, by number in all parts one after the other; and nothing for word 0."""
    lengths = np.concatenate([np.diff(part.sound_starts) for part in parts])
    begins = np.concatenate([[0], np.cumsum(lengths)])[:-1]
    sounds = np.concatenate([part.sounds for part in parts])
    starts = np.concatenate([[0, 0], np.cumsum(lengths[chosen])]).astype(np.int64)
    places = np.arange(starts[-1]) + np.repeat(begins[chosen] - starts[1:-1], lengths[chosen])
    return starts, sounds[places]


def build_part(columns: Columns) -> Part:
    """Entries in the order of their birth dates, words in that of their keys, as a search reads them, and the lists of both."""
    word_order, keys, key_starts, key_words = _list_keys(columns.sound_starts, columns.sounds)
    number = np.empty(len(word_order), np.int32)
    number[word_order] = np.arange(len(word_order), dtype=np.int32)
    sound_starts, sounds = _reorder(columns.sound_starts, columns.sounds, word_order)
    order = np.argsort(columns.births, kind="stable")
    starts, words = _reorder(columns.entry_starts, number[columns.entry_words], order)
    counts = np.bincount(words, minlength=len(columns.hashes)).astype(np.int32)
    posting_starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return Part(
        columns.rows[order],
        columns.births[order],
        columns.traits[order],
        columns.places[order],
        starts,
        words,
        posting_starts,
        _list_entries(starts, words, posting_starts[:-1].copy()),
        counts,
        columns.hashes[word_order],
        columns.scripts[word_order],
        sound_starts,
        sounds,
        keys,
        key_starts,
        number[key_words],
    )


@kernel
def _reorder(starts, words, order):  # type: ignore[no-untyped-def]
    new_starts, new_words = np.zeros_like(starts), np.empty_like(words)
    for k in range(len(order)):
        begin, end = starts[order[k]], starts[order[k] + 1]
        at = new_starts[k]
        new_words[at : at + end - begin] = words[begin:end]
        new_starts[k + 1] = at + end - begin
    return new_starts, new_words


@kernel
def _list_entries(starts, words, ends):  # type: ignore[no-untyped-def]
    postings = np.empty(len(words), np.int32)
    for entry in range(len(starts) - 1):
        for word in words[starts[entry] : starts[entry + 1]]:
            postings[ends[word]] = entry
            ends[word] += 1
    return postings


def _list_keys(
    sound_starts: NDArray[np.int64], sounds: NDArray[np.uint8]
) -> tuple[NDArray[np.intp], NDArray[np.uint64], NDArray[np.int64], NDArray[np.int32]]:
    """Words in the order of their first keys, those without any before; keys in order, where their words begin, and these."""
    keys, words = _write_all_keys(sound_starts, sounds)
    with_keys, at = np.unique(words, return_index=True)
    first = np.zeros(len(sound_starts) - 1, np.uint64)
    first[with_keys] = keys[at]
    word_order = np.argsort(first, kind="stable")
    order = np.lexsort((first[words], keys))
    different, starts = np.unique(keys[order], return_index=True)
    return word_order, different, np.concatenate([starts, [len(keys)]]).astype(np.int64), words[order]


@kernel
def _write_all_keys(sound_starts, sounds):  # type: ignore[no-untyped-def]
    room, size = np.empty(ROOM, np.uint64), 0
    most = 8 * len(sound_starts) + ROOM
    keys, words = np.empty(most, np.uint64), np.empty(most, np.int32)
    for word in range(len(sound_starts) - 1):
        count = write_index_keys(sounds[sound_starts[word] : sound_starts[word + 1]], room)
        if size + count > len(keys):
            keys, words = np.concatenate((keys, keys)), np.concatenate((words, words))
        keys[size : size + count] = room[:count]
        words[size : size + count] = word
        size += count
    return keys[:size].copy(), words[:size].copy()


EMPTY = build_part(join_columns([make_columns([])]))
