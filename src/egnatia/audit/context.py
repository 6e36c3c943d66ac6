"""Who is acting right now: set once at the edge (page, API, command, partner's message, worker), read by `record`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Literal

ActorKind = Literal["officer", "partner", "system", "operator", "api", "anonymous"]


@dataclass(frozen=True, slots=True)
class Actor:
    """kind, its id in our records (may be empty), and the name people know it by."""

    kind: ActorKind
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Context:
    actor: Actor
    where: str
    why: str = ""


SYSTEM = Actor("system", "", "egnatia")
_current: ContextVar[Context | None] = ContextVar("audit_context", default=None)


def current() -> Context:
    """The present context; the program itself, where nobody set one."""
    return _current.get() or Context(SYSTEM, where="process")


@contextmanager
def acting(actor: Actor, *, where: str, why: str = "") -> Iterator[None]:
    """Within the block, what is recorded is `actor`'s doing."""
    token = _current.set(Context(actor, where, why))
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def because(why: str) -> Iterator[None]:
    """Within the block, what is recorded carries this reason."""
    token = _current.set(replace(current(), why=why))
    try:
        yield
    finally:
        _current.reset(token)
