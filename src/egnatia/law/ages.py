"""The ages that decide: six for taking biometrics, fourteen for a second examiner, eighteen for being a child."""

from dataclasses import dataclass

from egnatia.law.rule_files import cached_rules, entry_source, raw_entries
from egnatia.law.sources import Source


@dataclass(frozen=True, slots=True)
class AgeRules:
    """The numbers of `ages.toml`, in years or fingers, each with its source."""

    youngest_for_biometrics: int
    doubt_matters_below: int
    estimate_margin: int
    second_examiner_below: int
    second_examiner_fingers: int
    adult_from: int
    oldest: int
    sources: tuple[tuple[str, Source], ...]


@cached_rules
def age_rules() -> AgeRules:
    entries = raw_entries("ages")
    return AgeRules(
        youngest_for_biometrics=entries["youngest_for_biometrics"]["n"],
        doubt_matters_below=entries["doubt_matters_below"]["n"],
        estimate_margin=entries["estimate_margin"]["n"],
        second_examiner_below=entries["second_examiner_below"]["n"],
        second_examiner_fingers=entries["second_examiner_fingers"]["n"],
        adult_from=entries["adult_from"]["n"],
        oldest=entries["oldest"]["n"],
        sources=tuple((code, entry_source(entry, "ages", code)) for code, entry in entries.items()),
    )
