"""Countries by their three letters, as in travel documents, with the codes for stateless persons and refugees."""

from collections.abc import Mapping
from dataclasses import dataclass

from egnatia.law.entries import Entry, get_entry
from egnatia.law.rule_files import cached_rules, entry_source, raw_entries


@dataclass(frozen=True, slots=True)
class Country(Entry):
    """A country, territory or special code of ICAO 9303; `code` has three letters, `code2` two or none."""

    code2: str

    @property
    def code3(self) -> str:
        return self.code


@cached_rules
def countries() -> Mapping[str, Country]:
    """All countries by three-letter code, in order of the English name; special codes last."""
    return {
        code: Country(code, entry["name"], entry_source(entry, "countries", code), entry.get("code2", ""))
        for code, entry in raw_entries("countries").items()
    }


def country(code3: str) -> Country:
    """One country; Problem `law.country.unknown`."""
    return get_entry(countries(), code3, what="country")
