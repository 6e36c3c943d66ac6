"""Tell the partners our counts by day: those that changed since they were told last, as the rules for sharing have it."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
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

#: In the place of when a day was counted: it waits to be told.
_DUE = datetime(1970, 1, 2, tzinfo=UTC)
#: The total of a day, where it was counted, and its cells by cut and key.
_Figures = tuple[int | None, Mapping[str, Mapping[str, int]]]
#: Figures may be written so much later than they say.
_LATE = timedelta(hours=1)


def share_counts(*, everything: bool = False) -> int:
    """Bring every confirmed partner one step further; how many days of an indicator were told.

    A step is one message an indicator, its newest days first: a new partner gets a long history month by month, each call
    another one, and is never flooded. What is due is noted before anything is told, so that a node that stops in between goes
    on where it was. A partner for whom counts wait still is told nothing: what changes meanwhile goes in one message later.
    everything  look at all days, not only at those with figures from about the last telling on
    """
    told = 0
    for partner in confirmed_partners():
        waiting = OutboxMessage.objects.filter(partner=partner, kind=Counts.kind, state__in=OutboxMessage.UNDER_WAY)
        has_waiting = waiting.exists()
        if everything or not has_waiting:
            _note_what_is_due(partner, None if everything else _last_told(partner))
        if has_waiting:
            continue
        days = sum(_tell_newest(partner, code) for code in partner_rules().indicators)
        if days:
            audit.record("picture.counts.shared", subject=partner, partner=partner.code, days=days)
        told += days
    return told


def tell_again(partner: Partner) -> int:
    """Forget what a partner was told (it lost it, or refused it) so that it is told anew; how many days that concerns.

    What was hidden from it stays hidden.
    """
    return ToldDay.objects.filter(partner=partner.code).update(digest="", counted=_DUE)


def tell_days_again(partner: Partner, indicator: str, days: Collection[date]) -> int:
    """As `tell_again`, for some days of one indicator."""
    told = ToldDay.objects.filter(partner=partner.code, indicator=indicator, day__in=days)
    return told.update(digest="", counted=_DUE)


def _last_told(partner: Partner) -> datetime | None:
    """A little before the newest figure that it was told; None: nothing yet."""
    newest = ToldDay.objects.filter(partner=partner.code).aggregate(newest=Max("counted"))["newest"]
    return newest - _LATE if newest else None


def _note_what_is_due(partner: Partner, since: datetime | None) -> None:
    """Mark the days whose newest figure the partner doesn't have, in a short transaction for each indicator."""
    for indicator in partner_rules().indicators:
        newest = _newest_figures(indicator, since=since)
        rows = ToldDay.objects.filter(partner=partner.code, indicator=indicator, day__in=newest)
        counted = dict(rows.values_list("day", "counted"))
        new = newest.keys() - counted.keys()
        marks = [ToldDay(partner=partner.code, indicator=indicator, day=day, counted=_DUE) for day in new]
        ToldDay.objects.bulk_create(marks, ignore_conflicts=True)
        rows.filter(day__in=[day for day in counted if counted[day] < newest[day]]).update(counted=_DUE)


def _tell_newest(partner: Partner, indicator: str) -> int:
    """One message of the newest days that are due; days whose figures changed without changing what is told are left out.

    What is to be hidden is worked out first: that takes seconds for a month of days, and a transaction would keep everybody
    else from writing meanwhile. Figures that change in between are newer than `counted` says, so the next telling sees them.
    """
    due = {row.day: row for row in ToldDay.objects.filter(partner=partner.code, indicator=indicator, counted=_DUE)}
    newest = _newest_figures(indicator, days=due) if due else {}
    news, told_days = [], []
    for day, figures in _cells_of(indicator, sorted(newest)[-DAYS_AT_ONCE:]).items():
        told = due[day]
        telling = _what_to_tell(partner, indicator, figures, told.hidden)
        digest = _digest(telling)
        if digest != told.digest:
            news.append(_counted_day(day, telling))
        told.counted, told.digest, told.hidden = newest[day], digest, _all_hidden(told.hidden, telling)
        told_days.append(told)
    with transaction.atomic():
        for told in told_days:  # one by one: a statement for all of them takes four times as long to write
            told.save(update_fields=["counted", "digest", "hidden"])
        if news:
            known = get_indicator(indicator)
            every: Literal["day", "month"] = "month" if known.every == "month" else "day"
            send_counts(partner, Counts(indicator=indicator, every=every, cuts=list(known.cuts), days=news))
    return len(news)


def _newest_figures(
    indicator: str, *, since: datetime | None = None, days: Collection[date] | None = None
) -> dict[date, datetime]:
    """Our days with figures, all or these, and when the newest of each became known."""
    first = clock.today() - timedelta(days=partner_rules().days_back)
    rows = _own_figures(indicator).filter(period__gte=first)
    if since is not None:
        rows = rows.filter(known_from__gte=since)
    if days is not None:
        rows = rows.filter(period__in=days)
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
