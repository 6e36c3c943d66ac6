"""Kills a node's process at chosen steps, each once: put this folder on PYTHONPATH and name the steps in EGNATIA_TRIPWIRES.

    EGNATIA_TRIPWIRES=egnatia.exchange.delivery.posting:post_letters:before egnatia.exchange.delivery.posting:post_letters:after
    EGNATIA_TRIPWIRES_SPRUNG=/some/folder    a file for each step that has happened; the next start arms the next step

Only tests start nodes this way; the program itself knows nothing of it.
"""

import importlib.abc
import importlib.machinery
import os
import signal
import sys
from pathlib import Path

STEPS, FOLDER = os.environ.get("EGNATIA_TRIPWIRES", "").split(), Path(os.environ.get("EGNATIA_TRIPWIRES_SPRUNG", "."))
ARMED = next((step for step in STEPS if not (FOLDER / step).exists()), "")


def spring():
    """Die as by `kill -9`, unless some process did already."""
    try:
        (FOLDER / ARMED).touch(exist_ok=False)
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def wrap(function, when):
    def wrapped(*args, **kwargs):
        if when == "before":
            spring()
        result = function(*args, **kwargs)
        if when == "after":
            spring()
        return result

    return wrapped


class Tripwire(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Wraps the chosen function as soon as its module has been imported."""

    def __init__(self, module, path, when):
        self.module, self.path, self.when = module, path.split("."), when

    def find_spec(self, name, path, target=None):
        if name != self.module:
            return None
        sys.meta_path.remove(self)
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        self.real, spec.loader = spec.loader, self
        return spec

    def create_module(self, spec):
        return self.real.create_module(spec)

    def exec_module(self, module):
        self.real.exec_module(module)
        owner = module
        for name in self.path[:-1]:
            owner = getattr(owner, name)
        setattr(owner, self.path[-1], wrap(getattr(owner, self.path[-1]), self.when))


if ARMED:
    sys.meta_path.insert(0, Tripwire(*ARMED.split(":")))
