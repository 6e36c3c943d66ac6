"""What the bar on every page leads to: an officer sees the places of their roles."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from egnatia.accounts import policy
from egnatia.registration.record.addresses import find_address
from egnatia.ui.navigation import Entry


def entries() -> tuple[Entry, ...]:
    """From left to right: what is done daily first."""
    return (
        Entry(_("My work"), "my_work", order=10, visible=_for("my_work", "work.read")),
        Entry(_("Register a person"), "register", order=20, visible=_for("register", "registration.write")),
        Entry(_("Find a person"), "find_person", order=30, visible=_for("find_person", "person.find")),
        Entry(_("Candidates"), "examine", order=40, visible=_for("examine", "examine.verdict"), count=_candidates),
        Entry(_("Searches"), "searches", order=50, visible=_for("searches", "exchange.search", "exchange.read")),
        Entry(_("Requests"), "requests", order=60, visible=_for("requests", "exchange.release"), count=_requests),
        Entry(_("Access log"), "access_log", order=70, visible=_for("access_log", "access_log.read")),
        Entry(_("Administration"), "administration", order=80, visible=_for("administration", *_ADMINISTRATION)),
    )


_ADMINISTRATION = ("accounts.manage", "partners.manage", "settings.manage")


def _for(page: str, *permissions: str) -> Callable[[HttpRequest], bool]:
    """Whoever has one of the permissions, where the node has the page."""

    def is_visible(request: HttpRequest) -> bool:
        return any(policy.may(request.user, permission) for permission in permissions) and bool(find_address(page))

    return is_visible


def _candidates(request: HttpRequest) -> int:
    from egnatia.biometrics.queries import to_examine

    return to_examine(request.user).count()  # type: ignore[arg-type]  (the entry is for officers only)


def _requests(request: HttpRequest) -> int:
    from egnatia.registration.waiting.queries import requests

    return requests(request.user).count()
