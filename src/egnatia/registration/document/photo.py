"""The zone in a photo or scan of the page. The picture is looked at and let go; it is written nowhere."""

import threading

from django.utils.translation import gettext as _

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.engines.documents.photo.page_photo import SECONDS, read_photo
from egnatia.engines.documents.photo.tesseract import find_tesseract
from egnatia.engines.errors import EngineError
from egnatia.registration.document.reading import problem_from

#: One picture at a time in each process: a queue of them must not slow the pages down.
_TURN = threading.Lock()


def can_read_photos() -> bool:
    """Whether this machine has what it takes."""
    return find_tesseract() is not None


def read_picture(data: bytes) -> str:
    """The lines of the zone in a JPEG or PNG.

    Raises Problem `registration.photo.…`, `registration.mrz.not_found`, `registration.photo.busy` (503).
    """
    if not _TURN.acquire(timeout=SECONDS):
        raise Problem(
            "registration.photo.busy",
            _("Other pictures are being read."),
            _("Send it again in a minute, or type the lines."),
            status=503,
            field="photo",
        )
    try:
        zone = read_photo(data, clock.local_today())
    except EngineError as error:
        raise problem_from(error, field="photo") from error
    finally:
        _TURN.release()
    return "\n".join(line.text for line in zone.lines)
