"""The entries of the navigation bar that no single package can bring."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from egnatia.accounts import policy
from egnatia.ui.navigation import Entry


def entries() -> tuple[Entry, ...]:
    return (Entry(_("This week"), "this_week", order=5, visible=_reads_both),)


def may_see_this_week(officer: Any) -> bool:
    """The page shows counts of the picture and the working group's plans side by side: for who may read both."""
    return policy.may(officer, "picture.read") and policy.may(officer, "cooperation.read")


def _reads_both(request: HttpRequest) -> bool:
    return may_see_this_week(request.user)
