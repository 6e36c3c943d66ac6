"""Take in the photo of a face."""

import io
import warnings
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import blobs, clock, sealing
from egnatia.base.errors import Problem
from egnatia.biometrics.actions.remove_capture import discard
from egnatia.biometrics.models import Capture

#: Room for the ISO/IEC 19794-5 token image (240 by 320) and what a page shows; more says no more about a face.
LONGEST_SIDE = 1200
SHORTEST_SIDE = 120
#: Beyond this a file is a bomb or a mistake; today's cameras stay below.
MOST_PIXELS = 60_000_000
_QUALITY = 90


def receive_photo(holder: UUID, data: bytes, officer: Officer, *, device: str = "") -> Capture:
    """Keep a face, made upright, at most 1,200 pixels, written anew as JPEG so that nothing but the picture is kept.

    A camera's file says where and with what it was taken; that is dropped. Replaces an earlier photo.
    Raises Problem `biometrics.photo.not_an_image`, `.too_large`, `.too_small`.
    """
    policy.require(officer, "registration.write")
    photo = normalise(data)
    content = io.BytesIO()
    photo.save(content, "JPEG", quality=_QUALITY, optimize=True)
    blob = blobs.store(content.getvalue())
    with transaction.atomic():
        for earlier in Capture.objects.filter(holder=holder, kind=Capture.Kind.FACE):
            discard(earlier)
        capture = Capture.objects.create(
            kind=Capture.Kind.FACE,
            holder=holder,
            blob=blob,
            digest=sealing.digest(content.getvalue()),
            source_format="JPEG",
            width=photo.width,
            height=photo.height,
            captured_at=clock.now(),
            captured_by=officer,
            device=device,
            state=Capture.State.READY,
        )
        audit.record("biometrics.capture.received", subject=capture, officer=officer, kind=Capture.Kind.FACE)
    return capture


def normalise(data: bytes) -> Image.Image:
    """The picture, upright, RGB, within limits. JPEG and PNG only: what cameras and browsers give."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
            _check_size(opened)
            photo = ImageOps.exif_transpose(opened).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Problem(
            "biometrics.photo.not_an_image",
            _("This file isn't a photo, or it is damaged."),
            _("Choose a JPEG or PNG file."),
            status=422,
            field="photo",
        ) from error
    photo.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return photo


def _check_size(opened: Image.Image) -> None:
    if opened.width * opened.height > MOST_PIXELS:
        raise _too_large()
    if min(opened.size) < SHORTEST_SIDE:
        raise Problem(
            "biometrics.photo.too_small",
            _("The photo is too small to recognise a face."),
            _("Take it again, closer or with a better camera."),
            status=422,
            field="photo",
        )


def _too_large() -> Problem:
    return Problem(
        "biometrics.photo.too_large",
        _("The photo is too large."),
        _("Make it smaller, or take it again with fewer pixels."),
        status=422,
        field="photo",
    )
