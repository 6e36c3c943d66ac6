"""Compiled kernels count bits."""

import numpy as np

from egnatia.engines.fingerprint import kernels


def test_popcount_counts_bits() -> None:
    @kernels.kernel
    def count(words: np.ndarray) -> int:
        total = np.uint64(0)
        for word in words:
            total += kernels.popcount(word)
        return total

    words = np.random.default_rng(1).integers(0, 2**63, 100).astype(np.uint64)
    assert count(words) == np.bitwise_count(words).sum()
