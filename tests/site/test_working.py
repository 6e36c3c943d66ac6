"""The worker: runs what is registered, survives what fails, does the night's work once."""

import os
import subprocess
import sys
import threading
import time

import pytest

from egnatia.base import jobs, node, wake
from egnatia.base.errors import Problem
from egnatia.site import working
from egnatia.site.packages import modules
from egnatia.site.working import Worker, run_job, run_night


@pytest.fixture
def own_jobs(monkeypatch):
    """A registry without the packages' jobs."""
    list(modules("jobs"))
    monkeypatch.setattr(jobs, "_jobs", {})
    monkeypatch.setattr(working, "PAUSE_AFTER_FAILURE", 0.01)
    return jobs


@pytest.mark.django_db(transaction=True)
def test_job_that_fails_is_tried_again_and_stops_nobody(own_jobs):
    calls = {"bad": 0, "good": 0}

    @own_jobs.every(seconds=0.01)
    def bad() -> int:
        calls["bad"] += 1
        raise Problem("test.bad", "No.", "Yes.")

    @own_jobs.every(seconds=0.01)
    def good() -> int:
        calls["good"] += 1
        return 0

    worker = Worker(node.current())
    thread = threading.Thread(target=worker.run)
    thread.start()
    _wait_for(lambda: calls["bad"] > 2 and calls["good"] > 2)
    worker.stop()
    thread.join(timeout=60)
    assert not thread.is_alive()


@pytest.mark.django_db(transaction=True)
def test_heavy_job_keeps_its_pace_however_much_is_committed(own_jobs):
    calls = {"heavy": 0, "light": 0}

    @own_jobs.slowly(seconds=3600)
    def heavy() -> int:
        calls["heavy"] += 1
        return 0

    @own_jobs.every(seconds=3600)
    def light() -> int:
        calls["light"] += 1
        return 0

    worker = Worker(node.current())
    thread = threading.Thread(target=worker.run)
    thread.start()
    _wait_for(lambda: bool(wake.wake() or calls["light"] > 2))
    worker.stop()
    thread.join(timeout=60)
    assert not thread.is_alive() and calls["heavy"] == 0


@pytest.mark.django_db(transaction=True)
def test_waking_shortens_a_long_pause(own_jobs):
    calls: list[float] = []

    @own_jobs.every(seconds=3600)
    def rarely() -> int:
        calls.append(time.monotonic())
        return 0

    worker = Worker(node.current())
    thread = threading.Thread(target=worker.run)
    thread.start()
    _wait_for(lambda: len(calls) == 1)
    _wait_for(lambda: bool(wake.wake() or len(calls) > 1))
    worker.stop()
    thread.join(timeout=60)


@pytest.mark.django_db(transaction=True)
def test_second_worker_is_refused():
    first = Worker(node.current())
    try:
        with pytest.raises(Problem, match="site.worker_running"):
            Worker(node.current())
    finally:
        first._lock.close()


@pytest.mark.django_db
def test_night_runs_every_nightly_job(own_jobs):
    own_jobs.nightly(lambda: 3)
    assert list(run_night().values()) == [3]


@pytest.mark.django_db(transaction=True)
def test_real_nightly_jobs_run_on_an_empty_node_and_the_second_night_finds_nothing_left():
    list(modules("jobs"))
    nightly = [job for job in jobs.registered() if job.seconds is None]
    assert len(nightly) >= 3
    assert None not in {job.name: run_job(job) for job in nightly}.values()
    assert {job.name: run_job(job) for job in nightly} == {job.name: 0 for job in nightly}


def _wait_for(ready, seconds: float = 60.0) -> None:
    ends = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_a_worker_that_starts_brings_in_no_charts_tables_or_solvers():
    """They are the jobs' to import: together they take a second and a hundred megabytes that most hours don't need."""
    code = "import django, sys; django.setup(); import egnatia.site.packages as p; list(p.modules('jobs')); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ.copy())
    assert not {"altair", "ibis", "duckdb", "scipy.optimize", "scipy.stats"} & set(done.stdout.split())


def test_a_server_that_starts_brings_in_no_charts():
    """Altair and the tables under it come with the first drawing."""
    code = "import egnatia.site.wsgi, egnatia.site.urls, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ.copy())
    assert not {"altair", "narwhals", "vl_convert", "ibis", "duckdb"} & set(done.stdout.split())
