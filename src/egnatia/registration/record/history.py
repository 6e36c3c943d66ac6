"""The audit of one person in words: what was done (timeline), and who looked (access log)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_noop

from egnatia import law
from egnatia.accounts.models import Officer
from egnatia.audit.catalogue import event_types
from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.biometrics.models import Capture
from egnatia.deadlines.models import Deadline
from egnatia.persons.models import Person
from egnatia.registration.record.header import PARTS
from egnatia.registration.record.spans import due_in_words

PER_PAGE = 25
#: Why somebody opened a record, as the address says it (`?via=`), and as the log shows it.
REASONS = {
    "find": gettext_noop("Found by a look-up"),
    "work": gettext_noop("Opened from my work"),
    "search": gettext_noop("Opened from a search"),
    "link": gettext_noop("Opened from a linked record"),
}
_PARTS = {code: text for code, _url, text in PARTS}


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event: what, when, by whom, why, from where; `part` is what of a record was looked at."""

    text: str
    at: datetime
    by: str
    why: str
    part: str
    where: str
    person_id: Any = None


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A limit that runs, or ran, for this person."""

    name: str
    label: str
    due_at: datetime
    state: str
    colour: str


def timeline_of(person: Person, number: str | None) -> tuple["Page[Event]", list[EventLine]]:
    """What was done, the latest first."""
    return _page(Event.objects.filter(person_id=person.pk).exclude(kind="read").order_by("-number"), number)


def looks_at(person: Person, number: str | None) -> tuple["Page[Event]", list[EventLine]]:
    """Who looked at the person's data, the latest first."""
    return _page(Event.objects.filter(person_id=person.pk, kind="read").order_by("-number"), number)


def _page(events: QuerySet[Event], number: str | None) -> tuple["Page[Event]", list[EventLine]]:
    page = Paginator(events, PER_PAGE).get_page(number)
    return page, lines_of(page)


def lines_of(events: Iterable[Event]) -> list[EventLine]:
    """Events in words, with the names of the officers."""
    events = list(events)
    ids = {event.actor_id for event in events if event.actor_kind == "officer"}
    names = {str(one.pk): one.full_name for one in Officer.objects.filter(pk__in=ids)}
    return [_line(event, names) for event in events]


def clocks_of(person: Person) -> list[ClockLine]:
    """Limits of this person, those that run first."""
    found = Deadline.objects.filter(person_id=person.pk, dropped_at=None).order_by("-started_at")[:PER_PAGE]
    return [_clock_line(one) for one in sorted(found, key=lambda one: (one.met_at is not None, one.due_at))]


def event_text(code: str) -> str:
    """What an event is called; one that no package names any more keeps its code."""
    known = event_types().get(code)
    return gettext(known.text) if known else code


def _line(event: Event, names: dict[str, str]) -> EventLine:
    return EventLine(
        event_text(event.action),
        event.at,
        names.get(event.actor_id) or event.actor_label or gettext("The system"),
        reason_text(event.why),
        _part_of(event),
        event.where,
        event.person_id,
    )


def _part_of(event: Event) -> str:
    """What of a record was looked at."""
    details = (event.details or {}) if event.kind == "read" else {}
    if details.get("kind") == Capture.Kind.FACE:
        return str(Capture.Kind.FACE.label)
    return str(_PARTS.get(details.get("part", ""), ""))


def reason_text(why: str) -> str:
    """A coded reason by its name; any other as it was written."""
    if why in REASONS:
        return gettext(REASONS[why])
    choice = {**law.correction_reasons(), **law.void_reasons(), **law.verdict_reasons()}.get(why)
    return choice.name if choice else why


def _clock_line(deadline: Deadline) -> ClockLine:
    if deadline.met_at is not None:
        is_late = deadline.met_at > deadline.due_at
        state, colour = (gettext("Met late"), "ochre") if is_late else (gettext("Met"), "green")
    else:
        state, colour = due_in_words(deadline.due_at), "red" if deadline.due_at < clock.now() else "teal"
    return ClockLine(limit_name(deadline.rule), deadline.label, deadline.due_at, state, colour)


def limit_name(rule: str) -> str:
    """A limit by the name that the law's file gives it."""
    known = law.limits().get(rule)
    return known.name if known else rule
