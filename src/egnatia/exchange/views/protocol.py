"""The addresses at which partners knock, one for each gateway."""

from django.http import HttpRequest as DjangoRequest
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from egnatia.base.errors import Problem
from egnatia.exchange.actions.note_fault import note_unsealed
from egnatia.exchange.actions.receive_letters import receive_letters
from egnatia.exchange.envelope import MAX_SEALED_BYTES
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.http_signing import HttpRequest
from egnatia.exchange.transport.addresses import own_address
from egnatia.exchange.transport.shown import certificate_shown


@csrf_exempt  # partners sign their requests; there is no cookie to abuse
@require_POST
def messages(request: DjangoRequest) -> HttpResponse:
    """Sealed letters in, sealed answers out; a Problem (RFC 9457) where nothing can be said under seal."""
    return _take(request, Gateway.MIGRATION)


@csrf_exempt
@require_POST
def law_enforcement_messages(request: DjangoRequest) -> HttpResponse:
    """The other gateway's address: the same, for letters under that gateway's keys, between whom the list opens it."""
    return _take(request, Gateway.LAW_ENFORCEMENT)


def _take(request: DjangoRequest, gateway: Gateway) -> HttpResponse:
    shown = certificate_shown(request)
    if int(request.headers.get("Content-Length") or 0) > MAX_SEALED_BYTES:
        raise Problem("exchange.message_too_large", "The message is too large.", "Send less at once.", status=413)
    body = request.body
    # The address is our own, not what the request claims: behind a proxy the two may differ, and partners sign ours.
    signed = HttpRequest("POST", own_address() + request.get_full_path(), dict(request.headers.items()))
    try:
        response, sealed = receive_letters(signed, body, shown, gateway=gateway)
    except Problem as problem:
        note_unsealed(request.headers.get("Signature-Input", ""), problem.code, gateway)
        raise
    return HttpResponse(sealed, status=response.status_code, headers=response.headers)
