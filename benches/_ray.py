"""A Ray cluster of this machine alone, for tests and benches: `with ray_cluster(parts=2) as address`.

Only who has its token may join, so the block has it in its environment.
"""

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_OBJECTS = 80_000_000  # bytes; Ray allows no less
_SERVE = """
import sys, ray
folder, parts = sys.argv[1], int(sys.argv[2])
resources = {f"gallery_{part}": 1 for part in range(parts)}
ray.init(address="local", num_cpus=2, resources=resources, object_store_memory=int(sys.argv[3]), include_dashboard=False,
         _temp_dir=folder, log_to_driver=False)
print("address", ray.get_runtime_context().gcs_address, flush=True)
sys.stdin.read()
ray.shutdown()
"""


@contextmanager
def ray_cluster(parts: int) -> Iterator[str]:
    """Its host:port, for as long as the block lasts. Ray is started in a process of its own, which ends it."""
    os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    environment = os.environ | {"RAY_USAGE_STATS_ENABLED": "0", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with tempfile.TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True) as folder:
        errors = (Path(folder) / "stderr").open("w")
        process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, folder, str(parts), str(_OBJECTS)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        assert process.stdin is not None and process.stdout is not None
        try:
            said = next((line for line in iter(process.stdout.readline, "") if line.startswith("address ")), "")
            assert said, (Path(folder) / "stderr").read_text()
            yield said.split()[1]
        finally:
            process.stdin.close()
            process.wait(timeout=60)
            process.stdout.close()
            errors.close()
            del os.environ["RAY_AUTH_MODE"], os.environ["RAY_AUTH_TOKEN"]
