"""Signatures over HTTP requests and responses (RFC 9421), so that nobody on the way alters, redirects or repeats one.

A request covers method, target, content digest and the moment; its nonce is used once. A response covers its status and
digest, and the signature of the request it belongs to (section 2.4), so that it can't be given for another one.

Partners sign exactly these components in exactly this order, once. So both texts that are signed have one form, written here in
a few lines; a library that reads every form took a third of the time of an exchange. The suite holds this against that library.
"""

import hashlib
import re
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.keys import LEEWAY, OwnKeys, PartnerKeys, read_key_id

#: How far the clocks of two partners may be apart, and how long a signature holds.
MAX_SKEW = LEEWAY
CONTENT_TYPE = "application/jose"
_LABEL = "egnatia"
_REQUEST_COVERS = '("@method" "@target-uri" "content-type" "content-digest")'
_RESPONSE_COVERS = '("@status" "content-type" "content-digest" "signature";key="egnatia";req)'
#: Parameters as RFC 9651 writes numbers and strings; strings with a backslash or a quote in them aren't among ours.
_PARAMETER = r';([a-z]+)=(?:(\d{1,15})|"([\x20\x21\x23-\x5b\x5d-\x7e]{0,200})")'
_SIGNATURE = re.compile(rf"{_LABEL}=:([A-Za-z0-9+/]{{86}}==):")


@dataclass(slots=True)
class HttpRequest:
    """What is signed of a request."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class HttpResponse:
    """What is signed of a response, and the request it answers."""

    status_code: int
    request: HttpRequest
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signed:
    """Whose key signed, and the nonce that may be seen once."""

    partner: str
    key_id: str
    nonce: str
    created: datetime


def sign_request(request: HttpRequest, body: bytes, own: OwnKeys) -> None:
    """Add `Content-Digest`, `Signature-Input` and `Signature`; anew for each attempt."""
    _sign(request, body, own, _REQUEST_COVERS)


def verify_request(
    request: HttpRequest,
    body: bytes,
    find_partner: Callable[[str], PartnerKeys],
    gateway: Gateway = Gateway.MIGRATION,
) -> Signed:
    """Who signed this request, if it is whole and fresh.

    find_partner   the keys of a partner by its code; may raise a Problem, which goes through
    Raises Problem `exchange.signature_invalid` and `exchange.clock_skew`. The nonce is the caller's to remember.
    """
    return _verify(request, body, find_partner, gateway, _REQUEST_COVERS)


def sign_response(response: HttpResponse, body: bytes, own: OwnKeys) -> None:
    """Sign an answer, bound to the request's signature."""
    _sign(response, body, own, _RESPONSE_COVERS)


def verify_response(response: HttpResponse, body: bytes, partner: PartnerKeys) -> Signed:
    """That `partner` gave exactly this answer to exactly this request. Raises as `verify_request` does."""
    signed = _verify(response, body, lambda _: partner, partner.gateway, _RESPONSE_COVERS)
    if signed.partner != partner.partner:
        raise _invalid()
    return signed


def _sign(message: HttpRequest | HttpResponse, body: bytes, own: OwnKeys, covers: str) -> None:
    created = int(clock.now().timestamp())
    message.headers["Content-Type"] = CONTENT_TYPE
    message.headers["Content-Digest"] = _digest(body)
    parameters = (
        f'{covers};created={created};keyid="{own.signing_id}";alg="ed25519"'
        f';expires={created + int(MAX_SKEW.total_seconds())};nonce="{secrets.token_urlsafe(24)}";tag="{_LABEL}"'
    )
    signature = own.signing.current.sign(_base(message, parameters))
    message.headers["Signature-Input"] = f"{_LABEL}={parameters}"
    message.headers["Signature"] = f"{_LABEL}=:{b64encode(signature).decode()}:"


def _verify(
    message: HttpRequest | HttpResponse,
    body: bytes,
    find_partner: Callable[[str], PartnerKeys],
    gateway: Gateway,
    covers: str,
) -> Signed:
    headers = _by_small_name(message.headers)
    given = headers.get("signature-input", "")
    parameters = _read_parameters(given, covers)
    found = _SIGNATURE.fullmatch(headers.get("signature", ""))
    whole = headers.get("content-type") == CONTENT_TYPE and headers.get("content-digest") == _digest(body)
    if parameters is None or found is None or not whole:
        raise _invalid()
    key_id, nonce, created = parameters.get("keyid"), parameters.get("nonce"), parameters.get("created")
    if not isinstance(key_id, str) or not isinstance(nonce, str) or not 16 <= len(nonce) <= 64 or not isinstance(created, int):
        raise _invalid()
    partner, number = read_key_id(key_id, use="sign", gateway=gateway)
    key = _find_key(find_partner(partner), number)
    try:
        key.verify(b64decode(found[1]), _base(message, given.removeprefix(f"{_LABEL}=")))
    except InvalidSignature as error:
        raise _invalid() from error
    return Signed(partner, key_id, nonce, _check_clock(created))


def _base(message: HttpRequest | HttpResponse, parameters: str) -> bytes:
    """The text that is signed (section 2.5)."""
    headers = _by_small_name(message.headers)
    if isinstance(message, HttpRequest):
        lines = [f'"@method": {message.method}', f'"@target-uri": {message.url}']
        bound = []
    else:
        asked = _by_small_name(message.request.headers).get("signature", "").removeprefix(f"{_LABEL}=")
        lines, bound = [f'"@status": {message.status_code}'], [f'"signature";key="{_LABEL}";req: {asked}']
    lines += [f'"{name}": {headers.get(name, "")}' for name in ("content-type", "content-digest")]
    return "\n".join([*lines, *bound, f'"@signature-params": {parameters}']).encode()


def _read_parameters(given: str, covers: str) -> dict[str, int | str] | None:
    """What stands behind the covered components; None where these aren't exactly `covers`, or it can't be read."""
    behind = given.removeprefix(f"{_LABEL}={covers}")
    if behind == given or not re.fullmatch(f"(?:{_PARAMETER})+", behind):
        return None
    read: list[tuple[str, int | str]] = [
        (name, int(number) if number else text) for name, number, text in re.findall(_PARAMETER, behind)
    ]
    parameters = dict(read)
    alone = len(parameters) == len(read)
    return parameters if alone and parameters.get("tag") == _LABEL and parameters.get("alg", "ed25519") == "ed25519" else None


def _find_key(partner: PartnerKeys, number: int) -> Ed25519PublicKey:
    """Raises a Problem where the key isn't known, was revoked, or isn't valid now."""
    now = clock.now()
    key = partner.signing.find_trusted(number, now)
    if key is None:
        raise Problem(
            "exchange.signing_key_unknown",
            "The request was signed with a key that this node doesn't know.",
            "Give this partner your newest member file, or the federation list that has the key.",
            status=401,
        )
    partner.signing.refuse_out_of_time(number, now)
    return key


def _digest(body: bytes) -> str:
    """`Content-Digest` (RFC 9530)."""
    return f"sha-256=:{b64encode(hashlib.sha256(body).digest()).decode()}:"


def _by_small_name(headers: dict[str, str]) -> dict[str, str]:
    return {name.lower(): value.strip() for name, value in headers.items()}


def _check_clock(created: int) -> datetime:
    made = datetime.fromtimestamp(created, tz=UTC)
    ahead = made - clock.now()
    if abs(ahead) > MAX_SKEW:
        seconds = round(abs(ahead).total_seconds())
        raise Problem(
            "exchange.clock_skew",
            f"The sender's clock is {seconds} seconds {'ahead of' if ahead > timedelta(0) else 'behind'} the receiver's, "
            "or the message was kept too long.",
            "Set both clocks (chrony or systemd-timesyncd), then it goes through by itself.",
            status=401,
            seconds=round(ahead.total_seconds()),
        )
    return made


def _invalid() -> Problem:
    return Problem(
        "exchange.signature_invalid",
        "The signature doesn't fit: something was altered on the way, or the key is another one.",
        "Send it again; if it stays, exchange member files anew.",
        status=401,
    )
