"""Close a request when the case needs it no more, saying what came of it; what was obtained goes at once."""

from django.db import transaction
from django.utils.translation import gettext as _

from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.lawenforcement import log
from egnatia.lawenforcement.actions.erase_copies import erase_copies
from egnatia.lawenforcement.actions.tell_partners import tell_erased
from egnatia.lawenforcement.models import Request
from egnatia.lawenforcement.queries.access import lock_request
from egnatia.lawenforcement.queries.lists import open_hits
from egnatia.lawenforcement.rules import ASK


@transaction.atomic
def close_request(officer: Officer, request: Request, outcome: str) -> Request:
    """outcome   of `Request.Outcome`, for the report of art. 57(8)

    Raises Problem `accounts.not_allowed`, `lawenforcement.close.outcome_unknown`, `lawenforcement.close.not_answered`.
    """
    policy.require(officer, ASK)
    if outcome not in Request.Outcome.values:
        raise Problem(
            "lawenforcement.close.outcome_unknown",
            _("Say what came of it."),
            _("Choose one of the list."),
            status=422,
            field="outcome",
        )
    row = lock_request(request.pk)
    if row.unit_id != officer.unit_id or not is_ready_to_close(row):
        raise Problem(
            "lawenforcement.close.not_answered",
            _("Only a request that was verified and answered can be closed."),
            _("Wait for the examiners and the verifying authority."),
            status=409,
        )
    row.state, row.closed_at, row.outcome = Request.State.CLOSED, clock.now(), outcome
    row.save()
    log.record("lawenforcement.request.closed", row, officer=officer, outcome=outcome)
    erase_copies(row, because="closed")
    return row


def is_ready_to_close(request: Request) -> bool:
    """Verified, and nothing is left to compare here; a partner that doesn't answer keeps nobody from closing."""
    if request.verification != Request.Verification.APPROVED:
        return False
    waits_for_partners = request.state == Request.State.SEARCHED and not open_hits(request).exists()
    return request.state == Request.State.ANSWERED or waits_for_partners


@transaction.atomic
def confirm_erasure(officer: Officer, request: Request) -> Request:
    """The asking unit has erased what it took out of an answer whose urgency was not justified; who verified sees it.

    Raises Problem `accounts.not_allowed`, `lawenforcement.erasure.not_asked`.
    """
    policy.require(officer, ASK)
    row = lock_request(request.pk)
    if row.unit_id != officer.unit_id or row.told_to_erase_at is None or row.erasure_confirmed_at is not None:
        raise Problem(
            "lawenforcement.erasure.not_asked",
            _("Nobody waits for this confirmation."),
            _("Go back to the list."),
            status=409,
        )
    row.erasure_confirmed_at, row.erasure_confirmed_by = clock.now(), officer
    row.save()
    log.record("lawenforcement.erasure.confirmed", row, officer=officer)
    tell_erased(row)
    return row
