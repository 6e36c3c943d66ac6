"""The federation list for the administrator: what is in force, and a proposal to look at, sign and apply.

A proposal is kept nowhere on the way: each form carries the file on to the next.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from egnatia import law
from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.base import clock, node
from egnatia.base.errors import Problem, not_found
from egnatia.exchange.actions.apply_list import apply_lists
from egnatia.exchange.actions.resume_partner import resume_partner
from egnatia.exchange.actions.sign_list import sign_list
from egnatia.exchange.federation import in_force
from egnatia.exchange.federation.listing import Keys, Listing, SignedListing, read_file
from egnatia.exchange.federation.proposal import look_at
from egnatia.exchange.forms import ApplyListForm, ListFileForm, SignListForm
from egnatia.exchange.keys import RINGS
from egnatia.exchange.models import FederationList, Partner
from egnatia.exchange.queries import get_partner
from egnatia.exchange.views import officer_of


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of the list in force, with the names of its keys that are valid now."""

    partner: law.Partner | None
    code: str
    name: str
    url: str
    state: str
    reason: str
    keys: list[str]
    suspended_here: bool


@officer_required("exchange.read")
def federation_list(request: HttpRequest) -> HttpResponse:
    """The list in force, those before and those to come; with POST a file is looked at."""
    may_manage = policy.may(request.user, "partners.manage")
    form = ListFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and may_manage and form.is_valid():
        try:
            return _show(request, read_file(form.cleaned_data["file"]))
        except Problem as problem:
            form.add_problem(problem)
    listing, now = in_force.find_in_force(clock.now()), clock.now()
    context = {
        "listing": listing,
        "members": _member_rows(listing) if listing else [],
        "rows": [(row, row.in_force_from <= now, look_at(read_file(row.content.encode()))) for row in _newest_first()],
        "form": form if may_manage else None,
    }
    return render(request, "exchange/federation_list.html", context)


@officer_required("partners.manage")
def list_proposal(request: HttpRequest) -> HttpResponse:
    """Sign or apply the proposal that the form carries."""
    if request.method != "POST":
        return redirect("federation_list")
    decision = request.POST.get("decision")
    form = (SignListForm if decision == "sign" else ApplyListForm)(request.POST)
    signed = read_file(request.POST.get("proposal", "").encode())
    if not form.is_valid():
        return _show(request, signed, form)
    try:
        if isinstance(form, SignListForm):
            return _as_file(sign_list(officer_of(request), signed, instead=form.cleaned_data["instead"]))
        apply_lists(officer_of(request), [signed], fingerprint=form.cleaned_data["fingerprint"])
    except Problem as problem:
        form.add_problem(problem)
        return _show(request, signed, form)
    messages.success(request, _("The list is applied."))
    return redirect("federation_list")


@officer_required("exchange.read")
@require_GET
def list_file(request: HttpRequest, number: int) -> HttpResponse:
    """A list that was applied here, as it is given to others."""
    applied = in_force.find_applied(number)
    if applied is None:
        raise not_found("exchange.list")
    return _as_file(applied)


@officer_required("partners.manage")
@require_POST
def resume(request: HttpRequest, code: str) -> HttpResponse:
    """Lift what this node alone had suspended."""
    resume_partner(officer_of(request), get_partner(code))
    messages.success(request, _("What the federation list says holds again."))
    return redirect("partner", code)


def _show(request: HttpRequest, signed: SignedListing, form: SignListForm | ApplyListForm | None = None) -> HttpResponse:
    seen = look_at(signed)
    context = {
        "proposal": seen,
        "ours_signed": node.current().partner in seen.signed_by,
        "text": signed.to_text(),
        "sign_form": form if isinstance(form, SignListForm) else SignListForm(),
        "apply_form": form if isinstance(form, ApplyListForm) else ApplyListForm(),
        "form": form,
        "has_list": in_force.is_governed(),
    }
    return render(request, "exchange/list_proposal.html", context)


def _as_file(signed: SignedListing) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{signed.file_name}"'}
    return HttpResponse(signed.to_text(), content_type="application/json", headers=headers)


def _newest_first() -> list[FederationList]:
    return list(FederationList.objects.order_by("-number"))


def _member_rows(listing: Listing) -> list[MemberRow]:
    here = set(Partner.objects.filter(suspended_here=True).values_list("code", flat=True))
    return [
        MemberRow(
            law.partners().get(code),
            code,
            member.name,
            member.url,
            member.state,
            member.reason or "",
            [line for ring in RINGS for line in _valid(f"{code}:{ring}", member.ring(ring))],
            code in here,
        )
        for code, member in sorted(listing.members.items())
    ]


def _valid(name: str, ring: Keys) -> list[str]:
    now = clock.now()
    return [f"{name}:{n}" for n, key in ring.items() if key.terms.is_valid_at(now) and key.terms.is_trusted_at(now)]
