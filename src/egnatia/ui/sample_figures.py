"""Figures for the style guide, one of each kind, with invented counts."""

import datetime as dt

from django.utils.translation import gettext as _

from egnatia.ui import charts, maps
from egnatia.ui.figures import Figure


def sample_figures() -> list[Figure]:
    """A line with an alarm, columns with a gap, bars with one that may not be told, both maps."""
    months = [dt.date(2026, month, 1) for month in range(1, 9)]
    values = (120, 180, 90, None, 240, 310, 280, 150)
    unit, caption = _("detections"), _("Invented figures, as of 4 May 2026.")
    counted = charts.Line(_("Detections"), list(zip(months, values, strict=True)), unit)
    rise = charts.Mark(months[5], 310, _("Rise"), "rise")
    people = [charts.Bar("Syria", 310), charts.Bar("Nepal", None, _("under 5"))]
    names = [("AL", "Albania"), ("MK", "North Macedonia"), ("RS", "Serbia"), ("GR", "Greece"), ("XK", "Kosovo*")]
    places = [maps.PlaceValue("MK – GR", 41.14, 22.52, 310, between="MK-GR")]
    areas = [maps.AreaValue(code, name, 40.0 * len(name)) for code, name in names if code != "GR"]
    return [
        charts.line([counted], title=_("Lines"), every="month", caption=caption, marks=[rise]),
        charts.columns(counted, title=_("Columns"), every="month", caption=caption),
        charts.bars(people, title=_("Bars"), unit=unit, of=_("Nationality"), caption=caption),
        maps.map_of_partners(areas, title=_("Map of partners"), unit=unit, caption=caption),
        maps.map_of_sections(places, title=_("Map of sections"), unit=unit, names=names, caption=caption),
    ]
