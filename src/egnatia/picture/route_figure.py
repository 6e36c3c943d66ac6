"""The route's published annual totals as a figure: both figures for 2023, each with its vintage."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from egnatia.picture.data_files import read_data
from egnatia.picture.indicators import indicators
from egnatia.picture.queries.series import get_series
from egnatia.picture.series_words import source_name
from egnatia.ui import charts
from egnatia.ui.figures import Figure

_ROUTE = "route_year_totals"


def route_figure() -> Figure | None:
    """The route's published annual totals, with both figures for 2023; None where they aren't loaded."""
    one, series = indicators()[_ROUTE], get_series(_ROUTE, every="year")
    if not series.periods:
        return None
    points = list(zip(series.periods, series.values, strict=True))
    drawn = charts.Line(one.unit_name.capitalize(), points, unit=one.unit_name)
    return charts.columns(drawn, title=one.name, every="year", caption=_route_caption(series.source, series.vintage))


def _route_caption(source: str, vintage: datetime) -> str:
    file = read_data("route_years")
    words = {
        "source": source_name(source),
        "vintage": date_format(vintage, "j F Y"),
        "notes": "; ".join(f"{year}: {_(note)}" for year, note in file["notes"].items()),
    }
    said = _(
        "Exits at the border of the European Union, not movement inside the region. "
        "Source: %(source)s, as known on %(vintage)s."
    )
    ministers = _("2023: the ministers' statement of spring 2024 says 99,068; the published series was revised since.")
    return " ".join((said % words, words["notes"] + ".", ministers))
