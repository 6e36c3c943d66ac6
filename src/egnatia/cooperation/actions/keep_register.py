"""Put a database, tool or need into the register, change it, take it out."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.cooperation.actions.changes import TITLE, apply, check_partner, clean_line, clean_lines
from egnatia.cooperation.models import RegisterEntry


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What is said of an entry; see the model."""

    partner: str
    kind: str
    name: str
    purpose: str
    state: str
    authority: str = ""
    technology: str = ""
    offered: bool = False
    priority: str = ""


@transaction.atomic
def add_register_entry(officer: Officer, facts: EntryFacts) -> RegisterEntry:
    """Raises Problem `accounts.not_allowed`, `cooperation.register_entry.exists`, `cooperation.register_entry.kind`, …"""
    policy.require(officer, "cooperation.write")
    values = _clean(facts)
    _refuse_twice(values)
    entry = RegisterEntry.objects.create(changed_at=clock.now(), changed_by=officer, **values)
    audit.record("cooperation.register_entry.added", subject=entry, officer=officer, partner=entry.partner, kind=entry.kind)
    return entry


@transaction.atomic
def change_register_entry(officer: Officer, entry: RegisterEntry, facts: EntryFacts) -> RegisterEntry:
    """Raises what `add_register_entry` raises."""
    policy.require(officer, "cooperation.write")
    values = _clean(facts)
    _refuse_twice(values, but=entry)
    if changed := apply(entry, values):
        apply(entry, {"changed_at": clock.now(), "changed_by": officer})
        audit.record("cooperation.register_entry.changed", subject=entry, officer=officer, changed=changed)
    return entry


@transaction.atomic
def remove_register_entry(officer: Officer, entry: RegisterEntry) -> None:
    """Take an entry out; the audit keeps its name. Raises Problem `accounts.not_allowed`."""
    policy.require(officer, "cooperation.write")
    audit.record("cooperation.register_entry.removed", subject=entry, officer=officer, partner=entry.partner, name=entry.name)
    entry.delete()


def _clean(facts: EntryFacts) -> dict[str, Any]:
    kinds, states, priorities = RegisterEntry.Kind.values, RegisterEntry.State.values, RegisterEntry.Priority.values
    is_need = facts.kind == RegisterEntry.Kind.NEED
    if facts.kind not in kinds or facts.state not in states or facts.priority not in ("", *priorities):
        raise Problem(
            "cooperation.register_entry.kind",
            _("There is no such kind, state or priority."),
            _("Choose one from the list."),
            field="kind",
        )
    if is_need and not facts.priority:
        raise Problem("cooperation.register_entry.priority", _("A need has a priority."), _("Choose one."), field="priority")
    return {
        "partner": check_partner(facts.partner),
        "kind": facts.kind,
        "name": clean_line(facts.name, "name"),
        "purpose": clean_lines(facts.purpose, "purpose", required=True),
        "authority": clean_line(facts.authority, "authority", required=False),
        "technology": clean_line(facts.technology, "technology", max_length=TITLE, required=False),
        "state": facts.state,
        "offered": facts.offered and not is_need,
        "priority": facts.priority if is_need else "",
    }


def _refuse_twice(values: dict[str, Any], but: RegisterEntry | None = None) -> None:
    same = RegisterEntry.objects.filter(partner=values["partner"], kind=values["kind"], name=values["name"])
    if but is not None:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise Problem(
            "cooperation.register_entry.exists",
            _("The register has an entry of this name already."),
            _("Change that one, or choose another name."),
            status=409,
            field="name",
        )
