"""One attempt to hand one letter to a partner over HTTP. No database here."""

import json

import httpx

from egnatia.base.errors import Problem
from egnatia.exchange import envelope
from egnatia.exchange.http_signing import CONTENT_TYPE, HttpRequest, HttpResponse, sign_request, verify_response
from egnatia.exchange.keys import OwnKeys, PartnerKeys
from egnatia.exchange.messages import Message, read_message
from egnatia.exchange.transport.client import PARTNER, PartnerTransport

PATH = "/exchange/v1/messages"
_TIMEOUT = httpx.Timeout(30.0, connect=5.0)


def open_client() -> httpx.Client:
    """A client that keeps its connection to the partner open between messages; it never follows a redirect."""
    headers = {"User-Agent": "egnatia"}
    return httpx.Client(
        transport=PartnerTransport(), timeout=_TIMEOUT, follow_redirects=False, trust_env=False, headers=headers
    )


def post_letter(client: httpx.Client, url: str, letter: str, own: OwnKeys, partner: PartnerKeys) -> tuple[Message, str]:
    """The partner's answer and the letter it stands in.

    Raises a Problem whenever the letter isn't answered for with the partner's signature: `exchange.unreachable`,
    `exchange.partner_failed` (with the partner's own code where it gave one), and those of the envelope. The letter may have
    arrived all the same: posting it again does no harm.
    """
    body = envelope.seal_letter(letter, partner).encode()
    request = HttpRequest("POST", url + PATH)
    sign_request(request, body, own)
    try:
        response = client.post(request.url, content=body, headers=request.headers, extensions={PARTNER: partner.partner})
    except httpx.HTTPError as error:
        raise Problem(
            "exchange.unreachable",
            f"The partner's node can't be reached: {type(error).__name__}.",
            "It is tried again by itself.",
            status=503,
        ) from error
    if response.headers.get("content-type") != CONTENT_TYPE:
        raise _unsigned(response)
    answered = HttpResponse(response.status_code, request, dict(response.headers))
    verify_response(answered, response.content, partner)
    answer = envelope.open_letter(response.content.decode("ascii", "replace"), own)
    return read_message(envelope.read_letter(answer, partner)), answer


def _unsigned(response: httpx.Response) -> Problem:
    """What the partner said without a signature: told to our operator, believed only as far as trying again goes."""
    try:
        said = json.loads(response.content[:4096])
        code = str(said["code"])[:80]
    except (ValueError, KeyError, TypeError):
        code = f"http_{response.status_code}"
    return Problem(
        "exchange.partner_failed",
        f"The partner's node didn't take the message: {code}.",
        "It is tried again by itself; if it stays, call the partner's operator.",
        status=502,
        partner_code=code,
    )
