"""The node's keys towards its partners: Ed25519 to sign, X25519 to be sealed for.

    keys/exchange-sign-1.key    the private key, 32 bytes as hexadecimal digits, mode 0600
    keys/exchange-seal-1.key

Without a federation list the highest number is in use. With one it is the highest that the list in force says is valid now, so
that a new key is made and listed before anybody needs to know it. Older ones stay readable until nothing is under way to them.
A key is named on the wire as `MK:sign:1`.
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
from egnatia.exchange.gateways import LAW_ENFORCEMENT_KEYS, key_of_other_gateway

Use = Literal["sign", "seal"]
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
        if self.terms is None:
            return self.newest
        now = clock.now()
        usable = [number for number in self.by_number if number in self.terms and _is_usable(self.terms[number], now)]
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
    """The private keys of this node."""

    partner: str
    signing: NumberedKeys[Ed25519PrivateKey]
    sealing: NumberedKeys[X25519PrivateKey]

    @property
    def signing_id(self) -> str:
        return key_id(self.partner, "sign", self.signing.number)


@dataclass(frozen=True, slots=True)
class PartnerKeys:
    """The public keys of a partner."""

    partner: str
    signing: NumberedKeys[Ed25519PublicKey]
    sealing: NumberedKeys[X25519PublicKey]

    @property
    def sealing_id(self) -> str:
        return key_id(self.partner, "seal", self.sealing.number)


def key_id(partner: str, use: Use, number: int) -> str:
    """How a key is named on the wire."""
    return f"{partner}:{use}:{number}"


def read_key_id(text: str, *, use: Use) -> tuple[str, int]:
    """(partner, number) of a key's name. Raises Problem `exchange.key_id_invalid`, `exchange.key_of_other_gateway`."""
    parts = text.split(":")
    if len(parts) == 3 and parts[1] == use and re.fullmatch("[1-9][0-9]{0,4}", parts[2]):
        return parts[0], int(parts[2])
    if len(parts) == 3 and parts[1].startswith(LAW_ENFORCEMENT_KEYS):
        raise key_of_other_gateway()
    raise Problem("exchange.key_id_invalid", "The message names no key that is known.", "Renew the member files.", status=401)


def create(directory: Path) -> None:
    """Make the first key of each use; keys that are there stay."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not _numbers(directory, "sign"):
        key_files.write_secret(_file(directory, "sign", 1), Ed25519PrivateKey.generate().private_bytes_raw().hex().encode())
    if not _numbers(directory, "seal"):
        key_files.write_secret(_file(directory, "seal", 1), X25519PrivateKey.generate().private_bytes_raw().hex().encode())


def own() -> OwnKeys:
    """The keys of the node this process works for, with the terms of the list in force; made when it has none yet.

    Raises Problem `exchange.keys_unreadable`.
    """
    from egnatia.exchange.federation.own_terms import own_terms

    found, terms = held(), own_terms()
    if terms is None:
        return found
    return replace(
        found,
        signing=NumberedKeys(found.signing.by_number, terms["sign"]),
        sealing=NumberedKeys(found.sealing.by_number, terms["seal"]),
    )


def held() -> OwnKeys:
    """All keys in this node's directory, listed or not. Raises Problem `exchange.keys_unreadable`."""
    present = node.current()
    directory = present.directory / "keys"
    numbers = _numbers(directory, "sign"), _numbers(directory, "seal")
    if not all(numbers):
        create(directory)
        numbers = _numbers(directory, "sign"), _numbers(directory, "seal")
    return _load(directory, present.partner, *numbers)


def add(use: Use) -> str:
    """Make the next key of this node; returns its name. It is used once the list in force has it."""
    present = node.current()
    own = held()
    number = (own.signing if use == "sign" else own.sealing).newest + 1
    private = Ed25519PrivateKey.generate() if use == "sign" else X25519PrivateKey.generate()
    key_files.write_secret(_file(present.directory / "keys", use, number), private.private_bytes_raw().hex().encode())
    return key_id(present.partner, use, number)


@cache
def _load(directory: Path, partner: str, signing: tuple[int, ...], sealing: tuple[int, ...]) -> OwnKeys:
    """Read once; another process may have made a further key meanwhile, and then the numbers differ."""
    try:
        return OwnKeys(
            partner,
            NumberedKeys({n: Ed25519PrivateKey.from_private_bytes(_read(directory, "sign", n)) for n in signing}),
            NumberedKeys({n: X25519PrivateKey.from_private_bytes(_read(directory, "seal", n)) for n in sealing}),
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


def _file(directory: Path, use: Use, number: int) -> Path:
    return directory / f"exchange-{use}-{number}.key"


def _numbers(directory: Path, use: Use) -> tuple[int, ...]:
    return tuple(sorted(int(path.stem.rpartition("-")[2]) for path in directory.glob(f"exchange-{use}-*.key")))


def _read(directory: Path, use: Use, number: int) -> bytes:
    return bytes.fromhex(_file(directory, use, number).read_text().strip())
