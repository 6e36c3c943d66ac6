"""Submit a request to the verifying authority; an urgent one may be searched at once."""

from django.db import transaction

from egnatia import law
from egnatia.accounts.models import Officer
from egnatia.base import clock, node
from egnatia.base.wake import wake_on_commit
from egnatia.lawenforcement import log
from egnatia.lawenforcement.actions.draft_request import get_draft
from egnatia.lawenforcement.models import Request
from egnatia.lawenforcement.rules import COPIES_LIMIT, VERIFICATION_LIMIT, obstacles


@transaction.atomic
def submit_request(officer: Officer, request: Request) -> Request:
    """Nothing of it can be changed from now on.

    Raises Problem `accounts.not_allowed`, `lawenforcement.request.submitted`, and the first of `rules.obstacles`.
    """
    draft = get_draft(officer, request)
    for problem in obstacles(draft):
        raise problem
    draft.state, draft.verification = Request.State.SUBMITTED, Request.Verification.WAITING
    draft.submitted_at = clock.now()
    # What nobody ever decides doesn't stay either; the search sets the month anew.
    draft.erase_on = law.due_at(COPIES_LIMIT, draft.submitted_at, node.current().partner)
    if draft.urgent:
        draft.verify_by = law.due_at(VERIFICATION_LIMIT, draft.submitted_at, node.current().partner)
        wake_on_commit()
    draft.save()
    log.record("lawenforcement.request.submitted", draft, officer=officer, said=draft.urgent_because or "")
    return draft
