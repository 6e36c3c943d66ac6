"""The week of the head of border police: own sections and neighbours', alarms, what is due, joint operations, what waits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.accounts import policy
from egnatia.base import node
from egnatia.cooperation.models import JointOperation
from egnatia.cooperation.queries.commitments import ours, owner_name
from egnatia.cooperation.queries.days import reminder_day, today
from egnatia.cooperation.queries.operations import operations_now, operations_to_come
from egnatia.cooperation.queries.programme import items_due_soon, late_items
from egnatia.exchange.queries import count_requests_waiting
from egnatia.exchange.today import our_counts
from egnatia.picture.alarms import pages as alarm_pages
from egnatia.picture.alarms import partner_pages
from egnatia.picture.alarms.measures import get_measure
from egnatia.picture.models import Alarm, Recommendation
from egnatia.picture.queries.alarms import alarms
from egnatia.picture.queries.partner_measures import asked_and_open
from egnatia.picture.queries.recommendations import actions_due
from egnatia.site.next_report import ReportBox, report_box
from egnatia.site.section_weeks import SectionWeeks, section_weeks

#: Rows of each list of alarms, of measures, and of operations to come; the rest is one link away.
_MOST_ALARMS, _MOST_MEASURES, _MOST_TO_COME = 8, 25, 5


@dataclass(frozen=True, slots=True)
class Answer:
    """A measure that is recommended against an alarm."""

    name: str
    href: str
    state: str
    colour: str
    due: date | None


@dataclass(frozen=True, slots=True)
class AnsweredAlarm:
    """One alarm with what is recommended. `is_ours`: of this node's own counts."""

    row: alarm_pages.AlarmRow
    is_ours: bool
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Alarms:
    """Alarms in one state, our own in front; `more` of them aren't shown."""

    lines: tuple[AnsweredAlarm, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Due:
    """Something with a day: what, where it is shown, what it is, who sees to it, by when."""

    text: str
    href: str
    kind: str
    owner: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Operation:
    """A joint operation, the partners in words, and whether ours is one of them."""

    operation: JointOperation
    partners: str
    is_ours: bool
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of something wait for somebody else here; `href` only for who may open it."""

    text: str
    count: int
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class ThisWeek:
    """All that the page shows."""

    sections: SectionWeeks
    open: Alarms
    confirmed: Alarms
    due: tuple[Due, ...]
    report: ReportBox
    operations: tuple[Operation, ...]
    waiting: tuple[Waiting, ...]


def this_week(officer: Any) -> ThisWeek:
    """As it is now, where this node stands."""
    return ThisWeek(
        sections=section_weeks(node.current().partner, today()),
        open=_alarms(Alarm.State.OPEN),
        confirmed=_alarms(Alarm.State.CONFIRMED),
        due=tuple(sorted((*_measures(), *_asked(), *_items(), *_commitments()), key=lambda one: one.due_on)),
        report=report_box(officer),
        operations=tuple(_operations()),
        waiting=tuple(_waiting(officer)),
    )


def _alarms(state: str) -> Alarms:
    found = alarms(state=state)
    ours_first = Case(When(source=node.current().partner, then=0), default=Value(1), output_field=IntegerField())
    shown = found.order_by(ours_first, *found.query.order_by).prefetch_related("recommendations")[:_MOST_ALARMS]
    lines = tuple(_line(one) for one in shown)
    return Alarms(lines, max(0, found.count() - len(lines)))


def _line(alarm: Alarm) -> AnsweredAlarm:
    answers = (_answer(one) for one in alarm.recommendations.all() if one.state != Recommendation.State.DROPPED)
    return AnsweredAlarm(alarm_pages.row_of(alarm), alarm.source == node.current().partner, tuple(answers))


def _answer(one: Recommendation) -> Answer:
    return Answer(
        name=get_measure(one.measure).name,
        href=reverse("picture_recommendation", args=(one.pk,)),
        state=one.get_state_display(),
        colour=alarm_pages.MEASURE_COLOURS[one.state],
        due=one.due if one.state == Recommendation.State.ASSIGNED else None,
    )


def _measures() -> Iterator[Due]:
    """All that are assigned and not done: what is due later is work of this week too."""
    for one in actions_due(limit=_MOST_MEASURES):
        assert one.due is not None  # noqa: S101  (the table holds none that is assigned without a day)
        href = reverse("picture_recommendation", args=(one.pk,))
        yield Due(get_measure(one.measure).name, href, _("Measure"), one.owner, one.due)


def _asked() -> Iterator[Due]:
    """Measures that partners ask us to take."""
    us = law.partner(node.current().partner).name
    for one in asked_and_open(limit=_MOST_MEASURES):
        kind = _("Measure asked for by %(partner)s") % {"partner": law.partner(one.partner).name}
        yield Due(partner_pages.name_of(one), reverse("picture_partner_measure", args=(one.pk,)), kind, us, one.due)


def _items() -> Iterator[Due]:
    """Of the work programme: this partner's own, and those of all six."""
    us = ("", node.current().partner)
    for one in (*late_items().filter(owner__in=us), *items_due_soon().filter(owner__in=us)):
        assert one.due_on is not None  # noqa: S101  (these are found by their day)
        owner = law.partner(one.owner).name if one.owner else _("All six together")
        yield Due(one.title, reverse("programme_item", args=(one.pk,)), _("Work programme"), owner, one.due_on)


def _commitments() -> Iterator[Due]:
    """Those that this partner answers for, late or due soon."""
    for one in ours().filter(due_on__lte=reminder_day()):
        assert one.due_on is not None  # noqa: S101  (these are found by their day)
        yield Due(one.sentence, reverse("commitment", args=(one.pk,)), _("Commitment"), owner_name(one.owner), one.due_on)


def _operations() -> Iterator[Operation]:
    us = node.current().partner
    for found, goes_on in ((operations_now(), True), (operations_to_come()[:_MOST_TO_COME], False)):
        for one in found:
            yield Operation(one, ", ".join(law.partner(code).name for code in one.partners), us in one.partners, goes_on)


def _waiting(officer: Any) -> Iterator[Waiting]:
    yield Waiting(
        _("Possible matches"),
        our_counts().waiting,
        _("wait for an examiner"),
        reverse("examine") if policy.may(officer, "examine.verdict") else "",
    )
    yield Waiting(
        _("Requests from partners"),
        count_requests_waiting(),
        _("wait for a case officer's answer"),
        reverse("partner_requests") if policy.may(officer, "exchange.read") else "",
    )
