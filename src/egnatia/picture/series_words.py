"""What a series, a cell and a rule are called on a page."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.picture.alarms.rules import SeriesKey
from egnatia.picture.data_files import read_data
from egnatia.picture.indicators import get_indicator, incident_kinds
from egnatia.picture.places import country_name, name_of

#: What each of the engine's rules looks at (`engines.flows.alarms`).
RULES = {
    "level": _("More than season and trend of the last years explain"),
    "change": _("More than this series usually changes from one period to the next"),
    "drift": _("Many small changes that all go one way"),
}

#: Parts of a country that a published series tells apart.
_PARTS = {"GRisl": _("Greece, islands"), "GRmain": _("Greece, mainland")}


def series_title(key: SeriesKey) -> str:
    """ "Detections on the Western Balkan route: Burundi"; a partner's series carries the partner's name."""
    parts = [get_indicator(key.indicator).name]
    if key.source in law.partners() and key.cut != "section":  # a section's name says whose it is
        parts.append(law.partner(key.source).name)
    if key.cut:
        parts.append(cell_name(key.cut, key.key))
    return ": ".join([parts[0], ", ".join(parts[1:])]) if parts[1:] else parts[0]


def cell_name(cut: str, key: str) -> str:
    """One cell of a cut by the name people know: a country, a section, a type, "14–17, female"."""
    if not cut:
        return gettext("all")
    if cut == "nationality":
        return law.countries()[key].name if key in law.countries() else key
    if cut == "section":
        return _place_name(key)
    if cut == "type":
        types = {code: name for kind in incident_kinds().values() for code, name in kind.types.items()}
        return types.get(key.rpartition(".")[2], key)
    return _group_name(key)


def _place_name(key: str) -> str:
    """A section or crossing point; else a country by its two letters, or a part of one."""
    if key in _PARTS:
        return str(_PARTS[key])
    name = name_of(key)
    if name != key or country_name(key) != key:
        return name if name != key else country_name(key)
    return next((country.name for country in law.countries().values() if country.code2 == key), key)


def source_name(source: str) -> str:
    """Whose series it is."""
    if source in law.partners():
        return law.partner(source).name
    published = read_data("sources")["published"].values()
    return next((gettext(entry["name"]) for entry in published if entry["code"] == source), source)


def place_name(key: SeriesKey) -> str:
    """Where a series was counted: the cell, or all that its source counts."""
    return cell_name(key.cut, key.key) if key.cut else source_name(key.source)


def period_name(period: date, every: str) -> str:
    """ "March 2022", "7 March 2016", "2015"."""
    return date_format(period, {"day": "j F Y", "month": "F Y", "year": "Y"}[every])


def _group_name(key: str) -> str:
    band, _dot, sex = key.partition(".")
    sexes = law.sexes()
    words = [gettext("age unknown") if band == "unknown" else band, sexes[sex].name if sex in sexes else gettext("sex unknown")]
    return ", ".join(words)
