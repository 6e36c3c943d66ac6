"""Series of counts as the rules take them."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from egnatia.engines.errors import EngineError


def read_counts(values: ArrayLike) -> NDArray[np.float64]:
    """float64[n]: counts by period, NaN where nothing was reported. Raises EngineError flows.shape, flows.negative."""
    counts = np.asarray(values, np.float64)
    if counts.ndim != 1:
        raise EngineError("flows.shape", f"A series has one row of periods, not {counts.ndim}.", "Give one series at a time.")
    if (counts < 0).any() or np.isinf(counts).any():
        raise EngineError("flows.negative", "A count is negative or endless.", "Correct the count, or leave the period empty.")
    return counts
