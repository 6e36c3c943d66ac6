"""Take in fingers that somebody else has read already: old records taken over, or a scanner that extracts by itself."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.biometrics.models import Capture
from egnatia.biometrics.problems import engine_errors_as_problems
from egnatia.biometrics.records import to_record
from egnatia.engines.fingerprint import iso19794
from egnatia.engines.fingerprint.minutiae import Minutiae

#: In place of an extractor's version: nobody here has seen the image.
TAKEN_OVER = "iso19794-2"


def receive_records(holder: UUID, records: Iterable[bytes], officer: Officer) -> list[Capture]:
    """Keep ISO/IEC 19794-2 records, one a finger, as captures without an image, ready to be searched.

    Raises Problem `biometrics.record.…` for what isn't such a record, `biometrics.finger.given_twice`; nothing is kept then.
    """
    policy.require(officer, "registration.write")
    with engine_errors_as_problems(field="records"):
        fingers = [iso19794.decode(record) for record in records]
    if len({position for position, _minutiae in fingers}) < len(fingers):
        raise Problem(
            "biometrics.finger.given_twice",
            _("There are two records of one finger."),
            _("Send one record for each finger."),
            status=409,
            field="records",
        )
    captures = [_capture_of(holder, officer, position, minutiae) for position, minutiae in fingers]
    with transaction.atomic():
        Capture.objects.bulk_create(captures)
        audit.record(
            "biometrics.records.received", officer=officer, holder=str(holder), fingers=[one.position for one in captures]
        )
    return captures


def _capture_of(holder: UUID, officer: Officer, position: int, minutiae: Minutiae) -> Capture:
    quality = int(minutiae.quality.mean()) if len(minutiae) else 0
    return Capture(
        kind=Capture.Kind.FINGER,
        position=position,
        holder=holder,
        source_format="ISO 19794-2",
        width=minutiae.width,
        height=minutiae.height,
        captured_at=clock.now(),
        captured_by=officer,
        state=Capture.State.READY,
        quality=min(100, quality),
        minutiae=to_record(minutiae, position=position, quality=min(100, quality)),
        extractor=TAKEN_OVER,
    )
