"""Look at a person's ten fingers on one sheet, outside an examination."""

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base.errors import not_allowed, not_found
from egnatia.biometrics.models import Capture
from egnatia.biometrics.pictures import sheet_png
from egnatia.biometrics.queries import ready_fingers
from egnatia.engines.fingerprint.minutiae import Minutiae
from egnatia.persons.models import DataSet

READERS = ("examine.read", "registration.sign")


def view_fingers(officer: Officer, data_set: DataSet) -> bytes:
    """All fingers of a data set as one small PNG: one look, one audit event.

    Raises Problem `accounts.not_allowed`, and `biometrics.capture.not_found` where only minutiae came.
    """
    if not any(policy.may(officer, permission) for permission in READERS):
        raise not_allowed(READERS[0])
    captures: dict[int, Capture | Minutiae] = {
        capture.position: capture for capture in ready_fingers(data_set) if capture.blob is not None
    }
    if not captures:
        raise not_found("biometrics.capture")
    audit.record(
        "biometrics.capture.viewed",
        subject=data_set,
        person=data_set.person_id,
        officer=officer,
        part="fingerprints",
        positions=sorted(captures),
    )
    return sheet_png([captures])
