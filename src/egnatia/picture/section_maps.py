"""Counts by border section on the map: both sides of a line are one line there."""

from collections.abc import Mapping

from egnatia import law
from egnatia.picture.places import LAND, Section, country_name, sections
from egnatia.ui import maps
from egnatia.ui.figures import Figure

NEIGHBOURS = ("BG", "GR", "HR", "HU", "RO")


def draw(values: Mapping[str, int | None], *, title: str, unit: str, caption: str) -> Figure | None:
    """Sections with a circle each, the largest first. None where no cell is a section."""
    places = [_place(group, values) for group in _lines(values)]
    places.sort(key=lambda place: -(place.value or 0))
    if not places:
        return None
    names = [(code, one.name) for code, one in law.partners().items()]
    names += [(code, country_name(code)) for code in NEIGHBOURS]
    return maps.map_of_sections(places, title=title, unit=unit, names=names, caption=caption)


def _lines(values: Mapping[str, int | None]) -> list[list[Section]]:
    """The sections that have a value, the two sides of a line together."""
    found: dict[frozenset[str], list[Section]] = {}
    for code in values:
        section = sections().get(code)
        if section is not None:
            found.setdefault(frozenset((section.partner, section.neighbour)), []).append(section)
    return list(found.values())


def _place(sides: list[Section], values: Mapping[str, int | None]) -> maps.PlaceValue:
    known = [value for side in sides if (value := values[side.code]) is not None]
    total = sum(known) if known else None
    first = sides[0]
    return maps.PlaceValue(
        label=first.name,
        lat=first.lat,
        lon=first.lon,
        value=total,
        between=first.code if first.kind == LAND else "",
    )
