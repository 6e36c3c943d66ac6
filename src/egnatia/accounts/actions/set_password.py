"""Set somebody's password, to be changed at their next signing in."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.actions.reset_second_factor import end_sessions
from egnatia.accounts.models import Officer
from egnatia.base.errors import Problem


@transaction.atomic
def set_password(officer: Officer, target: Officer, *, password: str) -> None:
    """The officer's sessions end. Raises Problem `accounts.password.weak`."""
    policy.require(officer, "accounts.manage")
    try:
        validate_password(password, target)
    except ValidationError as error:
        raise Problem(
            "accounts.password.weak", " ".join(error.messages), "Choose a longer, less common password.", field="password"
        ) from error
    target.set_password(password)
    target.must_change_password = target.pk != officer.pk
    target.save()
    end_sessions(target)
    audit.record("accounts.officer.password_set", subject=target)
