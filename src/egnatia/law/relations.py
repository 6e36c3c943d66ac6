"""What two persons are to each other."""

from collections.abc import Mapping
from dataclasses import dataclass

from egnatia.law.entries import Entry, get_entry
from egnatia.law.rule_files import cached_rules, entry_source, raw_entries


@dataclass(frozen=True, slots=True)
class Relation(Entry):
    """What a person is to another one. `inverse`: what the other one then is to the person."""

    inverse: str

    @property
    def is_mutual(self) -> bool:
        return self.inverse == self.code


@cached_rules
def relations() -> Mapping[str, Relation]:
    """spouse, child, parent, sibling, guardian, ward, other_relative, travels_with."""
    return {
        code: Relation(code, entry["name"], entry_source(entry, "relations", code), entry["inverse"])
        for code, entry in raw_entries("relations").items()
    }


def relation(code: str) -> Relation:
    """One relation; Problem `law.relation.unknown`."""
    return get_entry(relations(), code, what="relation")
