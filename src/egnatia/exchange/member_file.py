"""Member files: how partners give each other their address and keys, until the federation signs a list of them.

    {"member": {"version": 1, "partner": "MK", "name": "…", "url": "https://…", "made_at": "…",
                "signing_keys": {"1": "<Ed25519>"}, "sealing_keys": {"1": "<X25519>"},
                "law_signing_keys": {"1": "<Ed25519>"}, "law_sealing_keys": {"1": "<X25519>"}},
     "key": "MK:sign:1", "signature": "<Ed25519 over the canonical JSON of member>"}

Those of the law-enforcement gateway are there only where the node has them.

The signature, by migration's key, proves that the file is whole and that whoever made it holds the key. That the key is the
partner's is for the two operators to confirm: each reads the fingerprint to the other over a line they trust.
"""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Literal

from cryptography.exceptions import InvalidSignature
from pydantic import AnyHttpUrl, BaseModel, ConfigDict, StringConstraints, ValidationError

from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.exchange import keys
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.keys import RINGS, Ring
from egnatia.exchange.transport.addresses import address_of

MAX_BYTES = 16 * 1024
_GROUPS, _DIGITS = 12, 5

KeyText = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
KeyNumber = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,4}$")]


class _Member(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    version: Literal[1]
    partner: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    name: Annotated[str, StringConstraints(min_length=1, max_length=150)]
    url: AnyHttpUrl
    made_at: datetime
    signing_keys: dict[KeyNumber, KeyText]
    sealing_keys: dict[KeyNumber, KeyText]
    law_signing_keys: dict[KeyNumber, KeyText] = {}
    law_sealing_keys: dict[KeyNumber, KeyText] = {}


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    member: dict[str, Any]
    key: Annotated[str, StringConstraints(max_length=20)]
    signature: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{86}$")]


@dataclass(frozen=True, slots=True)
class Member:
    """What a member file says, its signature checked against its own newest key."""

    partner: str
    name: str
    url: str
    made_at: datetime
    signing_keys: dict[str, str]
    sealing_keys: dict[str, str]
    law_signing_keys: dict[str, str] = field(default_factory=dict)
    law_sealing_keys: dict[str, str] = field(default_factory=dict)

    def ring(self, ring: Ring) -> dict[str, str]:
        """Public keys by number; empty where the partner has none for that gateway."""
        texts: dict[str, str] = getattr(self, RINGS[ring])
        return texts

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.partner, {ring: self.ring(ring) for ring in RINGS})


def write_own() -> str:
    """This node's member file, with every key that it holds: also those that are made to be listed next."""
    present, own, law = node.current(), keys.held(), keys.held(Gateway.LAW_ENFORCEMENT)
    member = {
        "version": 1,
        "partner": present.partner,
        "name": present.name,
        "url": address_of(present),
        "made_at": clock.now().isoformat(),
        "signing_keys": keys.public_texts(own.signing),
        "sealing_keys": keys.public_texts(own.sealing),
    }
    if law.signing.by_number and law.sealing.by_number:
        member |= {
            "law_signing_keys": keys.public_texts(law.signing),
            "law_sealing_keys": keys.public_texts(law.sealing),
        }
    signature = own.signing.current.sign(_canonical(member))
    content = {"member": member, "key": own.signing_id, "signature": urlsafe_b64encode(signature).rstrip(b"=").decode()}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def read(content: bytes) -> Member:
    """Check and read a member file.

    Raises Problem `exchange.member_file.invalid` (not such a file) and `exchange.member_file.altered` (its signature is wrong).
    """
    if len(content) > MAX_BYTES:
        raise _invalid()
    try:
        file = _File.model_validate_json(content)
        member = _Member.model_validate(file.member)
        partner, number = keys.read_key_id(file.key, use="sign", gateway=Gateway.MIGRATION)
        newest = max(member.signing_keys, key=int)
        signing_key = keys.signing_key(member.signing_keys[newest])
        _check_keys(member)
    except (ValidationError, ValueError, Problem) as error:
        raise _invalid() from error
    if partner != member.partner or str(number) != newest or not member.sealing_keys or member.made_at.tzinfo is None:
        raise _invalid()
    try:
        signing_key.verify(urlsafe_b64decode(file.signature + "=="), _canonical(file.member))
    except InvalidSignature as error:
        raise Problem(
            "exchange.member_file.altered",
            "The member file was altered after it was signed.",
            "Ask the partner for it again, over another way.",
        ) from error
    return Member(
        member.partner,
        member.name,
        str(member.url).rstrip("/"),
        member.made_at,
        dict(member.signing_keys),
        dict(member.sealing_keys),
        dict(member.law_signing_keys),
        dict(member.law_sealing_keys),
    )


def _check_keys(member: _Member) -> None:
    """Raises ValueError where one isn't a key, one gateway's is the other's too, or a gateway lacks one of the two."""
    for text in (*member.sealing_keys.values(), *member.law_sealing_keys.values()):
        keys.sealing_key(text)
    for text in member.law_signing_keys.values():
        keys.signing_key(text)
    of_law = {*member.law_signing_keys.values(), *member.law_sealing_keys.values()}
    if of_law & {*member.signing_keys.values(), *member.sealing_keys.values()}:
        raise ValueError("a key of both gateways")
    if bool(member.law_signing_keys) != bool(member.law_sealing_keys):
        raise ValueError("a gateway needs keys to sign and keys to be sealed for")


def fingerprint(partner: str, rings: Mapping[Ring, Mapping[str, str]]) -> str:
    """Sixty digits in groups of five, to be read out in any language: SHA-256 over the partner and all its keys."""
    given = {RINGS[ring]: dict(texts) for ring, texts in rings.items() if texts}
    return to_be_spoken(_canonical({"partner": partner, **given}))


def to_be_spoken(content: bytes) -> str:
    """SHA-256 as sixty digits in groups of five."""
    number = int.from_bytes(hashlib.sha256(content).digest(), "big") % 10 ** (_GROUPS * _DIGITS)
    digits = f"{number:0{_GROUPS * _DIGITS}d}"
    return " ".join(digits[at : at + _DIGITS] for at in range(0, len(digits), _DIGITS))


def own_fingerprint() -> str:
    """The fingerprint that this node's operator reads out."""
    return read(write_own().encode()).fingerprint


def _canonical(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _invalid() -> Problem:
    return Problem(
        "exchange.member_file.invalid",
        "This is not a member file.",
        "Take the file that the partner made with: egnatia partners export.",
    )
