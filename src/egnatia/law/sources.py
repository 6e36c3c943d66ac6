"""Where a rule comes from: act, article, since when, and whether the partner has confirmed it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

CONFIRMED = "confirmed"
TO_BE_CONFIRMED = "to be confirmed by the partner"
STATUSES = (CONFIRMED, TO_BE_CONFIRMED)


@dataclass(frozen=True, slots=True)
class Source:
    """The citation every entry of every rule set carries.

    act         key into `acts.toml` ("eurodac", "apr", … or "egnatia" for what no act prescribes)
    article     article, paragraph and letter as the act numbers them
    valid_from  the first day the rule holds
    status      `CONFIRMED` or `TO_BE_CONFIRMED`
    note        what a lawyer reading the entry should know
    """

    act: str
    article: str
    valid_from: date
    status: str
    note: str = ""

    @property
    def is_confirmed(self) -> bool:
        return self.status == CONFIRMED

    def __str__(self) -> str:
        return f"{self.act} {self.article}".strip()


class RuleError(Exception):
    """A rule file is wrong: the place in it and what is missing. Raised when rules are read, never for an officer's entry."""


def read_source(entry: dict[str, Any], *, place: str) -> Source:
    """The citation inside one raw entry; RuleError names the file and entry where any part of it is missing."""
    source = entry.get("source")
    if not isinstance(source, dict) or not source.get("act") or not source.get("article"):
        raise RuleError(f"{place}: an entry needs source = {{ act = …, article = … }}")
    valid_from = entry.get("valid_from")
    if not isinstance(valid_from, date):
        raise RuleError(f"{place}: an entry needs valid_from = YYYY-MM-DD")
    if entry.get("status") not in STATUSES:
        raise RuleError(f"{place}: status must be one of: {', '.join(STATUSES)}")
    return Source(str(source["act"]), str(source["article"]), valid_from, str(entry["status"]), str(entry.get("note", "")))
