"""Make a unit."""

from typing import Any

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Unit
from egnatia.base.errors import Problem


@transaction.atomic
def create_unit(officer: Any, *, name: str, place: str = "") -> Unit:
    """`officer` is None only while a node is being set up. Raises Problem `accounts.unit.exists`."""
    if officer is not None:
        policy.require(officer, "accounts.manage")
    if Unit.objects.filter(name__iexact=name.strip()).exists():
        raise Problem("accounts.unit.exists", "There is a unit of this name.", "Choose another name.", status=409, field="name")
    unit = Unit.objects.create(name=name.strip(), place=place.strip())
    audit.record("accounts.unit.created", subject=unit, name=unit.name)
    return unit
