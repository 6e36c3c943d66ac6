"""kill -9 between any two steps of a registration: what is left is whole, and the same call again completes it once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from egnatia.base import node
from tests import prepared

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(600)
def test_registration_survives_a_kill_at_every_step(tmp_path):
    made = node.create(tmp_path / "node", partner="MK", name="Kill", port=8499, url="http://localhost:8499")
    prepared.copy_tables(made.directory / "db.sqlite3")
    environment = {
        **os.environ,
        node.ENVIRONMENT: str(made.directory),
        "DJANGO_SETTINGS_MODULE": "egnatia.site.settings",
        "PYTHONPATH": f"{REPOSITORY / 'src'}{os.pathsep}{REPOSITORY}",  # the tree's own code
    }
    run = subprocess.run(
        [sys.executable, "-m", "tests.registration.kill_points"],
        env=environment,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    found = json.loads(run.stdout.splitlines()[-1])
    assert found["wrong"] == [], run.stderr[-3000:]
    assert found["places"] > 30
