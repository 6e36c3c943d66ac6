"""What the picture and the working group put onto the first screen; a box appears when there is something in it."""

from dataclasses import dataclass
from typing import Any

from egnatia.accounts import policy
from egnatia.cooperation.queries.commitments import late_commitments
from egnatia.cooperation.queries.programme import late_items
from egnatia.picture.alarms import pages as alarm_pages
from egnatia.picture.alarms.measures import get_measure
from egnatia.picture.queries.alarms import open_alarms
from egnatia.picture.route_figure import route_figure
from egnatia.picture.situation import maps as situation_maps
from egnatia.picture.situation import today as situation
from egnatia.site.next_report import ReportBox, report_box
from egnatia.ui.figures import Figure

_ALARMS = 5


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
    report: ReportBox
    late: int | None


def region_picture(officer: Any) -> RegionPicture:
    """What this visitor or officer may see."""
    is_reader = policy.may(officer, "picture.read")
    day = situation.today()
    return RegionPicture(
        map=situation_maps.sections_map(day) if is_reader else situation_maps.public_map(day),
        route=route_figure(),
        alarms=tuple(_alarm_lines()) if is_reader else (),
        report=report_box(officer),
        late=late_commitments().count() + late_items().count() if policy.may(officer, "cooperation.read") else None,
    )


def _alarm_lines() -> list[AlarmLine]:
    return [
        AlarmLine(
            alarm_pages.row_of(alarm),
            tuple(get_measure(one.measure).name for one in alarm.recommendations.all() if one.state != "dropped"),
        )
        for alarm in open_alarms(_ALARMS)
    ]
