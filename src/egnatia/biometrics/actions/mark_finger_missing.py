"""Note why a finger can't be taken."""

from uuid import UUID

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.biometrics.actions.remove_capture import discard
from egnatia.biometrics.models import Capture
from egnatia.biometrics.problems import wrong_position
from egnatia.engines.fingerprint.minutiae import POSITIONS
from egnatia.law import missing_finger_reasons


def mark_finger_missing(holder: UUID, position: int, reason: str, officer: Officer) -> Capture:
    """Say that a finger can't be taken, and why; an image that was taken of it goes.

    reason    a code of `law.missing_finger_reasons()`
    Raises Problem `biometrics.missing_reason.unknown`, `biometrics.position.unknown`.
    """
    policy.require(officer, "registration.write")
    if position not in POSITIONS:
        raise wrong_position(position)
    if reason not in missing_finger_reasons():
        raise Problem(
            "biometrics.missing_reason.unknown", "There is no such reason.", "Choose one from the list.", field="reason"
        )
    with transaction.atomic():
        earlier = Capture.objects.filter(holder=holder, kind=Capture.Kind.FINGER, position=position).first()
        if earlier is not None:
            discard(earlier)
        note = Capture.objects.create(
            kind=Capture.Kind.FINGER,
            position=position,
            holder=holder,
            state=Capture.State.MISSING,
            missing_reason=reason,
            captured_at=clock.now(),
            captured_by=officer,
        )
        audit.record("biometrics.finger.missing", subject=note, officer=officer, position=position, reason=reason)
    return note
