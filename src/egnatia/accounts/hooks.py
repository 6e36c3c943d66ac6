"""What the sign-in library tells us: signing in and out go into the audit, a changed password is a changed password."""

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from egnatia import audit
from egnatia.accounts.models import Officer


@receiver(user_logged_in)
def _signed_in(user: Officer, **_: Any) -> None:
    audit.record("accounts.sign_in.succeeded", officer=user, subject=user)


@receiver(user_logged_out)
def _signed_out(user: Officer | None, **_: Any) -> None:
    if user is not None:
        audit.record("accounts.sign_out", officer=user, subject=user)


@receiver(password_changed)
def _password_changed(user: Officer, **_: Any) -> None:
    if user.must_change_password:
        user.must_change_password = False
        user.save(update_fields=["must_change_password"])
    audit.record("accounts.officer.password_set", officer=user, subject=user)


@receiver(authenticator_removed)
def _factor_removed(request: Any, user: Officer, **_: Any) -> None:
    if request is not None:
        request.session.pop("second_factor_set_up", None)
