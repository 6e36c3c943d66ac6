"""The exchange in figures, for a monitoring system: messages and channels, never persons.

Kinds of messages are no label: how many verdicts or releases wait for a partner would be a small count of persons. Nor is
`withdrawn` a state: it would count erasures. How many messages wait for a partner's police would be a small count of cases.
What a partner used of its quota is told as on the public counter (`quotas`).
"""

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily, Metric

from egnatia.base import clock
from egnatia.base.metrics import collector
from egnatia.exchange import queries
from egnatia.exchange.delivery import outbox
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.models import OutboxMessage, Partner
from egnatia.exchange.quotas import quota_lines
from egnatia.exchange.transport import health as transport_health

_STATES = (*OutboxMessage.UNDER_WAY, OutboxMessage.State.REFUSED, OutboxMessage.State.DROPPED)


@collector
def delivery() -> Iterator[Metric]:
    """Queues and channels, by partner and gateway."""
    queues = [queue for gateway in Gateway for queue in outbox.queues(gateway)]
    up = _gauge("egnatia_channel_up", "1: what there is to say arrives; 0: something is late. Confirmed partners only.")
    failures = _gauge("egnatia_delivery_failures", "Attempts to deliver that failed in a row.")
    oldest = _gauge("egnatia_outbox_oldest_seconds", "Age of the oldest message under way, parked ones too; 0: none.")
    now = clock.now()
    for queue in queues:
        code = [queue.partner.code, queue.gateway.value]
        if queue.partner.is_confirmed:
            up.add_metric(code, float(queue.channel == "open"))
        failures.add_metric(code, queue.failures)
        oldest.add_metric(code, max(0.0, (now - queue.oldest).total_seconds()) if queue.oldest else 0.0)
    yield from (up, failures, oldest, _messages())


@collector
def quotas() -> Iterator[Metric]:
    """How much of today's searches a partner has used."""
    labels = ["partner", "purpose"]
    used = GaugeMetricFamily(
        "egnatia_quota_used_ratio",
        "Share of the day's searches (UTC) that a partner has used, in tenths, rounded down; 0 below five searches.",
        labels=labels,
    )
    searches = GaugeMetricFamily(
        "egnatia_quota_searches", "Searches that a partner has asked today (UTC), in fives, rounded down.", labels=labels
    )
    quota = GaugeMetricFamily("egnatia_quota", "Searches that a partner may ask a day (UTC).", labels=labels)
    for line in quota_lines(days=1):  # one each, as the mere presence of one would tell that somebody was asked about
        label = [line.partner.code, line.purpose]
        used.add_metric(label, line.share / 10)
        searches.add_metric(label, line.today)
        quota.add_metric(label, line.quota)
    yield from (used, searches, quota)


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
        "Messages of migration to a partner that wait, are parked, were refused or dropped.",
        labels=["partner", "state"],
    )
    for state in _STATES:
        counted = Partner.objects.annotate(count=queries.count_outbox(state))
        for code, count in counted.values_list("code", "count"):
            messages.add_metric([code, state.value], count)
    return messages


def _gauge(name: str, text: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, labels=["partner", "gateway"])
