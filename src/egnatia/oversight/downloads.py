"""A month's statistics as a file: a row for each count, below what they are; in Excel the hits as a table, too."""

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.base import node
from egnatia.oversight.counting.other import HIT_LETTERS, HITS, letter_of_row
from egnatia.oversight.figures import TOTAL, Cell, Figure
from egnatia.oversight.presenting import state_of
from egnatia.oversight.queries.statistics import Shown
from egnatia.oversight.words import COUNTED, HIDDEN, axis_name, label_name, remark_of, unit_name
from egnatia.ui.spreadsheets import Sheet, Value, csv_of, xlsx_of

_MOST_AXES = 3
_ALL_HITS = f"{HIT_LETTERS[0]}–{HIT_LETTERS[-1]}"


def write_file(shown: Shown, kind: str) -> bytes:
    """`csv` or `xlsx`. Raises KeyError for another kind."""
    return {"csv": lambda: csv_of(rows_sheet(shown)), "xlsx": lambda: xlsx_of(_sheets(shown))}[kind]()


def file_name(shown: Shown, kind: str) -> str:
    form = "released" if shown.is_released else f"v{shown.vintage}" if shown.vintage else "preview"
    return f"statistics-{node.current().partner}-{shown.month.code}-{form}.{kind}"


def rows_sheet(shown: Shown) -> Sheet:
    """A row for each count; a letter without one has a row that says why."""
    divisions = (_("First division"), _("Second division"), _("Third division"))
    head = (_("Letter"), _("What"), _("Unit"), *divisions, _("Count"), _("Remark"))
    return Sheet(f"{_('Statistics')} {shown.month.code}", facts_of(shown), head, tuple(_rows(shown)))


def facts_of(shown: Shown) -> tuple[tuple[str, str], ...]:
    """What stands above the rows and beside the tables."""
    return (
        (_("Statistics of"), node.current().name),
        (_("Month"), shown.month.code),
        (_("Form"), _form_name(shown)),
        (_("Vintage"), str(shown.vintage) if shown.vintage else _("preview: the month isn't closed")),
        (_("As known on"), date_format(timezone.localtime(shown.as_of), "j F Y, H:i")),
        (_("On the ground of"), f"{law.acts()['eurodac'].name}, 12(1)"),
    )


def _form_name(shown: Shown) -> str:
    if not shown.is_released:
        return _("exact, not for handing out")
    rules = law.statistics_rules()
    return _(
        "for handing out: counts from 1 to %(most)d (of applicants to %(applicants)d), and what they could be computed from, "
        "are hidden (%(mark)s); all others are multiples of %(base)d"
    ) % {
        "most": rules.minimum - 1,
        "applicants": rules.minimum_of_applicants - 1,
        "mark": HIDDEN,
        "base": rules.round_to,
    }


def _rows(shown: Shown) -> list[tuple[Value, ...]]:
    """In the order of the letters; the sums of all hits after the last of theirs."""
    rows = [*_uncounted_rows(shown), *(row for figure in shown.statistics.figures.values() for row in _rows_of(figure))]
    return sorted(rows, key=lambda row: HIT_LETTERS[-1] + "~" if row[0] == _ALL_HITS else str(row[0]))


def _uncounted_rows(shown: Shown) -> Iterator[tuple[Value, ...]]:
    for letter, statistic in law.statistics().items():
        state = state_of(shown, letter)
        if state != COUNTED:
            yield (letter, statistic.name, unit_name(statistic.unit), "", "", "", None, remark_of(statistic, state))


def _rows_of(figure: Figure) -> Iterator[tuple[Value, ...]]:
    for cell in _cells(figure):
        names = [f"{axis_name(axis)}: {label_name(axis, label)}" for axis, label in zip(figure.axes, cell, strict=True)]
        divisions = (*names, *[""] * (_MOST_AXES - len(names)))
        yield (*_what(figure, cell), *divisions, _written(figure.value(*cell)), "")


def _cells(figure: Figure) -> Iterable[Cell]:
    """All of them; of three axes only those in which somebody is."""
    if len(figure.axes) < _MOST_AXES:
        return figure.all_cells()
    return (cell for cell in figure.all_cells() if figure.cells.get(cell, 0) != 0)


def _what(figure: Figure, cell: Cell) -> tuple[str, str, str]:
    """Letter, name and unit; of hits the row's letter, of their sum all of them."""
    if figure.axes[:1] == ("searched",) and cell[0] == TOTAL:
        return _ALL_HITS, _("Hits"), unit_name("hits")
    letter = letter_of_row(cell[0]) if figure.axes[:1] == ("searched",) else figure.code.partition(".")[0]
    statistic = law.statistics()[letter]
    return letter, statistic.name, unit_name(statistic.unit)


def _written(value: int | None) -> Value:
    return HIDDEN if value is None else value


def _sheets(shown: Shown) -> list[Sheet]:
    figure = shown.statistics.figures.get(HITS)
    return [rows_sheet(shown)] if figure is None else [rows_sheet(shown), _hits_sheet(shown, figure)]


def _hits_sheet(shown: Shown, figure: Figure) -> Sheet:
    """What was searched with down, as what it was found across."""
    columns = (*figure.labels[1], TOTAL)
    rows = tuple(
        (*_what(figure, (row, TOTAL))[:2], *(_written(figure.value(row, column)) for column in columns))
        for row in (*figure.labels[0], TOTAL)
    )
    head = (_("Letter"), _("What"), *(label_name("found", column) for column in columns))
    return Sheet(_("Hits"), facts_of(shown), head, rows)
