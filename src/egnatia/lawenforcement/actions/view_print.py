"""The image of one finger of a hit, for its examiner."""

import io
from typing import Any
from uuid import UUID

from PIL import Image

from egnatia.base.errors import not_found
from egnatia.biometrics.pictures import finger_png
from egnatia.biometrics.problems import engine_errors_as_problems
from egnatia.biometrics.queries import ready_fingers
from egnatia.engines.fingerprint.images import read_image
from egnatia.lawenforcement import log
from egnatia.lawenforcement.models import Hit
from egnatia.lawenforcement.queries.access import get_hit


def view_print(officer: Any, hit_id: UUID, *, of_probe: bool, position: int) -> bytes:
    """PNG. Raises Problem `accounts.not_allowed`, `lawenforcement.hit.not_found`, `lawenforcement.print.not_found`."""
    hit = get_hit(officer, hit_id)
    content = _probe_png(hit, position) if of_probe else _found_png(hit, position)
    log.record_hit("lawenforcement.hit.compared", hit, officer=officer, position=position, of_probe=of_probe)
    return content


def _probe_png(hit: Hit, position: int) -> bytes:
    held = hit.request.prints.filter(position=position, image__isnull=False).first()
    if held is None:
        raise not_found("lawenforcement.print")
    with engine_errors_as_problems():
        pixels = read_image(bytes(held.image), dpi=held.dpi or None).pixels
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, "PNG", compress_level=3)
    return content.getvalue()


def _found_png(hit: Hit, position: int) -> bytes:
    if hit.data_set is None:  # a partner sends minutiae, no images
        raise not_found("lawenforcement.print")
    capture = ready_fingers(hit.data_set).filter(position=position, blob__isnull=False).first()
    if capture is None:
        raise not_found("lawenforcement.print")
    return finger_png(capture)
