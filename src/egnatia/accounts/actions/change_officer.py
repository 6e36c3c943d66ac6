"""Change an account's name, unit, roles or whether it may sign in."""

from collections.abc import Iterable

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.actions.create_officer import set_roles
from egnatia.accounts.models import Officer, Unit
from egnatia.base.errors import Problem


@transaction.atomic
def change_officer(
    officer: Officer,
    target: Officer,
    *,
    full_name: str,
    unit: Unit,
    roles: Iterable[str],
    is_active: bool,
    language: str = "",
) -> Officer:
    """Nobody takes the administrator's role or the account away from themselves, so that a node is never left without one.

    Raises Problem `accounts.officer.self`.
    """
    policy.require(officer, "accounts.manage")
    wanted = set(roles)
    if target.pk == officer.pk and (not is_active or "administrator" not in wanted):
        raise Problem(
            "accounts.officer.self",
            "You can't take the administrator's role or the account away from yourself.",
            "Ask another administrator.",
            status=409,
        )
    before = {"roles": sorted(target.roles), "is_active": target.is_active, "unit": target.unit.name}
    target.full_name, target.unit, target.is_active, target.language = full_name.strip(), unit, is_active, language
    target.save()
    set_roles(target, wanted, given_by=officer)
    after = {"roles": sorted(target.roles), "is_active": is_active, "unit": unit.name}
    audit.record("accounts.officer.changed", subject=target, before=before, after=after)
    return target
