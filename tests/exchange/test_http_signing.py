"""Signatures of requests and responses, against a library that reads and writes every form of RFC 9421."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, HTTPSignatureKeyResolver
from http_message_signatures.algorithms import ED25519
from hypothesis import given
from hypothesis import strategies as st

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.exchange.http_signing import (
    HttpRequest,
    HttpResponse,
    sign_request,
    sign_response,
    verify_request,
    verify_response,
)
from egnatia.exchange.keys import OwnKeys
from tests.exchange.conftest import private_keys, public_keys

URL = "https://rs.example/exchange/v1/messages"
OF_REQUESTS = ("@method", "@target-uri", "content-type", "content-digest")
OF_RESPONSES = ("@status", "content-type", "content-digest", '"signature";key="egnatia";req')
ASKING, ANSWERING = private_keys("MK"), private_keys("RS")
BODIES = st.binary(min_size=1, max_size=300)


class Keys(HTTPSignatureKeyResolver):
    """One partner's, for the library."""

    def __init__(self, own: OwnKeys) -> None:
        self._own = own

    def resolve_private_key(self, key_id: str) -> Any:
        return self._own.signing.current

    def resolve_public_key(self, key_id: str) -> Any:
        return self._own.signing.current.public_key()


def sign_by_library(message: Any, body: bytes | None, own: OwnKeys, covers: tuple[str, ...], **changes: Any) -> None:
    message.headers.setdefault("Content-Type", "application/jose")
    given: dict[str, Any] = {"nonce": "n" * 24, "tag": "egnatia", "label": "egnatia", "created": clock.now()} | changes
    HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=Keys(own)).sign(
        message, key_id=own.signing_id, covered_component_ids=covers, body=body, **given
    )


def is_good_to_library(message: Any, body: bytes, own: OwnKeys, covers: tuple[str, ...]) -> bool:
    verifier = HTTPMessageVerifier(signature_algorithm=ED25519, key_resolver=Keys(own))
    return len(verifier.verify(message, expect_tag="egnatia", require_components=covers, body=body)) == 1


def signed_pair(question: bytes, answer: bytes) -> HttpResponse:
    request = HttpRequest("POST", URL)
    sign_request(request, question, ASKING)
    response = HttpResponse(200, request)
    sign_response(response, answer, ANSWERING)
    return response


@given(BODIES, BODIES)
def test_the_library_reads_what_is_written_here(question: bytes, answer: bytes) -> None:
    response = signed_pair(question, answer)
    assert is_good_to_library(response.request, question, ASKING, OF_REQUESTS)
    assert is_good_to_library(response, answer, ANSWERING, OF_RESPONSES)


@given(BODIES, BODIES)
def test_what_the_library_writes_is_read_here(question: bytes, answer: bytes) -> None:
    request = HttpRequest("POST", URL)
    sign_by_library(request, question, ASKING, OF_REQUESTS, expires=clock.now() + timedelta(seconds=60))
    assert verify_request(request, question, lambda _: public_keys(ASKING)).key_id == "MK:sign:1"
    response = HttpResponse(422, request)
    sign_by_library(response, answer, ANSWERING, OF_RESPONSES)
    assert verify_response(response, answer, public_keys(ANSWERING)).partner == "RS"


def _code(check: Callable[[], object]) -> str:
    with pytest.raises(Problem) as caught:
        check()
    return caught.value.code


@given(
    st.sampled_from(["Content-Type", "Content-Digest", "Signature-Input", "Signature"]),
    st.floats(0, 1, exclude_max=True),
    st.integers(1, 223),
)
def test_no_header_can_be_altered(name: str, place: float, shift: int) -> None:
    """Another Latin-1 letter somewhere. Headers differ from second to second: what is drawn can't depend on them."""
    response = signed_pair(b"question", b"answer")
    request = response.request
    for message in (request, response):
        text = message.headers[name]
        at = int(place * len(text))
        other = chr(32 + (ord(text[at]) - 32 + shift) % 224)
        message.headers[name] = text[:at] + other + text[at + 1 :]
        if message.headers[name].strip() == text:
            return  # space around a value is none of it
        check = (
            (lambda: verify_request(request, b"question", lambda _: public_keys(ASKING)))
            if message is request
            else (lambda: verify_response(response, b"answer", public_keys(ANSWERING)))
        )
        known = {"exchange.signature_invalid", "exchange.key_id_invalid", "exchange.signing_key_unknown"}
        assert _code(check) in known
        message.headers[name] = text


@pytest.mark.parametrize(
    ("covers", "changes"),
    [
        (("@method", "@target-uri", "content-type"), {}),
        (("@target-uri", "@method", "content-type", "content-digest"), {}),
        ((*OF_REQUESTS, "@authority"), {}),
        (OF_REQUESTS, {"tag": "other"}),
        (OF_REQUESTS, {"label": "other"}),
        (OF_REQUESTS, {"nonce": "short"}),
        (OF_REQUESTS, {"nonce": "n" * 65}),
    ],
)
def test_other_forms_are_refused(covers: tuple[str, ...], changes: dict[str, Any]) -> None:
    request = HttpRequest("POST", URL)
    sign_by_library(request, b"question" if "content-digest" in covers else None, ASKING, covers, **changes)
    assert _code(lambda: verify_request(request, b"question", lambda _: public_keys(ASKING))) == "exchange.signature_invalid"


@pytest.mark.parametrize(
    "change",
    [
        lambda given: given + ";created=1",
        lambda given: given + ', other=("@method")',
        lambda given: given.replace(";created=", ";made="),
        lambda given: given.replace('alg="ed25519"', 'alg="hmac-sha256"'),
        lambda given: given.replace("egnatia=", "egnatia= "),
        lambda given: "",
    ],
)
def test_parameters_that_are_no_good_even_if_they_were_signed(change: Callable[[str], str]) -> None:
    """By whoever has the key: what is signed is the text that came."""
    from unittest import mock

    from egnatia.exchange import http_signing

    request = HttpRequest("POST", URL)
    made = http_signing._base
    with mock.patch.object(
        http_signing, "_base", lambda message, text: made(message, change(f"egnatia={text}").removeprefix("egnatia="))
    ):
        sign_request(request, b"question", ASKING)
    request.headers["Signature-Input"] = change(request.headers["Signature-Input"])
    assert _code(lambda: verify_request(request, b"question", lambda _: public_keys(ASKING))) == "exchange.signature_invalid"


def test_an_answer_to_another_request() -> None:
    response = signed_pair(b"question", b"answer")
    other = signed_pair(b"question", b"answer")
    response.request.headers["Signature"] = other.request.headers["Signature"]
    assert _code(lambda: verify_response(response, b"answer", public_keys(ANSWERING))) == "exchange.signature_invalid"


def test_another_status() -> None:
    response = signed_pair(b"question", b"answer")
    response.status_code = 422
    assert _code(lambda: verify_response(response, b"answer", public_keys(ANSWERING))) == "exchange.signature_invalid"


@pytest.mark.parametrize("seconds", [-61, 61])
def test_a_clock_that_is_off(seconds: int) -> None:
    request = HttpRequest("POST", URL)
    now = clock.now()
    with clock.frozen(now + timedelta(seconds=seconds)):
        sign_request(request, b"question", ASKING)
    with clock.frozen(now):
        assert _code(lambda: verify_request(request, b"question", lambda _: public_keys(ASKING))) == "exchange.clock_skew"
