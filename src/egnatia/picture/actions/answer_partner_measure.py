"""Answer a measure that a partner asks us to take: done, or declined with a reason."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext
from pydantic import ValidationError

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.exchange.actions.send_measure import send_measure
from egnatia.exchange.messages.measures import MeasureAnswer
from egnatia.exchange.queries import get_partner
from egnatia.picture.alarms.measures import refuse_persons
from egnatia.picture.models import PartnerMeasure


@transaction.atomic
def answer_partner_measure(
    officer: Officer, measure: PartnerMeasure, *, state: str, text: str, done_on: date | None = None
) -> PartnerMeasure:
    """Once; the partner is told in the same transaction. A suspended partner is told when it is confirmed again.

    done_on   where `state` is done: the day from which it works
    Raises Problem `accounts.not_allowed`, `picture.partner_measure.over`, `picture.partner_measure.state`,
    `picture.partner_measure.text`, `picture.partner_measure.date`, `picture.measure.about_a_person`.
    """
    policy.require(officer, "alarms.write")
    measure.refresh_from_db(from_queryset=PartnerMeasure.objects.select_for_update())
    _refuse_if_over(measure)
    refuse_persons(text, field="text")
    content = _content(measure, state, text, done_on)
    measure.state, measure.answer_text, measure.done_on = content.state, content.text, content.done_on
    measure.answered_at, measure.answered_by = clock.now(), officer
    measure.answer = send_measure(get_partner(measure.partner), content, correspondence=measure.correspondence)
    measure.save()
    audit.record(
        "picture.partner_measure.answered",
        subject=measure,
        officer=officer,
        partner=measure.partner,
        answer=content.state,
        text=content.text,
        done_on=content.done_on,
    )
    return measure


def _refuse_if_over(measure: PartnerMeasure) -> None:
    if not measure.is_open:
        raise Problem(
            "picture.partner_measure.over",
            gettext("This measure is answered or withdrawn already."),
            gettext("Call the partner, if there is more to say."),
            status=409,
        )


def _content(measure: PartnerMeasure, state: str, text: str, done_on: date | None) -> MeasureAnswer:
    if state not in (PartnerMeasure.State.DONE, PartnerMeasure.State.DECLINED):
        raise Problem(
            "picture.partner_measure.state",
            gettext("Say whether it is done."),
            gettext("Choose done or declined."),
            field="state",
        )
    is_done = state == PartnerMeasure.State.DONE
    if is_done and (done_on is None or done_on > law.local_day(clock.now(), node.current().partner)):
        raise Problem(
            "picture.partner_measure.date",
            gettext("There is no day, or it lies in the future."),
            gettext("Give the day from which the measure works."),
            field="done_on",
        )
    try:
        return MeasureAnswer(
            reference=measure.reference,
            state="done" if is_done else "declined",
            text=text.replace("\r\n", "\n").strip(),
            done_on=done_on if is_done else None,
        )
    except ValidationError as error:
        raise Problem(
            "picture.partner_measure.text",
            gettext("There is no text, it is too long, or has signs in it that can't be sent."),
            gettext("Say in up to 2,000 signs what was done, or why it isn't."),
            field="text",
        ) from error
