"""Enter by hand what no other package brings: a refused entry, an arrival in reception, a return, a finding."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.base import clock, node, wake
from egnatia.base.errors import Problem
from egnatia.picture.bands import AGE_BANDS
from egnatia.picture.indicators import event_kinds, groups, incident_kinds
from egnatia.picture.models import Event, Incident
from egnatia.picture.places import section_of

HAND = "hand"
MOST_PERSONS = 10_000
#: Before this nothing is entered by hand: a slip of the year, most of the time.
_FIRST_YEAR = 2000


@transaction.atomic
def enter_event(
    officer: Any,
    *,
    kind: str,
    on: date,
    place: str = "",
    group: str = "",
    nationality: str = "",
    age_band: str = "",
    sex: str = "",
    persons: int = 1,
    group_size: int | None = None,
) -> Event:
    """The event, counted within seconds. It stands for `persons` who are alike in everything that is said of them.

    kind    one of those that `indicators.event_kinds()` lets be entered by hand
    group   of an apprehension: irregular_crossing or irregular_stay
    place   code of this partner's crossing point or section, "" where it isn't known

    Raises Problem `accounts.not_allowed`, `picture.entry.invalid` with its field.
    """
    policy.require(officer, "picture.import")
    _check_day_and_place(on, place)
    known = event_kinds().get(kind)
    if known is None or not known.by_hand:
        raise _invalid("kind", gettext("This kind of event isn't entered by hand."))
    if group not in groups_of(kind):
        raise _invalid("group", gettext("Choose what was found."))
    if nationality and nationality not in law.countries():
        raise _invalid("nationality", gettext("This is no country of the list."))
    if age_band not in ("", *AGE_BANDS) or sex not in ("", *law.sexes()):
        raise _invalid("age_band", gettext("Choose from the list."))
    if not 1 <= persons <= MOST_PERSONS:
        raise _invalid("persons", gettext("Give how many persons it were, from 1 to %(most)d.") % {"most": MOST_PERSONS})
    event = Event.objects.create(
        kind=kind,
        on=on,
        place=place,
        group=group,
        nationality=nationality,
        age_band=age_band,
        sex=sex,
        persons=persons,
        group_size=group_size,
        origin=HAND,
        recorded_at=clock.now(),
    )
    audit.record("picture.event.entered", subject=event, officer=officer, kind=kind, on=on.isoformat(), persons=persons)
    wake.wake_on_commit()
    return event


@transaction.atomic
def enter_incident(officer: Any, *, type: str, on: date, place: str = "", many: int = 1) -> Incident:
    """The finding, counted within seconds.

    type   of `indicators.incident_kinds()`, which says of which kind it is
    many   how many pieces, vehicles, documents

    Raises Problem `accounts.not_allowed`, `picture.entry.invalid` with its field.
    """
    policy.require(officer, "picture.import")
    _check_day_and_place(on, place)
    kind = next((code for code, one in incident_kinds().items() if type in one.types), "")
    if not kind:
        raise _invalid("type", gettext("Choose from the list."))
    if not 1 <= many <= MOST_PERSONS:
        raise _invalid("many", gettext("Give how many it were, from 1 to %(most)d.") % {"most": MOST_PERSONS})
    incident = Incident.objects.create(
        kind=kind, type=type, on=on, place=place, many=many, origin=HAND, recorded_at=clock.now()
    )
    audit.record("picture.incident.entered", subject=incident, officer=officer, type=type, on=on.isoformat())
    wake.wake_on_commit()
    return incident


def groups_of(kind: str) -> tuple[str, ...]:
    """The groups that an event of this kind may be of; "" alone where the kind says all."""
    found = tuple(code for code, group in groups().items() if group.kind == kind)
    return found or ("",)


def _check_day_and_place(on: date, place: str) -> None:
    partner = node.current().partner
    if on > law.local_day(clock.now(), partner):
        raise _invalid("on", gettext("This day lies in the future."))
    if on.year < _FIRST_YEAR:
        raise _invalid("on", gettext("This day lies too far back: check the year."))
    if place and not section_of(place, partner):
        raise _invalid("place", gettext("This is no crossing point or section of this partner."))


def _invalid(field: str, message: str) -> Problem:
    return Problem("picture.entry.invalid", message, gettext("Correct it and send the form again."), field=field)
