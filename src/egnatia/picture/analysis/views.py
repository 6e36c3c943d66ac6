"""Cross-tables: this node's own events by any two things at once; what is seen is what the address says."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem, not_found
from egnatia.picture.analysis import crosstab, downloads
from egnatia.picture.analysis.crosstab import Table
from egnatia.picture.analysis.form import CrosstabForm
from egnatia.picture.tabs import picture_tabs
from egnatia.ui import charts, parquet, spreadsheets
from egnatia.ui.components import Save
from egnatia.ui.figures import Figure

#: Shown on the page; files hold everything.
_ROWS_SHOWN = 150
_COLUMNS_SHOWN = 24
_BARS, _BARS_IN_ORDER = 15, 31


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a table fits the page: head and rows of numbers, and how many rows and columns more there are."""

    head: list[str]
    rows: list[tuple[str, list[int], int]]
    sums: list[int]
    more_rows: int
    more_columns: int


@require_safe
@officer_required("picture.read")
def crosstab_page(request: HttpRequest) -> HttpResponse:
    """The form, the table and its figure."""
    form = CrosstabForm(request.GET)
    context: dict[str, Any] = {"form": form, "tabs": picture_tabs(request), "indicator": form.chosen}
    if not form.is_valid():
        return render(request, "picture/crosstab.html", context, status=400)
    try:
        table = crosstab.answer(form.question)
    except Problem as problem:
        return render(request, "picture/crosstab.html", context | {"problem": problem}, status=problem.status)
    context |= {
        "table": table,
        "shown": _shown(table) if table.cells else None,
        "drawn": _figure(table) if table.cells else None,
        "saves": _saves(form),
        "narrowed": downloads.only_of(table.question),
    }
    return render(request, "picture/crosstab.html", context)


@require_safe
@officer_required("picture.read")
def save_crosstab(request: HttpRequest, kind: str) -> HttpResponse:
    """The whole table of the same address as a file."""
    form = CrosstabForm(request.GET)
    if kind not in (*spreadsheets.MEDIA_TYPES, "parquet"):
        raise not_found("picture.table")
    if not form.is_valid():
        raise Problem(
            "picture.question.invalid",
            _("This address asks for something impossible."),
            _("Ask again on the page Cross-tables."),
        )
    table = crosstab.answer(form.question)
    if kind == "parquet":
        content = downloads.crosstab_parquet(table)
    else:
        sheet = downloads.crosstab_sheet(table)
        content = spreadsheets.csv_of(sheet) if kind == "csv" else spreadsheets.xlsx_of([sheet])
    name = f"{form.chosen.code}-by-{form.question.rows.code}.{kind}"
    media_type = parquet.MEDIA_TYPE if kind == "parquet" else spreadsheets.MEDIA_TYPES[kind]
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _shown(table: Table) -> Shown:
    """The first rows; of columns in order of time the last ones, of others the first."""
    question = table.question
    keys = list(table.column_totals)
    last = slice(-_COLUMNS_SHOWN, None) if question.columns and question.columns.is_time else slice(None, _COLUMNS_SHOWN)
    columns = keys[last] if question.columns else []
    row_keys = list(table.row_totals)
    rows = row_keys[-_ROWS_SHOWN:] if question.rows.is_time else row_keys[:_ROWS_SHOWN]
    return Shown(
        head=[question.columns.key_name(key, short=True) for key in columns] if question.columns else [],
        rows=[
            (question.rows.key_name(key), [table.cells.get((key, column), 0) for column in columns], table.row_totals[key])
            for key in rows
        ],
        sums=[table.column_totals[key] for key in columns],
        more_rows=len(row_keys) - len(rows),
        more_columns=len(keys) - len(columns) if question.columns else 0,
    )


def _figure(table: Table) -> Figure:
    """Lines where rows or columns are periods, else bars of the rows."""
    question = table.question
    unit, caption = question.indicator.unit_name, _caption(table)
    if question.rows.is_time:
        return _lines(table, question.rows.code, 0, unit, caption)
    if question.columns and question.columns.is_time:
        return _lines(table, question.columns.code, 1, unit, caption)
    most = _BARS_IN_ORDER if question.rows.is_ordered else _BARS
    bars = [charts.Bar(question.rows.key_name(key), value) for key, value in list(table.row_totals.items())[:most]]
    if rest := list(table.row_totals.values())[most:]:
        bars.append(charts.Bar(_("%(n)s others") % {"n": len(rest)}, sum(rest)))
    of = question.rows.name.capitalize()
    return charts.bars(bars, title=_title(table), unit=unit, of=of, caption=caption)


def _lines(table: Table, every: str, side: int, unit: str, caption: str) -> Figure:
    """Over the periods of one side, a line for each of the largest keys of the other."""
    question = table.question
    periods = [key for key in (table.column_totals if side else table.row_totals) if key is not None]
    division, totals = (question.rows, table.row_totals) if side else (question.columns, table.column_totals)
    largest = sorted(totals, key=lambda key: -totals[key])[: charts.MOST_LINES]
    lines = []
    for key in largest:
        points = [(period, float(table.cells.get((key, period) if side else (period, key), 0))) for period in periods]
        lines.append(charts.Line(division.key_name(key) if division else question.indicator.name, points, unit=unit))
    return charts.line(lines, title=_title(table), every=every, caption=caption)


def _title(table: Table) -> str:
    question = table.question
    parts = [question.indicator.name, _("by %(cut)s") % {"cut": question.rows.name}]
    if question.columns:
        parts.append(_("by %(cut)s") % {"cut": question.columns.name})
    return ", ".join([*parts, *(value for _name, value in downloads.only_of(question))])


def _caption(table: Table) -> str:
    words = {"unit": table.question.indicator.unit_name, "at": date_format(table.made_at, "j F Y, H:i")}
    return _("In %(unit)s. This node's own events, counted %(at)s.") % words


def _saves(form: CrosstabForm) -> list[Save]:
    kinds = {"csv": "CSV", "xlsx": "Excel", "parquet": "Parquet"}
    return [Save(text, f"{reverse('picture_crosstab_save', args=(kind,))}?{form.address}") for kind, text in kinds.items()]
