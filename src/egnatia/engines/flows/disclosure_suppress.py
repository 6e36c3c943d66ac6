"""Complementary suppression: hides what small counts could be computed from, until none can."""

from collections.abc import Mapping, Sequence

import numpy as np

from egnatia.engines.flows.disclosure_readers import Need, Readers, RevealedError
from egnatia.engines.flows.disclosure_tables import TOTAL, Cell, Name, Protected, Rule, Table

#: A margin stands for many cells: hiding one costs so many times a cell of the same size, for each axis that it sums.
_MARGIN = 6.0


def suppress(
    tables: Sequence[Table], shown: Sequence[Mapping[Cell, int]], rule: Rule, earlier: Sequence[Protected]
) -> tuple[Protected, ...]:
    """The tables as they may be shown together, and beside what was shown earlier.

    shown   their values, rounded where the rule rounds
    Raises EngineError `disclosure.vintages_differ`, and `disclosure.reveals` where earlier releases leave no way to protect a
    cell.
    """
    slack = _slack(tables, shown, rule)
    readers = Readers([*(table.layout for table in tables), *(release.layout for release in earlier)])
    rows = _add_tables(readers, tables, shown, rule)
    before = {release.layout.name_of(cell) for release in earlier for cell in readers.add_release(release).values()}
    needs = _find_primary(tables, rule)
    readers.begin()
    for name in needs.keys() | {name for name in _kept_hidden(tables) | before if name in rows}:
        readers.hide(rows[name], needs.get(name) or Need.of_complementary(rule))
    lost = readers.protect(sorted(readers.needs), otherwise=Need.of_complementary(rule))
    if lost:
        raise RevealedError([readers.places[row] for row in lost])
    hidden = {name for name, row in rows.items() if row in readers.needs}
    return tuple(_as_shown(table, values, hidden, rule, slack) for table, values in zip(tables, shown, strict=True))


def _add_tables(readers: Readers, tables: Sequence[Table], shown: Sequence[Mapping[Cell, int]], rule: Rule) -> dict[Name, int]:
    """The row of each cell; one that several tables share has one."""
    rows: dict[Name, int] = {}
    for table, values in zip(tables, shown, strict=True):
        for cell, value in values.items():
            if (name := table.layout.name_of(cell)) not in rows:
                rows[name] = readers.add(table.layout, cell, value // rule.unit, price=_price(cell, value))
    return rows


def _find_primary(tables: Sequence[Table], rule: Rule) -> dict[Name, Need]:
    """The cells that must be hidden for their own sake."""
    needs: dict[Name, Need] = {}
    for table in tables:
        for cell, value in table.values_by_cell().items():
            if cell in table.withheld:
                needs[table.layout.name_of(cell)] = Need.of_withheld(rule, value)
            elif table.is_small(cell, value, rule):
                minimum = table.minima.get(cell, rule.minimum)
                needs.setdefault(table.layout.name_of(cell), Need.of_primary(rule, minimum))
    return needs


def _kept_hidden(tables: Sequence[Table]) -> set[Name]:
    return {table.layout.name_of(cell) for table in tables for cell in table.hidden}


def _price(cell: Cell, value: int) -> float:
    """What hiding a cell loses, for the choice between several."""
    return float((1.0 + np.log1p(value)) * _MARGIN ** cell.count(TOTAL))


def _slack(tables: Sequence[Table], shown: Sequence[Mapping[Cell, int]], rule: Rule) -> int:
    """How far a shown value may be from its count, as far as anybody outside can know."""
    off = [
        abs(values[cell] - count)
        for table, values in zip(tables, shown, strict=True)
        for cell, count in table.values_by_cell().items()
    ]
    return max(rule.unit - 1, *off)


def _as_shown(table: Table, values: Mapping[Cell, int], hidden: set[Name], rule: Rule, slack: int) -> Protected:
    counts, layout = table.values_by_cell(), table.layout
    gone = {cell for cell in counts if layout.name_of(cell) in hidden}
    primary = frozenset(cell for cell in gone if cell in table.withheld or table.is_small(cell, counts[cell], rule))
    return Protected(
        layout=layout,
        rule=rule,
        values={cell: None if cell in gone else value for cell, value in values.items()},
        kept=dict(values),
        primary=primary,
        complementary=frozenset(gone - primary),
        withheld=table.withheld,
        minima=dict(table.minima),
        slack=slack,
    )
