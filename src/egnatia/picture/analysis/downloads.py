"""A cross-table as a file, whole: CSV and Excel as it stands on the page, Parquet with a row for each cell."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from egnatia.base import node
from egnatia.picture.analysis.crosstab import Question, Table
from egnatia.picture.analysis.divisions import Division
from egnatia.ui.parquet import Column, parquet_of
from egnatia.ui.spreadsheets import Sheet


def crosstab_sheet(table: Table) -> Sheet:
    """Rows by columns with all their sums."""
    question = table.question
    total = question.indicator.unit_name
    columns = list(table.column_totals) if question.columns else []
    head = (
        question.rows.name.capitalize(),
        *(question.columns.key_name(key) for key in columns if question.columns),
        total,
    )
    body = [
        (question.rows.key_name(key), *(table.row(key) if columns else ()), value) for key, value in table.row_totals.items()
    ]
    sums = (_("All"), *(table.column_totals.values() if columns else ()), table.total)
    return Sheet(_("Cross-table"), facts_of(table), head, (*body, sums))


def crosstab_parquet(table: Table) -> bytes:
    """Columns: that of the rows, that of the columns, `many`; keys are codes and days, not words."""
    question = table.question
    keys = list(table.cells)
    columns = [Column(question.rows.code, [key for key, _column in keys])]
    if question.columns:
        columns.append(Column(question.columns.code, [column for _key, column in keys]))
    return parquet_of([*columns, Column("many", list(table.cells.values()))], facts_of(table))


def facts_of(table: Table) -> tuple[tuple[str, str], ...]:
    """Indicator, definition, unit, span, what was left out, and from when."""
    question = table.question
    return (
        (_("Indicator"), question.indicator.name),
        (_("Definition"), question.indicator.definition),
        (_("Unit"), question.indicator.unit_name),
        (_("On the ground of"), question.indicator.source),
        (_("Events of"), node.current().name),
        (_("From"), question.start.isoformat() if question.start else _("the first event")),
        (_("To"), question.end.isoformat() if question.end else _("the last event")),
        *only_of(question),
        (_("Counted at"), date_format(table.made_at, "c")),
        (_("To be passed on"), _("no: exact counts, for this node's analysts; what others may have is a release")),
    )


def only_of(question: Question) -> tuple[tuple[str, str], ...]:
    """What the table was narrowed to."""
    narrowed = ((Division(code), key) for code, key in question.only.items())
    return tuple((_("Only %(division)s") % {"division": one.name}, one.key_name(key)) for one, key in narrowed)
