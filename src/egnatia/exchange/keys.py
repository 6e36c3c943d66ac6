"""The node's keys towards its partners: Ed25519 to sign, X25519 to be sealed for.

    keys/exchange-sign-1.key    the private key, 32 bytes as hexadecimal digits, mode 0600
    keys/exchange-seal-1.key

The highest number is in use; older ones stay readable until nothing is under way to them. A key is named on the wire as
`MK:sign:1`.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, Literal, Protocol, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from egnatia.base import keys as key_files
from egnatia.base import node
from egnatia.base.errors import Problem

Use = Literal["sign", "seal"]
K = TypeVar("K")
_KEY_BYTES = 32


class _HasRawBytes(Protocol):
    def public_bytes(self, encoding: Encoding, format: PublicFormat) -> bytes: ...


@dataclass(frozen=True, slots=True)
class NumberedKeys(Generic[K]):
    """Keys of one use by number; the highest is the one in use."""

    by_number: dict[int, K]

    @property
    def number(self) -> int:
        return max(self.by_number)

    @property
    def current(self) -> K:
        return self.by_number[self.number]

    def find(self, number: int) -> K | None:
        return self.by_number.get(number)


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
    """(partner, number) of a key's name. Raises Problem `exchange.key_id_invalid`."""
    parts = text.split(":")
    if len(parts) == 3 and parts[1] == use and re.fullmatch("[1-9][0-9]{0,4}", parts[2]):
        return parts[0], int(parts[2])
    raise Problem("exchange.key_id_invalid", "The message names no key that is known.", "Renew the member files.", status=401)


def create(directory: Path) -> None:
    """Make the first key of each use; keys that are there stay."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not _numbers(directory, "sign"):
        key_files.write_secret(_file(directory, "sign", 1), Ed25519PrivateKey.generate().private_bytes_raw().hex().encode())
    if not _numbers(directory, "seal"):
        key_files.write_secret(_file(directory, "seal", 1), X25519PrivateKey.generate().private_bytes_raw().hex().encode())


@cache
def load(directory: Path, partner: str) -> OwnKeys:
    """Read the private keys. Raises Problem `exchange.keys_unreadable`."""
    try:
        return OwnKeys(
            partner,
            NumberedKeys({n: Ed25519PrivateKey.from_private_bytes(raw) for n, raw in _read_all(directory, "sign").items()}),
            NumberedKeys({n: X25519PrivateKey.from_private_bytes(raw) for n, raw in _read_all(directory, "seal").items()}),
        )
    except (OSError, ValueError) as error:
        raise Problem(
            "exchange.keys_unreadable",
            "The node's keys towards its partners are missing or damaged.",
            "Restore them from the place where you keep the keys: egnatia restore --keys FILE.",
            status=500,
        ) from error


def own() -> OwnKeys:
    """The keys of the node this process works for; made when it has none yet."""
    present = node.current()
    directory = present.directory / "keys"
    if not _numbers(directory, "sign") or not _numbers(directory, "seal"):
        create(directory)
    return load(directory, present.partner)


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


def _numbers(directory: Path, use: Use) -> list[int]:
    return sorted(int(path.stem.rpartition("-")[2]) for path in directory.glob(f"exchange-{use}-*.key"))


def _read_all(directory: Path, use: Use) -> dict[int, bytes]:
    found = {number: bytes.fromhex(_file(directory, use, number).read_text().strip()) for number in _numbers(directory, use)}
    if not found:
        raise ValueError(f"no key to {use}")
    return found
