"""How the generator's functions are compiled: cached under a name that changes with any of its sources.

numba notices a change of the file that a function stands in, but not of those that it calls in other files: a person would
stay half the old one. Division follows IEEE 754 (none here is by zero), which saves a third of the time; there is no
`fastmath`, because a person must be the same on every machine.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from numba import config, njit

P = ParamSpec("P")
R = TypeVar("R")


def _cache_folder() -> Path:
    here = Path(__file__).parent
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(here.glob("*.py"))))
    return here / "__pycache__" / f"generator-{digest.hexdigest()[:12]}"


_CACHE_FOLDER = str(_cache_folder())


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile on the first call, without the interpreter's lock; the machine code is kept beside the module."""
    return _compile(function)


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Like `compiled`, put into its callers."""
    return _compile(function, inline="always")


def _compile(function: Callable[P, R], **options: Any) -> Callable[P, R]:
    settings: Any = config  # numba makes its settings at run time, so type checkers don't see them
    before = settings.CACHE_DIR
    settings.CACHE_DIR = _CACHE_FOLDER
    try:
        made: Callable[P, R] = njit(cache=True, nogil=True, error_model="numpy", **options)(function)
        return made
    finally:
        settings.CACHE_DIR = before
