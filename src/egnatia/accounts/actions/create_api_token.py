"""Give a connected system a key to the API."""

import secrets
from collections.abc import Iterable

from django.db import transaction

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.accounts.models import ApiToken, Officer
from egnatia.accounts.queries import hash_of
from egnatia.base.errors import Problem


@transaction.atomic
def create_api_token(officer: Officer | None, *, name: str, account: Officer, purposes: Iterable[str]) -> tuple[ApiToken, str]:
    """The row, and the key itself: it is shown this once and can't be read again.

    `officer` is None only at the command line of the node. Raises Problem `accounts.token.purpose_unknown`,
    `accounts.token.not_a_service`, `accounts.token.gateways_mixed`.
    """
    if officer is not None:
        policy.require(officer, "accounts.manage")
    if account.kind != "service":
        raise Problem("accounts.token.not_a_service", "Only a service account can hold a key.", "Choose or make one.")
    wanted = sorted(set(purposes))
    for purpose in wanted:
        if purpose not in law.purposes():
            raise Problem(
                "accounts.token.purpose_unknown", f"There is no purpose {purpose}.", "Choose among the law's purposes."
            )
    if len({law.purpose(purpose).gateway for purpose in wanted}) > 1:
        raise Problem(
            "accounts.token.gateways_mixed",
            "One key can't be for migration and for law enforcement: the two gateways never mix.",
            "Make two keys, each with an account of its own.",
            field="purposes",
        )
    key = f"egn_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(name=name, officer=account, purposes=wanted, key_hash=hash_of(key))
    audit.record("accounts.token.created", subject=token, name=name, purposes=wanted)
    return token, key
