"""How the tests are spread over processes: one by one, but those that share live nodes together."""

from typing import Any

from xdist.scheduler import LoadScopeScheduling


class LiveNodesTogether(LoadScopeScheduling):
    """A file `test_live_*.py` goes to one process: two would each set up the same nodes, up to half a minute of work."""

    def _split_scope(self, nodeid: str) -> Any:
        file = nodeid.partition("::")[0]
        return file if "/test_live_" in file else nodeid
