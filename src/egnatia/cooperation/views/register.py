"""The register of databases, tools and needs, as a page and as files."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.base import node
from egnatia.cooperation.actions.keep_register import add_register_entry, change_register_entry, remove_register_entry
from egnatia.cooperation.downloads import register_file
from egnatia.cooperation.forms.register import RegisterEntryForm, RegisterFilterForm, initial_of
from egnatia.cooperation.queries.days import today
from egnatia.cooperation.queries.register import get_register_entry, register_entries
from egnatia.cooperation.views import READ, WRITE
from egnatia.cooperation.views.saving import save_form
from egnatia.exchange.views import officer_of
from egnatia.ui.spreadsheets import MEDIA_TYPES


@officer_required(READ)
@require_safe
def register_page(request: HttpRequest) -> HttpResponse:
    """Who has what, and who needs what."""
    asked = any(name in request.GET for name in RegisterFilterForm.base_fields)
    form = RegisterFilterForm(request.GET if asked else None)
    context = {
        "filter": form,
        "entries": register_entries(**(form.wanted() if asked else {})),
        "query": request.GET.urlencode(),
        "asked": asked,
        "may_write": policy.may(request.user, WRITE),
    }
    return render(request, "cooperation/register.html", context)


@officer_required(READ)
@require_safe
def download_register(request: HttpRequest, kind: str) -> HttpResponse:
    """The register as it is filtered, as CSV or for Excel."""
    form = RegisterFilterForm(request.GET)
    entries = list(register_entries(**form.wanted()))
    audit.record("cooperation.register.downloaded", officer=request.user, kind=kind, entries=len(entries))
    response = HttpResponse(register_file(entries, kind), content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="register-{today().isoformat()}.{kind}"'
    return response


@officer_required(WRITE)
@require_http_methods(["GET", "POST"])
def new_register_entry(request: HttpRequest) -> HttpResponse:
    """Put a database, tool or need into the register."""
    form = RegisterEntryForm(request.POST or None, initial={"partner": node.current().partner})
    return save_form(
        request,
        form,
        lambda: add_register_entry(officer_of(request), form.facts()),
        to=lambda _entry: reverse("register_of_tools"),
        context={"title": _("Add to the register"), "up": reverse("register_of_tools")},
        said=_("The entry was added."),
    )


@officer_required(WRITE)
@require_http_methods(["GET", "POST"])
def edit_register_entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Change an entry."""
    entry = get_register_entry(entry_id)
    form = RegisterEntryForm(request.POST or None, initial=initial_of(entry))
    up = reverse("register_of_tools")
    return save_form(
        request,
        form,
        lambda: change_register_entry(officer_of(request), entry, form.facts()),
        to=lambda _entry: up,
        context={"title": entry.name, "up": up, "remove": reverse("remove_register_entry", args=(entry.pk,))},
        said=_("The change was saved."),
    )


@officer_required(WRITE)
@require_http_methods(["GET", "POST"])
def remove_entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Take an entry out, after asking."""
    entry = get_register_entry(entry_id)
    if request.method == "POST":
        remove_register_entry(officer_of(request), entry)
        return redirect("register_of_tools")
    return render(request, "cooperation/remove_entry.html", {"entry": entry})
