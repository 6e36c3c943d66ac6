"""What a register tells of its words, asked once."""

from functools import lru_cache

from egnatia.engines.names.comparison import Pool


class OnePool:
    """Another pool whose answers are kept for one search, which asks about the same few words again and again."""

    def __init__(self, pool: Pool) -> None:
        self.information = lru_cache(maxsize=None)(pool.information)
