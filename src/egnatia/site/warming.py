"""Compiling and opening what the first search needs, before somebody waits for it."""

import logging
import threading

from django.db import DatabaseError, connection

from egnatia.base import node
from egnatia.base.errors import Problem

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
    from egnatia.engines.fingerprint.synthetic.templates import synthetic_fingers

    try:
        gallery.search_parts(build_ten_print(synthetic_fingers(0, 0)))
    except (Problem, DatabaseError, OSError) as error:
        _log.info("nothing to warm up yet: %s", error)
    finally:
        connection.close()
