"""What a monitoring system may read of a node: packages register collectors in their `metrics.py`, `/metrics` asks them all.

    @collector
    def delivery() -> Iterator[Metric]: ...

A collector reads the database each time it is asked: a node is several processes, and a counter in one knows nothing of the
others. Counts of messages and of the node's own work only, never of persons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prometheus_client.core import Metric

    Collect = Callable[[], Iterable[Metric]]

_collectors: list[Collect] = []


def collector(collect: Collect) -> Collect:
    """Ask this function whenever somebody reads the metrics."""
    if collect not in _collectors:
        _collectors.append(collect)
    return collect


def registered() -> list[Collect]:
    """All collectors, in order of registration."""
    return list(_collectors)
