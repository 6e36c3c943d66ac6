"""Who may do what: permissions follow from roles, and rows from the unit and the case, never from a grant per row."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from egnatia.accounts.models import Officer
from egnatia.base.errors import not_allowed

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def may(officer: Any, permission: str) -> bool:
    """Whether the officer's roles carry the permission; never for somebody who isn't signed in."""
    return isinstance(officer, Officer) and permission in officer.permissions


def require(officer: Any, permission: str) -> None:
    """Raises Problem `accounts.not_allowed` (403)."""
    if not may(officer, permission):
        raise not_allowed(permission)


def officer_required(*permissions: str) -> Callable[[View[P]], View[P]]:
    """A view for signed-in officers who hold any one of `permissions` (none named: any officer)."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if permissions and not any(may(request.user, permission) for permission in permissions):
                raise not_allowed(permissions[0])
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return decorate
