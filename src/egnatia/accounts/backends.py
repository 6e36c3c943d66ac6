"""Checking a password, and locking an account against guessing."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db import transaction
from django.http import HttpRequest

from egnatia import audit
from egnatia.accounts.models import Officer, SignInFailures
from egnatia.base import clock, node, sealing

ATTEMPTS, MINUTES = 5, 15  # settings lock_after_attempts, lock_minutes


class OfficerBackend(BaseBackend):
    """User name and password; after too many wrong ones nothing opens for a while, not even the right one."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> Officer | None:
        if not username or password is None:
            return None
        key = sealing.search_key("sign_in", username)
        if _is_locked(key):
            return None
        officer = Officer.objects.filter(username__iexact=username).first()
        if officer is None:
            Officer().set_password(password)  # takes as long as a real check, so that names can't be told apart
        elif officer.check_password(password) and officer.is_active and officer.kind == "person":
            SignInFailures.objects.filter(username_key=key).delete()
            return officer
        _count_failure(key)
        return None

    def get_user(self, user_id: Any) -> Officer | None:
        return Officer.objects.select_related("unit").filter(pk=user_id, is_active=True).first()


def _is_locked(key: str) -> bool:
    return SignInFailures.objects.filter(username_key=key, locked_until__gt=clock.now()).exists()


@transaction.atomic
def _count_failure(key: str) -> None:
    now, settings = clock.now(), node.current()
    minutes = timedelta(minutes=settings.setting("lock_minutes", MINUTES))
    failures, _ = SignInFailures.objects.get_or_create(username_key=key, defaults={"last_at": now})
    failures.count = failures.count + 1 if now - failures.last_at < minutes else 1
    failures.last_at = now
    locks = failures.count >= settings.setting("lock_after_attempts", ATTEMPTS)
    failures.locked_until = now + minutes if locks else None
    failures.save()
    audit.record("accounts.sign_in.locked" if locks else "accounts.sign_in.failed", attempts=failures.count)
