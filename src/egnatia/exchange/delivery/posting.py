"""One attempt to hand letters to a partner over HTTP. No database here."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from egnatia.base.errors import Problem
from egnatia.exchange import envelope
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.http_signing import CONTENT_TYPE, HttpRequest, HttpResponse, sign_request, verify_response
from egnatia.exchange.keys import OwnKeys, PartnerKeys
from egnatia.exchange.messages import Message, read_message
from egnatia.exchange.transport.client import PARTNER, PartnerTransport

#: Where partners take letters of migration.
PATH = Gateway.MIGRATION.path
_TIMEOUT = httpx.Timeout(30.0, connect=5.0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a partner answered to one letter: read, and as it was signed."""

    message: Message
    letter: str


def open_client() -> httpx.Client:
    """A client that keeps its connection to the partner open between messages; it never follows a redirect."""
    headers = {"User-Agent": "egnatia"}
    return httpx.Client(
        transport=PartnerTransport(), timeout=_TIMEOUT, follow_redirects=False, trust_env=False, headers=headers
    )


def post_letters(client: httpx.Client, url: str, letters: Sequence[str], own: OwnKeys, partner: PartnerKeys) -> list[Answer]:
    """The partner's answers, one to each letter, in their order; which letter one names is still to be checked.

    own, partner   keys of the same gateway: they say at which of the partner's addresses the letters are handed in

    Raises a Problem whenever not every letter is answered for with the partner's signature: `exchange.unreachable`,
    `exchange.partner_failed` (with the partner's own code where it gave one), `exchange.answers_missing`, and those of the
    envelope. The letters may have arrived all the same: posting them again does no harm.
    """
    body = envelope.seal_letter(envelope.join_letters(letters), partner).encode()
    request = HttpRequest("POST", url + own.gateway.path)
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
    answers = envelope.split_letters(envelope.open_letter(response.content.decode("ascii", "replace"), own))
    if len(answers) != len(letters):
        raise Problem(
            "exchange.answers_missing",
            "The partner's node didn't answer each letter.",
            "It is tried again by itself; if it stays, call the partner's operator.",
            status=502,
        )
    return [Answer(read_message(envelope.read_letter(answer, partner)), answer) for answer in answers]


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
