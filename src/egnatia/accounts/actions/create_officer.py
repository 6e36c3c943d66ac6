"""Make an account."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer, OfficerRole, Unit
from egnatia.accounts.roles import ROLES, works_for_law_enforcement
from egnatia.base.errors import Problem


@transaction.atomic
def create_officer(
    officer: Any,
    *,
    username: str,
    full_name: str,
    unit: Unit,
    roles: Iterable[str],
    password: str | None = None,
    kind: str = "person",
    is_demo: bool = False,
    must_change_password: bool = True,
    language: str = "",
) -> Officer:
    """Make an account with its roles; without a password it can't sign in (service accounts).

    `officer` is None only while a node is being set up. Raises Problem `accounts.officer.exists`, `accounts.role.unknown`,
    `accounts.role.gateways_mixed`, `accounts.password.weak`.
    """
    if officer is not None:
        policy.require(officer, "accounts.manage")
    if Officer.objects.filter(username__iexact=username).exists():
        raise Problem(
            "accounts.officer.exists",
            "There is an account of this name.",
            "Choose another user name.",
            status=409,
            field="username",
        )
    made = Officer(
        username=username.strip(),
        full_name=full_name.strip(),
        unit=unit,
        kind=kind,
        is_demo=is_demo,
        language=language,
        must_change_password=must_change_password and kind == "person" and not is_demo,
    )
    if password is None:
        made.set_unusable_password()
    else:
        if not is_demo:
            _check_password(password, made)
        made.set_password(password)
    made.save()
    set_roles(made, roles, given_by=officer)
    audit.record("accounts.officer.created", subject=made, username=made.username, roles=sorted(made.roles))
    return made


def set_roles(target: Officer, roles: Iterable[str], *, given_by: Officer | None) -> None:
    """Make `roles` the officer's roles, no more and no fewer.

    Raises Problem `accounts.role.unknown`, `accounts.role.gateways_mixed`.
    """
    wanted = set(roles)
    for code in wanted - ROLES.keys():
        raise Problem("accounts.role.unknown", f"There is no role {code}.", f"Choose among {', '.join(ROLES)}.", field="roles")
    if len({works_for_law_enforcement(ROLES[code]) for code in wanted}) > 1:
        raise Problem(
            "accounts.role.gateways_mixed",
            "A role of law enforcement can't be held together with another: the two gateways never mix.",
            "Make two accounts for two persons.",
            field="roles",
        )
    OfficerRole.objects.filter(officer=target).exclude(role__in=wanted).delete()
    held = set(OfficerRole.objects.filter(officer=target).values_list("role", flat=True))
    for code in sorted(wanted - held):
        OfficerRole.objects.create(officer=target, role=code, given_by=given_by)
    for name in ("roles", "permissions"):
        target.__dict__.pop(name, None)


def _check_password(password: str, account: Officer) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Problem(
            "accounts.password.weak", " ".join(error.messages), "Choose a longer, less common password.", field="password"
        ) from error
