"""By what raw events can be divided, as pages name it; how each is computed says `definitions`, which is slower to load."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from egnatia.base.errors import Problem
from egnatia.picture.indicators import Indicator
from egnatia.picture.periods import STEPS, periods_between
from egnatia.picture.series_words import cell_name

#: Code → its name; in the order of the choice.
NAMES: Mapping[str, "str | Promise"] = {
    "year": _("year"),
    "month": _("month"),
    "week": _("week"),
    "day": _("day"),
    "weekday": _("day of the week"),
    "hour": _("hour of the day"),
    "section": _("border section"),
    "place": _("crossing point or section"),
    "nationality": _("nationality"),
    "group": _("age and sex"),
    "age_band": _("age"),
    "sex": _("sex"),
    "group_size": _("size of the group they came in"),
    "type": _("type"),
}
#: What an indicator must be divisible by to be divided by this; what isn't named goes with any.
_NEEDS = {"place": "section", "nationality": "nationality", "age_band": "group", "sex": "group", "group_size": "group"}
_NEEDS |= {code: code for code in ("section", "group", "type")}
#: Read in their own order, not by size.
_ORDERED = frozenset((*STEPS, "weekday", "hour", "group", "age_band", "group_size"))


_DATES = {"day": "j F Y", "week": "j F Y", "month": "F Y", "year": "Y"}
_SHORT_DATES = {"day": "j M Y", "week": "j M Y", "month": "M Y", "year": "Y"}


@dataclass(frozen=True, slots=True)
class Division:
    """One of them. Keys are what the store gives: a date, a number, a code."""

    code: str

    @property
    def name(self) -> str:
        return str(NAMES[self.code])

    @property
    def is_ordered(self) -> bool:
        return self.code in _ORDERED

    @property
    def is_time(self) -> bool:
        """Whether its keys are periods that follow one another."""
        return self.code in STEPS

    def key_name(self, key: Any, *, short: bool = False) -> str:
        """What a key is called on a page; `short` where many stand side by side."""
        if key is None:
            return gettext("not known")
        if isinstance(key, date):
            return date_format(key, (_SHORT_DATES if short else _DATES)[self.code])
        if self.code == "weekday":
            return str(WEEKDAYS[key])
        if self.code == "hour":
            return f"{key:02}–{key + 1:02}"
        if self.code in ("age_band", "sex"):
            return cell_name("group", f"{key}." if self.code == "age_band" else f".{key}").split(", ")[self.code == "sex"]
        return cell_name({"place": "section"}.get(self.code, self.code), str(key)) if self.code in _NEEDS else str(key)

    def all_keys(self, found: list[Any]) -> list[Any]:
        """The keys found, in their order; of periods also those in between, in which nothing happened."""
        known = sorted(key for key in found if key is not None)
        if self.is_time and known:
            known = list(periods_between(known[0], known[-1], self.code))
        return [*known, *([None] if None in found else [])]


def get_division(indicator: Indicator, code: str) -> Division:
    """Raises Problem `picture.division.unknown`."""
    for found in divisions_of(indicator):
        if found.code == code:
            return found
    raise Problem(
        "picture.division.unknown",
        gettext("This can't be divided by “%(code)s”.") % {"code": code},
        gettext("Divide it by one of: %(codes)s.") % {"codes": ", ".join(one.code for one in divisions_of(indicator))},
        field="rows",
    )


def divisions_of(indicator: Indicator) -> Iterator[Division]:
    """By what it can be divided."""
    for code in NAMES:
        if code not in _NEEDS or _NEEDS[code] in indicator.cuts:
            if indicator.unit == "incidents" and code == "hour":
                continue
            yield Division(code)
