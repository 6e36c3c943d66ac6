"""The demo's family, as data: a couple with a son of four, registered together; the son, brought again by an aunt, alone.

The couple's fingers are grown straight to minutiae, as those of the crowd: nobody looks at pictures of them.
"""

from datetime import date, timedelta
from typing import Any

#: What the group is known by, so that a demo that resumes finds it.
NUMBER = "DEMO-FAMILY-1"
NODE, PLACE, CATEGORY = "MK", "Gevgelija", 2
FATHER_SEED, MOTHER_SEED = 9_000_307, 9_000_308
_AGE = 4

_SHARED = {"nationalities": ["SYR"], "birth_place": "Idlib"}
_FATHER = {
    "surnames": ["Khalil"],
    "forenames": ["Tarek"],
    "sex": "male",
    "birth_date": {"value": "1989-10-03", "precision": "day", "basis": "documented"},
}
_MOTHER = {
    "surnames": ["Nassar"],
    "forenames": ["Huda"],
    "sex": "female",
    "birth_date": {"value": "1993", "precision": "year", "basis": "declared"},
}


def father(today: date) -> dict[str, Any]:
    """Law elements as an officer enters them on the day of the demo."""
    return {**_SHARED, **_FATHER, "event": _event(today, days_ago=6)}


def mother(today: date) -> dict[str, Any]:
    return {**_SHARED, **_MOTHER, "event": _event(today, days_ago=6)}


def son(today: date) -> dict[str, Any]:
    """Under six: nothing is captured of him."""
    born = today.replace(year=today.year - _AGE, day=1) - timedelta(days=40)
    told = {"value": born.isoformat(), "precision": "day", "basis": "declared"}
    names = {"surnames": ["Khalil"], "forenames": ["Yousef"]}
    return {**_SHARED, **names, "sex": "male", "birth_date": told, "event": _event(today, days_ago=6)}


def son_again(today: date) -> dict[str, Any]:
    """As his aunt says: in another script, without the day."""
    told = {**son(today)["birth_date"], "value": son(today)["birth_date"]["value"][:4], "precision": "year"}
    names = {"surnames": ["خليل"], "forenames": ["يوسف"]}
    return {**_SHARED, **names, "sex": "male", "birth_date": told, "event": _event(today, days_ago=0)}


def _event(today: date, *, days_ago: int) -> dict[str, str]:
    return {"place": PLACE, "date": (today - timedelta(days=days_ago)).isoformat()}
