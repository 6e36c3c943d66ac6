"""The picture's pages."""

from django.http import HttpRequest

from egnatia.accounts.models import Officer


def officer_of(request: HttpRequest) -> Officer:
    """Who is signed in; `officer_required` has seen to it that somebody is."""
    assert isinstance(request.user, Officer)  # noqa: S101
    return request.user
