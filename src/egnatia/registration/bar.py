"""What the bar on every page leads to: an officer sees the places of their roles."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from egnatia.accounts import policy
from egnatia.ui.navigation import Entry


def entries() -> tuple[Entry, ...]:
    """From left to right: what is done daily first. Requests from partners are the exchange's own entry, at 60."""
    return (
        Entry(_("My work"), "my_work", order=10, visible=_for("work.read")),
        Entry(_("Register a person"), "register", order=20, visible=_for("registration.write")),
        Entry(_("Find a person"), "find_person", order=30, visible=_for("person.find")),
        Entry(_("Candidates"), "examine", order=40, visible=_for("examine.verdict"), count=_candidates),
        Entry(_("Searches"), "searches", order=50, visible=_for("exchange.search")),
        Entry(_("Access log"), "access_log", order=70, visible=_for("access_log.read")),
        Entry(_("Administration"), "administration", order=80, visible=_for(*_ADMINISTRATION)),
    )


_ADMINISTRATION = ("accounts.manage", "partners.manage", "settings.manage")


def _for(*permissions: str) -> Callable[[HttpRequest], bool]:
    """Whoever has one of the permissions."""

    def is_visible(request: HttpRequest) -> bool:
        return any(policy.may(request.user, permission) for permission in permissions)

    return is_visible


def _candidates(request: HttpRequest) -> int:
    from egnatia.biometrics.queries import to_examine

    return to_examine(request.user).count()  # type: ignore[arg-type]  # the entry is for officers only
