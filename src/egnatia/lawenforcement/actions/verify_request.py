"""What the verifying authority says of a request: before the search, or after it where it was urgent."""

from django.db import transaction
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.base.wake import wake_on_commit
from egnatia.law.characters import clean_text
from egnatia.lawenforcement import log
from egnatia.lawenforcement.actions.erase_copies import erase_copies
from egnatia.lawenforcement.actions.tell_partners import tell_verification
from egnatia.lawenforcement.models import Request
from egnatia.lawenforcement.queries.access import lock_request
from egnatia.lawenforcement.rules import ASK, VERIFY


@transaction.atomic
def verify_request(officer: Officer, request: Request) -> Request:
    """Approved: it is searched now, or its urgency was justified.

    Raises Problem `accounts.not_allowed`, `lawenforcement.verify.own_unit`, `.own_request`, `.not_independent`,
    `.decided_already`.
    """
    waiting = _get_waiting(officer, request)
    _decide(waiting, officer, Request.Verification.APPROVED)
    if waiting.state == Request.State.SUBMITTED:
        waiting.state = Request.State.VERIFIED
        wake_on_commit()
    waiting.save()
    log.record("lawenforcement.request.verified", waiting, officer=officer)
    if waiting.searched_at is not None:
        tell_verification(waiting)
    return waiting


@transaction.atomic
def refuse_request(officer: Officer, request: Request, reason: str, *, note: str = "") -> Request:
    """Not approved, for a reason of `law.verification_refusals()`. Where it was searched already, what was obtained is erased
    here, and partners and the asking unit are told to erase it too (Eurodac art. 32).

    Raises as `verify_request`, and Problem `lawenforcement.refusal.unknown`, `law.text.…`.
    """
    if reason not in law.verification_refusals():
        raise Problem(
            "lawenforcement.refusal.unknown",
            _("Say why it isn't approved."),
            _("Choose a reason of the list."),
            status=422,
            field="reason",
        )
    waiting = _get_waiting(officer, request)
    _decide(waiting, officer, Request.Verification.REFUSED)
    waiting.state, waiting.refusal_reason = Request.State.REFUSED, reason
    waiting.refusal_note = clean_text(note, field="note", max_length=500, lines=True) or None
    if waiting.is_unjustified:
        waiting.told_to_erase_at = waiting.verified_at
    waiting.save()
    log.record("lawenforcement.request.refused", waiting, officer=officer, why=reason)
    erase_copies(waiting, because="unjustified" if waiting.is_unjustified else "refused")
    if waiting.is_unjustified:
        tell_verification(waiting)
    return waiting


def _decide(request: Request, officer: Officer, verification: str) -> None:
    request.verification, request.verified_by, request.verified_at = verification, officer, clock.now()


def _get_waiting(officer: Officer, request: Request) -> Request:
    policy.require(officer, VERIFY)
    if policy.may(officer, ASK):
        raise Problem(
            "lawenforcement.verify.not_independent",
            _("Who may ask can't verify: the verifying authority is independent of those who ask."),
            _("Have an officer decide who is of the verifying authority alone."),
            status=403,
        )
    found = lock_request(request.pk)
    if found.asked_by_id == officer.pk:
        raise Problem(
            "lawenforcement.verify.own_request",
            _("You asked for this yourself, when you belonged to another unit."),
            _("Leave it to another officer of the verifying authority."),
            status=403,
        )
    if found.unit_id == officer.unit_id:
        raise Problem(
            "lawenforcement.verify.own_unit",
            _("Your own unit asked for this."),
            _("Leave it to an officer of the verifying authority who belongs to another unit."),
            status=403,
        )
    never_searched = found.erased_at is not None and found.searched_at is None
    if found.verification != Request.Verification.WAITING or never_searched:
        raise Problem(
            "lawenforcement.verify.decided_already",
            _("This request doesn't wait for verification."),
            _("Go back to the list."),
            status=409,
        )
    return found
