"""Reading officers, units and tokens."""

import hashlib

from django.db.models import QuerySet

from egnatia.accounts.models import ApiToken, Officer, Unit
from egnatia.base.errors import Problem, not_found

OPERATOR = "operator"


def officers() -> QuerySet[Officer]:
    """All accounts with their unit and roles."""
    return Officer.objects.select_related("unit").prefetch_related("role_rows")


def get_officer(username: str) -> Officer:
    """Raises Problem `accounts.officer.not_found`."""
    officer = Officer.objects.filter(username__iexact=username).first()
    if officer is None:
        raise not_found("accounts.officer")
    return officer


def get_service_officer(name: str = OPERATOR) -> Officer:
    """The service account of the command line (`operator`) or of a national system.

    Raises Problem `accounts.no_service_account`.
    """
    officer = Officer.objects.filter(username=name, kind="service").first()
    if officer is None:
        raise Problem(
            "accounts.no_service_account",
            f"This node has no service account {name}.",
            "Run: egnatia upgrade, or make the account under Administration.",
            status=500,
        )
    return officer


def get_unit(name: str) -> Unit:
    """Raises Problem `accounts.unit.not_found`."""
    unit = Unit.objects.filter(name=name).first()
    if unit is None:
        raise not_found("accounts.unit")
    return unit


def find_token(key: str) -> ApiToken | None:
    """The token with this secret, unless it was revoked or its account switched off."""
    return (
        ApiToken.objects.select_related("officer__unit")
        .filter(key_hash=hash_of(key), revoked_at=None, officer__is_active=True)
        .first()
    )


def hash_of(key: str) -> str:
    """Tokens are long and random, so one round of SHA-256 is enough to keep them safe at rest."""
    return hashlib.sha256(key.encode()).hexdigest()
