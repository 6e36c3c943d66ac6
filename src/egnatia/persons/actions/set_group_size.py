"""Record anew of how many persons a group consists."""

from typing import Any

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.persons.actions.start_group import WRITE, check_size
from egnatia.persons.models import Group


@transaction.atomic
def set_group_size(officer: Any, group: Group, size: int | None) -> Group:
    """The group. Raises Problem `accounts.not_allowed`, `persons.group.size`."""
    policy.require(officer, WRITE)
    if group.size != check_size(size):
        group.size = size
        group.save(update_fields=["size"])
        audit.record("persons.group.resized", subject=group, officer=officer, size=size)
    return group
