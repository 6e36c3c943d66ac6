"""Take a scan that lies in the watched folder for a registration under way."""

from typing import Any

from django.utils.translation import gettext as _

from egnatia import audit
from egnatia.base.errors import Problem
from egnatia.registration.actions.take_captures import require_open, take_finger, take_nist_file
from egnatia.registration.intake_files import MOST_BYTES, read_folder
from egnatia.registration.models import Draft
from egnatia.registration.watched_folder import DONE, Entry, find_folder, finish, scans


def take_from_scanner(officer: Any, draft: Draft, name: str, *, device: str = "") -> None:
    """All fingers of the scan; then it leaves the folder's list, so that nobody takes it for another person.

    name   as `watched_folder.scans` lists it
    Raises Problem `registration.scan.not_found`, and what taking images raises.
    """
    require_open(officer, draft)
    folder = find_folder()
    scan = next((one for one in scans(folder) if one.name == name), None) if folder else None
    if folder is None or scan is None:
        raise Problem(
            "registration.scan.not_found",
            _("This scan isn't there any more."),
            _("Scan again, or choose another from the list."),
            status=404,
            field="scan",
        )
    _take(officer, draft, scan, device)
    audit.record("registration.scan.taken", subject=draft, person=draft.person_id, officer=officer)
    finish(folder, scan, DONE, {"outcome": "taken", "draft": str(draft.pk)})


def _take(officer: Any, draft: Draft, scan: Entry, device: str) -> None:
    prints = scan.nist_or_folder()
    if prints.is_dir():
        for position, image in sorted(read_folder(prints).items()):
            take_finger(officer, draft, position, image, device=device)
        return
    if prints.stat().st_size > MOST_BYTES or prints.is_symlink():
        raise Problem(
            "registration.file.too_large",
            _("A file is larger than 64 MB."),
            _("Check whether it is the right file."),
            status=422,
        )
    take_nist_file(officer, draft, prints.read_bytes(), device=device)
