"""The work programme: three chapters, and a page for each item."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from egnatia import law
from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.cooperation.actions.plan_item import change_item, plan_item
from egnatia.cooperation.actions.record_item_progress import record_item_progress
from egnatia.cooperation.forms.programme import ItemForm, ItemProgressForm, initial_of
from egnatia.cooperation.models import Item
from egnatia.cooperation.queries.programme import chapters, get_item
from egnatia.cooperation.views import READ, WRITE
from egnatia.cooperation.views.saving import save_form
from egnatia.exchange.views import officer_of

#: The commitment of the Tirana statement that each chapter carries out.
MANDATES = {"data": "share_data", "flows": "flow_processes", "technology": "databases_and_needs"}


@officer_required(READ)
@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """All three chapters with their items."""
    standing = law.standing_commitments()
    context = {
        "chapters": [(chapter, standing.get(MANDATES[chapter.code])) for chapter in chapters()],
        "may_write": policy.may(request.user, WRITE),
    }
    return render(request, "cooperation/programme.html", context)


@officer_required(WRITE)
@require_http_methods(["GET", "POST"])
def new_item(request: HttpRequest) -> HttpResponse:
    """Put an item into the programme."""
    form = ItemForm(request.POST or None, initial={"chapter": request.GET.get("chapter", "")})
    return save_form(
        request,
        form,
        lambda: plan_item(officer_of(request), form.facts()),
        to=_address,
        context={"title": _("Add an item"), "up": reverse("programme")},
        said=_("The item was added."),
    )


@officer_required(READ)
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """One item with its notes; whoever may write records how far it has come."""
    found = get_item(item_id)
    may_write = policy.may(request.user, WRITE)
    form = ItemProgressForm(request.POST or None, initial={"state": found.state})
    edit = reverse("edit_programme_item", args=(found.pk,)) if may_write else ""
    context = {"item": found, "notes": found.notes.all(), "may_write": may_write, "edit": edit}

    def save() -> Item:
        given = form.cleaned_data
        record_item_progress(officer_of(request), found, given["state"], given["text"], evidence=given["evidence"])
        return found

    said, template = _("The progress was recorded."), "cooperation/item.html"
    return save_form(request, form, save, to=_address, context=context, said=said, template=template)


@officer_required(WRITE)
@require_http_methods(["GET", "POST"])
def edit_item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Change what is to be done, by whom, by when."""
    found = get_item(item_id)
    form = ItemForm(request.POST or None, initial=initial_of(found))
    return save_form(
        request,
        form,
        lambda: change_item(officer_of(request), found, form.facts()),
        to=_address,
        context={"title": _("Change the item"), "up": _address(found)},
        said=_("The change was saved."),
    )


def _address(found: Item) -> str:
    return reverse("programme_item", args=(found.pk,))
