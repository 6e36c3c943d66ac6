"""Age bands: narrow where protection and schooling differ, wide enough that a cell says nothing of one person."""

from datetime import date

from egnatia.engines.dates.uncertain import UncertainDate, age_between

UNKNOWN = "unknown"
#: As `Event.age_band` and the keys of the cut "group" have them; "6-13" holds those whose verdict needs two examiners.
AGE_BANDS = ("0-5", "6-13", "14-17", "18-34", "35-64", "65+", UNKNOWN)
_FIRST_AGES = (0, 6, 14, 18, 35, 65)


def band_of(age: int | None) -> str:
    """The band of an age in whole years; "unknown" for None and for what is no age."""
    if age is None or age < 0:
        return UNKNOWN
    return AGE_BANDS[sum(age >= first for first in _FIRST_AGES) - 1]


def band_at(birth: UncertainDate | None, on: date) -> str:
    """The band on a day; of an uncertain birth date the middle of what it may be, so that bands aren't pushed up or down."""
    if birth is None:
        return UNKNOWN
    middle = birth.first + (birth.last - birth.first) / 2
    return band_of(age_between(middle, on))


def group_key(age_band: str, sex: str) -> str:
    """The cell of the cut "group": "18-34.male"; what isn't known says so."""
    return f"{age_band or UNKNOWN}.{sex or UNKNOWN}"
