"""A small registry for talk upwards: a lower package offers a hook, packages above connect to it.

The functions run in the caller's transaction, in the order they were connected; what one raises goes through, so either all
of it happens or none.
"""

from collections.abc import Callable
from typing import Generic, ParamSpec

P = ParamSpec("P")


class Hook(Generic[P]):
    """Something that packages above may want to act on.

    >>> signed: Hook[[str]] = Hook("signed")
    >>> _ = signed.connect(lambda number: None)
    >>> signed.call("AL1…")
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._functions: list[Callable[P, object]] = []

    def connect(self, function: Callable[P, object]) -> Callable[P, object]:
        """Call `function` whenever the hook is called; usable as a decorator. Connecting twice counts once."""
        if function not in self._functions:
            self._functions.append(function)
        return function

    def call(self, *args: P.args, **kwargs: P.kwargs) -> None:
        for function in self._functions:
            function(*args, **kwargs)
