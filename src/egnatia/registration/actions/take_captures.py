"""Take fingerprints and photo for a draft: only after the notice, and only where the age allows it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from egnatia.accounts import policy
from egnatia.base.errors import not_found
from egnatia.biometrics.actions.mark_finger_missing import mark_finger_missing
from egnatia.biometrics.actions.receive_image import receive_image
from egnatia.biometrics.actions.receive_nist_file import receive_nist_file
from egnatia.biometrics.actions.receive_photo import receive_photo
from egnatia.biometrics.actions.receive_records import receive_records
from egnatia.biometrics.actions.remove_capture import discard, remove_capture
from egnatia.biometrics.models import Capture
from egnatia.biometrics.problems import engine_errors_as_problems
from egnatia.biometrics.queries import captures_of
from egnatia.biometrics.records import fingers_from_records
from egnatia.registration.age import require_capture_allowed
from egnatia.registration.models import Draft
from egnatia.registration.problems import closed, notice_missing
from egnatia.registration.queries import needs_notice


def take_finger(
    officer: Any, draft: Draft, position: int, image: bytes, *, dpi: int | None = None, device: str = ""
) -> Capture:
    """The image of one finger, waiting to be read; in place of an earlier one. Raises as `require_open` and biometrics do."""
    require_open(officer, draft)
    return receive_image(draft.pk, position, image, officer, dpi=dpi, device=device)


def take_nist_file(officer: Any, draft: Draft, data: bytes, *, device: str = "") -> list[Capture]:
    """All fingers of an ANSI/NIST-ITL file, and the photo if it holds one."""
    require_open(officer, draft)
    return receive_nist_file(draft.pk, data, officer, device=device)


def take_records(officer: Any, draft: Draft, records: Sequence[bytes]) -> list[Capture]:
    """Fingers that were read elsewhere, as ISO/IEC 19794-2 records; in place of earlier ones."""
    require_open(officer, draft)
    with engine_errors_as_problems(field="records"):
        positions = list(fingers_from_records(list(records)))
    with transaction.atomic():
        for earlier in captures_of(draft.pk).filter(kind=Capture.Kind.FINGER, position__in=positions):
            discard(earlier)
        return receive_records(draft.pk, records, officer)


def take_photo(officer: Any, draft: Draft, image: bytes, *, device: str = "") -> Capture:
    """The photo of the face; in place of an earlier one."""
    require_open(officer, draft)
    return receive_photo(draft.pk, image, officer, device=device)


def miss_finger(officer: Any, draft: Draft, position: int, reason: str) -> Capture:
    """A finger that can't be taken, with a reason of `law.missing_finger_reasons()`."""
    require_open(officer, draft)
    return mark_finger_missing(draft.pk, position, reason, officer)


def drop_capture(officer: Any, draft: Draft, *, kind: str, position: int = 0) -> None:
    """Take a finger or the photo away again. Raises Problem `biometrics.capture.not_found`."""
    require_open(officer, draft)
    capture = captures_of(draft.pk).filter(kind=kind, position=position).first()
    if capture is None:
        raise not_found("biometrics.capture")
    remove_capture(officer, capture)


def require_open(officer: Any, draft: Draft) -> None:
    """Raises Problem `accounts.not_allowed`, `registration.draft.closed`, `registration.notice.missing`,
    `registration.birth_date.missing`, `registration.capture_not_allowed`."""
    policy.require(officer, "registration.write")
    if not draft.is_open:
        raise closed()
    if needs_notice(draft):
        raise notice_missing()
    require_capture_allowed(draft.data or {})
