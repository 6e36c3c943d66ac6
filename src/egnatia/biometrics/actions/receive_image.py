"""Take in the image of one finger."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import blobs, clock, sealing, wake
from egnatia.biometrics.actions.remove_capture import discard
from egnatia.biometrics.models import Capture
from egnatia.biometrics.problems import engine_errors_as_problems, same_image_again, wrong_position
from egnatia.engines.fingerprint.images import read_image
from egnatia.engines.fingerprint.minutiae import POSITIONS


@dataclass(frozen=True, slots=True)
class Received:
    """What is known of an image that was found good: what it shows, and its file. Width and height in pixels at 500 dpi."""

    kind: str
    position: int
    impression: str
    source_format: str
    dpi: int
    width: int
    height: int
    device: str


def receive_image(
    holder: UUID,
    position: int,
    data: bytes,
    officer: Officer,
    *,
    impression: str = "plain",
    dpi: int | None = None,
    device: str = "",
) -> Capture:
    """Keep the image, sealed, as the capture of `position`, waiting to be read; it replaces an earlier one (a retake).

    holder    the draft it is taken for
    dpi       resolution, where the file doesn't say
    Raises Problem: whatever `read_image` refuses, as `biometrics.image.…`; `biometrics.image.given_twice` for a file that
    this person has already; `biometrics.position.unknown`.
    """
    policy.require(officer, "registration.write")
    if position not in POSITIONS:
        raise wrong_position(position)
    with engine_errors_as_problems(field="image"):
        image = read_image(data, dpi=dpi)
    received = Received(
        Capture.Kind.FINGER, position, impression, image.source_format, image.source_dpi, image.width, image.height, device
    )
    return keep_image(holder, officer, data, received)


def keep_image(holder: UUID, officer: Officer, data: bytes, received: Received) -> Capture:
    """Seal the file and write its row; the file lies on the disk before the row does, so no row ever lacks its file."""
    digest, kind, position = sealing.digest(data), received.kind, received.position
    _refuse_same_image(holder, digest, kind, position)
    blob = blobs.store(data)
    try:
        with transaction.atomic():
            replaced = Capture.objects.filter(holder=holder, kind=kind, position=position).first()
            if replaced is not None:
                discard(replaced)
            capture = Capture.objects.create(
                kind=kind,
                position=position,
                impression=received.impression,
                holder=holder,
                blob=blob,
                digest=digest,
                source_format=received.source_format,
                dpi=received.dpi,
                width=received.width,
                height=received.height,
                captured_at=clock.now(),
                captured_by=officer,
                device=received.device,
            )
            audit.record("biometrics.capture.received", subject=capture, officer=officer, position=position, kind=kind)
            wake.wake_on_commit()
    except IntegrityError as error:  # the same file, or the same finger, came twice at the same moment
        blobs.erase(blob)
        raise same_image_again(position) from error
    return capture


def _refuse_same_image(holder: UUID, digest: str, kind: str, position: int) -> None:
    twin = Capture.objects.filter(holder=holder, digest=digest).first()
    if twin is not None and (twin.kind, twin.position) != (kind, position):
        raise same_image_again(twin.position)
