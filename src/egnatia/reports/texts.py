"""The report's texts, names, dates and numbers in each of its languages (`data/texts/`).

`sr-Latn` has no file of its own: it is the Serbian one in Latin letters.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from egnatia import law
from egnatia.base.errors import Problem
from egnatia.reports.chapters import DATA
from egnatia.reports.quarters import Quarter
from egnatia.reports.serbian import to_latin

LATIN_OF = {"sr-Latn": "sr"}
LANGUAGES = ("en", "sq", "mk", "sr", "sr-Latn", "bs", "cnr")
MINUS = "\u2212"
MISSING, HIDDEN_SIGN = "–", "[c]"
#: What Django's own dates and numbers are asked for, where figures are drawn.
PERCENT_FROM = 50


@dataclass(frozen=True, slots=True)
class Texts:
    """One language. `language`: code of ours; `entries`: sections of the file, each key → text."""

    language: str
    entries: Mapping[str, Any]

    def say(self, place: str, /, **values: Any) -> str:
        """The text at "section.key" with its braces filled. Raises KeyError for one that isn't there."""
        section, _dot, key = place.partition(".")
        text: str = self.entries[section][key]
        return text.format(**values) if values else text

    def name(self, section: str, code: str) -> str:
        """The name of a code; of one without a name here the code itself."""
        return str(self.entries[section].get(code, code))

    @property
    def figures(self) -> str:
        """The language Django knows in which axes and figures are written."""
        return str(self.entries["format"]["figures"])

    def number(self, value: int | float | str | None) -> str:
        """A count; MISSING where nothing was reported, HIDDEN_SIGN where it isn't told."""
        if value is None:
            return MISSING
        if isinstance(value, str):
            return HIDDEN_SIGN
        form = self.entries["format"]
        text = f"{value:,.1f}" if isinstance(value, float) and value != round(value) else f"{value:,.0f}"
        return text.translate(str.maketrans({",": form["thousands"], ".": form["decimal"]}))

    def change(self, now: int | str | None, earlier: int | str | None) -> str:
        """From an earlier figure to this one: "+12.5 %", or a difference where the earlier one is small."""
        if not isinstance(now, int) or not isinstance(earlier, int):
            return self.say("changes.none")
        if now == earlier:
            return self.say("changes.same")
        sign = "+" if now > earlier else MINUS
        if earlier < PERCENT_FROM:
            return sign + self.number(abs(now - earlier))
        return f"{sign}{self.number(round(abs(now - earlier) / earlier * 100, 1))}\u00a0%"

    def day(self, day: date | datetime | str | None, partner: str = "") -> str:
        """A day in words; a moment is told as the partner's day, MISSING where there is none."""
        if day is None:
            return MISSING
        if isinstance(day, str):
            day = datetime.fromisoformat(day) if "T" in day else date.fromisoformat(day)
        if isinstance(day, datetime):
            day = law.local_day(day, partner) if partner else day.date()
        form = self.entries["format"]
        return str(form["date"]).format(day=day.day, month=form["months"][day.month - 1], number=day.month, year=day.year)

    def month(self, day: date | str) -> str:
        day = date.fromisoformat(day) if isinstance(day, str) else day
        return self.say("format.month", month=self.entries["format"]["months"][day.month - 1], year=day.year)

    def quarter(self, quarter: Quarter) -> str:
        """ "October to December 2026"; a quarter never crosses a year."""
        months = self.entries["format"]["months"]
        return self.say("format.quarter", first=months[quarter.start.month - 1], last=months[quarter.end.month - 1],
                        year=quarter.start.year)  # fmt: skip


def get_texts(language: str) -> Texts:
    """Raises Problem `reports.language_unknown`."""
    found = next((code for code in LANGUAGES if code.lower() == language.lower()), None)
    if found is None or not (DATA / "texts" / f"{LATIN_OF.get(found, found)}.toml").is_file():
        raise Problem(
            "reports.language_unknown",
            _("The report isn't made in this language."),
            _("Choose one of: %(languages)s.") % {"languages": ", ".join(languages())},
            field="language",
        )
    return _load(found)


def languages() -> dict[str, str]:
    """The languages there are, each by its own name."""
    return {code: _load(code).say("format.name") for code in LANGUAGES if _file_of(code).is_file()}


def main_language(partner: str) -> str:
    """The first of a partner's official languages in which there is a report."""
    return next((code for code in law.partner(partner).languages if code in languages()), "en")


def _file_of(code: str) -> Any:
    return DATA / "texts" / f"{LATIN_OF.get(code, code)}.toml"


@cache
def _load(code: str) -> Texts:
    entries = tomllib.loads(_file_of(code).read_text(encoding="utf-8"))
    if code in LATIN_OF:
        entries = _in_latin(entries)
        entries["format"] |= {"name": "Srpski (latinica)", "figures": "sr-latn"}
    return Texts(code, entries)


def _in_latin(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _in_latin(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_in_latin(one) for one in value]
    return to_latin(value) if isinstance(value, str) else value
