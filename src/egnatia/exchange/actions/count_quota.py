"""Count a partner's searches of the day, so that nobody asks about everybody."""

from datetime import datetime, timedelta

from django.db.models import F

from egnatia.base import node
from egnatia.exchange.models import Partner, QuotaUse

DEFAULT_DAILY_QUOTA = 2000


def count_quota(partner: Partner, purpose: str, at: datetime) -> bool:
    """Count one search; False, and not counted, where the day's quota is used up. Within the caller's transaction."""
    use, _ = QuotaUse.objects.get_or_create(partner=partner, purpose=purpose, day=at.date())
    return bool(QuotaUse.objects.filter(pk=use.pk, count__lt=daily_quota(partner, purpose)).update(count=F("count") + 1))


def has_quota_left(partner: Partner, purpose: str, at: datetime) -> bool:
    """Whether `count_quota` would count one more: asked before the gallery is searched for nothing."""
    used = QuotaUse.objects.filter(partner=partner, purpose=purpose, day=at.date()).values_list("count", flat=True).first()
    return (used or 0) < daily_quota(partner, purpose)


def daily_quota(partner: Partner, purpose: str) -> int:
    """How many searches a partner may make of us in a day (UTC).

    As the federation list has it; without one, node.toml says: [settings.exchange_daily_quota].
    """
    if purpose in partner.quotas:
        return int(partner.quotas[purpose])
    return int(node.current().setting("exchange_daily_quota", {}).get(purpose, DEFAULT_DAILY_QUOTA))


def seconds_to_next_day(at: datetime) -> int:
    """Until the counters begin anew."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return max(1, int((midnight - at).total_seconds()))
