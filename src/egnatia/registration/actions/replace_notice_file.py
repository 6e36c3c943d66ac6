"""Put the partner's own PDF in place of a shipped notice, or take it away again."""

import os

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base.blobs import disk_problem
from egnatia.base.errors import Problem
from egnatia.registration.notice_files import own_file

MOST_BYTES = 5 * 1024 * 1024


def replace_notice_file(officer: Officer, language: str, content: bytes | None) -> None:
    """From now on this PDF is handed out in that language; None: the shipped text again.

    Raises Problem `accounts.not_allowed`, `law.notice.unknown`, `registration.notice_file.not_pdf`,
    `registration.notice_file.too_large`, `base.disk_full`.
    """
    policy.require(officer, "settings.manage")
    path = own_file(language)
    if content is None:
        path.unlink(missing_ok=True)
    else:
        _check(content)
        unfinished = path.with_suffix(".new")
        try:
            with unfinished.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(path)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise disk_problem(error) from error
    audit.record("registration.notice_file.replaced", officer=officer, language=language, own=content is not None)


def _check(content: bytes) -> None:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise Problem(
            "registration.notice_file.not_pdf", "This file is not a whole PDF.", "Export the notice as PDF again.", field="file"
        )
    if len(content) > MOST_BYTES:
        raise Problem(
            "registration.notice_file.too_large",
            "The file is larger than 5 MB.",
            "Make the pictures in it smaller.",
            field="file",
        )
