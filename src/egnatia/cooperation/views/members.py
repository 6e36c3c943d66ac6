"""Who sits in the working group."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.base import node
from egnatia.cooperation.actions.add_member import add_member, change_member
from egnatia.cooperation.forms.members import MemberForm, initial_of
from egnatia.cooperation.queries.days import today
from egnatia.cooperation.queries.members import former_members, get_member, members_by_partner
from egnatia.cooperation.queries.reports import coordinator
from egnatia.cooperation.views import READ, WRITE
from egnatia.cooperation.views.saving import save_form
from egnatia.exchange.views import officer_of


@officer_required(READ)
@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """By partner, with the coordinator marked."""
    context = {
        "partners": members_by_partner().items(),
        "former": former_members(),
        "coordinator": coordinator(),
        "may_write": policy.may(request.user, WRITE),
    }
    return render(request, "cooperation/members.html", context)


@officer_required(WRITE)
@require_http_methods(["GET", "POST"])
def new_member(request: HttpRequest) -> HttpResponse:
    """Put somebody into the group."""
    initial = {"partner": request.GET.get("partner", node.current().partner), "since": today()}
    form = MemberForm(request.POST or None, initial=initial)
    return save_form(
        request,
        form,
        lambda: add_member(officer_of(request), form.facts()),
        to=lambda _member: reverse("members"),
        context={"title": _("Add a member"), "up": reverse("members")},
        said=_("The member was added."),
    )


@officer_required(WRITE)
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Change what is said of a member, or end the membership."""
    found = get_member(member_id)
    form = MemberForm(request.POST or None, initial=initial_of(found))
    return save_form(
        request,
        form,
        lambda: change_member(officer_of(request), found, form.facts()),
        to=lambda _member: reverse("members"),
        context={"title": found.full_name, "up": reverse("members")},
        said=_("The change was saved."),
    )
