"""Who has delivered counts for a quarter, as it was known at a moment, and as of when each series is."""

from collections import defaultdict
from datetime import date
from typing import Any

from egnatia import law
from egnatia.picture.indicators import indicators
from egnatia.picture.models import Count
from egnatia.picture.periods import next_period
from egnatia.picture.queries.series import known_as_of
from egnatia.reports.chapters import Part, chapters
from egnatia.reports.queries.counted import Scope, indicator_facts


def delivery_facts(scope: Scope) -> dict[str, Any]:
    """For each of the six: days of the quarter of which something was counted and told, and the last of them.

    missing   partners of which there is nothing: they are named
    """
    days = _days_told(scope)
    rows = [
        [partner, len(days[partner]), scope.quarter.days, max(days[partner]).isoformat() if days[partner] else None]
        for partner in law.partners()
    ]
    return {"kind": "deliveries", "place": "deliveries", "rows": rows, "missing": [row[0] for row in rows if not row[1]]}


def partner_facts(scope: Scope, part: Part) -> dict[str, Any]:
    """A partner's page: of how many days of the quarter it delivered something, and its indicators, cells of the first."""
    days = _days_told(scope)[part.source]
    told = [
        indicator_facts(scope, Part("indicator", code=code, source=part.source, cuts=() if place else part.cuts))
        for place, code in enumerate(part.codes)
    ]
    return {
        "kind": "partner", "place": part.place, "source": part.source, "codes": list(part.codes),
        "days": [len(days), scope.quarter.days, max(days).isoformat() if days else None], "indicators": told,
    }  # fmt: skip


def has_own_counts(scope: Scope) -> bool:
    """Whether this partner has anything of the quarter to report."""
    return bool(_days_told(scope)[scope.partner])


def vintage_facts(scope: Scope) -> dict[str, Any]:
    """For each series the report draws on: whose it is, its last period, and when the newest of its figures became known."""
    used = dict.fromkeys(
        (part.code, part.source or scope.partner)
        for chapter in chapters()
        for part in chapter.parts
        if part.kind == "indicator"
    )
    rows = []
    for code, source in used:
        counts = known_as_of(
            Count.objects.filter(indicator=code, source=source, cut="", period__lte=scope.quarter.end), scope.as_of
        )
        last = counts.order_by("-period").values_list("period", flat=True).first()
        newest = counts.order_by("-known_from").values_list("known_from", flat=True).first()
        rows.append([code, source, last.isoformat() if last else None, newest.isoformat() if newest else None])
    return {"kind": "vintages", "place": "vintages", "rows": rows}


def _days_told(scope: Scope) -> defaultdict[str, set[date]]:
    counted_here = [code for code, indicator in indicators().items() if indicator.is_counted_here]
    rows = known_as_of(Count.objects.filter(indicator__in=counted_here, cut="", source__in=list(law.partners())), scope.as_of)
    rows = rows.filter(period__gte=scope.quarter.start, period__lte=scope.quarter.end, every__in=("day", "month"))
    days: defaultdict[str, set[date]] = defaultdict(set)
    for source, period, every in rows.order_by().values_list("source", "period", "every").distinct():
        days[source].update(_days_of(period, every))
    return days


def _days_of(period: date, every: str) -> list[date]:
    end = next_period(period, every)
    return [date.fromordinal(number) for number in range(period.toordinal(), end.toordinal())]
