"""What may be shown of a table of counts: small ones hidden, so that they can't be computed from the rest either.

    table = Table((("AFG", "SYR"), ("March", "April")), np.array([[40, 35], [3, 20]]))
    shown = protect(table, Rule(minimum=5))
    shown.values["SYR", "March"], shown.values["", "March"]     # None, 43

A count below the minimum is hidden, and with it so many others that whoever adds and subtracts what is shown, in this table, in
tables that share margins with it, and in earlier releases, can't tell it more closely than the rule itself does: some count
from 1 to minimum - 1. For each hidden cell that is shown by other tables of whole numbers, found by integer programming, which
would look the same to the reader and in which the cell takes the ends of that range.

Sources: Willenborg and de Waal (2001), Elements of Statistical Disclosure Control, ch. 7 and 8; Fischetti and Salazar-González
(2000), Models and algorithms for optimizing cell suppression in tabular data with linear constraints; Kelly, Golden and Assad
(1992), Cell suppression: disclosure protection for sensitive tabular data (choosing cells one primary cell at a time).
"""

from collections.abc import Sequence
from dataclasses import replace

from egnatia.engines.errors import EngineError
from egnatia.engines.flows.disclosure_readers import Readers, RevealedError, vintages_differ
from egnatia.engines.flows.disclosure_rounding import round_tables
from egnatia.engines.flows.disclosure_suppress import suppress
from egnatia.engines.flows.disclosure_tables import TOTAL, Cell, Layout, Name, Protected, Rule, Table

__all__ = [
    "TOTAL",
    "Cell",
    "Layout",
    "Protected",
    "RevealedError",
    "Rule",
    "Table",
    "protect",
    "protect_all",
    "reveals",
    "round_table",
]


def protect(table: Table, rule: Rule, *, linked: Sequence[Table] = (), earlier: Sequence[Protected] = ()) -> Protected:
    """The table as it may be shown; `linked` of the result are the linked tables, protected together with it.

    linked    tables that count the same people, with one or more axes in common with each other: their common margins are
              hidden in all or in none
    earlier   what the same readers have already; hidden cells stay hidden, and shown ones can't be taken back
    Raises EngineError `disclosure.axes_differ`, `disclosure.ring`, `disclosure.tables_disagree`,
    `disclosure.vintages_differ`, `disclosure.reveals`, `disclosure.too_large`.
    """
    first, *others = protect_all((table, *linked), rule, earlier=earlier)
    return replace(first, linked=tuple(others))


def protect_all(tables: Sequence[Table], rule: Rule, *, earlier: Sequence[Protected] = ()) -> tuple[Protected, ...]:
    """As `protect`, for tables of equal standing."""
    _check_axes(tables)
    before = [one for release in earlier for one in _flat(release)]
    _check_vintages(tables, before)
    values = [table.values_by_cell() for table in tables]
    if rule.round_to is not None:
        values = round_tables(tables, rule.round_to, before)
    return suppress(tables, values, rule, before)


def round_table(table: Table, base: int = 5) -> dict[Cell, int]:
    """The table's cells and margins in multiples of `base`, adding up; see `disclosure_rounding.round_tables`."""
    return round_tables((table,), base)[0]


def reveals(new: Protected, earlier: Sequence[Protected] = ()) -> list[tuple[Layout, Cell]]:
    """The hidden cells, of this release or of an earlier one, that could be told too closely from all of them together.

    Empty when the release may go out. A cell that protected others and is shown openly elsewhere isn't listed: that was a
    choice, and the others are looked at. Each cell comes with the layout of the table that hides it.
    Raises EngineError `disclosure.rules_differ`, `disclosure.vintages_differ`, `disclosure.ring`.
    """
    releases = [one for release in (new, *earlier) for one in _flat(release)]
    if len({release.rule.unit for release in releases}) > 1:
        raise EngineError("disclosure.rules_differ", "The releases are rounded differently.", "Round all to the same base.")
    readers = Readers([release.layout for release in releases])
    for release in releases:
        readers.add_release(release)
    readers.begin()
    return [readers.places[row] for row in sorted(readers.protect(list(readers.needs)))]


def _flat(release: Protected) -> list[Protected]:
    return [release, *release.linked]


def _check_vintages(tables: Sequence[Table], earlier: Sequence[Protected]) -> None:
    """Tables that share a cell tell it alike, and as it was told before."""
    values: dict[Name, int] = {}
    for table in tables:
        for cell, value in table.values_by_cell().items():
            if values.setdefault(table.layout.name_of(cell), value) != value:
                raise EngineError(
                    "disclosure.tables_disagree", "Two tables tell the same sum differently.", "Count both from one source."
                )
    for release in earlier:
        for cell, value in release.kept.items():
            if abs(values.get(release.layout.name_of(cell), value) - value) > release.slack:
                raise vintages_differ()


def _check_axes(tables: Sequence[Table]) -> None:
    labels: dict[str, tuple[tuple[str, ...], ...]] = {}
    for table in tables:
        for axis, dim in zip(table.layout.axes, table.dims, strict=True):
            finest = tuple(sorted(table.layout.finest(label) for label in dim))
            if labels.setdefault(axis, finest) != finest:
                raise EngineError(
                    "disclosure.axes_differ", "Two linked tables divide the same axis differently.", "Divide it alike in both."
                )
