"""How numeric kernels are compiled here: once, cached on disk, without the interpreter's lock."""

import hashlib
import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from llvmlite.ir import IRBuilder
from numba import config, njit, types
from numba.extending import intrinsic

P = ParamSpec("P")
R = TypeVar("R")


#: Files that hold kernels, or constants that are compiled into them.
_SOURCES = ("parameters.py", "kernels.py", "projection.py", "cylinders.py", "comparison.py", "code.py", "code_scan.py")


def _cache_folder() -> Path:
    """Where this version's machine code is kept, beside the modules.

    numba notices a change of the file that a kernel stands in, but not of the constants and kernels which that file imports
    from others; so the folder is named after the digest of all of them. Where it can't be written, numba takes its own
    folder in the user's cache.
    """
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for name in _SOURCES:
        digest.update((here / name).read_bytes())
    return here / "__pycache__" / f"kernels-{digest.hexdigest()[:12]}"


_CACHE_FOLDER = str(_cache_folder())


def _spare_numba_scipy() -> None:
    """numba loads scipy's linear algebra for kernels that multiply matrices. None here does, and every process that compares
    a finger would wait half a second for it."""
    name = "scipy.linalg.cython_blas"
    modules: dict[str, Any] = sys.modules  # None: not to be imported
    if name not in modules:
        modules[name] = None
        importlib.import_module("numba.np.arraymath")
        del modules[name]


_spare_numba_scipy()


def _compile(function: Callable[..., Any], **options: Any) -> Any:
    settings: Any = config  # numba makes its settings at run time, so type checkers don't see them
    before = settings.CACHE_DIR
    settings.CACHE_DIR = _CACHE_FOLDER
    try:
        return njit(nogil=True, fastmath=True, **options)(function)
    finally:
        settings.CACHE_DIR = before


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile with numba on the first call; the machine code is kept beside the module or in the user's cache folder.

    The interpreter's lock is released while it runs, so that threads search at the same time. `fastmath` lets loops be
    vectorised: kernels must not rely on NaN or infinity.
    """
    compiled: Callable[P, R] = _compile(function, cache=True)
    return compiled


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Like `kernel`, for a step that other kernels call in their inner loop."""
    compiled: Callable[P, R] = _compile(function, inline="always")
    return compiled


def _popcount(typing_context: Any, word: Any) -> Any:
    def generate(context: Any, builder: IRBuilder, signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), generate


#: Number of set bits of a uint64; the processor's own instruction, over whole vectors where it has one.
popcount: Any = intrinsic(_popcount)
