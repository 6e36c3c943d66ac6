"""Letters: bodies and what they become under a known key, and letters that have to be refused."""

import json
from base64 import urlsafe_b64encode
from typing import Any

from egnatia.exchange import envelope
from tests.vectors.keys import own_keys, signing_key, tell_keys

CASE = "0b7c7a52-4c57-4a3e-9a43-0e3b6f0a6c11"
CORRESPONDENCE = "b0f2b7a4-6f3d-4a56-8f0c-6a5f0c1d2e3f"


def body(kind: str, content: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "id": "6a1c2d3e-4f50-4617-8283-94a5b6c7d8e9",
        "kind": kind,
        "sender": "MK",
        "receiver": "RS",
        "made_at": "2026-11-22T12:00:00+00:00",
        "correspondence": CORRESPONDENCE,
        "number": 1,
        "content": content,
    } | others


BODIES = {
    "ping": body("ping", {}),
    "a receipt, which answers the ping": body("receipt", {}, sender="RS", receiver="MK", number=0),
    "a match: a fraction, and lists": body(
        "search.answer",
        {"result": "possible_match", "matches": [{"reference": "9f" * 16, "fingers": [2, 7], "score": 0.8125}]},
        purpose="MIG",
        case=CASE,
        number=2,
        answers="22" * 32,
    ),
    "a request: text beyond ASCII, and what JSON escapes": body(
        "follow_up.request",
        {"reference": "9f" * 16, "need": 'Emri i saktë, "Владимир"\n1 \\ 2', "fields": ["birth_date", "surnames"]},
        purpose="MIG",
        case=CASE,
        number=3,
    ),
    "a mark: neither which nor of which category": body(
        "notice.mark",
        {"references": ["9f" * 16], "marked": True},
        purpose="MIG",
        case=CASE,
        sender="RS",
        receiver="MK",
    ),
    "a citizenship: of whom, by the receiver's own reference": body(
        "notice.citizen",
        {"reference": "9f" * 16},
        purpose="MIG",
        case=CASE,
        number=4,
    ),
    "evidence that a birth date is wrong": body(
        "evidence.sent",
        {
            "reference": "9f" * 16,
            "proposed": {"birth_date": {"value": "1991-04", "precision": "month", "basis": "documented"}},
            "evidence": "identity_document",
            "document_type": "passport",
            "checked_by": "document_examiner",
            "remark": "Passport seen, genuine: born in April",
        },
        purpose="MIG",
        case=CASE,
        number=4,
    ),
    "a release: a birth date as it was said, in another calendar": body(
        "follow_up.release",
        {
            "reference": "9f" * 16,
            "data": {
                "surnames": ["احمدی"],
                "birth_date": {
                    "value": "1991-05-05",
                    "precision": "day",
                    "basis": "declared",
                    "calendar": "solar_hijri",
                    "stated": "1370-02-15",
                    "naming": "afghan",
                },
            },
        },
        purpose="MIG",
        case=CASE,
        sender="RS",
        receiver="MK",
        number=4,
        answers="55" * 32,
    ),
    "a decision about it: followed": body(
        "evidence.decided",
        {"reference": "9f" * 16, "corrected": ["birth_date"]},
        purpose="MIG",
        case=CASE,
        sender="RS",
        receiver="MK",
        number=2,
        answers="33" * 32,
    ),
    "a decision about another: refused, with the reason": body(
        "evidence.decided",
        {"reference": "9f" * 16, "corrected": [], "reason": "stronger_evidence"},
        purpose="MIG",
        case=CASE,
        sender="RS",
        receiver="MK",
        number=3,
        answers="44" * 32,
    ),
}


def make() -> dict[str, Any]:
    letters: list[dict[str, Any]] = []
    for name, told in BODIES.items():
        answers = {"answers": letters[0]["digest"]} if told["kind"] == "receipt" else {}
        letters.append(_tell(name, told | answers))
    return {"version": 1, "keys": tell_keys("MK", "RS", "AL"), "letters": letters, "refused": _refused(letters[0]["letter"])}


def _tell(name: str, told: dict[str, Any]) -> dict[str, Any]:
    own = own_keys(told["sender"])
    letter = envelope.write_letter(told, own)
    return {
        "name": name,
        "body": told,
        "canonical": envelope.canonical(told).decode(),
        "key": own.signing_id,
        "letter": letter,
        "digest": envelope.digest(letter),
    }


def sign(payload: bytes, signer: str = "MK", **header: Any) -> str:
    """A letter as nobody should write it. A member of the header that is None is left out."""
    members = {"alg": "Ed25519", "kid": "MK:sign:1", "typ": "egnatia-letter"} | header
    head = json.dumps({name: value for name, value in members.items() if value is not None}, separators=(",", ":"))
    signed = f"{base64url(head.encode())}.{base64url(payload)}"
    return f"{signed}.{base64url(signing_key(signer).sign(signed.encode()))}"


def base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _refused(good: str) -> list[dict[str, str]]:
    """Letters, the protocol's code for each, and the verifier's."""
    header, payload, signature = good.split(".")
    told = envelope.canonical(BODIES["ping"])
    invalid, key_invalid = "exchange.letter_invalid", "exchange.key_id_invalid"
    bad, unreadable = "letter.signature_bad", "letter.unreadable"
    cases = (
        (
            "another body under the signature",
            f"{header}.{base64url(told.replace(b'MIG', b'RET') + b' ')}.{signature}",
            invalid,
            bad,
        ),
        ("an altered signature", f"{header}.{payload}.{'A' * 10}{signature[10:]}", invalid, bad),
        ("signed by RS under the key of MK", sign(told, signer="RS"), invalid, bad),
        ("signed by MK under the key of RS", sign(told, kid="RS:sign:1"), invalid, bad),
        ("the type of a sealed message", sign(told, typ="egnatia-sealed"), invalid, unreadable),
        ("no type", sign(told, typ=None), invalid, unreadable),
        ("another name of the algorithm", sign(told, alg="EdDSA"), invalid, unreadable),
        ("no algorithm, no signature", _unsigned(told), invalid, unreadable),
        ("a sealing key's name", sign(told, kid="MK:seal:1"), key_invalid, unreadable),
        ("one member more in the header", sign(told, cty="json"), invalid, unreadable),
        ("a member twice in the header", _with_typ_twice(told), invalid, unreadable),
        ("a nought before the key's number", sign(told, kid="MK:sign:01"), key_invalid, unreadable),
        ("a member twice in the body", sign(told[:-1] + b',"version":1}'), invalid, unreadable),
        ("a body that is a list", sign(b"[1]"), invalid, unreadable),
        ("a body that isn't JSON", sign(b"\xff"), invalid, unreadable),
        ("two parts", f"{header}.{payload}", invalid, unreadable),
        ("nothing", "", invalid, unreadable),
    )
    return [{"why": why, "letter": letter, "code": code, "verifier": verifier} for why, letter, code, verifier in cases]


def _with_typ_twice(payload: bytes) -> str:
    header = b'{"alg":"Ed25519","kid":"MK:sign:1","typ":"other","typ":"egnatia-letter"}'
    signed = f"{base64url(header)}.{base64url(payload)}"
    return f"{signed}.{base64url(signing_key('MK').sign(signed.encode()))}"


def _unsigned(payload: bytes) -> str:
    return sign(payload, alg="none").rpartition(".")[0] + "."
