"""Many persons at once: keys under which two records of one person meet, and what names, dates and traits of pairs say.

Whoever shares no key is never compared. Keys are made of the skeleton keys of words (`keys`), which stay when another hand
writes the name: one word and the year of birth; that and the place of birth; one word and the whole date, day and month in
either order; two words; two words and the year, that and the nationality; two words and day and month; two words and the place.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.names.births import weigh_births
from egnatia.engines.names.compiling import kernel
from egnatia.engines.names.kernels import FEATURES, compare_names
from egnatia.engines.names.keys import ROOM, write_keys
from egnatia.engines.names.traits import find_first_state, weigh_traits
from egnatia.engines.names.transducer import Transducer

MOST_WORDS = 6  # of a name, that make keys
MOST_KEYS = 4  # of a word
MOST_BESIDE = 4.0  # bits that two names may come to besides what their words carry and the line adds


class Names(NamedTuple):
    """Of many persons every name, with every birth date that it stands with.

    latin, sounds  uint8, of all words: as if heard in Latin letters, and as they were heard
    starts         int64[words + 1]: where each word begins in them
    words          int64[names + 1]: which word each name begins with
    scripts        uint8[names]: place of each in `prepared.OPENNESS`
    births         int64[names]: packed (`births.pack`)
    persons        int64[persons + 1]: which name each person begins with
    traits         int64[persons]: sex and nationality, packed (`traits.pack`)
    places         uint64[persons]: a number for the place of birth, 0 where it isn't known
    """

    latin: NDArray[np.uint8]
    sounds: NDArray[np.uint8]
    starts: NDArray[np.int64]
    words: NDArray[np.int64]
    scripts: NDArray[np.uint8]
    births: NDArray[np.int64]
    persons: NDArray[np.int64]
    traits: NDArray[np.int64]
    places: NDArray[np.uint64]


class Judge(NamedTuple):
    """By what names are compared.

    models    the tables of all scripts in the order of `prepared.OPENNESS`, against Latin and after these each against itself
    weights   float64[FEATURES], in bits
    latin     place of the Latin script
    most      what a bit that words carry comes to at most
    line      float64[3, 3], bits in a register (`engines.linkage.names`): for names all of whose words were met, of which one
              lacks words, and which both have words left; in Latin letters, in one other script, in two scripts
    """

    models: Transducer
    weights: NDArray[np.float64]
    latin: int
    most: float
    line: NDArray[np.float64]


@kernel
def find_first_keys(names):  # type: ignore[no-untyped-def]
    """uint64[words]: the first skeleton key of each word, 0 where there is none."""
    room, found = np.empty(ROOM, np.uint64), np.zeros(len(names.starts) - 1, np.uint64)
    for word in range(len(found)):
        if write_keys(names.latin[names.starts[word] : names.starts[word + 1]], room):
            found[word] = room[0]
    return found


@kernel
def find_blocks(names, start, end):  # type: ignore[no-untyped-def]
    """Keys, uint64[k], of the persons from start to before end, and whose they are, uint32[k]."""
    most = 0
    for name in range(names.persons[start], names.persons[end]):
        many = min(names.words[name + 1] - names.words[name], MOST_WORDS)
        most += many * (many - 1) // 2 * MOST_KEYS * MOST_KEYS * 5 + many * MOST_KEYS * 3
    keys, rows = np.empty(most, np.uint64), np.empty(most, np.uint32)
    room, of_words = np.empty(ROOM, np.uint64), np.empty((MOST_WORDS, MOST_KEYS), np.uint64)
    many_of, count = np.zeros(MOST_WORDS, np.int64), 0
    for person in range(start, end):
        for name in range(names.persons[person], names.persons[person + 1]):
            many = min(names.words[name + 1] - names.words[name], MOST_WORDS)
            for at in range(many):
                word = names.words[name] + at
                sounds = names.sounds[names.starts[word] : names.starts[word + 1]]
                many_of[at] = min(write_keys(sounds, room), MOST_KEYS)
                of_words[at, : many_of[at]] = room[: many_of[at]]
            before = count
            beside = (np.uint64(find_first_state(names.traits[person])), names.places[person])
            count = _write_blocks(of_words, many_of[:many], names.births[name], beside, keys, count)
            rows[before:count] = person
    return keys[:count], rows[:count]


@kernel
def _write_blocks(of_words, many_of, birth, beside, keys, count):  # type: ignore[no-untyped-def]
    state, place = beside
    year, month, day = np.uint64(birth >> 9), (birth >> 5) & 15, birth & 31
    in_year = np.uint64(min(month, day) << 5 | max(month, day))
    for at in range(len(many_of)):
        for one in of_words[at, : many_of[at]]:
            if birth:
                keys[count] = _mix(one, year, np.uint64(1))
                count += 1
            if day:
                keys[count] = _mix(one, year << np.uint64(10) | in_year, np.uint64(2))
                count += 1
            if birth and place:
                keys[count] = _mix(one, place ^ year, np.uint64(6))
                count += 1
            for after in range(at + 1, len(many_of)):
                for other in of_words[after, : many_of[after]]:
                    both = _mix(min(one, other), max(one, other), np.uint64(3))
                    keys[count] = both
                    count += 1
                    if place:
                        keys[count] = _mix(both, place, np.uint64(7))
                        count += 1
                    if birth:
                        keys[count] = _mix(both, year, np.uint64(4))
                        count += 1
                    if birth and state:
                        keys[count] = _mix(both, year << np.uint64(32) | state, np.uint64(8))
                        count += 1
                    if day:
                        keys[count] = _mix(both, in_year, np.uint64(5))
                        count += 1
    return count


@kernel
def _mix(one, other, rule):  # type: ignore[no-untyped-def]
    """A number of 64 bits for two and a rule (the finaliser of SplitMix64)."""
    mixed = one * np.uint64(0x9E3779B97F4A7C15) ^ (other + rule * np.uint64(0xD1B54A32D192ED03))
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


@kernel
def weigh_pairs(pairs, names, informations, others, least, judge):  # type: ignore[no-untyped-def]
    """float64[pairs]: bits of the best pair of names with their birth dates, of sex and nationality, and of the other fields.

    pairs         uint32[2, pairs]: persons
    informations  float64[words]: nats that each word carries by how common it is
    others        float64[pairs]: bits of the other fields; a pair that can't reach `least` with any name isn't compared
    """
    bits = np.empty(pairs.shape[1])
    features, found = np.empty(len(FEATURES)), np.empty((64, 5))
    for k in range(pairs.shape[1]):
        best, apart = -1e9, others[k] + weigh_traits(names.traits[pairs[0, k]], names.traits[pairs[1, k]])
        for first in range(names.persons[pairs[0, k]], names.persons[pairs[0, k] + 1]):
            for second in range(names.persons[pairs[1, k]], names.persons[pairs[1, k] + 1]):
                known = apart + weigh_births(names.births[first], names.births[second])
                carried = (_sum_up(names, informations, first) + _sum_up(names, informations, second)) / 2 / np.log(2.0)
                if known + judge.most * carried + MOST_BESIDE + judge.line.max() >= max(least, best):
                    best = max(best, known + _weigh_names(names, informations, first, second, judge, features, found))
        bits[k] = best
    return bits


@kernel
def _weigh_names(names, informations, first, second, judge, features, found):  # type: ignore[no-untyped-def]
    """As `engines.linkage.names` weighs them in a register."""
    if names.scripts[first] < names.scripts[second]:
        first, second = second, first
    script, is_same = names.scripts[first], names.scripts[first] == names.scripts[second]
    m = judge.models
    at = script + len(m[0]) // 2 if is_same else script
    model = (m[0][at], m[1][at], m[2][at], m[3][at], m[4][at], m[5][at], m[6][at], m[7][at])
    ours = names.starts[names.words[first] : names.words[first + 1] + 1]
    theirs = names.starts[names.words[second] : names.words[second + 1] + 1]
    if max(len(ours), len(theirs)) > len(found):
        return -1e9
    sounds = names.latin if is_same else names.sounds
    of_ours = informations[names.words[first] : names.words[first + 1]]
    of_theirs = informations[names.words[second] : names.words[second + 1]]
    count = compare_names(sounds, ours, of_ours, names.latin, theirs, of_theirs, model, features, found)
    said = 0.0
    for one in range(len(features)):
        said += features[one] * judge.weights[one]
    left, other_left = len(ours) - 1, len(theirs) - 1
    for k in range(count):
        if found[k, 4] > 0:
            left -= int(found[k, 1] - found[k, 0])
            other_left -= int(found[k, 3] - found[k, 2])
    kind = (left > 0) + (other_left > 0)
    return said + judge.line[kind, (1 if script != judge.latin else 0) if is_same else 2]


@kernel
def _sum_up(names, informations, name):  # type: ignore[no-untyped-def]
    total = 0.0
    for word in range(names.words[name], names.words[name + 1]):
        total += informations[word]
    return total
