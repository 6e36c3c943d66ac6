"""Pairs that share a key, by DuckDB in this process's memory: nothing is written anywhere, not even for want of room."""

from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from egnatia.engines.errors import EngineError

MOST = 40  # records under a key; one that more share says too little, and its pairs are the square of their number

_PAIRS = """
WITH shared AS (SELECT key FROM entries GROUP BY key HAVING count(*) BETWEEN 2 AND ?),
     kept AS MATERIALIZED (SELECT entries.key AS key, entries.row AS row FROM entries SEMI JOIN shared USING (key))
SELECT DISTINCT one.row AS first, other.row AS second FROM kept AS one JOIN kept AS other USING (key) WHERE one.row < other.row
"""


def find_pairs(keys: NDArray[np.uint64], rows: NDArray[np.uint32], *, most: int = MOST, threads: int = 2) -> NDArray[np.uint32]:
    """uint32[2, pairs]: rows that share a key which at most `most` entries have; each pair once, the smaller row first.

    keys, rows   one entry for each key of a row

    Raises EngineError `linkage.no_memory`.
    """
    settings: dict[str, Any] = {"temp_directory": "", "threads": threads}
    try:
        with duckdb.connect(":memory:", config=settings) as database:
            database.register("entries", {"key": keys, "row": rows})
            found = database.execute(_PAIRS, [most]).fetchnumpy()
    except duckdb.OutOfMemoryException as error:
        raise EngineError(
            "linkage.no_memory",
            "This machine hasn't the memory to compare so many records at once.",
            "Compare a year at a time, or use a machine with more memory.",
        ) from error
    return np.stack([np.asarray(found["first"], np.uint32), np.asarray(found["second"], np.uint32)])
