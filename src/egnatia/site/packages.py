"""What each package brings: its commands, jobs, hooks, metrics and addresses are found by name, here and nowhere else."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

#: From the ground up; hooks connect in this order.
PACKAGES = (
    "ui",
    "law",
    "audit",
    "accounts",
    "deadlines",
    "persons",
    "biometrics",
    "biographics",
    "exchange",
    "registration",
    "lawenforcement",
    "picture",
    "cooperation",
    "oversight",
    "reports",
    "site",
)


def modules(name: str) -> Iterator[ModuleType]:
    """The module `name` (`jobs`, say) of every package that has one."""
    for package in PACKAGES:
        full_name = f"egnatia.{package}.{name}"
        if find_spec(full_name) is not None:
            yield import_module(full_name)
