"""Where signing in leads: what waits for this officer, and the whole list of each kind."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import not_found
from egnatia.registration.waiting.heaps import find_heap, heaps_of

PER_PAGE = 25
#: What else a role does: URL name, words, what it is for, permission.
_PLACES: tuple[tuple[str, str | Promise, str | Promise, str], ...] = (
    ("access_log", _("Access log"), _("Who looked at whose data, when and why."), "access_log.read"),
    ("prove_letters", _("Proof of what was asked"), _("Letters about a person, as a log proves them."), "exchange.prove"),
    ("officers", _("Officers"), _("Accounts, roles, second factors."), "accounts.manage"),
    ("units", _("Units"), _("Posts and centres that officers belong to."), "accounts.manage"),
    ("systems", _("Connected systems"), _("Keys of national systems to the API."), "accounts.manage"),
    ("partners", _("Partners and their keys"), _("Whom this node exchanges with."), "partners.manage"),
    ("settings", _("Settings of the node"), _("Times, limits, workers."), "settings.manage"),
)


@require_safe
@officer_required("work.read")
def my_work(request: HttpRequest) -> HttpResponse:
    """Everything that waits, most urgent first; figures on top, the first lines of each below."""
    return _unstored(
        render(
            request,
            "registration/my_work/my_work.html",
            {
                "heaps": heaps_of(request.user),
                "places": _places_of(request.user),
                "may_find": policy.may(request.user, "person.find"),
                "may_register": policy.may(request.user, "registration.write"),
            },
        )
    )


@require_safe
@officer_required("work.read")
def waiting_list(request: HttpRequest, code: str) -> HttpResponse:
    """All of one kind."""
    heap = find_heap(code)
    if heap is None or not heap.is_for(request.user):
        raise not_found("registration.list")
    page = Paginator(heap.find(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"heap": heap, "page": page, "lines": heap.lines(page.object_list)}
    return _unstored(render(request, "registration/my_work/list.html", context))


def _places_of(officer: Any) -> list[tuple[str, str | Promise, str | Promise]]:
    return [(reverse(name), text, about) for name, text, about, permission in _PLACES if policy.may(officer, permission)]


def _unstored(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
