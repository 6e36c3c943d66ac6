"""Take in what a partner says came of a measure that it was given."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from egnatia import audit
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.exchange.messages.measures import MeasureAnswer
from egnatia.exchange.models import Partner
from egnatia.picture.alarms.measures import refuse_persons
from egnatia.picture.models import Outcome, Recommendation, SentMeasure


@transaction.atomic
def take_measure_answer(partner: Partner, answer: MeasureAnswer, made_at: datetime) -> SentMeasure:
    """Done: the outcome is recorded, to be measured later. Declined: the measure is proposed again, with the partner's reason.

    An answer that crossed a withdrawal is kept, and changes nothing else. The same answer twice is one.
    Raises Problem `picture.measure_answer.unknown`, `picture.measure_answer.twice`, `picture.measure_answer.date`,
    `picture.measure.about_a_person`: the message is refused.
    """
    refuse_persons(answer.text, field="text")
    sent = _get_sent(partner, answer.reference)
    recommendation = Recommendation.objects.select_for_update().get(pk=sent.recommendation_id)
    sent.refresh_from_db()
    if sent.answer:
        return _check_same(sent, answer)
    if answer.done_on is not None and answer.done_on > clock.today() + timedelta(days=1):
        raise Problem(  # the partner's day may have begun before ours, but no more than that
            "picture.measure_answer.date",
            gettext("The measure is said to be done on a day to come."),
            gettext("Answer once it is done."),
        )
    sent.answer, sent.answer_text, sent.done_on, sent.answered_at = answer.state, answer.text, answer.done_on, made_at
    sent.save()
    if sent.withdrawn_at is None and recommendation.state == Recommendation.State.ASSIGNED:
        _act(recommendation, answer)
    audit.record(
        "picture.measure.answered",
        subject=recommendation,
        partner=partner.code,
        reference=sent.reference,
        answer=answer.state,
        text=answer.text,
        done_on=answer.done_on,
    )
    return sent


def _act(recommendation: Recommendation, answer: MeasureAnswer) -> None:
    if answer.done_on is not None:
        recommendation.state = Recommendation.State.DONE
        Outcome.objects.create(
            recommendation=recommendation, text=answer.text, done_on=answer.done_on, recorded_at=clock.now(), recorded_by=None
        )
    else:
        recommendation.state, recommendation.note = Recommendation.State.PROPOSED, answer.text
        recommendation.owner_partner, recommendation.due = "", None
    recommendation.save(update_fields=["state", "note", "owner_partner", "due"])


def _get_sent(partner: Partner, reference: str) -> SentMeasure:
    sent = SentMeasure.objects.filter(partner=partner.code, reference=reference).first()
    if sent is None:
        raise Problem(
            "picture.measure_answer.unknown",
            gettext("No such measure was given to this partner."),
            gettext("Look whether it was asked for by somebody else."),
            status=404,
        )
    return sent


def _check_same(sent: SentMeasure, answer: MeasureAnswer) -> SentMeasure:
    if (sent.answer, sent.answer_text, sent.done_on) != (answer.state, answer.text, answer.done_on):
        raise Problem(
            "picture.measure_answer.twice",
            gettext("This measure was answered before, otherwise."),
            gettext("Call the partner that asked for it."),
            status=409,
        )
    return sent
