"""What hiding small counts costs on the route's real table, and whether it holds: nationality by month, 2019 to 2024.

The fifteen largest nationalities and the others together, 72 months, all margins shown, counts below five hidden. Peer: the
hand rule of "two in every row and column" (the smallest beside a lonely hidden cell), which looks safe. Both are attacked by
the same integer programs: a hidden cell is told when its possible range is narrower than the rule's own.

    python -m benches.flows_disclosure
"""

import time

import numpy as np

from benches._flows import read_nationalities
from benches._record import record
from egnatia.engines.flows.disclosure import TOTAL, Cell, Protected, Rule, Table, protect, reveals

LARGEST, MONTHS, RULE = 15, 72, Rule(minimum=5)


def build_table() -> Table:
    """int[nationalities, months] of 2019-01 to 2024-12."""
    months, counts = read_nationalities()
    first = [str(month)[:7] for month in months].index("2019-01")
    span = slice(first, first + MONTHS)
    by_size = sorted(counts, key=lambda name: -counts[name][span].sum())
    others = sum(counts[name][span] for name in by_size[LARGEST:])
    rows = [*(counts[name][span] for name in by_size[:LARGEST]), others]
    labels = (*by_size[:LARGEST], "other")
    return Table(
        (labels, tuple(str(month)[:7] for month in months[span])), np.array(rows).astype(int), ("nationality", "month")
    )


def hide_by_hand(table: Table) -> Protected:
    """Hide the smallest other cell, zero or not, wherever a row or column has exactly one hidden cell."""
    counts, layout = table.values_by_cell(), table.layout
    primary = {cell for cell, value in counts.items() if table.is_small(cell, value, RULE)}
    hidden = set(primary)
    lines = [[cell for cell in counts if cell[axis] == label] for axis in (0, 1) for label in (*table.dims[axis], TOTAL)]
    while lonely := [line for line in lines if sum(cell in hidden for cell in line) == 1]:
        hidden.add(min((cell for cell in lonely[0] if cell not in hidden), key=lambda cell: (cell.count(TOTAL), counts[cell])))
    values = {cell: None if cell in hidden else value for cell, value in counts.items()}
    return Protected(layout, RULE, values, counts, frozenset(primary), frozenset(hidden - primary))


def main() -> None:
    table = build_table()
    start = time.perf_counter()
    ours = protect(table, RULE)
    seconds = time.perf_counter() - start
    by_hand = hide_by_hand(table)
    told = {name: _told(shown) for name, shown in (("ours", ours), ("by hand", by_hand))}
    rounded = protect(table, Rule(minimum=5, round_to=5))
    hidden = sum(ours.kept[cell] for cell in ours.hidden if TOTAL not in cell) / ours.kept[TOTAL, TOTAL]
    off = max(abs(rounded.kept[cell] - value) for cell, value in table.values_by_cell().items())
    record(
        "flows_disclosure",
        [
            {
                "metric": "flows.hidden_cells_told",
                "value": len(told["ours"]),
                "unit": f"of {len(ours.primary)} small ones",
                "target": "0",
                "peers": {"two hidden in every row and column": len(told["by hand"])},
            },
            {
                "metric": "flows.complementary_cells",
                "value": len(ours.complementary),
                "unit": "cells",
                "peers": {"two hidden in every row and column": len(by_hand.complementary)},
            },
            {"metric": "flows.hidden_detections", "value": round(100 * hidden, 2), "unit": "%"},
            {"metric": "flows.suppression_s", "value": round(seconds, 1), "unit": "s"},
            {
                "metric": "flows.rounded_off_by",
                "value": off,
                "unit": "at most, rounded to 5 and adding up",
                "target": "at most 4",
            },
        ],
    )


def _told(shown: Protected) -> list[Cell]:
    return [cell for _, cell in reveals(shown) if cell in shown.primary]


if __name__ == "__main__":
    main()
