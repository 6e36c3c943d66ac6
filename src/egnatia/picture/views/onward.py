"""The way onward: where persons registered by one partner were registered next, and after how many days."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from egnatia import law
from egnatia.accounts.policy import officer_required
from egnatia.base import clock, node
from egnatia.picture.actions.count_onward import INDICATOR
from egnatia.picture.places import UNKNOWN, name_of
from egnatia.picture.queries.series import get_cells, get_series
from egnatia.picture.queries.spans import sources_of
from egnatia.picture.queries.transit import FEWEST, Onward, onward, registered
from egnatia.picture.tabs import picture_tabs

_DAYS_BACK = 365


@dataclass(frozen=True, slots=True)
class _Row:
    """One partner's row of the matrix: persons by the partner that registered them next, None for what isn't told."""

    partner: law.Partner
    has_reported: bool
    cells: list[int | None]


@require_safe
@officer_required("picture.read")
def onward_page(request: HttpRequest) -> HttpResponse:
    """The six by six table from everybody's counts, then what this node's own confirmed links tell."""
    us = law.partner(node.current().partner)
    today = law.local_day(clock.now(), us)
    start = (today - timedelta(days=_DAYS_BACK)).replace(day=1)
    detections = get_series("irregular_crossings", sources=[us.code], every="month", start=start, end=today)
    context: dict[str, Any] = {
        "tabs": picture_tabs(request),
        "partners": list(law.partners().values()),
        "matrix": _matrix(start, today),
        "fewest": FEWEST,
        "start": start,
        "us": us,
        "registered": registered(start, today),
        "detections": detections.total if any(value is not None for value in detections.values) else None,
        "by_partner": [_words(row) for row in onward(start, today)],
        "by_section": [_words(row) for row in onward(start, today, by_section=True)],
    }
    return render(request, "picture/onward.html", context)


def _matrix(start: date, end: date) -> list[_Row]:
    reported = sources_of(INDICATOR)
    rows = []
    for code, partner in law.partners().items():
        cells = get_cells(INDICATOR, "section", start=start, end=end, sources=[code]) if code in reported else {}
        rows.append(_Row(partner, code in reported, [cells.get(other) for other in law.partners()]))
    return rows


def _words(row: Onward) -> dict[str, Any]:
    section = "" if row.section == UNKNOWN else name_of(row.section)
    return {"row": row, "section": section, "seen_next": law.partner(row.seen_next)}
