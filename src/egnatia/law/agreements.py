"""Agreements on readmission, police cooperation and joint operations, between the partners and with the European Union."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from egnatia.law.entries import Entry
from egnatia.law.partners import partners
from egnatia.law.rule_files import cached_rules, entry_source, raw_entries
from egnatia.law.sources import RuleError

KINDS: Mapping[str, str | Promise] = {
    "readmission": _("Readmission"),
    "police": _("Police cooperation"),
    "automated_exchange": _("Automated exchange of police data"),
    "operations": _("Operations of European agencies"),
}
STATES: Mapping[str, str | Promise] = {
    "in force": _("In force"),
    "concluded": _("Concluded, entry into force to be confirmed"),
    "none": _("There is none"),
}
EUROPEAN_UNION = "EU"


@dataclass(frozen=True, slots=True)
class Agreement(Entry):
    """One agreement.

    kind     key of KINDS
    parties  codes of partners, and "EU"
    state    key of STATES
    """

    kind: str
    parties: frozenset[str]
    state: str

    @property
    def state_name(self) -> str:
        return str(STATES[self.state])


@cached_rules
def agreements() -> Mapping[str, Agreement]:
    """All by code."""
    return {code: _read(code, entry) for code, entry in raw_entries("agreements").items()}


def agreements_between(one: str, other: str, *, kind: str = "") -> list[Agreement]:
    """What both are parties to; an empty list means that nothing is known, not that there is nothing."""
    return [found for found in agreements().values() if {one, other} <= found.parties and kind in ("", found.kind)]


def agreements_with_union(partner: str) -> list[Agreement]:
    """A partner's own agreements with the European Union."""
    return agreements_between(partner, EUROPEAN_UNION)


def _read(code: str, entry: dict[str, Any]) -> Agreement:
    parties = frozenset(entry["parties"])
    if entry["kind"] not in KINDS or entry["state"] not in STATES:
        raise RuleError(f"agreements.toml [{code}]: kind must be one of {', '.join(KINDS)}; state one of {', '.join(STATES)}")
    if len(parties) < 2 or parties - {*partners(), EUROPEAN_UNION}:
        raise RuleError(f"agreements.toml [{code}]: parties are at least two of {', '.join((*partners(), EUROPEAN_UNION))}")
    return Agreement(code, str(entry["name"]), entry_source(entry, "agreements", code), entry["kind"], parties, entry["state"])
