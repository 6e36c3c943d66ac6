"""Give a registration up: what was typed and taken for it goes at once."""

from typing import Any

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.biometrics.actions.remove_capture import discard_all
from egnatia.persons.actions.end_membership import end_group_of_nobody
from egnatia.registration.models import Draft
from egnatia.registration.problems import changed_meanwhile


@transaction.atomic
def abandon_draft(officer: Any, draft: Draft) -> None:
    """Erase the draft's data and captures; `officer` is None for the job that does it when nobody came back.

    Raises Problem `accounts.not_allowed`, `registration.draft.changed_meanwhile`.
    """
    if officer is not None:
        policy.require(officer, "registration.write")
    if not close_draft(draft, Draft.State.ABANDONED):
        raise changed_meanwhile()
    if draft.group is not None and not draft.group.drafts.filter(state=Draft.State.OPEN).exists():
        end_group_of_nobody(draft.group, officer=officer)
    draft.drafts_after.update(relation=None)  # there is nobody any more to whom they are anything
    captures = discard_all(draft.pk)
    audit.record("registration.draft.abandoned", subject=draft, person=draft.person_id, officer=officer, captures=captures)


def close_draft(draft: Draft, state: str, **results: Any) -> bool:
    """End an open draft and empty it, as part of the caller's transaction; of two who end it at once, one gets True.

    False where `draft` isn't its present state any more.
    """
    changed = Draft.objects.filter(pk=draft.pk, state=Draft.State.OPEN, revision=draft.revision).update(
        state=state, sign_when_ready=False, problem=None, updated_at=clock.now(), **results
    )
    if not changed:
        return False
    draft.data = draft.national_number = None
    if state == Draft.State.ABANDONED:
        draft.relation = None
    draft.save(update_fields=["data", "national_number", "relation"])
    draft.refresh_from_db()
    return True
