"""What the partners have taken on themselves, sentence by sentence, with the document it stands in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from egnatia.law.entries import Entry
from egnatia.law.rule_files import cached_rules, entry_source, raw_entries
from egnatia.law.sources import RuleError

THEMES: Mapping[str, str | Promise] = {
    "programme": _("Working group"),
    "information": _("Information and databases"),
    "border": _("Border management"),
    "asylum": _("Asylum and reception"),
    "returns": _("Return and readmission"),
    "visas": _("Visas"),
    "smuggling": _("Smuggling of migrants"),
    "trafficking": _("Trafficking in human beings"),
    "children": _("Children and cybercrime"),
    "agencies": _("European agencies"),
    "terrorism": _("Terrorism"),
    "firearms": _("Firearms"),
    "drugs": _("Drugs"),
    "justice": _("Justice"),
}
OWNERS = ("each", "coordinator")


@dataclass(frozen=True, slots=True)
class StandingCommitment(Entry):
    """One commitment.

    theme   key of THEMES
    owner   "each" partner for itself, or the "coordinator" of the working group
    asked   numbers of the mandate (M1 …) that it answers
    months  it comes again after so many months; 0: once
    first   its first day, where the document names one
    """

    theme: str
    owner: str
    asked: tuple[str, ...]
    months: int
    first: date | None


@cached_rules
def standing_commitments() -> Mapping[str, StandingCommitment]:
    """All by code, in the order of the file."""
    return {code: _read(code, entry) for code, entry in raw_entries("commitments").items()}


def commitment_documents() -> tuple[str, ...]:
    """Codes of the acts that commitments stand in, in the order in which they first appear."""
    return tuple(dict.fromkeys(one.source.act for one in standing_commitments().values()))


def _read(code: str, entry: dict[str, Any]) -> StandingCommitment:
    theme, owner, months, first = entry["theme"], entry["owner"], entry.get("months", 0), entry.get("first")
    if theme not in THEMES or owner not in OWNERS:
        raise RuleError(f"commitments.toml [{code}]: theme must be one of {', '.join(THEMES)}; owner {' or '.join(OWNERS)}")
    if not isinstance(months, int) or months < 0 or (months and not isinstance(first, date)):
        raise RuleError(f"commitments.toml [{code}]: months is a whole number, and what comes again needs its first day")
    source = entry_source(entry, "commitments", code)
    return StandingCommitment(code, str(entry["name"]), source, theme, owner, tuple(entry["asked"]), months, first)
