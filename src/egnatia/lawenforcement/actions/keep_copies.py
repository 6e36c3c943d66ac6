"""Keep what was obtained for another month: only for the ongoing case, with a reason, each month anew (Eurodac art. 47(4))."""

from django.db import transaction
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.law.characters import clean_text
from egnatia.lawenforcement import log
from egnatia.lawenforcement.models import Request
from egnatia.lawenforcement.queries.access import lock_request
from egnatia.lawenforcement.rules import ASK, COPIES_LIMIT

LONGEST = 1000


@transaction.atomic
def keep_copies(officer: Officer, request: Request, reason: str) -> Request:
    """Kept for a month from now, never longer at a time; an urgent one only once it is verified.

    Raises Problem `accounts.not_allowed`, `lawenforcement.keep.reason_missing`, `.nothing_left`, `.not_verified`, `law.text.…`.
    """
    policy.require(officer, ASK)
    said = clean_text(reason, field="reason", max_length=LONGEST, lines=True)
    if not said:
        raise Problem(
            "lawenforcement.keep.reason_missing",
            _("It isn't said why the case still needs this."),
            _("Say what of the answer is needed, for which step of the ongoing case."),
            status=422,
            field="reason",
        )
    row = lock_request(request.pk)
    in_use = row.state in (Request.State.SEARCHED, Request.State.ANSWERED)
    if row.unit_id != officer.unit_id or not in_use or row.erased_at is not None:
        raise Problem(
            "lawenforcement.keep.nothing_left",
            _("Nothing of this request is held that could be kept."),
            _("Ask again where the case needs it."),
            status=409,
        )
    if row.verification != Request.Verification.APPROVED:
        raise Problem(
            "lawenforcement.keep.not_verified",
            _("This request isn't verified yet."),
            _("Ask the verifying authority to decide first; nothing is kept for longer on the unit's word alone."),
            status=409,
        )
    now = clock.now()
    row.kept_because, row.kept_at = said, now
    row.erase_on = law.due_at(COPIES_LIMIT, now, node.current().partner)
    row.save()
    log.record("lawenforcement.copies.kept", row, officer=officer, said=said, until=row.erase_on.isoformat())
    return row
