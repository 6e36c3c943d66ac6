"""From *sign* to the last partner's answer: six nodes on this machine, 200 registrations at one of them.

    python -m benches.region_answer [--persons 5000] [--registrations 200]

Fingers come as ISO/IEC 19794-2 records, so that no extraction is in it; every second person is known at one other node.
The signing runs in a process of its own on the asking node, as a page's would; each registration waits for its answers
before the next is signed. Times are the node's own: `SearchTarget.answered_at` minus the moment before signing.
"""

import argparse
import json
import subprocess
import sys

from benches._record import record
from benches._region import bench_region, start_all
from egnatia.site.demo.processes import Processes

ASKING = "RS"


def main() -> None:
    """Measure and record."""
    options = argparse.ArgumentParser()
    options.add_argument("--persons", type=int, default=5000)
    options.add_argument("--registrations", type=int, default=200)
    chosen = options.parse_args()
    nodes = bench_region(chosen.persons)
    with Processes() as processes:
        start_all(nodes, processes)
        command = [sys.executable, "-m", "benches._sign_many", str(nodes[ASKING].directory), str(chosen.registrations)]
        seconds = sorted(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout))
    about = f"{chosen.registrations} registrations, six nodes of {chosen.persons} persons, one machine"
    record(
        "region_answer",
        [
            {"metric": "region.answer_p50_s", "value": _quantile(seconds, 0.5), "unit": f"s ({about})"},
            {"metric": "region.answer_p95_s", "value": _quantile(seconds, 0.95), "unit": f"s ({about})", "target": "≤ 2"},
        ],
    )


def _quantile(values: list[float], share: float) -> float:
    return round(values[min(len(values) - 1, int(share * len(values)))], 3)


if __name__ == "__main__":
    main()
