"""Where the sign-in library asks us."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from egnatia.accounts import policy
from egnatia.base import sealing
from egnatia.ui import navigation

_CONTEXT = b"accounts.second_factor"


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody makes an account for themselves, and nothing is sent by mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """My work; for whom that isn't (law enforcement sees nothing of it), the first place that their role has."""
        if policy.may(request.user, "work.read"):
            return str(super().get_login_redirect_url(request))
        return next((link.href for link in navigation.links(request) if link.href != "/"), "/")

    def send_mail(self, *_: Any, **__: Any) -> None:
        return None


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of one-time codes are sealed at rest."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(sealing.seal(text.encode(), context=_CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.open_sealed(base64.b64decode(encrypted_text), context=_CONTEXT).decode()
