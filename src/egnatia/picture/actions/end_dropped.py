"""A message about counts or measures was given up on its way to a partner: nothing here passes for told."""

from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.counts import Counts
from egnatia.exchange.messages.measures import MeasureAnswer
from egnatia.exchange.models import OutboxMessage
from egnatia.picture.actions.share_counts import tell_days_again
from egnatia.picture.models import PartnerMeasure


def end_dropped(message: OutboxMessage, content: Content | None) -> None:
    """Counts are told anew with the next telling; a measure that we answered is to be answered again.

    A measure that we asked for shows that its message was given up, and is sent again when it is next saved.
    """
    if isinstance(content, Counts):
        tell_days_again(message.partner, content.indicator, [counted.day for counted in content.days])
    elif isinstance(content, MeasureAnswer):
        _open_again(message)


def _open_again(message: OutboxMessage) -> None:
    """Unless the partner has withdrawn it meanwhile."""
    answered = (PartnerMeasure.State.DONE, PartnerMeasure.State.DECLINED)
    PartnerMeasure.objects.filter(answer=message, state__in=answered).update(
        state=PartnerMeasure.State.OPEN, answer=None, answer_text="", done_on=None, answered_at=None, answered_by=None
    )
