"""What the picture and the working group put onto the first screen; a box appears when there is something in it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from egnatia.accounts import policy
from egnatia.cooperation.queries.commitments import late_commitments
from egnatia.cooperation.queries.programme import late_items
from egnatia.cooperation.queries.reports import NextReport, next_report
from egnatia.picture import alarm_pages, situation, situation_maps
from egnatia.picture.data_files import read_data
from egnatia.picture.indicators import indicators
from egnatia.picture.measures import get_measure
from egnatia.picture.queries.alarms import open_alarms
from egnatia.picture.queries.series import get_series
from egnatia.picture.series_words import source_name
from egnatia.ui import charts
from egnatia.ui.figures import Figure

_ALARMS = 5
_ROUTE = "route_year_totals"


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """An alarm as one line: what was expected, what was seen, and what is recommended, if anything is yet."""

    row: alarm_pages.AlarmRow
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegionPicture:
    """What one visitor or officer may see.

    map    by section for readers of the picture, by partner and rounded for everybody else
    late   None for who may not know
    """

    map: Figure | None
    route: Figure | None
    alarms: tuple[AlarmLine, ...]
    report: NextReport
    late: int | None


def region_picture(officer: Any) -> RegionPicture:
    """What this visitor or officer may see."""
    is_reader = policy.may(officer, "picture.read")
    day = situation.today()
    return RegionPicture(
        map=situation_maps.sections_map(day) if is_reader else situation_maps.public_map(day),
        route=route_figure(),
        alarms=tuple(_alarm_lines()) if is_reader else (),
        report=next_report(),
        late=late_commitments().count() + late_items().count() if policy.may(officer, "cooperation.read") else None,
    )


def route_figure() -> Figure | None:
    """The route's published annual totals, with both figures for 2023; None where they aren't loaded."""
    one, series = indicators()[_ROUTE], get_series(_ROUTE, every="year")
    if not series.periods:
        return None
    points = list(zip(series.periods, series.values, strict=True))
    drawn = charts.Line(one.unit_name.capitalize(), points, unit=one.unit_name)
    return charts.columns(drawn, title=one.name, every="year", caption=_route_caption(series.source, series.vintage))


def _route_caption(source: str, vintage: date) -> str:
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


def _alarm_lines() -> list[AlarmLine]:
    return [
        AlarmLine(
            alarm_pages.row_of(alarm),
            tuple(get_measure(one.measure).name for one in alarm.recommendations.all() if one.state != "dropped"),
        )
        for alarm in open_alarms(_ALARMS)
    ]
