"""Take a connected system's key away."""

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import ApiToken, Officer
from egnatia.base import clock


@transaction.atomic
def revoke_api_token(officer: Officer | None, token: ApiToken) -> ApiToken:
    """From the next call on the key opens nothing. Revoking twice changes nothing."""
    if officer is not None:
        policy.require(officer, "accounts.manage")
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        audit.record("accounts.token.revoked", subject=token, name=token.name)
    return token
