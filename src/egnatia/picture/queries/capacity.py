"""What is at hand when an alarm rings: people, work that waits already, places taken, sections with room."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext

from egnatia import law
from egnatia.accounts.models import Officer
from egnatia.base import clock, node
from egnatia.biometrics.models import Candidate
from egnatia.picture.models import Alarm, Recommendation
from egnatia.picture.queries.series import get_series
from egnatia.picture.series_words import cell_name

#: Who came into reception within this time and hasn't left is taken to be there.
_RECEPTION_DAYS = 180


@dataclass(frozen=True, slots=True)
class Capacity:
    """One line: what it is, how much, and what to know about it."""

    text: str
    value: str
    note: str = ""


def capacity_at_hand() -> list[Capacity]:
    """This node's own; a line only where there is something to say."""
    return [*_people(), _waiting(), *_reception(), _measures_under_way(), *_sections_with_room()]


def _people() -> list[Capacity]:
    """Officers who may register and examine, with the units they are in."""
    lines = []
    for role, text in (("registration_officer", gettext("Registration officers")), ("examiner", gettext("Examiners"))):
        officers = Officer.objects.filter(is_active=True, kind="person", role_rows__role=role).select_related("unit").distinct()
        units = sorted({officer.unit.name for officer in officers})
        lines.append(Capacity(text, str(len(officers)), ", ".join(units)))
    return lines


def _waiting() -> Capacity:
    waiting = Candidate.objects.filter(state__in=(Candidate.State.OPEN, Candidate.State.SECOND)).count()
    return Capacity(gettext("Possible matches that wait for an examiner"), str(waiting))


def _reception() -> list[Capacity]:
    """Arrivals less departures of the last half year, where reception is counted here."""
    came, left = _of_half_a_year("reception_arrivals"), _of_half_a_year("reception_departures")
    if not came:
        return []
    note = gettext("Arrivals less departures of the last %(days)s days") % {"days": _RECEPTION_DAYS}
    return [Capacity(gettext("Persons in reception"), str(max(0, came - left)), note)]


def _of_half_a_year(indicator: str) -> int:
    today = law.local_day(clock.now(), node.current().partner)
    start = today - timedelta(days=_RECEPTION_DAYS)
    return get_series(indicator, sources=[node.current().partner], every="day", start=start, end=today).total


def _measures_under_way() -> Capacity:
    running = Recommendation.objects.filter(state=Recommendation.State.ASSIGNED).order_by("due")
    first = running.first()
    note = (
        gettext("The first is due on %(day)s") % {"day": date_format(first.due, "j F Y")}
        if first is not None and first.due
        else ""
    )
    return Capacity(gettext("Measures under way"), str(running.count()), note)


def _sections_with_room() -> list[Capacity]:
    """Own sections that are below what is to be expected: where staff may be moved from."""
    falls = Alarm.objects.filter(
        source=node.current().partner, cut="section", direction=Alarm.Direction.FALL, state__in=("open", "confirmed")
    )
    names = sorted({cell_name("section", alarm.key) for alarm in falls})
    return [Capacity(gettext("Sections below what was expected"), str(len(names)), ", ".join(names))] if names else []
