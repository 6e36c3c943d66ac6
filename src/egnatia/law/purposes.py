"""Purposes: why a partner is asked, and what each purpose may see. A closed list."""

from collections.abc import Mapping
from dataclasses import dataclass

from egnatia.law.entries import Entry, get_entry
from egnatia.law.rule_files import cached_rules, entry_source, raw_entries


@dataclass(frozen=True, slots=True)
class Purpose(Entry):
    """One purpose, as it is written on the wire inside the sealed body.

    before_verdict              what the asker sees of a possible match before its examiner has spoken
    after_verdict               what follow-up may hold after *same*, on request and release
    released_by_person_only     what of that a person at the owner releases for the single case, never a standing rule
    asks_country_of_nationality whether a partner is asked whose nationality the person holds, claims or fears
    gateway                     migration or law_enforcement: two gateways that never mix
    needs_consent               only with the recorded consent of the person or the guardian
    about_persons               False for counts and report figures
    synthetic_only              only for persons who don't exist
    """

    before_verdict: tuple[str, ...]
    after_verdict: tuple[str, ...]
    released_by_person_only: tuple[str, ...]
    asks_country_of_nationality: bool
    gateway: str
    needs_consent: bool
    about_persons: bool
    synthetic_only: bool


@cached_rules
def purposes() -> Mapping[str, Purpose]:
    """All purposes by code."""
    return {
        code: Purpose(
            code=code,
            name_en=entry["name"],
            source=entry_source(entry, "purposes", code),
            before_verdict=tuple(entry["before_verdict"]),
            after_verdict=tuple(entry["after_verdict"]),
            released_by_person_only=tuple(entry["released_by_person_only"]),
            asks_country_of_nationality=entry["asks_country_of_nationality"],
            gateway=entry["gateway"],
            needs_consent=entry["needs_consent"],
            about_persons=entry["about_persons"],
            synthetic_only=entry["synthetic_only"],
        )
        for code, entry in raw_entries("purposes").items()
    }


def purpose(code: str) -> Purpose:
    """One purpose; Problem `law.purpose.unknown`."""
    return get_entry(purposes(), code, what="purpose")
