"""Figures that an issued report gave of its quarter and that have been revised since."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from egnatia.reports.chapters import Part, part_of
from egnatia.reports.models import Report
from egnatia.reports.quarters import quarter_before
from egnatia.reports.queries.counted import OTHER, Scope, Value, indicator_facts, partners_facts
from egnatia.reports.queries.deliveries import partner_facts

#: Indicator, source, cut and key of a cell; no cut: the whole.
Figure = tuple[str, str, str, str]
_MAKERS = {"indicator": indicator_facts, "partners": partners_facts, "partner": partner_facts}
MOST_ROWS = 30


def revision_facts(scope: Scope, part: Part) -> dict[str, Any]:
    """What the last report issued before this one said of its quarter, beside what was known of it at this one's vintage.

    since   its number, "" where none was issued; known: its vintage; rows: a figure, its value then and now, wholes first
    """
    issued = Report.objects.filter(state=Report.State.ISSUED, due_on__lte=scope.quarter.end)
    before = (issued.filter(number=part.since) if part.since else issued.order_by("-due_on")).first()
    rows = revised_figures(before, scope.as_of) if before else []
    return {
        "kind": "revisions", "place": "revisions", "since": before.number if before else "",
        "known": before.vintage.isoformat() if before else None, "total": len(rows), "rows": rows[:MOST_ROWS],
    }  # fmt: skip


def revised_figures(report: Report, as_of: datetime) -> list[list[Any]]:
    """Rows of indicator, source, cut, key, value in the report, value as known at the moment."""
    scope = Scope(report.partner, quarter_before(report.due_on), as_of)
    rows: dict[Figure, list[Any]] = {}
    for part in (part for chapter in report.facts["chapters"] for part in chapter["parts"] if part["kind"] in _MAKERS):
        now = figures_of(_MAKERS[part["kind"]](scope, part_of(part)))
        rows |= {figure: [*figure, was, now[figure]] for figure, was in figures_of(part).items() if now.get(figure, was) != was}
    return [rows[figure] for figure in sorted(rows, key=lambda figure: (bool(figure[2]), *figure))]


def figures_of(part: Mapping[str, Any]) -> dict[Figure, Value]:
    """The figures of the quarter that a counted part tells."""
    if part["kind"] == "partners":
        return {(part["code"], partner, "", ""): value for partner, value, *_days in part["rows"]}
    if part["kind"] == "partner":
        return {figure: value for one in part["indicators"] for figure, value in figures_of(one).items()}
    if part["kind"] != "indicator":
        return {}
    one: tuple[str, str] = (part["code"], part["source"])
    cells = {(*one, cut, key): value for cut, rows in part["cells"] for key, value, *_earlier in rows if key != OTHER}
    return {(*one, "", ""): part["values"][0], **cells}
