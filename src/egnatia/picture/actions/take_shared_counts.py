"""Take in what a partner told of its days: whole days, in place of what it told before."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from egnatia import audit, law
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.exchange.messages.counts import CountedDay, Counts
from egnatia.exchange.models import Partner
from egnatia.picture.actions.take_series import Cell, take_counts
from egnatia.picture.indicators import get_indicator
from egnatia.picture.models import HeardDay
from egnatia.picture.places import UNKNOWN
from egnatia.picture.sharing_rules import partner_rules


@transaction.atomic
def take_shared_counts(partner: Partner, counts: Counts, made_at: datetime) -> int:
    """How many figures changed. They are the partner's own: nobody tells another's.

    Days of which a message that was made later has been taken in already are left aside. A hidden cell has no figure;
    `queries.sharing.hidden_cells` names it.
    Raises Problem `picture.indicator.unknown` and `picture.shared.not_expected`: the message is refused.
    """
    _check(partner, counts)
    days = [counted.day for counted in counts.days]
    heard = {row.day: row for row in HeardDay.objects.filter(partner=partner.code, indicator=counts.indicator, day__in=days)}
    news = [counted for counted in counts.days if counted.day not in heard or heard[counted.day].made_at <= made_at]
    for counted in news:
        row = heard.get(counted.day) or HeardDay(partner=partner.code, indicator=counts.indicator, day=counted.day)
        row.made_at, row.hidden = made_at, _hidden(counted)
        row.hides = bool(row.hidden)
        row.save()
    changed = take_counts(
        partner.code,
        counts.indicator,
        counts.every,
        [cell for counted in news for cell in _cells(counted)],
        known_at=clock.now(),
        periods=[counted.day for counted in news],
        cuts=("", *counts.cuts),
    )
    if changed:
        audit.record(
            "picture.counts.received", subject=partner, partner=partner.code, indicator=counts.indicator, days=len(news)
        )
    return changed


def _cells(counted: CountedDay) -> Iterator[Cell]:
    """What isn't known any more is None, not nought."""
    yield counted.day, "", "", counted.total
    for cut, cells in counted.cells.items():
        for key, value in cells.items():
            yield counted.day, cut, key, value
    for cut, keys in counted.hidden.items():
        for key in keys:
            yield counted.day, cut, key, None


def _hidden(counted: CountedDay) -> dict[str, list[str]]:
    hidden = {cut: sorted(keys) for cut, keys in counted.hidden.items()}
    return hidden if counted.total is not None else {"": [""], **hidden}


def _check(partner: Partner, counts: Counts) -> None:
    indicator = get_indicator(counts.indicator)
    latest = clock.today() + timedelta(days=1)  # the partner's day may have begun before ours
    expected = counts.indicator in partner_rules().indicators and counts.every == indicator.every
    if not expected or not set(counts.cuts) <= set(indicator.cuts):
        raise _not_expected()
    for counted in counts.days:
        if counted.day > latest or not all(_is_key(partner, cut, key) for cut, key in _keys(counted)):
            raise _not_expected()


def _keys(counted: CountedDay) -> Iterable[tuple[str, str]]:
    for cuts in (counted.cells, counted.hidden):
        for cut, keys in cuts.items():
            for key in keys:
                yield cut, key


def _is_key(partner: Partner, cut: str, key: str) -> bool:
    if cut == "nationality":
        return key == "UNK" or key in law.countries()
    if cut == "section":
        return key == UNKNOWN or key in law.partners() or key.startswith(f"{partner.code}-")
    return True


def _not_expected() -> Problem:
    return Problem(
        "picture.shared.not_expected",
        gettext("The partner told counts that don't belong here: of another's border, of a day to come, or of no known kind."),
        gettext("Look whether both nodes run versions that fit together."),
    )
