"""Data elements: everything that may be recorded about a person, and where it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from egnatia.law.entries import Entry, get_entry
from egnatia.law.rule_files import cached_rules, entry_source, raw_entries


@dataclass(frozen=True, slots=True)
class Element(Entry):
    """One data element.

    kind        what a value looks like: names, names_latin, countries, birth_date, past_date, text, choice, documents, event;
                capture and record for what officers don't type
    where       elements (in the data set's `elements`), capture (an image), record (set by the node)
    sent        whether it may ever leave the node
    choices     the closed list a choice is taken from ("sexes"), or ""
    max_length  longest text, in characters
    max_items   most values of a repeatable element
    """

    kind: str
    where: str
    sent: bool
    choices: str
    max_length: int
    max_items: int

    @property
    def article(self) -> str:
        return self.source.article


@dataclass(frozen=True, slots=True)
class ElementUse:
    """An element in a category's closed list, under the letter that the category's article gives it ("" where it has none)."""

    code: str
    letter: str
    required: bool
    repeatable: bool

    @property
    def element(self) -> Element:
        return element(self.code)


@cached_rules
def elements() -> Mapping[str, Element]:
    """All data elements by code."""
    return {
        code: Element(
            code=code,
            name_en=entry["name"],
            source=entry_source(entry, "elements", code),
            kind=entry["kind"],
            where=entry["where"],
            sent=entry["sent"],
            choices=entry.get("choices", ""),
            max_length=entry["max_length"],
            max_items=entry["max_items"],
        )
        for code, entry in raw_entries("elements").items()
    }


def element(code: str) -> Element:
    """One data element; Problem `law.element.unknown`."""
    return get_entry(elements(), code, what="element")


@cached_rules
def element_lists() -> Mapping[str, tuple[ElementUse, ...]]:
    """The closed lists that categories refer to."""
    return {code: read_uses(entry["elements"]) for code, entry in raw_entries("element_lists").items()}


def read_uses(rows: list[dict[str, object]]) -> tuple[ElementUse, ...]:
    """The rows of a closed list as written in the rule file."""
    return tuple(
        ElementUse(
            code=str(row["code"]),
            letter=str(row["letter"]),
            required=bool(row.get("required", False)),
            repeatable=bool(row.get("repeatable", False)),
        )
        for row in rows
    )
