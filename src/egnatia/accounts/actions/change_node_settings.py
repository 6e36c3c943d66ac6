"""Change the settings of the node."""

from typing import Any

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import node
from egnatia.base.errors import Problem
from egnatia.base.node_settings import setting_types, value_of


def change_node_settings(officer: Officer, values: dict[str, Any]) -> dict[str, Any]:
    """What changed; running processes take it up at their next start.

    Raises Problem `accounts.setting.unknown`, `accounts.setting.out_of_range`, `accounts.setting.not_a_choice`.
    """
    policy.require(officer, "settings.manage")
    changes = {key: value for key, value in values.items() if value != value_of_known(key)}
    for key, value in changes.items():
        setting = setting_types()[key]
        if setting.allows(value):
            continue
        if setting.choices:
            among = ", ".join(setting.choices)
            raise Problem(
                "accounts.setting.not_a_choice", "The value isn't one of the list.", f"Choose among {among}.", field=key
            )
        between = f"The value must lie between {setting.minimum} and {setting.maximum}."
        raise Problem("accounts.setting.out_of_range", between, "Choose another.", field=key)
    if changes:
        audit.record("accounts.settings.changed", before={key: value_of(key) for key in changes}, after=changes)
        node.change_settings(node.current(), changes)
    return changes


def value_of_known(key: str) -> Any:
    """Raises Problem `accounts.setting.unknown`."""
    if key not in setting_types():
        raise Problem("accounts.setting.unknown", f"There is no setting {key}.", "See docs/reference/settings.md.", field=key)
    return value_of(key)
