"""Signed requests and responses (RFC 9421) at a fixed time and with fixed nonces."""

from datetime import UTC, datetime
from typing import Any
from unittest import mock

from egnatia.base import clock
from egnatia.exchange import http_signing
from egnatia.exchange.http_signing import HttpRequest, HttpResponse
from tests.vectors.keys import own_keys, tell_keys

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
URL = "https://rs.example/exchange/v1/messages"
#: Any bytes do: the signature covers their digest. A real body is a sealed letter.
REQUEST_BODY, RESPONSE_BODY = b"a sealed question", b"a sealed answer"


def make() -> dict[str, Any]:
    request = HttpRequest("POST", URL)
    response = HttpResponse(200, request)
    with clock.frozen(AT):
        with fixed_nonce("a nonce of the request"):
            http_signing.sign_request(request, REQUEST_BODY, own_keys("MK"))
        with fixed_nonce("a nonce of the response"):
            http_signing.sign_response(response, RESPONSE_BODY, own_keys("RS"))
    return {
        "version": 1,
        "keys": tell_keys("MK", "RS"),
        "received_at": AT.isoformat(),
        "request": {
            "method": request.method,
            "url": request.url,
            "headers": request.headers,
            "body": REQUEST_BODY.decode(),
            "signature_base": request_base(request),
        },
        "response": {
            "status": response.status_code,
            "headers": response.headers,
            "body": RESPONSE_BODY.decode(),
            "signature_base": response_base(response),
        },
        "refused_requests": _refused(request),
    }


def fixed_nonce(nonce: str) -> Any:
    return mock.patch("egnatia.exchange.http_signing.secrets.token_urlsafe", return_value=nonce)


def request_base(request: HttpRequest) -> str:
    """The text that is signed (RFC 9421, 2.5), put together from the page of the protocol and not by the library."""
    return _base({"@method": request.method, "@target-uri": request.url}, request.headers, "")


def response_base(response: HttpResponse) -> str:
    asked = response.request.headers["Signature"].removeprefix("egnatia=")
    return _base({"@status": str(response.status_code)}, response.headers, f'"signature";key="egnatia";req: {asked}\n')


def _base(derived: dict[str, str], headers: dict[str, str], bound: str) -> str:
    covered = derived | {"content-type": headers["Content-Type"], "content-digest": headers["Content-Digest"]}
    lines = "".join(f'"{name}": {value}\n' for name, value in covered.items())
    return f'{lines}{bound}"@signature-params": {headers["Signature-Input"].removeprefix("egnatia=")}'


def _refused(request: HttpRequest) -> list[dict[str, Any]]:
    """What differs from the good request, and the code."""
    invalid, skew = "exchange.signature_invalid", "exchange.clock_skew"
    headers = request.headers
    tagged = headers["Signature-Input"].replace('tag="egnatia"', 'tag="other"')
    later = headers["Signature-Input"].replace(f"created={int(AT.timestamp())}", f"created={int(AT.timestamp()) + 1}")
    return [
        {"why": "another body", "body": "another question", "code": invalid},
        {"why": "another address", "url": "https://al.example/exchange/v1/messages", "code": invalid},
        {"why": "another method", "method": "PUT", "code": invalid},
        {"why": "another type", "headers": headers | {"Content-Type": "text/plain"}, "code": invalid},
        {"why": "another tag", "headers": headers | {"Signature-Input": tagged}, "code": invalid},
        {"why": "another time of signing", "headers": headers | {"Signature-Input": later}, "code": invalid},
        {"why": "no signature", "headers": {k: v for k, v in headers.items() if k != "Signature"}, "code": invalid},
        {"why": "received 61 seconds later", "received_at": "2026-11-22T12:01:01+00:00", "code": skew},
        {"why": "received 61 seconds earlier", "received_at": "2026-11-22T11:58:59+00:00", "code": skew},
    ]
