"""Categories 0 to 9: who is registered and on what occasion, with the closed list of what is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from egnatia.law.elements import ElementUse, element_lists, read_uses
from egnatia.law.entries import Entry, get_entry
from egnatia.law.partners import Partner
from egnatia.law.partners import partner as get_partner
from egnatia.law.retention import Period, find_period
from egnatia.law.rule_files import cached_rules, entry_source, raw_entries


@dataclass(frozen=True, slots=True)
class Category(Entry):
    """A category of the Eurodac regulation, art. 37(4).

    digit               0 to 9, as in reference numbers
    event_name_en       what the event of such a data set is called (`event_name` in the reader's language)
    trigger_en          who is registered and when (`trigger` in the reader's language)
    elements            the closed list; nothing else is recorded
    retention           how long, and from when; None for requests
    stored, searched    whether it becomes a data set; whether it is searched when it arrives
    choosable           whether officers may choose it wherever its other conditions hold
    choosable_by_setting  whether a node's setting makes it choosable
    needs_coast         only where the partner has a coast
    transmission_limit  code of the limit for transmitting, "" for requests
    """

    digit: int
    event_name_en: str
    trigger_en: str
    elements: tuple[ElementUse, ...]
    retention: Period | None
    stored: bool
    searched: bool
    choosable: bool
    choosable_by_setting: bool
    needs_coast: bool
    transmission_limit: str

    @property
    def article(self) -> str:
        return self.source.article

    @property
    def event_name(self) -> str:
        return gettext(self.event_name_en)

    @property
    def trigger(self) -> str:
        return gettext(self.trigger_en)

    @property
    def retention_start(self) -> str:
        """What retention is counted from: transmission or decision; "" for requests."""
        return self.retention.start if self.retention else ""

    def find_use(self, code: str) -> ElementUse | None:
        """The element in this category's list, or None where it may not be recorded."""
        return next((use for use in self.elements if use.code == code), None)


@cached_rules
def categories() -> Mapping[int, Category]:
    """All ten categories by their digit, in order of the digit."""
    return {int(code): _read(code, entry) for code, entry in sorted(raw_entries("categories").items())}


def _read(code: str, entry: dict[str, Any]) -> Category:
    return Category(
        code=code,
        name_en=entry["name"],
        source=entry_source(entry, "categories", code),
        digit=int(code),
        event_name_en=entry["event_name"],
        trigger_en=entry["trigger"],
        elements=element_lists()[entry["element_list"]] + read_uses(entry["extra_elements"]),
        retention=find_period(entry["retention"]) if "retention" in entry else None,
        stored=entry["stored"],
        searched=entry["searched"] and entry["stored"],
        choosable=entry["choosable"] == "always",
        choosable_by_setting=entry["choosable"] == "setting",
        needs_coast=entry["needs_coast"],
        transmission_limit=entry.get("transmission_limit", ""),
    )


def category(digit: int) -> Category:
    """One category; Problem `law.category.unknown`."""
    return get_entry(categories(), digit, what="category")


def choosable_categories(partner: str | Partner, settings: Mapping[str, Any] | None = None) -> list[Category]:
    """The categories an officer of this partner may choose, in order of the digit with 1, 2, 3 first.

    settings  the node's settings; `extra_categories = [7]` there names which of 0, 7 and 8 are in use
    """
    where = get_partner(partner) if isinstance(partner, str) else partner
    extra = set((settings or {}).get("extra_categories", ()))
    chosen = [
        one
        for one in categories().values()
        if (one.choosable or (one.choosable_by_setting and one.digit in extra)) and (where.coast or not one.needs_coast)
    ]
    return sorted(chosen, key=lambda one: (not one.choosable, one.digit))
