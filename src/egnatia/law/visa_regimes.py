"""Who needs a visa where: only the nationalities that the partners treat differently are listed."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from egnatia.law.entries import Entry
from egnatia.law.partners import partners
from egnatia.law.rule_files import RawEntry, cached_rules, entry_for, entry_source, raw_entries
from egnatia.law.sources import RuleError


@dataclass(frozen=True, slots=True)
class VisaRegime(Entry):
    """How one partner admits one nationality (`code`, three letters): days of one stay without a visa; 0: a visa is needed."""

    partner: str
    free_days: int

    def __str__(self) -> str:
        return free_days_in_words(self.free_days)


def free_days_in_words(days: int) -> str:
    """ "Visa required", or "Free for 90 days"."""
    if days == 0:
        return gettext("Visa required")
    return ngettext("Free for %(days)d day", "Free for %(days)d days", days) % {"days": days}


@cached_rules
def _visa_regimes() -> Mapping[str, Mapping[str, VisaRegime]]:
    return {
        nationality: {partner: _read(nationality, partner, entry_for(entry, partner)) for partner in partners()}
        for nationality, entry in raw_entries("visa_regimes").items()
    }


def visa_regimes(nationality: str) -> Mapping[str, VisaRegime]:
    """By partner; empty for a nationality that the six treat alike, as far as is known."""
    return _visa_regimes().get(nationality, {})


def _read(nationality: str, partner: str, entry: RawEntry) -> VisaRegime:
    days = entry["free_days"]
    if not isinstance(days, int) or days < 0:
        raise RuleError(f"visa_regimes.toml [{nationality}]: free_days is a whole number, 0 where a visa is needed")
    source = entry_source(entry, "visa_regimes", nationality)
    return VisaRegime(nationality, str(entry["name"]), source, partner, days)
