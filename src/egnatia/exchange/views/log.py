"""The node's transparency log, and what it has seen of the partners'."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem
from egnatia.base.node_settings import value_of
from egnatia.exchange.field_names import reason_name
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.evidence import PROVE, Evidence, collect_evidence
from egnatia.exchange.log.forms import LettersForm
from egnatia.exchange.log.number import own_log
from egnatia.exchange.log.standing import witnesses_wanted
from egnatia.exchange.log.status import log_status
from egnatia.exchange.views import gateway_choice, gateway_of, officer_of


@officer_required("exchange.read")
def log(request: HttpRequest) -> HttpResponse:
    """How long it is, who witnessed it, until when the node answers; a row per partner. Of one gateway."""
    gateway = gateway_of(request)
    status = log_status(gateway)
    rows = [
        {
            "line": line,
            "problem": reason_name(line.problem) if line.problem else "",
            "seen_problem": reason_name(line.seen_problem) if line.seen_problem else "",
        }
        for line in status.witnesses
    ]
    context = {
        "status": status,
        "rows": rows,
        "saw_more": [str(line.partner) for line in status.witnesses if line.partner.code in status.saw_more],
        "wanted": witnesses_wanted(gateway),
        "hours": value_of("exchange_witness_hours"),
        "may_prove": policy.may(request.user, PROVE),
        **gateway_choice(request, gateway),
    }
    return render(request, "exchange/log.html", context)


@officer_required(PROVE)
def prove(request: HttpRequest) -> HttpResponse:
    """The letters about one person with their proofs, as a file: who may see it is the reader's to heed."""
    gateway = gateway_of(request)
    form = LettersForm(request.POST or None, gateway=gateway, newest=own_log())
    if form.is_valid():
        number, chosen = form.cleaned_data["number"], form.cleaned_data.get("log")
        try:
            found = collect_evidence(number, gateway, officer=officer_of(request), log=int(chosen) if chosen else None)
        except Problem as problem:
            form.add_problem(problem)
        else:
            if found.letters:
                return _file(found, number, gateway)
            form.add_error("number", _no_letters(found))
    context = {"form": form, "is_law_enforcement": gateway is Gateway.LAW_ENFORCEMENT, **gateway_choice(request, gateway)}
    return render(request, "exchange/prove_letters.html", context)


def _file(found: Evidence, number: str, gateway: Gateway) -> HttpResponse:
    name = f"letters-{slugify(number)}-{gateway.value.replace('_', '-')}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(found.text, content_type="application/json", headers=headers)


def _no_letters(found: Evidence) -> str:
    """Why there is nothing to save."""
    if found.elsewhere:
        logs = ", ".join(map(str, found.elsewhere))
        return _("Its letters stand in another log of this node: choose log %(logs)s.") % {"logs": logs}
    if found.emptied:
        return _("Its letters were emptied when what they were about was erased; only their digests are in the log.")
    if found.not_in_log:
        return _("Its letters are older than the log: nothing proves them but their signatures.")
    return _("No letter to or from a partner is about it.")
