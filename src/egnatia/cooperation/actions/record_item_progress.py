"""Say how far an item of the work programme has come."""

from django.db import transaction
from django.utils.translation import gettext as _

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.cooperation.actions.changes import EVIDENCE, apply, clean_line, clean_lines
from egnatia.cooperation.models import Item, ItemNote
from egnatia.cooperation.queries.days import today


@transaction.atomic
def record_item_progress(officer: Officer, item: Item, state: str, text: str, *, evidence: str = "") -> ItemNote:
    """Set the state, with a note that says why it is so; an item that ended may be opened again.

    Raises Problem `accounts.not_allowed`, `cooperation.state.unknown`, `cooperation.empty`.
    """
    policy.require(officer, "cooperation.write")
    if state not in Item.State.values:
        raise Problem("cooperation.state.unknown", _("There is no such state."), _("Choose one from the list."), field="state")
    note = ItemNote.objects.create(
        item=item,
        text=clean_lines(text, "text", required=True),
        evidence=clean_line(evidence, "evidence", max_length=EVIDENCE, required=False),
        at=clock.now(),
        by=officer,
    )
    ended_on = None if state in Item.OPEN else item.ended_on or today()
    changed = apply(item, {"state": state, "ended_on": ended_on})
    audit.record("cooperation.item.progress", subject=item, officer=officer, note=str(note.pk), changed=changed)
    return note
