"""Take back what was entered by hand; the entry stays, and counts no more."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base import clock, wake
from egnatia.base.errors import Problem
from egnatia.picture.actions.enter_event import HAND
from egnatia.picture.models import Event, Incident


@transaction.atomic
def withdraw_entry(officer: Any, entry: Event | Incident) -> None:
    """Raises Problem `accounts.not_allowed`, `picture.entry.not_withdrawable` (409) for what wasn't entered by hand, or was
    withdrawn before.
    """
    policy.require(officer, "picture.import")
    rows = type(entry)._default_manager.filter(pk=entry.pk, origin=HAND, withdrawn_at=None)
    if not rows.update(withdrawn_at=clock.now(), is_counted=False):
        raise Problem(
            "picture.entry.not_withdrawable",
            gettext("This entry was withdrawn before, or wasn't made by hand."),
            gettext("What comes from a registration is corrected there; what was imported, by importing a corrected file."),
            status=409,
        )
    audit.record("picture.entry.withdrawn", subject=entry, officer=officer)
    wake.wake_on_commit()
