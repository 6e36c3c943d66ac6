"""The parsers that `exchange_fuzz` throws bytes at, each with valid inputs to begin from."""

import base64
import json
import logging
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

REFERENCE, DIGEST = "ab" * 16, "0" * 64


@dataclass(frozen=True, slots=True)
class Target:
    """seeds: valid inputs; parse: gives a word for what it made of an input, and raises only where that is a crash."""

    seeds: list[bytes]
    parse: Callable[[bytes], str]
    is_json: bool = True


def envelope_target() -> Target:
    """Bodies in plain JSON (signed here), letters, and sealed messages: whatever a partner's bytes may be."""
    from egnatia.base.errors import Problem
    from egnatia.exchange import envelope
    from egnatia.exchange.messages import read_message

    sender, receiver = _keys("MK", 1), _keys("RS", 3)
    public = _public(sender)

    def parse(data: bytes) -> str:
        try:
            text = data.decode("utf-8", "surrogateescape")
            if text.startswith("{"):
                value = json.loads(text)
                return read_message(value).kind if isinstance(value, dict) else "not an object"
            opened = envelope.open_letter(text, receiver) if "\n" not in text and text.count(".") > 2 else text
            kinds = [read_message(envelope.read_letter(letter, public)).kind for letter in envelope.split_letters(opened)]
            return " ".join(kinds)
        except Problem as problem:
            return f"{problem.code} {problem.details.get('place', problem.field)}"
        except (json.JSONDecodeError, RecursionError, UnicodeError) as error:
            return type(error).__name__ if data.startswith(b"{") else f"crash {type(error).__name__}"

    bodies = [{**_FRAME, "kind": kind, "content": content, **_about(kind)} for kind, content in _CONTENTS.items()]
    letters = [envelope.write_letter(body, sender) for body in bodies]
    sealed = [envelope.seal_letter(text, _public(receiver)) for text in (*letters[:4], envelope.join_letters(letters[:3]))]
    return Target([json.dumps(body).encode() for body in bodies] + [text.encode() for text in letters + sealed], parse)


def list_target() -> Target:
    """Federation lists, with their signatures and against the list before."""
    from egnatia.base.errors import Problem
    from egnatia.exchange.federation.chain import verify_chain
    from egnatia.exchange.federation.listing import read_file
    from tests.exchange.federation.parties import found, signed_by

    first = signed_by(found("MK", "RS", "AL"), "MK", "RS", "AL")

    def parse(data: bytes) -> str:
        try:
            signed = read_file(data)
            list(verify_chain([signed]))
        except Problem as problem:
            return f"{problem.code} {problem.details.get('place', problem.field)}"
        return "holds"

    return Target([first.to_text().encode(), signed_by(found("MK", "RS"), "MK", "RS").to_text().encode()], parse)


def nist_target() -> Target:
    """ANSI/NIST-ITL files."""
    from egnatia.engines.errors import EngineError
    from egnatia.engines.fingerprint.minutiae import Minutiae
    from egnatia.engines.fingerprint.nist import NistFinger, NistMinutiae, read_nist, write_nist

    image = BytesIO()
    Image.new("L", (64, 64), 200).save(image, "PNG")
    fingers = [NistFinger(position, "plain", image.getvalue(), 500) for position in (1, 2, 7)]
    facts: dict[str, Any] = {"sender": "RS/BORDER", "receiver": "MK", "transaction": "T1", "made_on": date(2026, 11, 28)}
    points = np.array([[20 + at, 3 * at, 30 * at, 1 + at % 2] for at in range(8)], np.int16)
    minutiae = [NistMinutiae(position, "plain", Minutiae(points, np.full(8, 60, np.uint8), 64, 64)) for position in (1, 2)]
    files = [
        write_nist(fingers, **facts),
        write_nist(fingers[:1], **facts, fields={3: "HADDAD", 4: "زهرة"}),
        write_nist(fingers[:1], **facts, minutiae=minutiae, record_type=4),
    ]

    def parse(data: bytes) -> str:
        try:
            file = read_nist(data)
        except EngineError as error:
            return f"{error.code} {error.message[:60]}"
        return f"{len(file.fingers)} fingers, minutiae of {len(file.minutiae)}"

    return Target(files, parse, is_json=False)


def api_target() -> Target:
    """PUT and POST of a connected system at a node of its own, as its server hands them over.

    (Django's test client would connect two signals anew for each request and keep them: garbage for the collector's clock.)
    """
    from django.core.wsgi import get_wsgi_application
    from django.test import RequestFactory

    application, requests = get_wsgi_application(), RequestFactory(headers={"Host": "localhost"})
    headers = {"Authorization": f"Bearer {_open_api()}"}
    number = 0

    def ignore_start(_line: str, _headers: Any, _error: Any = None, /) -> Callable[[bytes], object]:
        return lambda _data: None  # the answer itself is asked

    def parse(data: bytes) -> str:
        nonlocal number
        number += 1
        is_search = data.startswith(b'{"fingers')
        method, address = ("POST", "/api/v1/identify") if is_search else ("PUT", f"/api/v1/data-sets/F-{number}")
        request = requests.generic(method, address, data, content_type="application/json", headers=headers)
        answer = application(request.environ, ignore_start)
        status, content = answer.status_code, b"".join(answer)
        answer.close()
        if status >= 500:
            raise RuntimeError(f"status {status}: {content[:200]!r}")
        told = json.loads(content)
        return f"{status} {told.get('code', told.get('state', ''))} {told.get('field', '')}"

    record = base64.b64encode(_finger_record()).decode()
    person = {
        "category": 2,
        "elements": {
            "surnames": ["Haddad"],
            "nationalities": ["SYR"],
            "birth_date": {"value": "1991-04-12", "precision": "day", "basis": "declared"},
            "sex": "male",
            "event": {"place": "Tabanovce", "date": "2026-11-01"},
        },
        "records": [record],
    }
    return Target([json.dumps(person).encode(), json.dumps({"fingers": {"2": record}}).encode()], parse)


TARGETS: dict[str, Callable[[], Target]] = {
    "envelope": envelope_target,
    "list": list_target,
    "nist": nist_target,
    "api": api_target,
}

_FRAME = {
    "version": 1,
    "id": "6a1c2d3e-4f50-4617-8283-94a5b6c7d8e9",
    "sender": "MK",
    "receiver": "RS",
    "made_at": "2026-11-22T12:00:00+00:00",
    "correspondence": "b0f2b7a4-6f3d-4a56-8f0c-6a5f0c1d2e3f",
    "number": 1,
}
_AT = "2026-11-22T12:00:00+00:00"
_CONTENTS: dict[str, dict[str, Any]] = {
    "ping": {},
    "search.question": {"urgent": False, "fingers": [{"position": 2, "record": base64.b64encode(b"FMR\x00 20" * 9).decode()}]},
    "search.answer": {"result": "possible_match", "matches": [{"reference": REFERENCE, "fingers": [1, 2], "score": 0.9}]},
    "prints.request": {"reference": REFERENCE},
    "match.wrong_hit": {"reference": REFERENCE, "decided_at": _AT, "reason": "details_disagree"},
    "follow_up.request": {"reference": REFERENCE, "need": "To know", "fields": ["surnames"]},
    "follow_up.release": {"reference": REFERENCE, "data": {"surnames": ["Haddad"], "sex": "male"}},
    "notice.erased": {"references": [REFERENCE]},
    "head.shown": {"head": f"MK\n3\n{'A' * 43}=\n\n— MK {'A' * 100}\n", "since": 0, "proof": [f"{'A' * 43}="]},
    "figures": {"registered": 12, "waiting": 1, "channels": {"RS": "open"}},
    "counts": {
        "indicator": "irregular_crossings",
        "every": "day",
        "cuts": ["nationality"],
        "days": [{"day": "2026-11-20", "total": 41, "cells": {"nationality": {"AFG": 30}}, "hidden": {"nationality": ["SRB"]}}],
    },
    "measure.answer": {"reference": REFERENCE, "state": "done", "text": "Six patrols", "done_on": "2026-11-21"},
    "refusal": {"code": "exchange.quota_used", "message": "No.", "final": False, "retry_after_seconds": 60},
}
_WITHOUT_PERSON = {"ping", "head.shown", "refusal"}
_COUNTS = {"figures", "counts", "measure.answer"}


def _about(kind: str) -> dict[str, str]:
    if kind in _WITHOUT_PERSON:
        return {}
    return {"purpose": "STA"} if kind in _COUNTS else {"purpose": "MIG", "case": "90d1b7a4-6f3d-4a56-8f0c-6a5f0c1d2e3f"}


def _keys(partner: str, first: int) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    from egnatia.exchange.keys import NumberedKeys, OwnKeys

    signing = Ed25519PrivateKey.from_private_bytes(bytes([first]) * 32)
    return OwnKeys(partner, NumberedKeys({1: signing}), NumberedKeys({1: X25519PrivateKey.from_private_bytes(bytes([9]) * 32)}))


def _public(own: Any) -> Any:
    from egnatia.exchange.keys import NumberedKeys, PartnerKeys

    return PartnerKeys(
        own.partner,
        NumberedKeys({number: key.public_key() for number, key in own.signing.by_number.items()}),
        NumberedKeys({number: key.public_key() for number, key in own.sealing.by_number.items()}),
    )


def _finger_record() -> bytes:
    from egnatia.biometrics.records import to_record
    from egnatia.engines.fingerprint.synthetic import synthetic_fingers

    return to_record(synthetic_fingers(1, 0, positions=(2,))[2], position=2, quality=80)


def open_node(name: str) -> None:
    """Make a throw-away node, and let this process work for it."""
    from egnatia.site.setup import create_node, set_up_in_new_process

    directory = Path(f"var/bench/fuzz-{name}").resolve()
    shutil.rmtree(directory, ignore_errors=True)
    made = create_node(directory, partner="MK", name="Fuzz", port=8583, host="127.0.0.1", url="", database_url="")
    set_up_in_new_process(made, administrator="ada", password="bench-Egnatia-2026")  # noqa: S106  (a throw-away node's)
    os.environ["EGNATIA_NODE"] = str(directory)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egnatia.site.settings")
    import django

    django.setup()
    logging.disable(logging.ERROR)


def _open_api() -> str:
    from egnatia.accounts.actions.create_api_token import create_api_token
    from egnatia.accounts.api_auth import TokenRate
    from egnatia.accounts.queries import get_service_officer

    TokenRate.most = 10**9  # what is counted per minute would be all that is found
    _, key = create_api_token(None, name="Fuzz", account=get_service_officer(), purposes=["MIG"])
    return key
