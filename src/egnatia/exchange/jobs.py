"""The exchange's work beside the pages: delivery, answers that had to wait, and tidying up."""

from datetime import timedelta

from egnatia.base import clock
from egnatia.base.jobs import every, nightly
from egnatia.exchange.actions.answer_waiting import answer_waiting_searches
from egnatia.exchange.actions.dissolve_dead_links import dissolve_dead_links
from egnatia.exchange.actions.put_list_in_force import put_lists_in_force
from egnatia.exchange.actions.show_head import show_head_where_due
from egnatia.exchange.actions.tell_figures import tell_figures
from egnatia.exchange.delivery.lanes import wake_lanes
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.http_signing import MAX_SKEW
from egnatia.exchange.log.sequencing import sequence_entries
from egnatia.exchange.messages.counts import Counts
from egnatia.exchange.messages.figures import Figures
from egnatia.exchange.messages.heads import HeadShown
from egnatia.exchange.messages.service import Ping
from egnatia.exchange.models import Fault, InboxMessage, OutboxMessage, QuotaUse, SeenNonce

_QUOTA_DAYS_KEPT = 400
_FIGURES_DAYS_KEPT = 2


@every(seconds=1)
def deliver() -> int:
    """Wake the lanes of partners for whom something waits. They work on their own, so there is never more to do at once."""
    wake_lanes(clock.now())
    return 0


@every(seconds=1)
def follow_federation_list() -> int:
    """Act by a list from the moment on at which it is in force."""
    return put_lists_in_force()


@every(seconds=5)
def answer_searches() -> int:
    """Answer what came while the gallery couldn't be searched."""
    return answer_waiting_searches()


@every(seconds=10)
def send_figures() -> int:
    """Tell the partners today's counts, when they have changed."""
    return tell_figures()


@every(seconds=1)
def grow_log() -> int:
    """Take what was written into each log's tree."""
    return sum(sequence_entries(gateway) for gateway in Gateway)


@every(seconds=10)
def be_witnessed() -> int:
    """Show the partners each log's head, so that they witness it."""
    return sum(show_head_where_due(gateway) for gateway in Gateway)


@every(seconds=60)
def forget_nonces() -> int:
    """A nonce needs to be remembered only as long as a signature with it could be taken."""
    SeenNonce.objects.filter(seen_at__lt=clock.now() - 3 * MAX_SKEW).delete()
    return 0


@nightly
def check_links() -> int:
    """Links to erased data sets: there are none."""
    dissolve_dead_links()
    return 0


@nightly
def forget_counters() -> int:
    """Counters of searches and of faults serve statistics for a year."""
    Fault.objects.filter(hour__lt=clock.now() - timedelta(days=_QUOTA_DAYS_KEPT)).delete()
    deleted, _ = QuotaUse.objects.filter(day__lt=clock.today() - timedelta(days=_QUOTA_DAYS_KEPT)).delete()
    return deleted


@nightly
def forget_figures() -> int:
    """Messages that carried nothing but counts, a head of a log or a greeting; the log keeps their digests."""
    before = clock.now() - timedelta(days=_FIGURES_DAYS_KEPT)
    kinds = (Figures.kind, Counts.kind, HeadShown.kind, Ping.kind)
    out = OutboxMessage.objects.filter(kind__in=kinds, made_at__lt=before).exclude(state__in=OutboxMessage.UNDER_WAY)
    return out.delete()[0] + InboxMessage.objects.filter(kind__in=kinds, received_at__lt=before).delete()[0]
