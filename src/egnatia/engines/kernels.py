"""How numeric kernels are compiled in all engines: once, cached on disk, without the interpreter's lock."""

import hashlib
import importlib
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from numba import config, njit

P = ParamSpec("P")
R = TypeVar("R")
#: numba's folder is one for the process, and two threads may import two packages at once.
_ONE_AT_A_TIME = threading.Lock()


class Compiler:
    """Compiles the kernels of one package.

    folder      the package's
    sources     its files that hold kernels, or constants and tables that are compiled into them
    reorders    whether loops may be reordered (`fastmath`), so that they become instructions for many numbers at a time; such
                kernels must not rely on NaN, infinity or the last digit

    numba notices a change of the file that a kernel stands in, but not of the constants and kernels which that file imports
    from others; so machine code is kept in a folder named after the digest of all of them, beside the modules. Where that can't
    be written, numba takes its own folder in the user's cache.
    """

    def __init__(self, folder: Path, sources: Sequence[str], *, reorders: bool) -> None:
        self.sources = tuple(sources)
        self._reorders = reorders
        digest = hashlib.sha256()
        for name in self.sources:
            digest.update((folder / name).read_bytes())
        self._cache_folder = str(folder / "__pycache__" / f"kernels-{digest.hexdigest()[:12]}")

    def kernel(self, function: Callable[P, R]) -> Callable[P, R]:
        """Compile with numba on the first call; the interpreter's lock is released while it runs, so that threads run at the
        same time.
        """
        compiled: Callable[P, R] = self._compile(function, cache=True)
        return compiled

    def inlined(self, function: Callable[P, R]) -> Callable[P, R]:
        """Like `kernel`, for a step that other kernels call in their inner loop."""
        compiled: Callable[P, R] = self._compile(function, inline="always")
        return compiled

    def _compile(self, function: Callable[..., Any], **options: Any) -> Any:
        settings: Any = config  # numba makes its settings at run time, so type checkers don't see them
        with _ONE_AT_A_TIME:
            before = settings.CACHE_DIR
            settings.CACHE_DIR = self._cache_folder
            try:
                return njit(nogil=True, fastmath=self._reorders, **options)(function)
            finally:
                settings.CACHE_DIR = before


def _spare_numba_scipy() -> None:
    """numba loads scipy's linear algebra for kernels that multiply matrices. None here does, and every process that compares
    a finger or a name would wait half a second for it."""
    name = "scipy.linalg.cython_blas"
    modules: dict[str, Any] = sys.modules  # None: not to be imported
    if name not in modules:
        modules[name] = None
        importlib.import_module("numba.np.arraymath")
        del modules[name]


_spare_numba_scipy()
