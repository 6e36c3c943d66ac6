"""The exchange in figures, for a monitoring system: messages and channels, never persons.

Kinds of messages are no label: how many verdicts or releases wait for a partner would be a small count of persons. Nor is
`withdrawn` a state: it would count erasures. What a partner used of its quota is told in tenths, and not at all below five.
"""

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily, Metric

from egnatia.base import clock
from egnatia.base.metrics import collector
from egnatia.exchange import queries
from egnatia.exchange.actions.count_quota import daily_quota
from egnatia.exchange.delivery import outbox
from egnatia.exchange.messages.figures import SMALLEST_TOLD
from egnatia.exchange.models import OutboxMessage, Partner, QuotaUse
from egnatia.exchange.transport import health as transport_health

_STATES = (*OutboxMessage.UNDER_WAY, OutboxMessage.State.REFUSED, OutboxMessage.State.DROPPED)


@collector
def delivery() -> Iterator[Metric]:
    """Queues and channels, by partner."""
    queues = outbox.queues()
    up = _gauge("egnatia_channel_up", "1: what there is to say arrives; 0: something is late. Confirmed partners only.")
    failures = _gauge("egnatia_delivery_failures", "Attempts to deliver that failed in a row.")
    oldest = _gauge("egnatia_outbox_oldest_seconds", "Age of the oldest message under way, parked ones too; 0: none.")
    now = clock.now()
    for queue in queues:
        code = [queue.partner.code]
        if queue.partner.is_confirmed:
            up.add_metric(code, float(queue.channel == "open"))
        failures.add_metric(code, queue.failures)
        oldest.add_metric(code, max(0.0, (now - queue.oldest).total_seconds()) if queue.oldest else 0.0)
    yield from (up, failures, oldest, _messages())


@collector
def quotas() -> Iterator[Metric]:
    """How much of today's searches a partner has used."""
    used = GaugeMetricFamily(
        "egnatia_quota_used_ratio",
        "Share of the day's searches (UTC) that a partner has used, in tenths, rounded down; 0 below five searches.",
        labels=["partner", "purpose"],
    )
    today = QuotaUse.objects.filter(day=clock.today()).values_list("partner", "purpose", "count")
    counts = {(partner, purpose): count for partner, purpose, count in today}
    for partner in Partner.objects.all():
        for purpose in partner.purposes:  # each, as the mere presence of one would tell that somebody was asked about
            share = _in_tenths(counts.get((partner.pk, purpose), 0), daily_quota(partner, purpose))
            used.add_metric([partner.code, purpose], share)
    yield used


@collector
def certificates() -> Iterator[Metric]:
    """How long what opens the way to partners still holds; nothing at a node that speaks to its own machine only."""
    left = GaugeMetricFamily(
        "egnatia_certificate_left_seconds",
        "Until the first of its kind ends: own certificate, an authority, a list of revoked ones; 0: ended or unreadable.",
        labels=["what"],
    )
    now = clock.now()
    for what, end in transport_health.first_ends().items():
        left.add_metric([what], max(0.0, (end - now).total_seconds()) if end else 0.0)
    yield left


def _messages() -> Metric:
    messages = GaugeMetricFamily(
        "egnatia_outbox_messages",
        "Messages to a partner that wait, are parked, were refused or dropped.",
        labels=["partner", "state"],
    )
    for state in _STATES:
        counted = Partner.objects.annotate(count=queries.count_outbox(state))
        for code, count in counted.values_list("code", "count"):
            messages.add_metric([code, state.value], count)
    return messages


def _gauge(name: str, text: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, labels=["partner"])


def _in_tenths(count: int, quota: int) -> float:
    if count < SMALLEST_TOLD or quota <= 0:
        return 0.0
    return count * 10 // quota / 10
