"""What a partner may be told of one day of a guarded indicator: small counts hidden, and its own nationals."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from egnatia.engines.flows.disclosure import TOTAL, Cell, Rule, Table, protect_all

#: In each cut the cell of what isn't known. It is there on every day, so that something can stand beside a hidden cell.
UNKNOWN_KEYS = {"nationality": "UNK", "section": "unknown", "group": "unknown.unknown", "type": "unknown"}
_REST = "(rest)"
_TOTAL: Cell = (TOTAL,)

Cells = Mapping[str, Mapping[str, int]]
Keys = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told of one day.

    total   None where it is hidden
    cells   by cut and key; what isn't named is nought
    hidden  keys by cut
    """

    total: int | None
    cells: Cells
    hidden: Mapping[str, list[str]] = field(default_factory=dict)


def guard_day(total: int, cells: Cells, *, minimum: int, withheld: Keys, hidden: Keys) -> Telling:
    """Hide what is below the minimum, what is `withheld`, what was `hidden` before, and what these could be computed from.

    cells   by cut; cells of a cut may leave a rest of the total, never exceed it: such a cut is hidden as a whole
    hidden  keys by cut; "" for the total
    """
    told = {cut: of_cut for cut, of_cut in cells.items() if sum(of_cut.values()) <= total}
    work = tuple(
        (cut, tuple(sorted(_with_rest(cut, of_cut, total, {*withheld.get(cut, ()), *hidden.get(cut, ())}).items())))
        for cut, of_cut in told.items()
    )
    shown = _protect(total, work, minimum, _frozen(withheld, told), _frozen(hidden, told), is_total_hidden="" in hidden)
    gone = {
        cut: sorted(key for key, value in of_cut.items() if value is None and key != _REST) for cut, of_cut in shown.items()
    }
    gone |= {cut: sorted(of_cut) for cut, of_cut in cells.items() if cut not in told}
    gone.pop("", None)
    return Telling(
        total=shown[""][""],
        cells={cut: {key: value for key, value in cells[cut].items() if value and key not in gone[cut]} for cut in cells},
        hidden={cut: keys for cut, keys in gone.items() if keys},
    )


def _with_rest(cut: str, cells: Mapping[str, int], total: int, named: Collection[str]) -> dict[str, int]:
    """All cells that something may stand in, and what they leave of the total."""
    whole = dict.fromkeys((*named, UNKNOWN_KEYS[cut]), 0) | {key: value for key, value in cells.items() if value}
    rest = total - sum(whole.values())
    return whole | ({_REST: rest} if rest else {})


@lru_cache(maxsize=512)
def _protect(
    total: int,
    cuts: tuple[tuple[str, tuple[tuple[str, int], ...]], ...],
    minimum: int,
    withheld: frozenset[tuple[str, str]],
    hidden: frozenset[tuple[str, str]],
    *,
    is_total_hidden: bool,
) -> dict[str, dict[str, int | None]]:
    """What may be shown, by cut and key; "" for the total. Many days are alike, above all the empty ones."""
    whole = {_TOTAL} if is_total_hidden else set()
    tables = [
        Table(
            dims=(tuple(key for key, _ in cells),),
            values=np.array([value for _, value in cells], dtype=np.int64),
            axes=(cut,),
            withheld=frozenset((key,) for key, _ in cells if (cut, key) in withheld),
            hidden=frozenset((key,) for key, _ in cells if (cut, key) in hidden) | whole,
        )
        for cut, cells in cuts
    ] or [Table((("all",),), np.array([total], dtype=np.int64), hidden=frozenset(whole))]
    shown = protect_all(tables, Rule(minimum))
    by_cut = {
        cut: {cell[0]: value for cell, value in table.values.items() if cell != _TOTAL}
        for (cut, _), table in zip(cuts, shown, strict=False)
    }
    return by_cut | {"": {"": shown[0].values[_TOTAL]}}


def _frozen(keys: Keys, cuts: Collection[str]) -> frozenset[tuple[str, str]]:
    return frozenset((cut, key) for cut in cuts for key in keys.get(cut, ()))
