"""The figures of a release: months by partner and one cut, each month as of its own vintage, before anything is hidden."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from django.utils.translation import gettext

from egnatia import law
from egnatia.base import node
from egnatia.base.errors import Problem
from egnatia.engines.flows.disclosure import TOTAL, Table
from egnatia.picture.bands import AGE_BANDS, group_key
from egnatia.picture.indicators import incident_kinds
from egnatia.picture.periods import next_period
from egnatia.picture.places import sections
from egnatia.picture.queries.series import get_cells, get_series
from egnatia.picture.queries.sharing import hiding_days
from egnatia.picture.releases.guarding import UNKNOWN_KEYS
from egnatia.picture.sharing_rules import ReleaseRule

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a release is about. months: first days, with the moment as of which the figures of each are taken."""

    rule: ReleaseRule
    cut: str
    sources: tuple[str, ...]
    months: Mapping[date, datetime]


def get_release_table(scope: Scope) -> Table:
    """Partner by month by cell: int[sources, months, labels].

    The largest cells of the cut have labels, all others together are "other", so that every table of the same cut is complete.
    Raises Problem `picture.release.not_reported`, `picture.release.incomplete`, `picture.release.does_not_add_up`.
    """
    _check_complete(scope)
    cells = {(source, month): _cells_of(scope, source, month) for source in scope.sources for month in scope.months}
    sums = Counter[str]()
    for of_month in cells.values():
        sums.update(of_month)
    labels = [key for key, _ in sorted(sums.items(), key=lambda item: (-item[1], item[0]))][: scope.rule.largest]
    others = sorted((_all_keys(scope.cut) | sums.keys()) - set(labels))
    whole = (*labels, OTHER) if others else tuple(labels)
    values = [
        [_row(cells[source, month], labels, with_others=bool(others)) for month in scope.months] for source in scope.sources
    ]
    months = tuple(f"{month:%Y-%m}" for month in scope.months)
    table = Table(
        dims=(scope.sources, months, whole),
        values=np.array(values, dtype=np.int64),
        axes=("partner", "month", scope.cut),
        groups={OTHER: tuple(others)} if others else {},
        partial=frozenset({"partner", "month"}),
    )
    return with_minima(table, scope.rule.of_cells[scope.cut])


def with_minima(table: Table, minimum: int) -> Table:
    """The same table, of which the cells of the cut have this minimum; its margins over the cut keep the rule's."""
    minima = {cell: minimum for cell in table.layout.cells() if cell[-1] != TOTAL}
    return Table(table.dims, table.values, table.axes, table.groups, table.partial, minima)


def _row(cells: Mapping[str, int], labels: Sequence[str], *, with_others: bool) -> list[int]:
    named = [cells.get(label, 0) for label in labels]
    return [*named, sum(cells.values()) - sum(named)] if with_others else named


def _cells_of(scope: Scope, source: str, month: date) -> dict[str, int]:
    """One partner's month; what its cells leave of the total isn't known."""
    end, as_of = _last_day(month), scope.months[month]
    (total,) = get_series(scope.rule.indicator, sources=(source,), every="month", start=month, end=month, as_of=as_of).values
    cells = get_cells(scope.rule.indicator, scope.cut, start=month, end=end, sources=(source,), as_of=as_of)
    if total is None:
        raise Problem(
            "picture.release.not_reported",
            gettext("%(partner)s has reported nothing for %(month)s.") % {"partner": source, "month": f"{month:%Y-%m}"},
            gettext("Release the months and partners that were reported."),
        )
    if sum(cells.values()) > total:
        raise Problem(
            "picture.release.does_not_add_up",
            gettext("The cells of %(partner)s for %(month)s exceed their total.")
            % {"partner": source, "month": f"{month:%Y-%m}"},
            gettext("Mend the counts first."),
        )
    rest = total - sum(cells.values())
    return dict(Counter(cells) + Counter({UNKNOWN_KEYS[scope.cut]: rest}))


def _check_complete(scope: Scope) -> None:
    """What a partner hides from us we can't add up."""
    start, end = min(scope.months), _last_day(max(scope.months))
    others = [source for source in scope.sources if source != node.current().partner]
    hiding = hiding_days(scope.rule.indicator, scope.cut, start=start, end=end, sources=others)
    if hiding:
        raise Problem(
            "picture.release.incomplete",
            gettext("Some of these counts were not told to this node: %(partners)s.") % {"partners": ", ".join(hiding)},
            gettext("Let these partners release their own."),
        )


def _last_day(month: date) -> date:
    return next_period(month, "month") - timedelta(days=1)


def _all_keys(cut: str) -> set[str]:
    """Whatever a cell of this cut could be."""
    if cut == "nationality":
        return {*law.countries(), UNKNOWN_KEYS[cut]}
    if cut == "section":
        return {*sections(), UNKNOWN_KEYS[cut]}
    if cut == "group":
        return {group_key(band, sex) for band in AGE_BANDS for sex in ("", *law.sexes())}
    return {code for kind in incident_kinds().values() for code in kind.types} | {UNKNOWN_KEYS[cut]}
