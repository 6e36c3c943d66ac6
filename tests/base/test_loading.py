"""The garbage collector while a program loads, afterwards, and at its end; in processes of their own, as it is one for each."""

import subprocess
import sys


def run(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_it_rests_while_a_program_loads_and_leaves_alone_what_was_loaded():
    code = """
import gc
from egnatia.base.loading import loading
with loading():
    print(gc.isenabled())
    made = [[] for _ in range(1000)]
print(gc.isenabled(), gc.get_freeze_count() > 1000, any(one is made for one in gc.get_objects()))
"""
    assert run(code) == ["False", "True", "True", "False"]


def test_it_works_again_where_loading_failed():
    code = """
import gc
from egnatia.base.loading import loading
try:
    with loading():
        raise ImportError
except ImportError:
    print(gc.isenabled())
"""
    assert run(code) == ["True"]


def test_at_the_end_it_leaves_alone_what_came_later():
    code = """
import atexit, gc
atexit.register(lambda: print(gc.get_freeze_count() > 1000))
from egnatia.base.loading import loading
with loading():
    pass
made = [[] for _ in range(1000)]
print(any(one is made for one in gc.get_objects()))
"""
    assert run(code) == ["True", "True"]
