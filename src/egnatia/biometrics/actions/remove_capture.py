"""Take a capture away again, before the registration is signed."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import blobs
from egnatia.base.errors import Problem
from egnatia.biometrics.models import Capture


def remove_capture(officer: Officer, capture: Capture) -> None:
    """Erase a capture with its image. Raises Problem `biometrics.capture.signed` once a data set stands on it."""
    policy.require(officer, "registration.write")
    with transaction.atomic():
        audit.record(
            "biometrics.capture.removed", subject=capture, officer=officer, position=capture.position, kind=capture.kind
        )
        discard(capture)


def discard(capture: Capture) -> None:
    """Delete the row now and the image after the commit; a crash between the two leaves a file that the nightly sweep takes."""
    if capture.uses.exists():
        raise Problem(
            "biometrics.capture.signed",
            _("This image belongs to a signed registration."),
            _("Correct the registration instead."),
            status=409,
        )
    blob = capture.blob
    capture.delete()
    if blob is not None:
        transaction.on_commit(lambda: blobs.erase(blob))


def discard_all(holder: UUID) -> int:
    """Erase whatever a holder (an abandoned draft) has that no data set stands on; says how many."""
    with transaction.atomic():
        captures = list(Capture.objects.filter(holder=holder, uses__isnull=True))
        for capture in captures:
            discard(capture)
    return len(captures)
