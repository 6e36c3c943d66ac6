"""Put an item into the work programme, or change it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.cooperation.actions.changes import TITLE, apply, check_partner, clean_line, clean_lines
from egnatia.cooperation.models import Item


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What is said of an item; see the model. owner: a partner's letters, or "" for all six."""

    chapter: str
    title: str
    text: str = ""
    owner: str = ""
    due_on: date | None = None


@transaction.atomic
def plan_item(officer: Officer, facts: ItemFacts) -> Item:
    """Raises Problem `accounts.not_allowed`, `cooperation.chapter.unknown`, `cooperation.empty`, `law.partner.unknown`."""
    policy.require(officer, "cooperation.write")
    item = Item.objects.create(made_at=clock.now(), **_clean(facts))
    audit.record("cooperation.item.planned", subject=item, officer=officer, chapter=item.chapter, owner=item.owner)
    return item


@transaction.atomic
def change_item(officer: Officer, item: Item, facts: ItemFacts) -> Item:
    """Raises what `plan_item` raises. How far it has come is told by `record_item_progress`."""
    policy.require(officer, "cooperation.write")
    if changed := apply(item, _clean(facts)):
        audit.record("cooperation.item.changed", subject=item, officer=officer, changed=changed)
    return item


def _clean(facts: ItemFacts) -> dict[str, Any]:
    if facts.chapter not in Item.Chapter.values:
        raise Problem(
            "cooperation.chapter.unknown",
            _("The work programme has no such chapter."),
            _("Choose one of the three."),
            field="chapter",
        )
    return {
        "chapter": facts.chapter,
        "title": clean_line(facts.title, "title", max_length=TITLE),
        "text": clean_lines(facts.text, "text"),
        "owner": check_partner(facts.owner, "owner") if facts.owner else "",
        "due_on": facts.due_on,
    }
