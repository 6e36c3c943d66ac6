"""What the pages about measures between partners show."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext

from egnatia import law
from egnatia.exchange.models import OutboxMessage
from egnatia.picture.alarms.measures import RightsQuestion, find_measure, rights_always_asked
from egnatia.picture.alarms.rules import SeriesKey
from egnatia.picture.indicators import indicators
from egnatia.picture.models import Alarm, PartnerMeasure, SentMeasure
from egnatia.picture.series_words import period_name, series_title

COLOURS = {"open": "ochre", "done": "green", "declined": "grey", "withdrawn": "grey"}
_ANSWER_COLOURS = {"": "teal", "done": "green", "declined": "ochre"}
_NAME_SIGNS = 60


@dataclass(frozen=True, slots=True)
class PartnerMeasureRow:
    """A measure that a partner asks for, in a list."""

    measure: PartnerMeasure
    name: str
    partner: str
    about: str
    colour: str


@dataclass(frozen=True, slots=True)
class SentRow:
    """What one partner was told of a recommendation. `problem`: code of its refusal to take the message."""

    sent: SentMeasure
    partner: str
    about: str
    arrival: str
    problem: str
    answer: str
    colour: str


def partner_row(measure: PartnerMeasure) -> PartnerMeasureRow:
    return PartnerMeasureRow(
        measure=measure,
        name=name_of(measure),
        partner=law.partner(measure.partner).name,
        about=about_words(measure.about),
        colour=COLOURS[measure.state],
    )


def sent_row(sent: SentMeasure) -> SentRow:
    is_withdrawn = sent.withdrawn_at is not None and not sent.answer
    return SentRow(
        sent=sent,
        partner=law.partner(sent.partner).name,
        about=about_words(sent.told.get("about")),
        arrival=arrival_of(sent.message),
        problem=sent.message.last_problem if sent.message.state == OutboxMessage.State.REFUSED else "",
        answer=gettext("Withdrawn") if is_withdrawn else sent.get_answer_display(),
        colour="grey" if is_withdrawn else _ANSWER_COLOURS[sent.answer],
    )


def arrival_of(message: OutboxMessage) -> str:
    """Under way, arrived, or refused."""
    return str(OutboxMessage.State(message.state).label)


def name_of(measure: PartnerMeasure) -> str:
    """As our catalogue has it; of a measure that it doesn't have, the beginning of its text."""
    known = find_measure(measure.measure)
    return known.name if known is not None else Truncator(measure.text).chars(_NAME_SIGNS)


def rights_of(measure: PartnerMeasure) -> tuple[RightsQuestion, ...]:
    """What our catalogue asks of it; of a measure that it doesn't have, what it asks of every measure."""
    known = find_measure(measure.measure)
    return known.rights if known is not None else rights_always_asked()


def about_words(about: dict[str, Any] | None) -> str:
    """ "Rise: Irregular crossings: North Macedonia – Greece, since 16 February 2026"; empty where nothing is told."""
    if about is None:
        return ""
    key = SeriesKey(about["source"], about["indicator"], about.get("cut", ""), about.get("key", ""), about["every"])
    title = series_title(key) if key.indicator in indicators() else key.indicator
    direction = Alarm.Direction(about["direction"]).label
    return gettext("%(direction)s: %(series)s, since %(period)s") % {
        "direction": direction,
        "series": title,
        "period": period_name(date.fromisoformat(about["period"]), key.every),
    }
