"""The closed list of a node's settings (node.toml, [settings]), as data in node_settings.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from egnatia.base import node


@dataclass(frozen=True, slots=True)
class SettingType:
    """key, kind, what it is for, default, range or choices. `at_page`: the administrator may change it under Settings."""

    key: str
    kind: Literal["int", "bool", "text", "list", "table"]
    text: str
    default: Any
    minimum: int | None = None
    maximum: int | None = None
    at_page: bool = False
    choices: tuple[str, ...] | list[str] = ()

    def allows(self, value: Any) -> bool:
        """Whether a value lies in the range, or is one of the choices, where the setting has them."""
        if self.kind == "int" and not isinstance(value, int):
            return False
        too_low = self.minimum is not None and value < self.minimum
        too_high = self.maximum is not None and value > self.maximum
        return not (too_low or too_high or (self.choices and value not in self.choices))


@cache
def setting_types() -> dict[str, SettingType]:
    """All settings, by key."""
    entries = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {key: SettingType(key, **entry) for key, entry in entries.items()}


def value_of(key: str) -> Any:
    """The present node's value, or the default. Raises KeyError for a setting that isn't in the list."""
    setting = setting_types()[key]
    present = node.find_current()
    return present.setting(key, setting.default) if present else setting.default


def mistakes_in(settings: dict[str, Any]) -> list[str]:
    """Keys of node.toml's [settings] that no setting has, or whose value isn't allowed."""
    known = setting_types()
    return [key for key, value in settings.items() if key not in known or not known[key].allows(value)]
