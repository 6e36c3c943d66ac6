"""Compiling and opening what the first search needs, before somebody waits for it."""

import logging
import threading

import numpy as np
from django.db import DatabaseError, connection

from egnatia.base import node
from egnatia.base.errors import Problem
from egnatia.engines.fingerprint.minutiae import Minutiae

DELAY_SECONDS = 2.0  # the first page goes before
_log = logging.getLogger(__name__)


def warm_up_soon() -> None:
    """In a thread of its own, a little later. Nothing depends on it but the seconds of the first search."""
    if node.find_current() is not None:
        timer = threading.Timer(DELAY_SECONDS, warm_up)
        timer.daemon = True
        timer.start()


def warm_up() -> None:
    """Search once with a finger of nobody: kernels are compiled or loaded, the gallery is opened."""
    from egnatia.biometrics import gallery
    from egnatia.biometrics.records import build_ten_print

    try:
        gallery.search_parts(build_ten_print({1: finger_of_nobody(), 2: finger_of_nobody()}))
    except (Problem, DatabaseError, OSError) as error:
        _log.info("nothing to warm up yet: %s", error)
    finally:
        connection.close()


def finger_of_nobody() -> Minutiae:
    """Forty minutiae at random: enough for every step of a search, and nothing to load but the engine."""
    draw = np.random.default_rng(0)
    points = draw.integers((20, 20, 0, 0), (380, 480, 256, 2), size=(40, 4)).astype(np.int16)
    return Minutiae(points, np.full(len(points), 80, np.uint8), width=400, height=500)
