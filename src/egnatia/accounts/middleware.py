"""A role that carries a second factor opens nothing before the factor is set up, and a first password must be changed."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

GetResponse = Callable[[HttpRequest], HttpResponse]
_SET_UP = "second_factor_set_up"


class SignInPolicyMiddleware:
    """Leads officers to what they still have to set up; only their own account and signing out stay open until then."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        officer = request.user
        if officer.is_authenticated and not _stays_open(request.path):
            if getattr(officer, "must_change_password", False):
                return redirect("account_change_password")
            if getattr(officer, "needs_second_factor", False) and not _has_factor(request):
                return redirect("account")
        return self.get_response(request)


def _has_factor(request: HttpRequest) -> bool:
    """Asked once a session; taking the last factor away ends it (see `signals`)."""
    if not request.session.get(_SET_UP) and is_mfa_enabled(request.user):
        request.session[_SET_UP] = True
    return bool(request.session.get(_SET_UP))


def _stays_open(path: str) -> bool:
    return path.startswith((reverse("account"), "/static/", reverse("set_language")))
