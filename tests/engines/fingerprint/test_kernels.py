"""Compiled kernels: the cache notices every change, and bits are counted."""

from pathlib import Path

import numpy as np

from egnatia.engines.fingerprint import kernels


def test_every_file_with_kernels_names_the_cache() -> None:
    """A kernel in a file that isn't listed would be run as it was before its constants changed."""
    folder = Path(kernels.__file__).parent
    using = {path.name for path in folder.glob("*.py") if "fingerprint.kernels import" in path.read_text(encoding="utf-8")}
    assert using <= set(kernels._SOURCES)
    assert {"parameters.py", "kernels.py"} <= set(kernels._SOURCES)


def test_popcount_counts_bits() -> None:
    @kernels.kernel
    def count(words: np.ndarray) -> int:
        total = np.uint64(0)
        for word in words:
            total += kernels.popcount(word)
        return total

    words = np.random.default_rng(1).integers(0, 2**63, 100).astype(np.uint64)
    assert count(words) == np.bitwise_count(words).sum()
