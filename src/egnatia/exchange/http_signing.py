"""Signatures over HTTP requests and responses (RFC 9421), so that nobody on the way alters, redirects or repeats one.

A request covers method, target, content digest and the moment; its nonce is used once. A response covers its status and
digest, and the signature of the request it belongs to (section 2.4), so that it can't be given for another one.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from http_message_signatures import HTTPMessageSignaturesException as SignatureError
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, HTTPSignatureKeyResolver
from http_message_signatures.algorithms import ED25519

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.keys import LEEWAY, OwnKeys, PartnerKeys, read_key_id, split_key_id

#: How far the clocks of two partners may be apart, and how long a signature holds.
MAX_SKEW = LEEWAY
CONTENT_TYPE = "application/jose"
_TAG = "egnatia"
_REQUEST_COVERS = ("@method", "@target-uri", "content-type", "content-digest")
_RESPONSE_COVERS = ("@status", "content-type", "content-digest", '"signature";key="egnatia";req')


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


class _Keys(HTTPSignatureKeyResolver):
    """Private keys of this node, public ones of the partners."""

    def __init__(
        self,
        *,
        own: OwnKeys | None = None,
        find_partner: Callable[[str], PartnerKeys] | None = None,
        gateway: Gateway = Gateway.MIGRATION,
    ) -> None:
        self._gateway = gateway
        self._own = own
        self._find_partner = find_partner

    def resolve_private_key(self, key_id: str) -> object:
        assert self._own is not None  # noqa: S101  (a signer is made with own keys)
        return self._own.signing.by_number[split_key_id(key_id)[2]]

    def resolve_public_key(self, key_id: str) -> object:
        assert self._find_partner is not None  # noqa: S101  (a verifier is made with the partners' keys)
        partner, number = read_key_id(key_id, use="sign", gateway=self._gateway)
        now, signing = clock.now(), self._find_partner(partner).signing
        key = signing.find_trusted(number, now)
        if key is None:
            raise Problem(
                "exchange.signing_key_unknown",
                "The request was signed with a key that this node doesn't know.",
                "Give this partner your newest member file, or the federation list that has the key.",
                status=401,
            )
        signing.refuse_out_of_time(number, now)
        return key


def sign_request(request: HttpRequest, body: bytes, own: OwnKeys) -> None:
    """Add `Content-Digest`, `Signature-Input` and `Signature`; anew for each attempt."""
    request.headers["Content-Type"] = CONTENT_TYPE
    _sign(request, body, own, covers=_REQUEST_COVERS)


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
    return _verify(request, body, find_partner, gateway, covers=_REQUEST_COVERS)


def sign_response(response: HttpResponse, body: bytes, own: OwnKeys) -> None:
    """Sign an answer, bound to the request's signature."""
    response.headers["Content-Type"] = CONTENT_TYPE
    _sign(response, body, own, covers=_RESPONSE_COVERS)


def verify_response(response: HttpResponse, body: bytes, partner: PartnerKeys) -> Signed:
    """That `partner` gave exactly this answer to exactly this request. Raises as `verify_request` does."""
    signed = _verify(response, body, lambda _: partner, partner.gateway, covers=_RESPONSE_COVERS)
    if signed.partner != partner.partner:
        raise _invalid()
    return signed


def _sign(message: HttpRequest | HttpResponse, body: bytes, own: OwnKeys, *, covers: tuple[str, ...]) -> None:
    now = clock.now()
    signer = HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=_Keys(own=own))
    signer.sign(
        message,
        key_id=own.signing_id,
        created=now,
        expires=now + MAX_SKEW,
        nonce=secrets.token_urlsafe(24),
        label=_TAG,
        tag=_TAG,
        covered_component_ids=covers,
        body=body,
    )


def _verify(
    message: HttpRequest | HttpResponse,
    body: bytes,
    find_partner: Callable[[str], PartnerKeys],
    gateway: Gateway,
    *,
    covers: tuple[str, ...],
) -> Signed:
    verifier = _PatientVerifier(signature_algorithm=ED25519, key_resolver=_Keys(find_partner=find_partner, gateway=gateway))
    try:
        results = verifier.verify(message, expect_tag=_TAG, require_components=covers, body=body, max_age=None)
    except (SignatureError, ValueError, KeyError, TypeError) as error:
        # The library wraps what the key look-up raised: an unknown partner is to be told as such.
        raise (error.__cause__ if isinstance(error.__cause__, Problem) else _invalid()) from error
    if len(results) != 1:
        raise _invalid()
    parameters = results[0].parameters
    key_id, nonce, created = parameters.get("keyid"), parameters.get("nonce"), parameters.get("created")
    if not isinstance(key_id, str) or not isinstance(nonce, str) or not 16 <= len(nonce) <= 64 or not isinstance(created, int):
        raise _invalid()
    return Signed(split_key_id(key_id)[0], key_id, nonce, _check_clock(created))


class _PatientVerifier(HTTPMessageVerifier):
    """Leaves the clock to `_check_clock`, which says by how much it is off once the signature has proved whose it is."""

    def validate_created_and_expires(self, sig_input: object, max_age: timedelta | None = None) -> None:
        return


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
