"""How the tests are spread over processes: one by one, but those that share live nodes together, and few of these at a time.

A test of live nodes waits more than it works. Were all begun first, the cores would idle while they wait; all last, the process
with the longest would end alone. So a third of the processes take the live ones first, and the others take them when nothing
else is left. tests/conftest.py puts the live ones at the head of the queue.
"""

from collections.abc import Iterable
from typing import Any

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

#: Not named test_live_… as each brings a region of its own; among them the longest of all.
ALSO_LIVE = ("/test_real_fingers.py", "/faults/test_campaign.py", "/test_kill_points.py")


def is_live(scope: str) -> bool:
    return "/test_live_" in scope or any(name in scope for name in ALSO_LIVE)


class LiveNodesTogether(LoadScopeScheduling):
    """A file `test_live_*.py` goes to one process: two would each set up the same nodes, up to half a minute of work."""

    def _split_scope(self, nodeid: str) -> Any:
        file = nodeid.partition("::")[0]
        return file if "/test_live_" in file else nodeid

    def _assign_work_unit(self, node: WorkerController) -> None:
        """As in the base class, which takes the first of the queue: it is shown the one that this process is to have."""
        scope = choose(self.workqueue, number=self.nodes.index(node), processes=len(self.nodes))
        self.workqueue.move_to_end(scope, last=False)
        super()._assign_work_unit(node)


def choose(queue: Iterable[str], *, number: int, processes: int) -> str:
    """The unit that the process of this number, from 0, takes next; those with live nodes stand first in the queue."""
    first = next(iter(queue))
    if number < max(1, (processes + 1) // 3):
        return first
    return next((scope for scope in queue if not is_live(scope)), first)
