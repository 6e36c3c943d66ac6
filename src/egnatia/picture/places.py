"""Places: border sections of the six partners with all their neighbours, and the main crossing points.

>>> sections()["MK-GR"].neighbour
'GR'
>>> find_place("Табановце")
'tabanovce'
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from statistics import fmean
from typing import Any

from django.utils.translation import get_language

from egnatia.picture.data_files import read_data
from egnatia.picture.spelling import fold

#: Cell of the cut "section" for what happened nobody knows where.
UNKNOWN = "unknown"
LAND, SEA, AIR, INSIDE = "land", "sea", "air", "inside"
_KINDS = {"SEA": SEA, "AIR": AIR, "IN": INSIDE}
_SHORTEST_WITHIN = 4  # letters: a shorter name counts only where it is all that was written

#: What people write around the name of a place.
_SURROUNDINGS = frozenset(
    "gp bcp pkk border crossing point granicni granicen prelaz prijelaz premin pika e kufirit kufitare kalimit punkt station "
    "stanica policija police town selo near kod pri prema".split()
)


@dataclass(frozen=True, slots=True)
class Section:
    """One partner's side of its border with a neighbour; or its coast (…-SEA), its airports (…-AIR), its inside (…-IN).

    code       "MK-GR"; MK-RS and RS-MK are two sides of one line
    kind       land | sea | air | inside
    neighbour  two letters of the country on the other side; SEA, AIR, IN where there is none
    names      by language: those of the partner and of its neighbour, and English
    lat, lon   the middle of its crossing points, in degrees
    """

    code: str
    kind: str
    partner: str
    neighbour: str
    names: Mapping[str, str]
    lat: float
    lon: float

    @property
    def name(self) -> str:
        return self.names.get(get_language() or "en", self.names["en"])

    @property
    def other_side(self) -> str:
        """The code of the neighbour's side, or "" where the neighbour is no partner."""
        code = f"{self.neighbour}-{self.partner}"
        return code if code in sections() else ""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class CrossingPoint:
    """Where the border is crossed lawfully; named on both sides.

    section   the section of the partner named first; `sections` those of both where both are partners
    by        road | rail | airport | port
    names     by language, as on the signs on either side; `latin` both of them in Latin letters
    """

    code: str
    section: str
    sections: tuple[str, ...]
    by: str
    latin: str
    names: Mapping[str, str]
    lat: float
    lon: float
    status: str

    @property
    def name(self) -> str:
        return self.latin

    @property
    def local_names(self) -> str:
        """The names on both sides, each in its own script."""
        return " / ".join(dict.fromkeys(self.names.values()))

    def __str__(self) -> str:
        return self.latin


@cache
def sections() -> Mapping[str, Section]:
    """All sections by code: the six partners' land borders, then coasts, airports and insides."""
    file = read_data("places")["sections"]
    land = [side for pair in file["between_partners"] for side in (pair, _turned(pair))] + file["with_others"]
    inside = [f"{partner}-IN" for partner in read_data("places")["inside"]]
    return {code: _section(code) for code in [*sorted(land), *file["sea"], *file["air"], *inside]}


def land_sections(partner: str = "") -> list[Section]:
    """The sections of the land borders, of one partner or of all."""
    return [one for one in sections().values() if one.kind == LAND and partner in ("", one.partner)]


@cache
def crossing_points() -> Mapping[str, CrossingPoint]:
    """All crossing points by code."""
    file = read_data("places")
    return {code: _crossing(code, {**file["defaults"], **entry}) for code, entry in file["crossings"].items()}


def name_of(place: str) -> str:
    """The name of a section or crossing point; what isn't one stays as it is."""
    found = sections().get(place) or crossing_points().get(place)
    return found.name if found else place


def country_name(code: str) -> str:
    """The name of a partner or neighbour in the language of the page, where the data has it, else in English."""
    names = read_data("places")["countries"].get(code, {"en": code})
    return str(names.get(get_language() or "en", names["en"]))


def section_of(place: str, partner: str = "") -> str:
    """The section in which a place lies, on `partner`'s side where both sides are partners'; "" for none of its own."""
    if place in sections():
        return place if partner in ("", sections()[place].partner) else ""
    point = crossing_points().get(place)
    if point is None:
        return ""
    return next((code for code in point.sections if partner in ("", sections()[code].partner)), "")


def find_place(text: str, partner: str = "") -> str:
    """The code of the crossing point or section that somebody's words name, in any script; "" where they name none.

    partner   where a name stands on two borders, or a town belongs to a section, that of this partner is meant
    """
    words = fold(text).split()
    if text.strip() in sections():
        return text.strip()
    bare = [word for word in words if word not in _SURROUNDINGS and not word.isdigit()] or words
    whole = _best(" ".join(words), partner) or _best(" ".join(bare), partner)
    return whole or next((code for part in _parts(bare) if (code := _best(part, partner))), "")


def _parts(words: list[str]) -> Iterator[str]:
    """Runs of words, the longest first; names too short to be sure of aren't looked for inside longer texts."""
    for length in range(len(words) - 1, 0, -1):
        for start in range(len(words) - length + 1):
            part = " ".join(words[start : start + length])
            if len(part) >= _SHORTEST_WITHIN:
                yield part


def _best(name: str, partner: str) -> str:
    """The code of this name: one on the partner's own borders before any other, which only a caller without partner gets."""
    codes = _codes_by_name().get(name, ())
    return next((code for code in codes if section_of(code, partner)), "")


@cache
def _codes_by_name() -> Mapping[str, tuple[str, ...]]:
    codes: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for code, point in crossing_points().items():
        for name in (code, point.latin, *point.latin.split(" / "), *point.names.values()):
            codes[fold(name)][code] = None
    for towns in read_data("places")["towns"].values():
        for section, names in towns.items():
            for name in names:
                codes[fold(name)][section] = None
    for code, section in sections().items():
        for name in (code, *section.names.values()):
            codes[fold(name)][code] = None
    return {name: tuple(found) for name, found in codes.items()}


def _turned(pair: str) -> str:
    return "-".join(reversed(pair.split("-")))


def _section(code: str) -> Section:
    partner, neighbour = code.split("-")
    lat, lon = _middle(code)
    return Section(code, _KINDS.get(neighbour, LAND), partner, neighbour, _section_names(partner, neighbour), lat, lon)


def _section_names(partner: str, neighbour: str) -> Mapping[str, str]:
    """Composed of the countries' names in every language that has both."""
    file = read_data("places")
    ours, theirs = file["countries"][partner], {**file["countries"], **file["other_neighbours"]}[neighbour]
    between = ", " if neighbour in _KINDS else " – "
    return {language: f"{ours[language]}{between}{theirs[language]}" for language in ours if language in theirs}


def _middle(code: str) -> tuple[float, float]:
    file = read_data("places")
    partner, neighbour = code.split("-")
    if neighbour == "IN":
        lat, lon = file["inside"][partner]
        return lat, lon
    ends = [entry["at"] for entry in file["crossings"].values() if entry["between"] in (code, _turned(code))]
    return round(fmean(lat for lat, _ in ends), 2), round(fmean(lon for _, lon in ends), 2)


def _crossing(code: str, entry: dict[str, Any]) -> CrossingPoint:
    first = entry["between"]
    sides = tuple(side for side in (first, _turned(first)) if side in sections())
    return CrossingPoint(
        code=code,
        section=first,
        sections=sides,
        by=entry.get("by", "road"),
        latin=entry["latin"],
        names=entry["names"],
        lat=entry["at"][0],
        lon=entry["at"][1],
        status=entry["status"],
    )
