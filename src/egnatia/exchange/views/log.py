"""The node's transparency log, and what it has seen of the partners'."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from egnatia.accounts.policy import officer_required
from egnatia.base.node_settings import value_of
from egnatia.exchange.field_names import reason_name
from egnatia.exchange.log.standing import witnesses_wanted
from egnatia.exchange.log.status import log_status
from egnatia.exchange.views import gateway_choice, gateway_of


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
        **gateway_choice(request, gateway),
    }
    return render(request, "exchange/log.html", context)
