"""The node's keys towards its partners: Ed25519 to sign, X25519 to be sealed for.

    keys/exchange-sign-1.key           the private key, 32 bytes as hexadecimal digits, mode 0600
    keys/exchange-seal-1.key
    keys/law-enforcement-sign-1.key    of the other gateway, where the node has one
    keys/law-enforcement-seal-1.key

Without a federation list the highest number is in use. With one it is the highest that the list in force says is valid now, so
that a new key is made and listed before anybody needs to know it. Older ones stay readable until nothing is under way to them.
A key is named on the wire as `MK:sign:1`, one of the law-enforcement gateway as `MK:law-sign:1`.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Generic, Literal, Protocol, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from egnatia.base import clock, node
from egnatia.base import keys as key_files
from egnatia.base.errors import Problem
from egnatia.exchange.gateways import Gateway, gateway_closed, key_of_other_gateway

Use = Literal["sign", "seal"]
#: A use at one gateway, as it stands in a key's name.
Ring = Literal["sign", "seal", "law-sign", "law-seal"]
#: Where member files, lists and rows have the keys of a ring.
RINGS: Mapping[Ring, str] = {
    "sign": "signing_keys",
    "seal": "sealing_keys",
    "law-sign": "law_signing_keys",
    "law-seal": "law_sealing_keys",
}
K = TypeVar("K")
_KEY_BYTES = 32
#: How far the clocks of two partners may be apart.
LEEWAY = timedelta(seconds=60)


class _HasRawBytes(Protocol):
    def public_bytes(self, encoding: Encoding, format: PublicFormat) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a key may be used, as the federation list has it.

    valid_from    None: since before the first list that has it
    valid_until   the first moment at which it may no more; None: no end is set
    revoked_at    since when whatever it signs is nobody's word; None: it is trusted
    """

    valid_from: datetime | None = None
    valid_until: datetime | None = None
    revoked_at: datetime | None = None

    def is_valid_at(self, moment: datetime, *, leeway: timedelta = timedelta(0)) -> bool:
        """Whether its time had come and was not over. Says nothing of its being revoked."""
        begun = self.valid_from is None or self.valid_from - leeway <= moment
        return begun and (self.valid_until is None or moment < self.valid_until + leeway)

    def is_trusted_at(self, moment: datetime) -> bool:
        return self.revoked_at is None or moment < self.revoked_at


@dataclass(frozen=True, slots=True)
class NumberedKeys(Generic[K]):
    """Keys of one use by number.

    terms   by number, as the list has them, of those that it has; None: without a list all are good and the highest is in use
    """

    by_number: Mapping[int, K]
    terms: Mapping[int, Terms] | None = None

    @property
    def newest(self) -> int:
        return max(self.by_number)

    @property
    def number(self) -> int:
        """The one in use now. Raises Problem `exchange.no_valid_key`."""
        if self.terms is None and self.by_number:
            return self.newest
        terms = self.terms or {}
        now = clock.now()
        usable = [number for number in self.by_number if number in terms and _is_usable(terms[number], now)]
        if not usable:
            raise Problem(
                "exchange.no_valid_key",
                "By the federation list no key is valid now that could be used for this.",
                "List a new key by the ceremony: egnatia partners new-key, then propose.",
                status=503,
            )
        return max(usable)

    @property
    def current(self) -> K:
        return self.by_number[self.number]

    @property
    def has_current(self) -> bool:
        """Whether there is one to be used now."""
        try:
            return self.number in self.by_number
        except Problem:
            return False

    def find(self, number: int) -> K | None:
        return self.by_number.get(number)

    def is_trusted(self, number: int) -> bool:
        """Whether what this key signed is taken by partners now; a key that isn't listed yet is none of the revoked ones."""
        return self.terms is None or self.terms.get(number, Terms()).is_trusted_at(clock.now())

    def find_trusted(self, number: int, arrived_at: datetime) -> K | None:
        """The key, for what arrived then; None where it isn't known. Raises Problem `exchange.key_revoked`.

        Whoever stole a key can write any time into what it signs: once it is revoked, only what had arrived before counts.
        """
        key = self.by_number.get(number)
        if key is not None and self.terms is not None and not self.terms.get(number, Terms()).is_trusted_at(arrived_at):
            raise Problem(
                "exchange.key_revoked",
                "The key by which this was signed was revoked.",
                "Sign with a key that the federation list has in force; if you didn't send this, tell the partners.",
                status=401,
            )
        return key

    def refuse_out_of_time(self, number: int, made_at: datetime) -> None:
        """Raises Problem `exchange.key_not_valid` where the key's time hadn't come when something was made, or was over."""
        if self.terms is not None and not self.terms.get(number, Terms()).is_valid_at(made_at, leeway=LEEWAY):
            raise Problem(
                "exchange.key_not_valid",
                "The key by which this was signed was not valid at that time.",
                "Apply the newest federation list, and look at both clocks.",
                status=401,
            )


def _is_usable(terms: Terms, now: datetime) -> bool:
    return terms.is_valid_at(now) and terms.is_trusted_at(now)


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """The private keys of this node towards one gateway of its partners; only migration's are always there."""

    partner: str
    signing: NumberedKeys[Ed25519PrivateKey]
    sealing: NumberedKeys[X25519PrivateKey]
    gateway: Gateway = Gateway.MIGRATION

    @property
    def signing_id(self) -> str:
        return key_id(self.partner, "sign", self.signing.number, self.gateway)


@dataclass(frozen=True, slots=True)
class PartnerKeys:
    """The public keys of a partner's gateway."""

    partner: str
    signing: NumberedKeys[Ed25519PublicKey]
    sealing: NumberedKeys[X25519PublicKey]
    gateway: Gateway = Gateway.MIGRATION

    @property
    def sealing_id(self) -> str:
        return key_id(self.partner, "seal", self.sealing.number, self.gateway)


def rings_of(gateway: Gateway) -> tuple[Ring, Ring]:
    """To sign, to be sealed for."""
    return ("sign", "seal") if gateway is Gateway.MIGRATION else ("law-sign", "law-seal")


def key_id(partner: str, use: Use, number: int, gateway: Gateway = Gateway.MIGRATION) -> str:
    """How a key is named on the wire."""
    return f"{partner}:{gateway.key_prefix}{use}:{number}"


def split_key_id(text: str) -> tuple[str, Ring, int]:
    """(partner, ring, number) of a key's name. Raises Problem `exchange.key_id_invalid`."""
    parts = text.split(":")
    if len(parts) == 3 and re.fullmatch("[1-9][0-9]{0,4}", parts[2]):
        for ring in RINGS:
            if parts[1] == ring:
                return parts[0], ring, int(parts[2])
    raise Problem("exchange.key_id_invalid", "The message names no key that is known.", "Renew the member files.", status=401)


def read_key_id(text: str, *, use: Use, gateway: Gateway) -> tuple[str, int]:
    """(partner, number) of a key's name. Raises Problem `exchange.key_id_invalid`, `exchange.key_of_other_gateway`."""
    partner, ring, number = split_key_id(text)
    own = rings_of(gateway)
    if ring not in own:
        raise key_of_other_gateway()
    if ring != own[use == "seal"]:
        raise Problem(
            "exchange.key_id_invalid", "The message names no key that is known.", "Renew the member files.", status=401
        )
    return partner, number


def create(directory: Path) -> None:
    """Make migration's first key of each use; keys that are there stay."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    for ring in rings_of(Gateway.MIGRATION):
        if not _numbers(directory, ring):
            _make(directory, ring, 1)


def own(gateway: Gateway = Gateway.MIGRATION) -> OwnKeys:
    """The keys of the node this process works for, with the terms of the list in force; migration's are made when it has none.

    Raises Problem `exchange.keys_unreadable`.
    """
    from egnatia.exchange.federation.own_terms import own_terms

    found, terms = held() if gateway is Gateway.MIGRATION else held(gateway), own_terms()
    if terms is None:
        return found
    sign, seal = rings_of(gateway)
    return replace(
        found,
        signing=NumberedKeys(found.signing.by_number, terms[sign]),
        sealing=NumberedKeys(found.sealing.by_number, terms[seal]),
    )


def usable(gateway: Gateway) -> OwnKeys:
    """Those of a gateway that this node can sign and be sealed by now. Raises Problem `exchange.gateway_closed`."""
    found = own(gateway)
    if gateway is not Gateway.MIGRATION and not (found.signing.has_current and found.sealing.has_current):
        raise gateway_closed()
    return found


def held(gateway: Gateway = Gateway.MIGRATION) -> OwnKeys:
    """All keys in this node's directory, listed or not; of law enforcement none where none was made.

    Raises Problem `exchange.keys_unreadable`.
    """
    present = node.current()
    directory = present.directory / "keys"
    sign, seal = (_numbers(directory, ring) for ring in rings_of(gateway))
    if gateway is Gateway.MIGRATION and not (sign and seal):
        create(directory)
        sign, seal = (_numbers(directory, ring) for ring in rings_of(gateway))
    return _load(directory, present.partner, gateway, sign, seal)


def add(use: Use, gateway: Gateway = Gateway.MIGRATION) -> str:
    """Make the next key of this node; returns its name. It is used once the list in force has it."""
    present = node.current()
    own = held(gateway)
    number = max((own.signing if use == "sign" else own.sealing).by_number, default=0) + 1
    _make(present.directory / "keys", rings_of(gateway)[use == "seal"], number)
    return key_id(present.partner, use, number, gateway)


def _make(directory: Path, ring: Ring, number: int) -> None:
    private = Ed25519PrivateKey.generate() if ring.endswith("sign") else X25519PrivateKey.generate()
    key_files.write_secret(_file(directory, ring, number), private.private_bytes_raw().hex().encode())


@cache
def _load(directory: Path, partner: str, gateway: Gateway, signing: tuple[int, ...], sealing: tuple[int, ...]) -> OwnKeys:
    """Read once; another process may have made a further key meanwhile, and then the numbers differ."""
    sign, seal = rings_of(gateway)
    try:
        return OwnKeys(
            partner,
            NumberedKeys({n: Ed25519PrivateKey.from_private_bytes(_read(directory, sign, n)) for n in signing}),
            NumberedKeys({n: X25519PrivateKey.from_private_bytes(_read(directory, seal, n)) for n in sealing}),
            gateway,
        )
    except (OSError, ValueError) as error:
        raise Problem(
            "exchange.keys_unreadable",
            "The node's keys towards its partners are missing or damaged.",
            "Restore them from the place where you keep the keys: egnatia restore --keys FILE.",
            status=500,
        ) from error


def to_text(key: _HasRawBytes) -> str:
    """A public key as base64url without padding."""
    return urlsafe_b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).rstrip(b"=").decode()


def public_texts(private: NumberedKeys[Ed25519PrivateKey] | NumberedKeys[X25519PrivateKey]) -> dict[str, str]:
    """The public keys that belong to private ones, by number as text."""
    return {str(number): to_text(key.public_key()) for number, key in private.by_number.items()}


def signing_key(text: str) -> Ed25519PublicKey:
    """Raises ValueError where `text` is no key."""
    return Ed25519PublicKey.from_public_bytes(_raw(text))


def sealing_key(text: str) -> X25519PublicKey:
    """Raises ValueError where `text` is no key."""
    return X25519PublicKey.from_public_bytes(_raw(text))


def _raw(text: str) -> bytes:
    raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if len(raw) != _KEY_BYTES:
        raise ValueError("not a key of 32 bytes")
    return raw


def _file(directory: Path, ring: Ring, number: int) -> Path:
    return directory / f"{_stem(ring)}-{number}.key"


def _stem(ring: Ring) -> str:
    """What the files of a ring begin with."""
    law = "law-"
    return f"law-enforcement-{ring.removeprefix(law)}" if ring.startswith(law) else f"exchange-{ring}"


def _numbers(directory: Path, ring: Ring) -> tuple[int, ...]:
    return tuple(sorted(int(path.stem.rpartition("-")[2]) for path in directory.glob(f"{_stem(ring)}-*.key")))


def _read(directory: Path, ring: Ring, number: int) -> bytes:
    return bytes.fromhex(_file(directory, ring, number).read_text().strip())
