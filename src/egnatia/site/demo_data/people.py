"""Identities of people who don't exist: names, birth, documents and the event, drawn from a seed.

Seeds come in households of ten: in half of them a family of three to six travels together (same surname, same place, same
day), everyone else is alone, mostly a man between 16 and 40. That is near what the partners register.
"""

import tomllib
from datetime import date, timedelta
from functools import cache
from typing import Any

from egnatia.engines.dates.calendars import Calendar, find_written
from egnatia.engines.dates.month_names import Naming
from egnatia.engines.dates.records import Basis, DateRecord
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.fingerprint.synthetic.randomness import State, start, uniform
from egnatia.site.demo_data.cast import FOLDER, NODES

#: Persons whose seeds share all but the last digit may be of one family.
HOUSEHOLD = 10
#: The last day of an event where the caller names none: after the Regulation began to apply.
LAST_DAY = date(2026, 6, 30)

_FAMILY, _PERSON, _EVENT = 200, 210, 220  # branches of the seed, apart from those of the fingers
_NAMINGS = {"AFG": Naming.AFGHAN, "IRN": Naming.IRANIAN}
_DOCUMENTS = ("passport", "passport", "id_card", "id_card", "birth_certificate", "driving_licence")


def node_seeds(node: str, count: int, *, first: int = 0) -> range:
    """Seeds of `count` persons of one node; no seed belongs to two nodes (up to a million persons each)."""
    base = 20_000_000 + 1_000_000 * NODES.index(node) + first  # none of those that the gallery's code was learned on
    return range(base, base + count)


def synthetic_identity(seed: int, node: str, *, until: date = LAST_DAY) -> dict[str, Any]:
    """Law elements of one person, as an officer of `node` ("MK") would enter them on a form.

    until   the event lies in the ninety days up to this day
    """
    state = start(seed, _PERSON, 0)
    family = start(seed // HOUSEHOLD, _FAMILY, 0)
    role = _role_of(seed % HOUSEHOLD, family)
    shared = family if role != "alone" else state
    country = _draw_origin(shared)
    origin = _origins()[country]
    surname = _one(shared, origin["male" if "surnames_from" in origin else "surnames"])
    sex = _draw_sex(state, role)
    birth_place = _one(state, origin["places"]) if uniform(state) < 0.9 else ""
    elements: dict[str, Any] = {
        **_write_names(state, surname, _one(state, origin[sex])),
        "nationalities": [country] if uniform(state) < 0.99 else ["XXA"],
        "birth_place": birth_place,
        "sex": sex,
        "event": _draw_event(start(seed // HOUSEHOLD if role != "alone" else seed, _EVENT, int(role != "alone")), node, until),
    }
    documents = _draw_documents(state, country, until) if uniform(state) < 0.28 else []
    if documents:
        elements["documents"] = documents
    elements["birth_date"] = _draw_birth_date(state, role, country, until, documented=bool(documents))
    return elements


def synthetic_category(seed: int) -> int:
    """The category of the registration: 1 application, 2 irregular crossing, 3 irregular stay; one for a whole household."""
    share = uniform(start(seed // HOUSEHOLD, _EVENT, 2))
    return 1 if share < 0.30 else 2 if share < 0.75 else 3


@cache
def _origins() -> dict[str, dict[str, Any]]:
    return tomllib.loads((FOLDER / "origins.toml").read_text(encoding="utf-8"))


@cache
def _places() -> dict[str, list[str]]:
    return tomllib.loads((FOLDER / "places.toml").read_text(encoding="utf-8"))


def _one(state: State, items: Any) -> Any:
    return items[int(uniform(state) * len(items))]


def _draw_origin(state: State) -> str:
    origins = _origins()
    left = uniform(state) * sum(origin["weight"] for origin in origins.values())
    for country, origin in origins.items():
        left -= origin["weight"]
        if left < 0:
            return country
    return country


def _role_of(place: int, family: State) -> str:
    """Who the person at `place` (0 to 9) of a household is: in half of the households a family fills the first places."""
    size = 3 + int(uniform(family) * 4) if uniform(family) < 0.5 else 0
    if place >= size:
        return "alone"
    return ("father", "mother")[place] if place < 2 else "child"


def _draw_sex(state: State, role: str) -> str:
    share = {"father": 0.0, "mother": 1.0, "child": 0.48, "alone": 0.09}[role]
    return "female" if uniform(state) < share else "male"


def _spelled(state: State, name: str) -> tuple[str, str]:
    """(original script or "", one of the romanisations) of a name as the list has it."""
    script, _, latin = name.rpartition(": ")
    forms = latin.split(", ")
    return script, forms[min(len(forms) - 1, int(uniform(state) * len(forms) * 1.2))] if uniform(state) < 0.6 else forms[0]


def _write_names(state: State, surname: str, forename: str) -> dict[str, Any]:
    """Names in Latin letters as heard; for one in six with a list in the original script, as written and in Latin."""
    (surname_script, surname_latin), (forename_script, forename_latin) = _spelled(state, surname), _spelled(state, forename)
    if surname_script and forename_script and uniform(state) < 1 / 6:
        return {
            "surnames": [surname_script],
            "forenames": [forename_script],
            "names_latin": {"surnames": [surname_latin], "forenames": [forename_latin]},
        }
    return {"surnames": [surname_latin], "forenames": [forename_latin]}


def _draw_birth_date(state: State, role: str, country: str, until: date, *, documented: bool) -> dict[str, str]:
    """Adults mostly 18 to 40, children from 7 (below six there is no data set), with the precision people know it by.

    Two of three from Afghanistan and Iran who say it themselves say it in their own calendar.
    """
    low, spread = {"father": (33, 20), "mother": (31, 16), "child": (7.5, 6), "alone": (17.2, 30)}[role]
    age = low + spread * uniform(state) ** (1.0 if role == "child" else 1.4)
    born = until - timedelta(days=int(age * 365.25) + 1)
    share = uniform(state)
    if not documented and share >= 0.94 and role != "child":
        return DateRecord(UncertainDate.of_age(int(age), on=until, margin=2), Basis.ASSESSED).to_json()
    known = 3 if documented or share < 0.62 else 2 if share < 0.70 else 1
    naming = None if documented or uniform(state) > 2 / 3 else _NAMINGS.get(country)
    calendar = Calendar.SOLAR_HIJRI if naming else Calendar.GREGORIAN
    year, month, day = find_written(calendar, born) or (born.year, born.month, born.day)
    when = UncertainDate(
        calendar, year, month if known > 1 else None, day if known > 2 else None, naming=naming if known > 1 else None
    )
    return DateRecord(when, Basis.DOCUMENTED if documented else Basis.DECLARED).to_json()


def _draw_documents(state: State, country: str, until: date) -> list[dict[str, str]]:
    """One document. Its number starts with SYN, as no real one does."""
    document = {"type": _one(state, _DOCUMENTS), "number": f"SYN{int(uniform(state) * 1_000_000):06d}", "issuer": country}
    if document["type"] in ("passport", "id_card", "driving_licence"):
        document["expiry"] = (until + timedelta(days=int(uniform(state) * 2900) - 400)).isoformat()
    return [document]


def _draw_event(state: State, node: str, until: date) -> dict[str, str]:
    day = until - timedelta(days=int(uniform(state) * 90))
    return {"place": _one(state, _places()[node]), "date": day.isoformat()}
