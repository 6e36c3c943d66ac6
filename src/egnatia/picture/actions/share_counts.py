"""Tell the partners our counts by day: those that changed since they were told last, as the rules for sharing have it."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from django.db import transaction
from django.db.models import Max, QuerySet

from egnatia import audit, law
from egnatia.base import clock, node
from egnatia.exchange.actions.send_counts import send_counts
from egnatia.exchange.messages.counts import DAYS_AT_ONCE, CountedDay, Counts
from egnatia.exchange.models import OutboxMessage, Partner
from egnatia.exchange.queries import confirmed_partners
from egnatia.picture.indicators import get_indicator
from egnatia.picture.models import Count, ToldDay
from egnatia.picture.releases.guarding import Telling, guard_day
from egnatia.picture.sharing_rules import Guard, partner_rules

_NEVER = datetime(1970, 1, 2, tzinfo=UTC)
#: The total of a day, where it was counted, and its cells by cut and key.
_Figures = tuple[int | None, Mapping[str, Mapping[str, int]]]
#: Figures may be written so much later than they say.
_LATE = timedelta(hours=1)


def share_counts(*, everything: bool = False) -> int:
    """Bring every confirmed partner up to date; how many days of an indicator were told.

    A partner for whom counts wait still is left alone: what changes meanwhile goes in one message later.
    everything  look at all days, not only at those with figures from about the last telling on
    """
    told = 0
    for partner in confirmed_partners():
        if OutboxMessage.objects.filter(partner=partner, kind=Counts.kind, state=OutboxMessage.State.WAITING).exists():
            continue
        since = None if everything else _last_told(partner)
        days = sum(_tell_indicator(partner, code, since) for code in partner_rules().indicators)
        if days:
            audit.record("picture.counts.shared", subject=partner, partner=partner.code, days=days)
        told += days
    return told


def tell_again(partner: Partner) -> int:
    """Forget what a partner was told (it lost it, or refused it) so that it is told anew; how many days that concerns.

    What was hidden from it stays hidden.
    """
    return ToldDay.objects.filter(partner=partner.code).update(digest="", counted=_NEVER)


def _last_told(partner: Partner) -> datetime | None:
    """A little before the newest figure that it was told; None: nothing yet."""
    newest = ToldDay.objects.filter(partner=partner.code).aggregate(newest=Max("counted"))["newest"]
    return newest - _LATE if newest else None


def _tell_indicator(partner: Partner, indicator: str, since: datetime | None) -> int:
    newest = _newest_figures(indicator, since)
    before = {row.day: row for row in ToldDay.objects.filter(partner=partner.code, indicator=indicator, day__in=newest)}
    due = [day for day in sorted(newest) if day not in before or before[day].counted < newest[day]]
    lots = [due[first : first + DAYS_AT_ONCE] for first in range(0, len(due), DAYS_AT_ONCE)]
    return sum(_tell_days(partner, indicator, days, newest, before) for days in lots)


def _tell_days(
    partner: Partner, indicator: str, days: Sequence[date], newest: Mapping[date, datetime], before: Mapping[date, ToldDay]
) -> int:
    """One message; days whose figures changed without changing what is told are left out.

    What is to be hidden is worked out first: that takes seconds for a month of days, and a transaction would keep everybody
    else from writing meanwhile. Figures that change in between are newer than `counted` says, so the next telling sees them.
    """
    news, told_days = [], []
    for day, figures in _cells_of(indicator, days).items():
        told = before.get(day) or ToldDay(partner=partner.code, indicator=indicator, day=day, digest="")
        telling = _what_to_tell(partner, indicator, figures, told.hidden)
        digest = _digest(telling)
        if digest != told.digest:
            news.append(_counted_day(day, telling))
        told.counted, told.digest, told.hidden = newest[day], digest, _all_hidden(told.hidden, telling)
        told_days.append(told)
    with transaction.atomic():
        for told in told_days:
            told.save()
        if news:
            known = get_indicator(indicator)
            every: Literal["day", "month"] = "month" if known.every == "month" else "day"
            send_counts(partner, Counts(indicator=indicator, every=every, cuts=list(known.cuts), days=news))
    return len(news)


def _newest_figures(indicator: str, since: datetime | None) -> dict[date, datetime]:
    """Our days with figures, and when the newest of each became known."""
    first = clock.today() - timedelta(days=partner_rules().days_back)
    rows = _own_figures(indicator).filter(period__gte=first)
    if since is not None:
        rows = rows.filter(known_from__gte=since)
    return dict(rows.order_by().values_list("period").annotate(newest=Max("known_from")))


def _cells_of(indicator: str, days: Sequence[date]) -> dict[date, _Figures]:
    """By day its total, None where it was never counted, and its cells by cut."""
    cuts = get_indicator(indicator).cuts
    cells: dict[date, dict[str, dict[str, int]]] = {day: defaultdict(dict) for day in days}
    rows = _own_figures(indicator).filter(period__in=days)
    for day, cut, key, value in rows.order_by("cut", "key").values_list("period", "cut", "key", "value"):
        cells[day][cut][key] = value
    return {day: (of_day[""].get(""), {cut: dict(of_day[cut]) for cut in cuts}) for day, of_day in cells.items()}


def _own_figures(indicator: str) -> QuerySet[Count]:
    every = get_indicator(indicator).every
    return Count.objects.filter(source=node.current().partner, indicator=indicator, every=every, known_until=None)


def _what_to_tell(partner: Partner, indicator: str, figures: _Figures, hidden: Mapping[str, list[str]]) -> Telling:
    total, cells = figures
    guard = partner_rules().guarded.get(indicator)
    if guard is None:
        return Telling(total, {cut: {key: value for key, value in of_cut.items() if value} for cut, of_cut in cells.items()})
    if total is None:
        total = max((sum(of_cut.values()) for of_cut in cells.values()), default=0)
    return guard_day(total, cells, minimum=guard.minimum, withheld=_withheld(partner, guard, cells), hidden=hidden)


def _withheld(partner: Partner, guard: Guard, cells: Mapping[str, object]) -> dict[str, list[str]]:
    if not guard.no_own_nationals or "nationality" not in cells:
        return {}
    return {"nationality": [law.partner(partner.code).code3]}


def _all_hidden(before: Mapping[str, list[str]], telling: Telling) -> dict[str, list[str]]:
    now: dict[str, list[str]] = dict(telling.hidden)
    if telling.total is None:
        now[""] = [""]
    return {cut: sorted({*before.get(cut, ()), *now.get(cut, ())}) for cut in sorted({*before, *now})}


def _counted_day(day: date, telling: Telling) -> CountedDay:
    cells = {cut: dict(of_cut) for cut, of_cut in telling.cells.items()}
    return CountedDay(day=day, total=telling.total, cells=cells, hidden=dict(telling.hidden))


def _digest(telling: Telling) -> str:
    text = json.dumps([telling.total, telling.cells, telling.hidden], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
