"""The six partners: codes, languages, coast, time zone, holidays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from egnatia.law.entries import Entry, get_entry
from egnatia.law.rule_files import cached_rules, entry_source, raw_entries


@dataclass(frozen=True, slots=True)
class Partner(Entry):
    """One of the six.

    code               two letters, as in reference numbers ("XK" is user-assigned in ISO 3166)
    code3              three letters, as in travel documents and in lists of nationalities
    footnote_en        what must stand, after an asterisk, wherever the name stands (Kosovo*), or ""
    coast              whether people can be disembarked there after search and rescue (category 9)
    languages          official languages, main one first
    time_zone          IANA name; limits in days end at this place's midnight
    holidays_country   the country's code in the `holidays` library
    extra_holidays     days the library doesn't know, "MM-DD" each year or "YYYY-MM-DD"
    not_holidays       days the library has that don't count, in the same form
    """

    code3: str
    footnote_en: str
    coast: bool
    languages: tuple[str, ...]
    time_zone: str
    holidays_country: str
    holidays_subdivision: str
    extra_holidays: tuple[str, ...]
    not_holidays: tuple[str, ...]

    @property
    def footnote(self) -> str:
        return gettext(self.footnote_en) if self.footnote_en else ""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


@cached_rules
def partners() -> Mapping[str, Partner]:
    """All partners by their two-letter code, in alphabetical order of the English name."""
    return {code: _read(code, entry) for code, entry in raw_entries("partners").items()}


def _read(code: str, entry: dict[str, Any]) -> Partner:
    return Partner(
        code=code,
        name_en=entry["name"],
        source=entry_source(entry, "partners", code),
        code3=entry["code3"],
        footnote_en=entry.get("footnote", ""),
        coast=entry["coast"],
        languages=tuple(entry["languages"]),
        time_zone=ZoneInfo(entry["time_zone"]).key,
        holidays_country=entry["holidays_country"],
        holidays_subdivision=entry.get("holidays_subdivision", ""),
        extra_holidays=_checked_days(entry.get("extra_holidays", ())),
        not_holidays=_checked_days(entry.get("not_holidays", ())),
    )


def _checked_days(written: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    for text in written:
        date.fromisoformat(text if len(text) == len("2026-01-31") else f"2028-{text}")  # a leap year: 02-29 is a day
    return tuple(written)


def partner(code: str) -> Partner:
    """One partner; Problem `law.partner.unknown`."""
    return get_entry(partners(), code, what="partner")


def find_partner_of_country(code3: str) -> Partner | None:
    """The partner whose country has this three-letter code, if it is one."""
    return next((one for one in partners().values() if one.code3 == code3), None)
