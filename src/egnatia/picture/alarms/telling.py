"""What a partner is told of the alarm behind a measure: nothing that the rules for sharing keep from it."""

from typing import Any

from django.utils.translation import gettext
from pydantic import ValidationError

from egnatia import law
from egnatia.base.errors import Problem
from egnatia.exchange.messages.measures import About, MeasureRequest
from egnatia.picture.models import Alarm, SentMeasure
from egnatia.picture.sharing_rules import partner_rules


def request_of(sent: SentMeasure) -> MeasureRequest:
    """The measure as its recommendation has it now.

    Raises Problem `picture.recommendation.not_tellable` where the text doesn't fit into a message.
    """
    recommendation = sent.recommendation
    try:
        return MeasureRequest.model_validate(
            {
                "reference": sent.reference,
                "measure": recommendation.measure,
                "level": recommendation.level,
                "text": recommendation.text.replace("\r\n", "\n"),
                "due": recommendation.due,
                "about": about_of(recommendation.alarm, sent.partner),
            }
        )
    except ValidationError as error:
        raise Problem(
            "picture.recommendation.not_tellable",
            gettext("The text is too long to be sent to a partner, or has signs in it that can't be sent."),
            gettext("Shorten it to 2,000 signs and take out what no keyboard writes."),
            field="text",
        ) from error


def about_of(alarm: Alarm, partner: str) -> About | None:
    """The alarm's series and since when, as far as this partner knows its figures; None where it doesn't know any.

    What is published, and what the partner counted itself, is no secret to it. Of an indicator that is told with hidden cells
    the cut stays away, as a nationality would say that there were some; of one that isn't told, all of it.
    """
    is_open = alarm.source not in law.partners() or alarm.source == partner
    if not is_open and alarm.indicator not in partner_rules().indicators:
        return None
    is_exact = is_open or alarm.indicator not in partner_rules().guarded
    cell: dict[str, Any] = {"cut": alarm.cut, "key": alarm.key} if alarm.cut and is_exact else {}
    return About.model_validate(
        {
            "source": alarm.source,
            "indicator": alarm.indicator,
            "every": alarm.every,
            "direction": alarm.direction,
            "period": alarm.since,
            **cell,
        }
    )
