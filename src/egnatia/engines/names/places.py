"""Places of birth as the candidate index keeps them: one number each, and what two of them say for one person, in bits.

The number is of how a place sounds (`keys`), so that most spellings of it, in whatever script, have one in common. A place says
the more the fewer were born there: of the persons of a register who have the same nationality, as the name often tells that
already. People name their village once and the next town the other time, or the town where they lived, so another place takes
little away.
"""

import hashlib
import math
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice, product

import numpy as np
from numpy.typing import NDArray

from egnatia.engines.names.compiling import kernel
from egnatia.engines.names.keys import count_article, find_keys
from egnatia.engines.names.prepared import prepare
from egnatia.engines.names.traits import share_nationality

UNKNOWN = 0
MOST = 8  # numbers that a spelling may have
SHORTEST = 3  # sounds of a word that counts, where there are others
SAME = 0.6  # share of one person's two records that name one place; the rest are as if another person's
MOST_BITS = 10.0
SAMPLE = 65_536  # entries of a part, more or less, by which it is judged how common a place is
SUPPOSED, SUPPOSED_SHARE = 50.0, 0.02  # entries that are counted besides, and how many of them are of any one place
OTHER_BITS = math.log2(1 - SAME)


def number_places(texts: Iterable[str]) -> NDArray[np.uint32]:
    """uint32[k]: the numbers of places as written, each once; none for none. A person's places are alternatives."""
    return np.array(list(dict.fromkeys(number for text in texts for number in read_numbers(text))), np.uint32)


def number_place(text: str) -> int:
    """The number by which the index keeps a place, UNKNOWN for one that can't be heard."""
    return next(iter(read_numbers(text)), UNKNOWN)


@lru_cache(maxsize=20_000)
def read_numbers(text: str) -> tuple[int, ...]:
    """Those of each of its words' keys with each of the others', at most MOST; the first is the one to keep.

    Articles are left out, and so are words as short as they are: Deir ez-Zor, Mazar-e Sharif.
    """
    name = prepare.__wrapped__(text)
    words = [name.sounds[begin:end] for begin, end in zip(name.starts[:-1], name.starts[1:], strict=True)]
    words = [word[count_article(word) :] for word in words if len(word) >= SHORTEST] or words
    keys = [find_keys(word).tolist() for word in words]
    return tuple(_digest(found) for found in islice(product(*filter(None, keys)), MOST)) if any(keys) else ()


def _digest(keys: tuple[int, ...]) -> int:
    digest = hashlib.blake2b(np.array(keys, np.uint64).tobytes(), digest_size=4).digest()
    return int.from_bytes(digest, "little") or 1


def weigh_share(have: float, known: float) -> float:
    """Bits of one place in two records, where of `known` others `have` of them the same."""
    share = (have + SUPPOSED * SUPPOSED_SHARE) / (known + SUPPOSED)
    return min(math.log2(SAME / share + 1 - SAME), MOST_BITS)


@kernel
def count_places(asked, traits, places, all_traits):  # type: ignore[no-untyped-def]
    """Of the entries of the same nationality, how many have one of the places asked for, and how many have any."""
    have, known = 0, 0
    for at in range(len(places)):
        if places[at] and share_nationality(traits, all_traits[at]):
            known += 1
            have += is_one_of(places[at], asked)
    return have, known


@kernel
def weigh_places(asked, same, places):  # type: ignore[no-untyped-def]
    """float32[n]: bits of places, by what it says if they are the same; nothing where one side isn't known."""
    bits = np.zeros(len(places), np.float32)
    if len(asked):
        for at in range(len(places)):
            if places[at]:
                bits[at] = same if is_one_of(places[at], asked) else OTHER_BITS
    return bits


@kernel
def is_one_of(place, asked):  # type: ignore[no-untyped-def]
    for number in asked:
        if number == place:
            return True
    return False
