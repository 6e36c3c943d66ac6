"""What law enforcement may ask for: offences, involvement, checks before, numbers that decide (Eurodac arts 5-7, 14, 33)."""

from collections.abc import Mapping
from dataclasses import dataclass

from egnatia.law.choices import Choice, load_choices
from egnatia.law.rule_files import cached_rules, entry_source, raw_entries
from egnatia.law.sources import Source

#: Mark of an involvement under which a child's data may be used at all.
MAY_BE_CHILD_SUSPECTED = "may_be_child_suspected"


@dataclass(frozen=True, slots=True)
class LawEnforcementRules:
    """The numbers of `law_enforcement_rules.toml`, in years, each with its source.

    least_penalty_years   what the offence carries at most under national law must be at least this
    child_below           under this age data are used only for an offence that the child is suspected of
    """

    least_penalty_years: int
    child_below: int
    sources: tuple[tuple[str, Source], ...]


@cached_rules
def law_enforcement_rules() -> LawEnforcementRules:
    entries = raw_entries("law_enforcement_rules")
    return LawEnforcementRules(
        least_penalty_years=entries["least_penalty_years"]["n"],
        child_below=entries["child_below"]["n"],
        sources=tuple((code, entry_source(entry, "law_enforcement_rules", code)) for code, entry in entries.items()),
    )


@cached_rules
def offences() -> Mapping[str, Choice]:
    """The offences of the European arrest warrant's list."""
    return load_choices("offences")


@cached_rules
def involvements() -> Mapping[str, Choice]:
    """suspect, perpetrator, victim."""
    return load_choices("involvements")


@cached_rules
def prior_checks() -> Mapping[str, Choice]:
    """What has to be searched before: national databases, Prüm."""
    return load_choices("prior_checks")


@cached_rules
def _prior_check_reasons() -> Mapping[str, Choice]:
    return load_choices("prior_check_reasons")


def prior_check_reasons(check: str) -> Mapping[str, Choice]:
    """Why that check may have been left out."""
    return {code: reason for code, reason in _prior_check_reasons().items() if reason.group in ("", check)}


@cached_rules
def verification_refusals() -> Mapping[str, Choice]:
    """Why the verifying authority doesn't approve."""
    return load_choices("verification_refusals")
