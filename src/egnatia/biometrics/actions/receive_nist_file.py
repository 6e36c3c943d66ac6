"""Take in an ANSI/NIST-ITL file: its fingers, and the photo if it holds one."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock, sealing
from egnatia.base.errors import Problem
from egnatia.biometrics.actions.receive_image import Received, keep_image
from egnatia.biometrics.actions.receive_photo import receive_photo
from egnatia.biometrics.actions.remove_capture import discard
from egnatia.biometrics.models import Capture
from egnatia.biometrics.problems import engine_errors_as_problems
from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.decoding import decode_picture
from egnatia.engines.fingerprint.images import read_image
from egnatia.engines.fingerprint.minutiae import POSITIONS
from egnatia.engines.fingerprint.nist import NistFile, NistFinger, read_nist


def receive_nist_file(holder: UUID, data: bytes, officer: Officer, *, device: str = "") -> list[Capture]:
    """Keep each finger of the file as a capture, waiting to be read, all of them or none.

    A finger whose image can't be used doesn't lose the others: it is a refused capture with the code of its problem. Of a
    finger that is there rolled and plain, the rolled one is kept: it shows more. Slaps are kept to check the single fingers.

    Raises Problem: what `read_nist` refuses, as `biometrics.nist.…`; `biometrics.nist.no_fingers`;
    `biometrics.image.given_twice`.
    """
    policy.require(officer, "registration.write")
    with engine_errors_as_problems(field="nist_file"):
        file = read_nist(data)
    fingers = _one_each(file)
    if not fingers:
        raise Problem(
            "biometrics.nist.no_fingers",
            _("There is no single finger in this file."),
            _("Ask the scanner's software for a file with ten single fingers (record type 4 or 14)."),
            status=422,
            field="nist_file",
        )
    with transaction.atomic():
        captures = [_keep(holder, officer, finger, device) for finger in fingers.values()]
        for slap in file.slaps:
            _keep_slap(holder, officer, slap, device)
        if file.face is not None:
            captures.append(receive_photo(holder, file.face, officer, device=device))
    return captures


def _one_each(file: NistFile) -> dict[int, NistFinger]:
    kept: dict[int, NistFinger] = {}
    for finger in file.fingers:
        if finger.position in POSITIONS and (finger.position not in kept or _is_rolled(finger)):
            kept[finger.position] = finger
    return kept


def _is_rolled(finger: NistFinger) -> bool:
    return finger.impression == Capture.Impression.ROLLED


def _keep(holder: UUID, officer: Officer, finger: NistFinger, device: str) -> Capture:
    impression = Capture.Impression.ROLLED if _is_rolled(finger) else Capture.Impression.PLAIN
    try:
        image = read_image(finger.data, dpi=finger.dpi)
    except EngineError as error:
        return _note_refused(holder, officer, finger, error.code)
    received = Received(
        Capture.Kind.FINGER,
        finger.position,
        impression,
        image.source_format,
        image.source_dpi,
        image.width,
        image.height,
        device,
    )
    return keep_image(holder, officer, finger.data, received)


def _keep_slap(holder: UUID, officer: Officer, slap: NistFinger, device: str) -> None:
    """Kept to check the single fingers against; one that can't be decoded checks nothing, and that is all it costs."""
    try:
        picture = decode_picture(slap.data)
    except EngineError as error:
        audit.record(
            "biometrics.slap.left_out", officer=officer, holder=str(holder), position=slap.position, problem=error.code
        )
        return
    height, width = picture.pixels.shape
    received = Received(
        Capture.Kind.SLAP, slap.position, Capture.Impression.PLAIN, picture.format, slap.dpi, width, height, device
    )
    keep_image(holder, officer, slap.data, received)


def _note_refused(holder: UUID, officer: Officer, finger: NistFinger, code: str) -> Capture:
    """The finger stays visible as one to take again; its image, which is none, isn't kept."""
    earlier = Capture.objects.filter(holder=holder, kind=Capture.Kind.FINGER, position=finger.position).first()
    if earlier is not None:
        discard(earlier)
    capture = Capture.objects.create(
        kind=Capture.Kind.FINGER,
        position=finger.position,
        holder=holder,
        digest=sealing.digest(finger.data),
        captured_at=clock.now(),
        captured_by=officer,
        state=Capture.State.REFUSED,
        problem_code=code,
    )
    audit.record("biometrics.capture.received", subject=capture, officer=officer, position=finger.position, problem=code)
    return capture
