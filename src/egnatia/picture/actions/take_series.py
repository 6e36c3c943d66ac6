"""Take counts into the picture: the one place that writes them, and what they come to by month with them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from egnatia.base.errors import Problem
from egnatia.picture.actions.keep_summaries import Figures, keep_summaries, wait_for_other_writers
from egnatia.picture.indicators import EVERY, get_indicator
from egnatia.picture.models import Batch, Count
from egnatia.picture.periods import period_of

#: (first day of the period, cut, key, value); None: not reported any more.
Cell = tuple[date, str, str, int | None]
_Place = tuple[date, str, str]
_PERIODS_NAMED = 100  # up to so many periods are asked for by name, more of them by first and last
_AT_ONCE = 500  # ids in one statement


def take_counts(
    source: str,
    indicator: str,
    every: str,
    cells: Iterable[Cell],
    *,
    known_at: datetime,
    batch: Batch | None = None,
    whole_periods: bool = True,
    periods: Collection[date] | None = None,
    cuts: Collection[str] | None = None,
) -> int:
    """Make `cells` what is known of this source's indicator from `known_at` on; how many cells changed.

    What was known before is closed, never overwritten, so that the picture of an earlier day can be drawn again; cells that
    stay the same are left alone. A vintage may come after a later one: it then holds until that one.

    every          day | month | year; each period is named by its first day
    whole_periods  the cells are all there is of `periods` and `cuts` (those of the cells where not given): a cell that was
                   there before and isn't among them is 0 from now on

    Raises Problem `picture.indicator.unknown`, `picture.count.invalid`, `picture.count.twice`,
    `picture.counts.changed_meanwhile`.
    """
    get_indicator(indicator)
    wanted = _checked(cells, every)
    scope_periods = set(periods) if periods is not None else {period for period, _, _ in wanted}
    scope_cuts = set(cuts) if cuts is not None else _cuts(wanted)
    try:
        with transaction.atomic():
            wait_for_other_writers(source, [indicator])
            touched = Count.objects.filter(source=source, indicator=indicator, every=every, cut__in=scope_cuts | _cuts(wanted))
            known = _known_cells(touched, scope_periods | {period for period, _, _ in wanted}, known_at)
            if whole_periods:
                gone = (place for place in known if place[0] in scope_periods and place[1] in scope_cuts)
                wanted = {**{place: 0 for place in gone if known[place].value is not None}, **wanted}
            changes = [_Change(place, value, known.get(place, _Known())) for place, value in wanted.items()]
            return _write([one for one in changes if one.is_needed], source, indicator, every, known_at, batch)
    except IntegrityError as error:
        raise _changed_meanwhile() from error


@dataclass(slots=True)
class _Known:
    """What is written of one cell around a moment: the row that holds then, and when the next one begins."""

    row: Count | None = None
    until: datetime | None = None

    @property
    def value(self) -> int | None:
        return self.row.value if self.row else None


@dataclass(frozen=True, slots=True)
class _Change:
    place: _Place
    value: int | None
    known: _Known = field(default_factory=_Known)

    @property
    def is_needed(self) -> bool:
        return self.value != self.known.value


def _checked(cells: Iterable[Cell], every: str) -> dict[_Place, int | None]:
    if every not in EVERY:
        raise _invalid(gettext("A period is a day, a month or a year."))
    wanted: dict[_Place, int | None] = {}
    for period, cut, key, value in cells:
        if period != period_of(period, every):
            raise _invalid(gettext("A period is named by its first day."))
        if cut not in Count.Cut.values or (cut == "") != (key == "") or len(key) > 40:
            raise _invalid(gettext("A cell has no such name."))
        if value is not None and (isinstance(value, bool) or int(value) != value or value < 0):
            raise _invalid(gettext("A count is a whole number, not below nought."))
        if wanted.setdefault((period, cut, key), value) != value:
            raise Problem(
                "picture.count.twice",
                gettext("The same cell comes twice with different counts."),
                gettext("Leave one of them."),
                field=key or "total",
            )
    return wanted


def _cuts(wanted: dict[_Place, int | None]) -> set[str]:
    return {cut for _, cut, _ in wanted}


def _known_cells(rows: QuerySet[Count], periods: set[date], known_at: datetime) -> defaultdict[_Place, _Known]:
    """What is written of these periods, as of `known_at`; later vintages only by when they begin."""
    known: defaultdict[_Place, _Known] = defaultdict(_Known)
    if not periods:
        return known
    rows = rows.filter(Q(known_until=None) | Q(known_until__gt=known_at))
    if len(periods) <= _PERIODS_NAMED:
        rows = rows.filter(period__in=periods)
    else:
        rows = rows.filter(period__gte=min(periods), period__lte=max(periods))
    for row in rows.iterator(chunk_size=2000):
        if row.period not in periods:
            continue
        cell = known[row.period, row.cut, row.key]
        if row.known_from <= known_at:
            cell.row = row
        elif cell.until is None or row.known_from < cell.until:
            cell.until = row.known_from
    return known


def _write(changes: list[_Change], source: str, indicator: str, every: str, known_at: datetime, batch: Batch | None) -> int:
    closed = [change.known.row.pk for change in changes if change.known.row]
    for first in range(0, len(closed), _AT_ONCE):
        Count.objects.filter(pk__in=closed[first : first + _AT_ONCE]).update(known_until=known_at)
    Count.objects.bulk_create(_rows(changes, source, indicator, every, known_at, batch), batch_size=1000)
    keep_summaries(Figures(source, indicator, every), (change.place for change in changes), known_at)
    return len(changes)


def _rows(
    changes: list[_Change], source: str, indicator: str, every: str, known_at: datetime, batch: Batch | None
) -> Iterator[Count]:
    for change in changes:
        if change.value is not None:
            period, cut, key = change.place
            until = change.known.row.known_until if change.known.row else change.known.until
            yield Count(
                source=source,
                indicator=indicator,
                every=every,
                period=period,
                cut=cut,
                key=key,
                value=change.value,
                known_from=known_at,
                known_until=until,
                batch=batch,
            )


def _invalid(message: str) -> Problem:
    return Problem("picture.count.invalid", message, gettext("Mend this count and try again."))


def _changed_meanwhile() -> Problem:
    return Problem(
        "picture.counts.changed_meanwhile",
        gettext("Somebody else took in these counts at the same moment."),
        gettext("Try again."),
        status=409,
    )
