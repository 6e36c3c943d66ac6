"""Memory of one node's processes (server and worker with their children), at rest: small, and with 5,000 persons.

    python -m benches.node_memory

Proportional set size summed over the processes: memory shared between them counts once. The node has served its first page,
has searched its gallery once (the server does, two seconds after its start), and rests for twenty seconds.
"""

import time

import psutil

from benches._record import record
from benches._region import bench_region
from egnatia.site.demo.processes import Processes
from egnatia.site.demo.region import DemoNode

REST_SECONDS = 20


def main() -> None:
    """Measure and record."""
    rows = []
    for metric, persons in (("node.memory_rest_mb", 20), ("node.memory_5000_mb", 5000)):
        node = bench_region(persons)["MK"]
        rows.append({"metric": metric, "value": round(_resting(node)), "unit": f"MB ({persons} persons)"})
    record("node_memory", rows)


def _resting(node: DemoNode) -> float:
    with Processes() as processes:
        processes.start(node)
        processes.wait_until_answering(node)
        time.sleep(REST_SECONDS)
        return sum(_proportional(each) for root in processes.of(node.partner) for each in _family(root)) / 1e6


def _family(pid: int) -> list[psutil.Process]:
    root = psutil.Process(pid)
    return [root, *root.children(recursive=True)]


def _proportional(process: psutil.Process) -> float:
    return process.memory_full_info().pss


if __name__ == "__main__":
    main()
