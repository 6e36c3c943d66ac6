"""Tell the partners today's counts, when they have changed."""

from datetime import timedelta

from django.db import transaction

from egnatia.base import clock
from egnatia.base.ids import new_id
from egnatia.base.node_settings import value_of
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.messages.figures import Figures, as_told
from egnatia.exchange.models import OutboxMessage, Partner
from egnatia.exchange.own_letters import read_own
from egnatia.exchange.queries import confirmed_partners
from egnatia.exchange.quotas import shares_used
from egnatia.exchange.today import our_counts, registered_as_told

_PURPOSE = "STA"


def tell_figures() -> int:
    """How many partners are told now: none more often than `exchange_figures_seconds` of node.toml, or while one waits."""
    due = [(partner, sent) for partner in confirmed_partners() if _may_be_told(sent := _last_sent(partner))]
    if not due:
        return 0
    counts = our_counts()
    figures = Figures.model_validate(
        {
            "registered": registered_as_told(),
            "waiting": as_told(counts.waiting),
            "channels": counts.channels,
            "quotas": shares_used(),
        }
    )
    news = [partner for partner, sent in due if _is_news(figures, sent)]
    for partner in news:
        with transaction.atomic():
            send_message(partner, figures, correspondence=new_id(), purpose=_PURPOSE)
    return len(news)


def _last_sent(partner: Partner) -> OutboxMessage | None:
    return OutboxMessage.objects.filter(partner=partner, kind=Figures.kind).order_by("-made_at").first()


def _may_be_told(sent: OutboxMessage | None) -> bool:
    pause = timedelta(seconds=value_of("exchange_figures_seconds"))
    return sent is None or (sent.state not in OutboxMessage.UNDER_WAY and clock.now() - sent.made_at >= pause)


def _is_news(figures: Figures, sent: OutboxMessage | None) -> bool:
    if sent is None or sent.state == OutboxMessage.State.DROPPED or sent.made_at.date() != clock.today():
        return True
    told = read_own(sent)
    return told is None or told.content != figures
