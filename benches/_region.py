"""Six nodes for benches, filled once and kept under var/bench: made by the demo's own code."""

import os
import sys
from pathlib import Path

from egnatia.site.demo.processes import Processes
from egnatia.site.demo.region import DemoNode, make_region, region

FOLDER = Path("var/bench")
PORTS = {"MK": 8571, "RS": 8572, "AL": 8573, "BA": 8574, "XK": 8575, "ME": 8576}


def bench_region(persons: int) -> dict[str, DemoNode]:
    """The six nodes with `persons` synthetic persons each; made when they aren't there yet (minutes)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egnatia.site.settings")
    import django

    django.setup()
    nodes = region(FOLDER / f"region-{persons}", PORTS)
    make_region(nodes, persons=persons, tell=lambda line: print(line, file=sys.stderr))
    return nodes


def start_all(nodes: dict[str, DemoNode], processes: Processes) -> None:
    """Start every node and wait until it answers."""
    for node in nodes.values():
        processes.start(node)
    for node in nodes.values():
        processes.wait_until_answering(node)
