"""Forgetting a person: what the index keeps of them is overwritten where it stands, and no copy stays behind.

Readers may be at work, so nothing is moved. A number is overwritten by its neighbour's, which is read twice then and counts
once; where nobody else has a word, its sounds, its number and its keys are overwritten too.
"""

import numpy as np

from egnatia.engines.names import births, places, traits
from egnatia.engines.names.index_parts import GONE, Part
from egnatia.engines.names.keys import find_index_keys
from egnatia.engines.names.prepared import prepare
from egnatia.engines.names.sounds import hear
from egnatia.engines.names.spelling import read_name, read_token


def scrub(part: Part, row: int) -> bool:
    """Overwrite all entries of a row; whether there were any."""
    entries = np.flatnonzero(part.rows == row)
    for entry in entries:
        part.rows[entry] = GONE
        part.traits[entry] = traits.UNKNOWN
        part.places[entry] = places.UNKNOWN
        _scrub_birth(part, entry)
        words = part.entry_words[part.entry_starts[entry] : part.entry_starts[entry + 1]]
        borne = words.copy()
        words[:] = 0
        for word in borne:
            _scrub_posting(part, word, entry)
    return bool(len(entries))


def _scrub_birth(part: Part, entry: np.intp) -> None:
    """By the date before; and so those of the next that are gone, which may have become a copy of this one."""
    last = entry + 1
    while last < len(part.rows) and part.rows[last] == GONE:
        last += 1
    part.births[entry:last] = part.births[entry - 1] if entry else births.UNKNOWN


def _scrub_posting(part: Part, word: np.int32, entry: np.intp) -> None:
    postings = part.postings[part.posting_starts[word] : part.posting_starts[word + 1]]
    first, last = np.searchsorted(postings, entry, "left"), np.searchsorted(postings, entry, "right")
    if first > 0:
        postings[first:last] = postings[first - 1]
    else:
        postings[:last] = postings[last] if last < len(postings) else 0
    part.counts[word] -= 1
    if part.counts[word] == 0:
        _scrub_word(part, word)


def _scrub_word(part: Part, word: np.int32) -> None:
    sounds = part.sounds[part.sound_starts[word] : part.sound_starts[word + 1]]
    keys = find_index_keys(sounds)
    sounds[:] = 0
    part.hashes[word] = 0
    part.scripts[word] = 0
    for key in keys:
        _scrub_key(part, key, word)


def _scrub_key(part: Part, key: np.uint64, word: np.int32) -> None:
    """Take a word from a key's; a key without words becomes its neighbour once more, and leads to word 0."""
    first, last = np.searchsorted(part.keys, key, "left"), np.searchsorted(part.keys, key, "right")
    words = part.key_words[part.key_starts[first] : part.key_starts[last]]
    words[words == word] = 0
    if not words.any():
        part.keys[first:last] = part.keys[first - 1] if first else 0


def forget_texts() -> None:
    """Empty the caches of names, words and birth dates that were read."""
    for cache in (prepare, read_name, read_token, hear, births.pack, places.read_numbers):
        cache.cache_clear()
