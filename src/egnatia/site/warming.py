"""Compiling, opening and reading what the first search needs, before somebody waits for it; and keeping it in step."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from django.db import DatabaseError, connection

from egnatia.base import node
from egnatia.base.errors import Problem
from egnatia.engines.fingerprint.minutiae import Minutiae

DELAY_SECONDS = 2.0  # the first page goes before
IN_STEP_SECONDS = 900.0
_log = logging.getLogger(__name__)


def warm_up_soon() -> None:
    """In a thread of its own, a little later. Nothing depends on it but the seconds of the first search."""
    if node.find_current() is not None:
        _start_later(DELAY_SECONDS, warm_up)
        _start_later(DELAY_SECONDS, keep_register_in_step)
        _start_later(DELAY_SECONDS, answer_commands)


def warm_up() -> None:
    """Search once with a finger of nobody, and compare two names: kernels are compiled or loaded, the gallery is opened."""
    from egnatia.biometrics import gallery
    from egnatia.biometrics.records import build_ten_print
    from egnatia.engines.names.comparison import compare, prepare

    compare(prepare("Haddad"), prepare("حداد"))
    with _nothing_lost():
        gallery.search_parts(build_ten_print({1: finger_of_nobody(), 2: finger_of_nobody()}))


def keep_register_in_step() -> None:
    """Read the names now, and from time to time what changed: who was erased is out of this memory though nobody searches."""
    from egnatia.biographics.register import read_register

    with _nothing_lost():
        read_register()
    _start_later(IN_STEP_SECONDS, keep_register_in_step)


def answer_commands() -> None:
    """Let `egnatia find` ask this process, which has the names, instead of reading them anew; of several the first answers."""
    from egnatia.base import node_calls
    from egnatia.biographics import finding_for_commands

    def answer(question: dict[str, Any]) -> dict[str, Any]:
        try:
            return finding_for_commands.answer_command(question)
        finally:
            connection.close()  # of this call's thread

    node_calls.listen(finding_for_commands.KIND, answer)


def _start_later(seconds: float, do: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, do)
    timer.daemon = True
    timer.start()


@contextmanager
def _nothing_lost() -> Iterator[None]:
    """What can't be done now is done by the first search."""
    try:
        yield
    except (Problem, DatabaseError, OSError) as error:
        _log.info("nothing to warm up yet: %s", error)
    finally:
        connection.close()


def finger_of_nobody() -> Minutiae:
    """Forty minutiae at random: enough for every step of a search, and nothing to load but the engine."""
    draw = np.random.default_rng(0)
    points = draw.integers((20, 20, 0, 0), (380, 480, 256, 2), size=(40, 4)).astype(np.int16)
    return Minutiae(points, np.full(len(points), 80, np.uint8), width=400, height=500)
