"""The partners of this node: their channels, addresses and keys."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.base import node
from egnatia.base.errors import Problem
from egnatia.exchange import conduct, member_file, queries
from egnatia.exchange.actions.add_partner import add_partner
from egnatia.exchange.actions.confirm_partner import confirm_partner
from egnatia.exchange.actions.ping_partner import ping_partner
from egnatia.exchange.actions.suspend_partner import suspend_partner
from egnatia.exchange.fault_names import fault_name
from egnatia.exchange.federation.in_force import is_governed
from egnatia.exchange.field_names import reason_name
from egnatia.exchange.forms import FingerprintForm, MemberFileForm, SuspendForm
from egnatia.exchange.models import Partner
from egnatia.exchange.views import officer_of

_COLOURS = {"open": "green", "late": "red", "closed": "grey"}


@officer_required("exchange.read")
def partners(request: HttpRequest) -> HttpResponse:
    """A row per partner: its channel, what waits, since when."""
    known = {partner.code: partner for partner in Partner.objects.all()}
    words = {"open": _("Open"), "late": _("Late"), "closed": _("No agreement")}
    rows = [
        {
            "law": law.partner(channel.code),
            "partner": known.get(channel.code),
            "channel": channel,
            "label": words[channel.state],
            "colour": _COLOURS[channel.state],
            "reason": reason_name(channel.reason) if channel.reason else "",
            "conduct": conduct.conduct_of(known[channel.code]) if channel.code in known else None,
        }
        for channel in queries.channels()
    ]
    may_manage = policy.may(request.user, "partners.manage")
    return render(request, "exchange/partners.html", {"rows": rows, "may_manage": may_manage, "has_list": is_governed()})


@officer_required("partners.manage")
def new_partner(request: HttpRequest) -> HttpResponse:
    """Take in a member file, and give ours."""
    form = MemberFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            partner = add_partner(officer_of(request), form.cleaned_data["file"])
        except Problem as problem:
            problem.field = "file"
            form.add_problem(problem)
        else:
            messages.success(request, _("The member file has been taken in."))
            return redirect("partner", partner.code)
    return render(request, "exchange/new_partner.html", {"form": form, "fingerprint": member_file.own_fingerprint()})


@officer_required("partners.manage")
def partner(request: HttpRequest, code: str) -> HttpResponse:
    """One partner: confirm it by its fingerprint, or suspend it."""
    found = queries.get_partner(code)
    form: FingerprintForm | SuspendForm = (SuspendForm if found.is_confirmed else FingerprintForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if isinstance(form, SuspendForm):
                suspend_partner(officer_of(request), found, form.cleaned_data["reason"])
                messages.success(request, _("The partner is suspended."))
            else:
                confirm_partner(officer_of(request), found, form.cleaned_data["fingerprint"])
                messages.success(request, _("The partner is confirmed: from now on it is asked and answered."))
            return redirect("partner", found.code)
        except Problem as problem:
            form.add_problem(problem)
    context = {
        "partner": found,
        "law_partner": law.partner(found.code),
        "form": form,
        "purposes": [law.purpose(purpose) for purpose in found.purposes],
        "our_purposes": [law.purpose(purpose) for purpose in found.our_purposes],
        "has_list": is_governed(),
        "failure": reason_name(found.last_failure) if found.failures else "",
        "conduct": (seen := conduct.conduct_of(found)),
        "faults": [(fault_name(code), code in conduct.IN_ITS_NAME, count) for code, count in seen.codes.items()],
    }
    return render(request, "exchange/partner.html", context)


@officer_required("partners.manage")
@require_POST
def test_partner(request: HttpRequest, code: str) -> HttpResponse:
    """Say hello to a partner and tell what came of it."""
    found = queries.get_partner(code)
    try:
        tested = ping_partner(officer_of(request), found)
    except Problem as problem:
        messages.error(request, f"{problem.message} {problem.cure}")
    else:
        messages.success(request, _("The partner answered in %(ms)d ms.") % {"ms": round(tested.milliseconds)})
    return redirect("partner", found.code)


@officer_required("partners.manage")
def own_member_file(request: HttpRequest) -> HttpResponse:
    """This node's member file, to be given to the partners."""
    content = member_file.write_own()
    audit.record("exchange.member_file.exported", officer=officer_of(request))
    name = f"egnatia-{node.current().partner}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/json", headers=headers)
