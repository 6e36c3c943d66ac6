"""Commitments: the list, a page for each, and further ones."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.cooperation.actions.add_commitment import add_commitment, change_commitment
from egnatia.cooperation.actions.record_progress import record_progress
from egnatia.cooperation.forms.commitments import CommitmentForm, FilterForm, ProgressForm, form_for
from egnatia.cooperation.models import Commitment
from egnatia.cooperation.queries import commitments as queries
from egnatia.cooperation.views import READ, WRITE
from egnatia.cooperation.views.saving import save_form
from egnatia.exchange.views import officer_of

PER_PAGE = 50


@officer_required(READ)
@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """All, or those that the filters leave."""
    asked = any(name in request.GET for name in FilterForm.base_fields)
    form = FilterForm(request.GET if asked else None)
    wanted = form.wanted() if asked else None
    page = Paginator(queries.commitments(wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter": form, "page": page, "asked": asked, "may_write": policy.may(request.user, WRITE)}
    return render(request, "cooperation/commitments.html", context)


@officer_required(READ)
@require_http_methods(["GET", "POST"])
def commitment(request: HttpRequest, commitment_id: UUID) -> HttpResponse:
    """One commitment with its notes; whoever may write records how far it has come."""
    found = queries.get_commitment(commitment_id)
    form = ProgressForm(request.POST or None, commitment=found)
    may_write = policy.may(request.user, WRITE)
    edit = reverse("edit_commitment", args=(found.pk,)) if may_write else ""
    context = {"commitment": found, "notes": found.notes.all(), "may_write": may_write, "edit": edit}

    def save() -> Commitment:
        given = form.cleaned_data
        record_progress(officer_of(request), found, given["what"], given["text"], evidence=given["evidence"])
        return found

    said, template = _("The progress was recorded."), "cooperation/commitment.html"
    return save_form(request, form, save, to=_address, context=context, said=said, template=template)


@officer_required(WRITE)
@require_http_methods(["GET", "POST"])
def new_commitment(request: HttpRequest) -> HttpResponse:
    """Follow a commitment that isn't in the rules."""
    form = CommitmentForm(request.POST or None)

    def save() -> Commitment:
        wording = form.wording()
        assert wording is not None  # noqa: S101  (this form has one)
        return add_commitment(officer_of(request), wording, form.terms())

    context = {"title": _("Add a commitment"), "up": reverse("commitments")}
    return save_form(request, form, save, to=_address, context=context, said=_("The commitment was added."))


@officer_required(WRITE)
@require_http_methods(["GET", "POST"])
def edit_commitment(request: HttpRequest, commitment_id: UUID) -> HttpResponse:
    """Change by whom and when it is to be met; of those added here also the wording."""
    found = queries.get_commitment(commitment_id)
    form = form_for(found, request.POST or None)
    return save_form(
        request,
        form,
        lambda: change_commitment(officer_of(request), found, form.terms(), form.wording()),
        to=_address,
        context={"title": _("Change the commitment"), "up": _address(found), "intro": found.sentence},
        said=_("The change was saved."),
    )


def _address(found: Commitment) -> str:
    return reverse("commitment", args=(found.pk,))
