"""Take in the image of one finger."""

from uuid import UUID

from django.db import IntegrityError, transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import blobs, clock, sealing, wake
from egnatia.biometrics.actions.remove_capture import discard
from egnatia.biometrics.models import Capture
from egnatia.biometrics.problems import engine_errors_as_problems, same_image_again, wrong_position
from egnatia.engines.fingerprint.images import FingerImage, read_image
from egnatia.engines.fingerprint.minutiae import POSITIONS


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
    return keep_image(
        holder, officer, data, image, kind=Capture.Kind.FINGER, position=position, impression=impression, device=device
    )


def keep_image(
    holder: UUID, officer: Officer, data: bytes, image: FingerImage, *, kind: str, position: int, impression: str, device: str
) -> Capture:
    """Seal the file and write its row; the file lies on the disk before the row does, so no row ever lacks its file."""
    digest = sealing.digest(data)
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
                impression=impression,
                holder=holder,
                blob=blob,
                digest=digest,
                source_format=image.source_format,
                dpi=image.source_dpi,
                width=image.width,
                height=image.height,
                captured_at=clock.now(),
                captured_by=officer,
                device=device,
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
