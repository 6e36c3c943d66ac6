"""Take an officer's second factor away, so that they can set up a new one."""

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base.errors import Problem


@transaction.atomic
def reset_second_factor(officer: Officer, target: Officer, *, reason: str) -> int:
    """How many factors were taken away. The officer's sessions end. Raises Problem `accounts.reset.reason_missing`, `.self`."""
    policy.require(officer, "accounts.manage")
    if not reason.strip():
        raise Problem("accounts.reset.reason_missing", "A reason is missing.", "Write why the factor is reset.", field="reason")
    if target.pk == officer.pk:
        raise Problem(
            "accounts.reset.self", "You can't reset your own second factor.", "Ask another administrator.", status=409
        )
    removed: int = Authenticator.objects.filter(user=target).delete()[0]
    end_sessions(target)
    audit.record("accounts.officer.second_factor_reset", subject=target, why=reason)
    return removed


def end_sessions(target: Officer) -> None:
    """Sign the officer out everywhere."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(target.pk):
            session.delete()
