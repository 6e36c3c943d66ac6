"""Counts of one indicator for a report: the quarter, the quarter before, the same one a year before, months and cells.

Values are a number, None where nothing was reported, or HIDDEN where a small count isn't told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from egnatia import law
from egnatia.engines.flows.disclosure import Rule, Table, protect
from egnatia.picture.indicators import get_indicator
from egnatia.picture.queries.series import get_cells, get_series
from egnatia.picture.sharing_rules import partner_rules, release_rules
from egnatia.reports.chapters import Part
from egnatia.reports.quarters import Quarter

HIDDEN = "hidden"
OTHER = "other"
Value = int | str | None

#: What a figure is compared with, as months back: the quarter itself, the one before, the same one a year before.
COMPARED = (0, 3, 12)
MOST_CELLS = 10
MONTHS_DRAWN = 15


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose report it is, about which quarter, as known when."""

    partner: str
    quarter: Quarter
    as_of: datetime


def indicator_facts(scope: Scope, part: Part) -> dict[str, Any]:
    """Everything that a report says of one indicator, as JSON values."""
    source = part.source or scope.partner
    known = get_series(part.code, sources=[source], every="month", start=_first_drawn(scope), end=scope.quarter.end,
                       as_of=scope.as_of)  # fmt: skip
    by_month = dict(zip(known.periods, known.values, strict=True))
    quarters = [scope.quarter.earlier(months) for months in COMPARED]
    totals = [_total(quarter, by_month) for quarter in quarters]
    has_any = any(value is not None for value in known.values)
    return {
        "kind": part.kind,
        "place": part.place,
        "code": part.code,
        "unit": get_indicator(part.code).unit,
        "source": source,
        "vintage": known.vintage.isoformat() if has_any else None,
        "values": [_guarded(part.code, total) for total in totals],
        "reported": [_reported(quarter, part.code, source, by_month, scope.as_of) for quarter in quarters],
        "months": _months(part.code, scope, by_month),
        "cells": [[cut, _cells(scope, part.code, cut, source, quarters, totals)] for cut in part.cuts],
    }


def partners_facts(scope: Scope, part: Part) -> dict[str, Any]:
    """One indicator as each of the six reports it for the quarter, with the days covered; None: not delivered."""
    rows = []
    for partner in law.partners():
        known = get_series(part.code, sources=[partner], every="month", start=scope.quarter.start, end=scope.quarter.end,
                           as_of=scope.as_of)  # fmt: skip
        by_month = dict(zip(known.periods, known.values, strict=True))
        reported = _reported(scope.quarter, part.code, partner, by_month, scope.as_of)
        rows.append([partner, _guarded(part.code, _total(scope.quarter, by_month)), *reported])
    return {"kind": part.kind, "place": part.place, "code": part.code, "unit": get_indicator(part.code).unit, "rows": rows}


def _first_drawn(scope: Scope) -> date:
    return law.add_months(scope.quarter.months[-1], 1 - MONTHS_DRAWN)


def _total(quarter: Quarter, by_month: Mapping[date, int | None]) -> int | None:
    """The sum of what was reported of its months; None where none of them was."""
    known = [value for month in quarter.months if (value := by_month.get(month)) is not None]
    return sum(known) if known else None


def _reported(quarter: Quarter, code: str, source: str, by_month: Mapping[date, int | None], as_of: datetime) -> list[int]:
    """Days of the quarter that the figures cover, and how many it has. A month given as a whole covers all its days."""
    days = get_series(code, sources=[source], every="day", start=quarter.start, end=quarter.end, as_of=as_of)
    covered = 0
    for month in quarter.months:
        of_month = [value for day, value in zip(days.periods, days.values, strict=True) if day.replace(day=1) == month]
        told = sum(value is not None for value in of_month)
        covered += len(of_month) if not told and by_month.get(month) is not None else told
    return [covered, quarter.days]


def _minimum(code: str, cut: str = "") -> int:
    """Below it a count isn't told, by the rules for what is released; published series are public as they are: 0."""
    rule = release_rules().get(code)
    if rule is None:
        return 0
    return rule.of_cells.get(cut, rule.minimum) if cut else rule.minimum


def _guarded(code: str, value: int | None) -> Value:
    """The whole of an indicator; only of those that are guarded even among partners a small one is hidden."""
    if code in partner_rules().guarded and value is not None and 0 < value < _minimum(code):
        return HIDDEN
    return value


def _months(code: str, scope: Scope, by_month: Mapping[date, int | None]) -> list[list[Any]]:
    """The months to be drawn; none of a guarded indicator where one of them is small: the others would tell it."""
    drawn = [(month.isoformat(), value) for month, value in sorted(by_month.items())]
    if code in partner_rules().guarded and any(_guarded(code, value) == HIDDEN for _month, value in drawn):
        return []
    return [list(point) for point in drawn]


def _cells(
    scope: Scope, code: str, cut: str, source: str, quarters: Sequence[Quarter], totals: Sequence[int | None]
) -> list[list[Any]]:
    """Rows of key and three values, the largest of the quarter first, all others together last."""
    told = [get_cells(code, cut, sources=[source], start=one.start, end=one.end, as_of=scope.as_of) for one in quarters]
    keys = list(dict.fromkeys([*told[0], *told[1]]))[:MOST_CELLS] if any(told) else []
    if not keys:
        return []
    columns = [
        _protected([cells.get(key, 0) for key in keys], total, _minimum(code, cut))
        if total is not None and (cells or not total)
        else None
        for cells, total in zip(told, totals, strict=True)
    ]
    rows = [[key, *(column[row] if column else None for column in columns)] for row, key in enumerate([*keys, OTHER])]
    return [row for row in rows if row[0] != OTHER or any(value not in (0, None) for value in row[1:])]


def _protected(values: list[int], total: int, minimum: int) -> list[Value]:
    """The cells with the rest as the last one; small ones hidden, and others so that the total doesn't tell them."""
    whole = [*values, max(total - sum(values), 0)]
    if not minimum or not any(0 < value < minimum for value in whole):
        return list(whole)
    labels = tuple(f"{number:02}" for number in range(len(whole)))
    shown = protect(Table((labels,), np.array(whole, dtype=np.int64)), Rule(minimum=minimum)).values
    return [HIDDEN if shown[(label,)] is None else value for label, value in zip(labels, whole, strict=True)]
