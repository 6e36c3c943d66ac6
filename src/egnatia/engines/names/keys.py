"""Skeleton keys of a word: what stays of its sounds in whatever script and by whatever hand it is written.

Vowels and weak sounds are left out, because scripts leave them out or write them in many ways; the others become one of seven
classes. A sound that hands write in two ways branches, so a word has a few keys, and two spellings of it nearly always share
one. A beginning that is left out is a class of its own. A slip of one sound is met by neighbours: keys with one class left
out. Keys are numbers, four bits a class, the same in every process; nothing is hashed, so no two skeletons share a number.
"""

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.names.compiling import kernel
from egnatia.engines.names.letters import SOUNDS

LONGEST = 12  # classes of a word that are read
MOST = 8  # keys of a word
LEAST_OF_NEIGHBOURS = 4  # classes of a key that has neighbours: what is left of a shorter one is half the register's
ROOM = MOST * (LONGEST + 2)  # keys by which a word is found

#: What each class stands for; 0 is none.
CLASSES = ("", "labial", "dental", "hiss", "back", "l", "m", "n", "r", "open beginning")
_P, _T, _S, _K, _L, _M, _N, _R, _OPEN = range(1, len(CLASSES))
_A, _E, _I, _B, _EL, _EN = (SOUNDS.index(sound) for sound in ("a", "e", "i", "b", "l", "n"))
_KS = 15  # not a class: two of them, one after the other

#: Classes that a sound may be; 0 is left out. Sounds that aren't here are vowels or weak, and left out.
_CLASSES: dict[str, tuple[int, ...]] = {
    **dict.fromkeys("p b f P B".split(), (_P,)),
    **dict.fromkeys("t d".split(), (_T,)),
    **dict.fromkeys("D dh th".split(), (_T, _S)),
    **dict.fromkeys("s z S sz ç ts dz ch sh zh".split(), (_S,)),
    **dict.fromkeys("k g q gh K".split(), (_K,)),
    **dict.fromkeys("CH G gj kj".split(), (_K, _S)),
    "C": (_K, _S, 0),
    **{"X": (_KS, _S, 0), "dj": (_S, _T), "J": (_S, 0), "v": (_P, 0), "x": (_K, 0), "ğ": (0, _K)},
    **{"l": (_L,), "lj": (_L,), "m": (_M,), "n": (_N,), "nj": (_N,), "gn": (_N,), "r": (_R,)},
}
_BRANCHES = np.zeros((len(SOUNDS), 4), np.uint8)  # how many there are, and which
_BRANCHES[:, 0] = 1
for _sound, _found in _CLASSES.items():
    _BRANCHES[SOUNDS.index(_sound), : 1 + len(_found)] = (len(_found), *_found)


def find_keys(sounds: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """uint64[k]: the keys of a word of uint8 `sounds`, at most MOST, each once; none for none."""
    room = np.empty(ROOM, np.uint64)
    return room[: write_keys(sounds, room)].copy()


def find_index_keys(sounds: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """uint64[k]: the keys by which a word is found: its own, their neighbours, and those of the word without its article."""
    room = np.empty(ROOM, np.uint64)
    return room[: write_index_keys(sounds, room)].copy()


@kernel
def write_keys(sounds, room):  # type: ignore[no-untyped-def]
    """Fills room: uint64[ROOM], with the keys of a word; returns how many there are."""
    if len(sounds) == 0:
        return 0
    keys, ends = np.zeros(2 * MOST, np.uint64), np.full(2 * MOST, -1)  # ends: which sound the last class is of
    count = 1
    for at in range(len(sounds)):
        branches = _BRANCHES[sounds[at]]
        before, before_ends, many = keys[:count].copy(), ends[:count].copy(), 0
        for branch in branches[1 : 1 + branches[0]]:
            for k in range(count):
                if many == MOST:
                    break
                key, end = before[k], before_ends[k]
                if branch == _KS:
                    key, end = _append(_append(key, np.uint64(_K), False), np.uint64(_S), False), at
                elif branch:
                    key, end = _append(key, np.uint64(branch), end == at - 1), at
                elif at == 0:
                    key = np.uint64(_OPEN)
                is_new = True
                for other in range(many):
                    is_new &= keys[other] != key or ends[other] != end
                if is_new:
                    keys[many], ends[many] = key, end
                    many += 1
        count = many
    return _keep_different(keys, count, room, 0)


@kernel
def write_index_keys(sounds, room):  # type: ignore[no-untyped-def]
    """Fills room: uint64[ROOM], as `find_index_keys` says; returns how many there are."""
    count = write_neighbours(room, write_keys(sounds, room))
    skipped = count_article(sounds)
    if skipped:
        more = np.empty(ROOM, np.uint64)
        count = _keep_different(more, write_keys(sounds[skipped:], more), room, count)
    return count


@kernel
def count_article(sounds):  # type: ignore[no-untyped-def]
    """Sounds of an article or a word of descent that some hands write together with a name of three sounds or more: Alahmad,
    Elhassani, Benali; where Ahmad, Hassani or Ali is a name too.
    """
    if len(sounds) >= 5 and (sounds[0] == _A or sounds[0] == _E) and sounds[1] == _EL:
        return 2
    if len(sounds) >= 6 and sounds[0] == _B and (sounds[1] == _E or sounds[1] == _I) and sounds[2] == _EN:
        return 3
    return 0


@kernel
def write_neighbours(room, count):  # type: ignore[no-untyped-def]
    """Adds to the `count` keys in room: uint64[ROOM], those with one class left out; returns how many are there then."""
    many = count
    for k in range(count):
        key, length = room[k], 0
        while length < LONGEST and key >> np.uint64(4 * length):
            length += 1
        has_open_beginning = key >> np.uint64(4 * (length - 1)) == _OPEN
        if length < LEAST_OF_NEIGHBOURS:
            continue
        for place in range(length - 1 if has_open_beginning else length):
            below = key & np.uint64((1 << (4 * place)) - 1)
            above = key >> np.uint64(4 * (place + 1))
            many = _keep_different(np.array([above << np.uint64(4 * place) | below]), 1, room, many)
    return many


@kernel
def _append(key, branch, is_next):  # type: ignore[no-untyped-def]
    """A key with a class more. A dental right before a hiss is a part of it: ts, dj, dzh are one sound or two."""
    if branch == _S and is_next and key & np.uint64(15) == _T:
        key = key >> np.uint64(4)
    if key >> np.uint64(4 * (LONGEST - 1)):
        return key
    return key << np.uint64(4) | branch


@kernel
def _keep_different(keys, count, room, many):  # type: ignore[no-untyped-def]
    for k in range(count):
        is_new = many < len(room)
        for other in range(many):
            is_new &= room[other] != keys[k]
        if is_new:
            room[many] = keys[k]
            many += 1
    return many
