"""What a register tells of the people in it: how common a word is, and how many share what two records have in common."""

from functools import lru_cache
from typing import Protocol

from egnatia.engines.dates.uncertain import UncertainDate


class Pool(Protocol):
    """The people among whom somebody is looked for."""

    def __len__(self) -> int:
        """How many they are."""
        ...

    def information(self, word: str) -> float:
        """Bits that a word of a name carries: the logarithm of one in how many has it, or one that may well be it."""
        ...

    def count_sharing(self, name: str, birth: UncertainDate | None = None) -> int:
        """How many have all words of a name, or ones that may well be they; and the year of birth, where one is given."""
        ...


class OnePool:
    """Another pool whose answers about words are kept for one search, which asks about the same few again and again."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.information = lru_cache(maxsize=None)(pool.information)

    def __len__(self) -> int:
        return len(self._pool)

    def count_sharing(self, name: str, birth: UncertainDate | None = None) -> int:
        return self._pool.count_sharing(name, birth)
