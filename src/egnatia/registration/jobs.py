"""Beside the pages: sign what came in by itself, and erase what nobody came back to."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from egnatia import audit, law
from egnatia.accounts.queries import get_service_officer
from egnatia.audit import context
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.base.jobs import every, nightly
from egnatia.base.node_settings import value_of
from egnatia.biometrics.models import Capture
from egnatia.registration.actions.abandon_draft import abandon_draft
from egnatia.registration.actions.register_person import sign_when_read
from egnatia.registration.actions.take_from_folder import take_from_folder
from egnatia.registration.actions.tell_result import tell_refusal
from egnatia.registration.models import Draft, ResultNotice
from egnatia.registration.watched_folder import DONE, FAILED, Settling, find_folder, sweep
from egnatia.registration.web_hooks import deliver_to_all

_MOST_AT_ONCE = 20
_settling = Settling()
#: The same call came again, or brought another image, in this very moment: the next look finds it settled.
_NOT_YET = ("registration.draft.changed_meanwhile", "registration.fingers.waiting")


@every(seconds=2)
def sign_what_is_ready() -> int:
    """Sign the drafts of the API and the watched folder whose fingers have been read; note what keeps one from it."""
    waiting = Capture.objects.filter(state=Capture.State.WAITING).values("holder")
    ready = Draft.objects.filter(state=Draft.State.OPEN, sign_when_ready=True, problem__isnull=True).exclude(pk__in=waiting)
    drafts = list(ready.select_related("officer")[:_MOST_AT_ONCE])
    for draft in drafts:
        _sign(draft)
    return len(drafts)


@every(seconds=600)
def erase_abandoned_drafts() -> int:
    """Erase drafts that nobody went on with, images included."""
    left = list(Draft.objects.filter(state=Draft.State.OPEN, erase_after__lte=clock.now())[:_MOST_AT_ONCE])
    for draft in left:
        abandon_draft(None, draft)
    return len(left)


@every(seconds=2)
def take_from_watched_folder() -> int:
    """Register what another system wrote into the watched folder, where the node has one."""
    folder = find_folder()
    return take_from_folder(get_service_officer(), folder, _settling) if folder is not None else 0


@nightly
def sweep_watched_folder() -> int:
    """Images and names don't lie about in clear: what was taken goes after some days, what was refused as drafts do."""
    folder = find_folder()
    if folder is None:
        return 0
    return sweep(folder, DONE, days=value_of("draft_days")) + sweep(folder, FAILED, days=law.limit("draft").n)


@every(seconds=2)
def send_results() -> int:
    """Send what has come of registrations to the web hooks of the systems they came from."""
    return deliver_to_all()


@nightly
def erase_old_results() -> int:
    """Results that no system has asked for in all that time."""
    oldest = clock.now() - timedelta(days=value_of("results_days"))
    return ResultNotice.objects.filter(at__lt=oldest).delete()[0]


def _sign(draft: Draft) -> None:
    officer = draft.officer
    actor = audit.Actor("officer", str(officer.pk), officer.get_username())
    with context.acting(actor, where="worker"):
        try:
            sign_when_read(officer, draft)
        except Problem as problem:
            if problem.code in _NOT_YET:
                return
            told = {"code": problem.code, "message": problem.message, "cure": problem.cure, **problem.details}
            _note_problem(draft, told)


@transaction.atomic
def _note_problem(draft: Draft, told: dict[str, Any]) -> None:
    if Draft.objects.filter(pk=draft.pk, state=Draft.State.OPEN).update(problem=told):
        audit.record("registration.draft.problem", subject=draft, code=told["code"])
        tell_refusal(draft, told)
