"""The region's main count on the map: by border section for analysts, by partner for everybody."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.base import clock
from egnatia.picture import section_maps
from egnatia.picture.indicators import Indicator, indicators, units
from egnatia.picture.queries.by_partner import Total, totals_by_partner
from egnatia.picture.queries.series import get_cells
from egnatia.picture.sharing_rules import release_rules
from egnatia.ui import maps
from egnatia.ui.figures import Figure

#: What is drawn by section, by partner and by day.
MAIN = "irregular_crossings"
_WEEK = timedelta(days=7)


def last_month(day: date) -> tuple[date, date]:
    """First and last day of the month before."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def week_before(day: date) -> tuple[date, date]:
    """The last seven days that are over."""
    return day - _WEEK, day - timedelta(days=1)


def sections_map(day: date) -> Figure | None:
    """The last seven whole days by border section; None where no section was reported."""
    first, last = week_before(day)
    one, totals = indicators()[MAIN], totals_by_partner(MAIN, first, last)
    cells = get_cells(MAIN, "section", start=first, end=last, sources=list(totals))
    return section_maps.draw(
        cells,
        title=_("%(indicator)s, by border section") % {"indicator": one.name},
        unit=one.unit_name,
        caption=caption_of(one, first, last, _newest(totals)),
    )


def partners_map(first: date, last: date, *, minimum: int = 0, round_to: int = 1) -> Figure | None:
    """A span of days by partner; None where nobody reported.

    minimum, round_to   for who isn't an analyst: a count below is not told, any other only to the nearest so many
    """
    one, totals = indicators()[MAIN], totals_by_partner(MAIN, first, last)
    if not totals:
        return None
    areas = [_area(code, totals.get(code), minimum, round_to) for code in law.partners()]
    caption = caption_of(one, first, last, _newest(totals))
    if round_to > 1:
        caption += " " + _("Rounded to the nearest %(n)s; small counts are not told.") % {"n": round_to}
    title = _("%(indicator)s, by partner") % {"indicator": one.name}
    return maps.map_of_partners(areas, title=title, unit=one.unit_name, caption=caption)


def _area(code: str, total: Total | None, minimum: int, round_to: int) -> maps.AreaValue:
    name = law.partner(code).name
    if total is None:
        return maps.AreaValue(code, name, None)
    if 0 < total.value < minimum:
        return maps.AreaValue(code, name, 1, _("under %(n)s") % {"n": minimum})
    return maps.AreaValue(code, name, round_to * round(total.value / round_to))


def public_map(day: date) -> Figure | None:
    """The month before by partner, as the rules for releases let everybody know it: no small counts, the others rounded."""
    first, last = last_month(day)
    rule = release_rules()[MAIN]
    return partners_map(first, last, minimum=rule.minimum, round_to=rule.round_to)


def caption_of(one: Indicator, first: date, last: date, vintage: datetime) -> str:
    """Unit, span, source and vintage; nothing of the present minute, as each other caption is another drawing."""
    unit = units()[one.unit]
    words = {
        "unit": unit.name,
        "note": unit.note,
        "first": date_format(first, "j F Y"),
        "last": date_format(last, "j F Y"),
        "vintage": date_format(timezone.localtime(vintage), "j F Y, H:i"),
    }
    return _("In %(unit)s, %(first)s to %(last)s. %(note)s Source: the partners' nodes; as known on %(vintage)s.") % words


def _newest(totals: Mapping[str, Total]) -> datetime:
    return max((total.known_from for total in totals.values()), default=clock.now())
