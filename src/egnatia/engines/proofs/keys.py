"""Public keys of logs and witnesses, and from when until when they may sign.

Written as verifier keys of C2SP signed-note (https://c2sp.org/signed-note): `name+id+base64(0x04, public key)`. Every signature
on a head is of type 0x04, the timestamped Ed25519 signature of C2SP tlog-cosignature: the log's own as well, so that a head
has a time. A file of keys has one a line, with the validity after it, `-` where there is no limit:

    MK+7bd2c4b5+BL… 2026-01-01T00:00:00Z 2028-01-01T00:00:00Z
"""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from egnatia.engines.errors import EngineError

#: Signature type of timestamped Ed25519 signatures.
TIMESTAMPED_ED25519 = b"\x04"
_PUBLIC_BYTES = 32
_NAME_LONGEST = 200
_FORM = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key under a name. Several keys may share a name: a log that changed its key, or one key per period.

    public       the Ed25519 public key, bytes[32]
    valid_from   POSIX seconds of the first second in which it may sign; None: always
    valid_until  POSIX seconds of the first second in which it may no more; None: forever
    """

    name: str
    public: bytes
    valid_from: int | None = None
    valid_until: int | None = None

    @classmethod
    def of(cls, name: str, private: Ed25519PrivateKey) -> "VerifierKey":
        return cls(name, private.public_key().public_bytes_raw())

    @property
    def id(self) -> bytes:
        """bytes[4] by which a signature names its key, together with the name."""
        return sha256(self.name.encode() + b"\n" + TIMESTAMPED_ED25519 + self.public).digest()[:4]

    def is_valid_at(self, time: int) -> bool:
        return (self.valid_from is None or time >= self.valid_from) and (self.valid_until is None or time < self.valid_until)

    def verifies(self, signature: bytes, message: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def to_text(self) -> str:
        """The verifier key, without its validity."""
        return f"{self.name}+{self.id.hex()}+{b64encode(TIMESTAMPED_ED25519 + self.public).decode()}"

    @classmethod
    def from_text(cls, text: str) -> "VerifierKey":
        """Raises EngineError `key.unreadable`, `key.other_type`."""
        name, _, rest = text.partition("+")
        key_id, _, encoded = rest.partition("+")
        content = decode_base64(encoded)
        if not is_name(name) or content is None or len(content) < 2:
            raise _unreadable(text)
        if content[:1] != TIMESTAMPED_ED25519:
            raise EngineError(
                "key.other_type",
                f"The key of {name} is of type {content[0]}, not 4 (timestamped Ed25519).",
                "Ask for the verifier key by which heads are signed and cosigned.",
            )
        key = cls(name, content[1:])
        if len(key.public) != _PUBLIC_BYTES or key.id.hex() != key_id:
            raise _unreadable(text)
        return key


def write_keys(keys: Sequence[VerifierKey]) -> str:
    """The keys with their validity, one a line."""
    return "".join(f"{key.to_text()} {_write_limit(key.valid_from)} {_write_limit(key.valid_until)}\n" for key in keys)


def read_keys(text: str) -> list[VerifierKey]:
    """Keys from such lines; a line that begins with # is a remark. Raises EngineError `key.unreadable`, `key.other_type`."""
    return [_read_line(line) for line in text.splitlines() if line.strip() and not line.startswith("#")]


def refuse_shared_keys(keys: Sequence[VerifierKey]) -> None:
    """One key under two names would let one signature count as two witnesses, for it doesn't say its maker's name.

    Raises EngineError `key.shared`.
    """
    names: dict[bytes, str] = {}
    for key in keys:
        other = names.setdefault(key.public, key.name)
        if other != key.name:
            raise EngineError(
                "key.shared",
                f"{other} and {key.name} have the same key.",
                "Ask both for their verifier keys: each log and each witness needs one of its own.",
            )


def is_name(name: str) -> bool:
    """May a log or witness be called so? C2SP signed-note: no spaces, no plus; here also nothing that can't be printed."""
    return 0 < len(name) <= _NAME_LONGEST and name.isprintable() and "+" not in name and not any(map(str.isspace, name))


def decode_base64(text: str) -> bytes | None:
    """The bytes of standard base64 with padding; None where it is anything else or not the one way to write them."""
    try:
        content = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return content if b64encode(content).decode() == text else None


def write_time(time: int) -> str:
    """POSIX seconds as `2026-01-01T00:00:00Z`; as a number where no calendar reaches so far."""
    try:
        return datetime.fromtimestamp(time, UTC).strftime(_FORM)
    except (ValueError, OverflowError, OSError):
        return str(time)


def _read_line(line: str) -> VerifierKey:
    text, *limits = line.split()
    if len(limits) > 2:
        raise _unreadable(line)
    valid_from, valid_until = (_read_limit(limit) for limit in [*limits, "-", "-"][:2])
    return replace(VerifierKey.from_text(text), valid_from=valid_from, valid_until=valid_until)


def _write_limit(time: int | None) -> str:
    return "-" if time is None else write_time(time)


def _read_limit(text: str) -> int | None:
    if text == "-":
        return None
    try:
        return int(datetime.strptime(text, _FORM).replace(tzinfo=UTC).timestamp())
    except ValueError as error:
        raise EngineError(
            "key.unreadable",
            f"A key's validity is written as {text[:40]!r}.",
            "Write the time in UTC as 2026-01-01T00:00:00Z, or - for no limit.",
        ) from error


def _unreadable(text: str) -> EngineError:
    return EngineError(
        "key.unreadable",
        f"This isn't a verifier key: {text[:80]!r}.",
        "Take the line as its owner gave it: name, eight digits, and the key in base64, with + between.",
    )
