"""The public counter: how many searches each partner has asked of this node under each purpose, against its quota.

Counts are told in fives, rounded down, to all alike, and every agreed purpose has its line, asked or not. One search is one
person's fingers: that a partner asked at all for a missing child today would be about that child. From five on a count is a
partner's work, not a person; the step of five keeps what one search more adds from being read off.
What the police ask is of the other gateway, and isn't told here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from egnatia.base import clock
from egnatia.exchange.actions.count_quota import daily_quota
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.messages.figures import SMALLEST_TOLD
from egnatia.exchange.models import Partner, QuotaUse
from egnatia.exchange.models.partners import is_of

#: Days on the page, today among them.
DAYS_TOLD = 7
#: Of a share that is told in tenths: all of it.
ALL = 10


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """One partner and purpose.

    quota   searches a day (UTC)
    days    the last days and how many were asked, as told: today first
    share   of today's quota, in tenths, rounded down
    """

    partner: Partner
    purpose: str
    quota: int
    days: list[tuple[date, int]]
    share: int

    @property
    def today(self) -> int:
        return self.days[0][1]

    @property
    def is_used_up(self) -> bool:
        return self.share == ALL


def quota_lines(*, days: int = DAYS_TOLD) -> list[QuotaLine]:
    """A line for each purpose that each partner may ask for; none of a partner that may ask for nothing."""
    today = clock.today()
    counts = _counts(since=today - timedelta(days=days - 1))
    told = [today - timedelta(days=back) for back in range(days)]
    return [
        QuotaLine(
            partner=partner,
            purpose=purpose,
            quota=(quota := daily_quota(partner, purpose)),
            days=[(day, in_fives(counts.get((partner.pk, purpose, day), 0))) for day in told],
            share=in_tenths(counts.get((partner.pk, purpose, today), 0), quota),
        )
        for partner, purpose in _agreed()
    ]


def shares_used() -> Mapping[str, int]:
    """Of each partner: the purpose of which it has used most of today's quota, in tenths."""
    shares: dict[str, int] = {}
    for line in quota_lines(days=1):
        shares[line.partner.code] = max(line.share, shares.get(line.partner.code, 0))
    return shares


def in_fives(count: int) -> int:
    """Rounded down; 0 stands for nought to four."""
    return count - count % SMALLEST_TOLD


def in_tenths(count: int, quota: int) -> int:
    """The share of a quota that is used, of the count as it is told; 10 only when nothing is left, 0 below five searches."""
    if count < SMALLEST_TOLD:
        return 0
    return ALL if count >= quota else in_fives(count) * ALL // quota


def _agreed() -> Iterator[tuple[Partner, str]]:
    for partner in Partner.objects.all():
        for purpose in partner.purposes:
            if is_of(purpose, Gateway.MIGRATION):
                yield partner, purpose


def _counts(*, since: date) -> dict[tuple[object, str, date], int]:
    used = QuotaUse.objects.filter(day__gte=since).values_list("partner", "purpose", "day", "count")
    return {(partner, purpose, day): count for partner, purpose, day, count in used}
