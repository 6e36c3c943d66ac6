"""Who is calling the API: a connected system by its key, what its key is for, and how often it may call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, cast

from django.core.cache import cache
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from egnatia.accounts import policy
from egnatia.accounts.models import ApiToken, Officer
from egnatia.accounts.queries import find_token
from egnatia.audit import Actor, context
from egnatia.base import clock
from egnatia.base.errors import Problem

#: How exactly it is known when a key was last used: a write for each call would cost more than the call.
_USE_NOTED_EVERY = timedelta(minutes=1)
#: Rather more than a busy crossing needs; it stops a loop that has gone wrong, not a system at work.
MOST_CALLS_A_MINUTE = 1200


class TokenAuth(HttpBearer):
    """`Authorization: Bearer egn_…`. Raises Problem `accounts.not_allowed` where the account may not use the API."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        found = find_token(token)
        if found is not None:
            policy.require(found.officer, "api.use")
            _note_use(found)
        return found


class TokenRate(BaseThrottle):
    """So many calls a minute for each key. Counted in the database's cache, so that all processes of a node count together.

    ninja's own throttles keep the request at hand in themselves, and mix up two that come in at once in two threads.
    """

    most = MOST_CALLS_A_MINUTE

    def allow_request(self, request: HttpRequest) -> bool:
        place = f"api_calls_{token_of(request).pk}_{int(clock.now().timestamp()) // 60}"
        calls = int(cache.get(place, 0)) + 1  # two at once may count as one: it stops a loop, it isn't an account
        cache.set(place, calls, timeout=120)
        return calls <= self.most

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return 60 - clock.now().timestamp() % 60


def acting_as_token(operation: Callable[..., Any]) -> Callable[..., Any]:
    """Within the operation, what is recorded is the connected system's doing."""

    @wraps(operation)
    def recorded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        token = token_of(request)
        where = f"api {request.META.get('REMOTE_ADDR', '?')} key {token.name}"
        with context.acting(Actor("api", str(token.pk), token.name), where=where):
            return operation(request, *args, **kwargs)

    return recorded


def token_of(request: HttpRequest) -> ApiToken:
    """The key that this call came with; `TokenAuth` put it there."""
    return cast("ApiToken", request.auth)  # type: ignore[attr-defined]


def account_of(request: HttpRequest) -> Officer:
    """The service account that the key belongs to."""
    return token_of(request).officer


def require_purpose(request: HttpRequest, purpose: str) -> None:
    """Raises Problem `accounts.token.purpose_not_allowed` (403) where the key wasn't given for this purpose."""
    if purpose not in token_of(request).purposes:
        raise Problem(
            "accounts.token.purpose_not_allowed",
            _("This key may not be used for this purpose."),
            _("Use a key that was made for it, or ask the node's administrator for one."),
            status=403,
            field="purpose",
            allowed=list(token_of(request).purposes),
        )


def _note_use(token: ApiToken) -> None:
    now = clock.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - _USE_NOTED_EVERY)
    ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
