"""Save how a kind of file is read, so that next month's needs no second thought."""

from collections.abc import Mapping as Entry
from typing import Any

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.picture.imports.layouts import layout_names, read_layout
from egnatia.picture.imports.problems import name_taken
from egnatia.picture.models import Mapping

LONGEST_NAME = 80


@transaction.atomic
def save_mapping(officer: Any, name: str, columns: Entry[str, Any]) -> Mapping:
    """The mapping under this name, made or replaced; what was read with the earlier one stays as it is.

    columns   as in `data/layouts.toml`

    Raises Problem `accounts.not_allowed`, `picture.mapping.invalid`, `picture.mapping.name_taken` (409) for a layout's name.
    """
    policy.require(officer, "picture.import")
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or name in layout_names():
        raise name_taken()
    read_layout(name, columns)
    values = {"columns": dict(columns), "saved_by": officer, "saved_at": clock.now()}
    mapping, _ = Mapping.objects.update_or_create(name=name, defaults=values)
    audit.record("picture.mapping.saved", subject=mapping, officer=officer, name=name)
    return mapping
