"""Ray, in a process of its own: `python -m egnatia.engines.fingerprint.ray_process DESCRIPTOR ADDRESS`.

Where a cluster goes away, Ray blocks whoever calls it and after a minute ends the process that it is in. That must not be one
that serves pages. So this one calls Ray, and whoever started it (`ray_calls`) speaks to it through a pipe and may end it at any
time. It ends by itself with its starter.

A request is (number, what, namespace, by_name, seconds), an answer (number, results by name); what failed has no result.
"""

import logging
import os
import sys
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # nothing is reported to Ray's makers

import ray
from ray.exceptions import RayError

from egnatia.engines.fingerprint.gallery_shard import Shard

READY = -1
_AT_ONCE = 8  # questions that one part works on
_SHARE = 0.01  # of the machine's `gallery_n`: a new generation of the gallery is made beside the one in use
_ERRORS = (RayError, ValueError, RuntimeError, OSError)


def main() -> None:
    connection, address = Connection(int(sys.argv[1])), sys.argv[2]
    try:
        ray.init(address=address, log_to_driver=False, configure_logging=False, logging_level=logging.ERROR)
    except _ERRORS as error:
        connection.send((READY, {"problem": f"{error} {error.__cause__ or ''}"[:500]}))
        os._exit(1)
    guard, pool = Lock(), ThreadPoolExecutor(4 * _AT_ONCE)
    connection.send((READY, {}))

    def work(number: int, what: str, namespace: str, by_name: dict[str, Any], seconds: float) -> None:
        try:
            results = end(what, namespace, by_name) if what.startswith("end") else call(what, namespace, by_name, seconds)
        except _ERRORS:
            results = {}
        with guard:
            connection.send((number, results))

    while True:
        try:
            pool.submit(work, *connection.recv())
        except EOFError:
            os._exit(0)  # without waiting for a cluster that may be gone


def call(what: str, namespace: str, by_name: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Call that method of each named part, starting those that don't run; what came within so many seconds."""
    asked = {}
    for name, given in by_name.items():
        try:
            asked[name] = getattr(find_actor(name, namespace), what).remote(*given)
        except _ERRORS:
            continue
    ready = ray.wait(list(asked.values()), num_returns=len(asked), timeout=seconds)[0] if asked else []
    results = {}
    for name, reference in asked.items():
        if reference in ready:
            try:
                results[name] = ray.get(reference)
            except _ERRORS:
                continue  # its process has died: whoever asked sees that it is missing
    return results


def find_actor(name: str, namespace: str) -> Any:
    """The actor of that name, `gallery/part`. Ray starts it on the machine that has the part's resource, now or once it has."""
    options = {"num_cpus": 0, "resources": {f"gallery_{name.rpartition('/')[2]}": _SHARE}}
    options |= {"lifetime": "detached", "max_restarts": -1, "max_concurrency": _AT_ONCE}
    return ray.remote(Shard).options(name=name, namespace=namespace, get_if_exists=True, **options).remote()


def end(what: str, namespace: str, galleries: Collection[str]) -> dict[str, Any]:
    """`end` the parts of those galleries, or `end_others`, of all but those."""
    for actor in ray.util.list_named_actors(all_namespaces=True):
        is_named = actor["name"].rpartition("/")[0] in galleries
        if actor["namespace"] == namespace and is_named == (what == "end"):
            try:
                ray.kill(ray.get_actor(actor["name"], namespace))
            except _ERRORS:
                continue  # it has ended
    return {}


if __name__ == "__main__":
    main()
