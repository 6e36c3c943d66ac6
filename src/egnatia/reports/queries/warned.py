"""Alarms, recommendations and their outcomes, as they stood when the report was drafted."""

from collections import Counter
from typing import Any

from egnatia.picture.models import Alarm, Recommendation
from egnatia.reports.queries.counted import Scope

MOST_ROWS = 15


def alarm_facts(scope: Scope) -> dict[str, Any]:
    """Alarms that rang in the quarter: how many by state, and those that weren't dismissed, the surest first."""
    rang = Alarm.objects.filter(since__lte=scope.quarter.end, period__gte=scope.quarter.start)
    by_state = Counter(rang.values_list("state", flat=True))
    kept = rang.exclude(state=Alarm.State.DISMISSED).order_by("p", "-period", "pk")[:MOST_ROWS]
    rows = [
        {
            "series": [alarm.indicator, alarm.source, alarm.cut, alarm.key],
            "since": alarm.since.isoformat(),
            "every": alarm.every,
            "direction": alarm.direction,
            "observed": round(alarm.observed),
            "range": [round(alarm.low), round(alarm.high)],
            "state": alarm.state,
        }
        for alarm in kept
    ]
    states = {state: by_state.get(state, 0) for state in Alarm.State.values}
    return {"kind": "alarms", "place": "alarms", "total": sum(states.values()), "states": states, "rows": rows}


def recommendation_facts(scope: Scope) -> dict[str, Any]:
    """Measures put forward for those alarms, central and local, with their state and what came of them."""
    found = Recommendation.objects.filter(alarm__since__lte=scope.quarter.end, alarm__period__gte=scope.quarter.start).exclude(
        alarm__state=Alarm.State.DISMISSED
    )
    counts = Counter(found.values_list("level", "state"))
    states, levels = Recommendation.State.values, Recommendation.Level.values
    table = [[level, *(counts.get((level, state), 0) for state in states)] for level in levels]
    rows = [
        {
            "alarm": [one.alarm.indicator, one.alarm.source, one.alarm.cut, one.alarm.key],
            "measure": one.measure,
            "level": one.level,
            "state": one.state,
            "due": one.due.isoformat() if one.due else None,
            "before": _rounded(outcome.before) if (outcome := getattr(one, "outcome", None)) else None,
            "after": _rounded(outcome.after) if outcome else None,
        }
        for one in found.select_related("alarm", "outcome").order_by("alarm__p", "alarm", "level", "proposed_at")[:MOST_ROWS]
    ]
    return {
        "kind": "recommendations", "place": "recommendations", "total": sum(counts.values()),
        "states": list(states), "table": table, "rows": rows,
    }  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
