"""Signed tree heads: what a log says of itself at a time, and who has seen it.

A head is a C2SP checkpoint (https://c2sp.org/tlog-checkpoint): three lines, then signatures as in https://c2sp.org/signed-note.
The log's signature and its witnesses' are of one kind, the timestamped Ed25519 signature `cosignature/v1` of
https://c2sp.org/tlog-cosignature. It says: at this time, this is the largest tree of this origin that I know.

    MK
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — MK jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
    — RS …

A log may be another one of the same keeper: `MK/2` is the second of MK, and signed by MK. A keeper has one name, whichever of
its logs it signs: under two names one key would count as two witnesses.

Beyond C2SP: no further lines between the root and the signatures, for nobody could say what a witness meant by them.
"""

import re
import struct
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from egnatia.engines.errors import EngineError
from egnatia.engines.proofs.keys import VerifierKey, decode_base64, is_name
from egnatia.engines.proofs.merkle import HASH_BYTES

SIGNATURES_MAX = 64
TIME_MAX = 2**63 - 1
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_TIMESTAMPED = struct.Struct(">Q64s")
_DASH = "— "
_NUMBERED = re.compile(r"(.+)/(?:[2-9]|[1-9][0-9]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Head:
    """A log at one size.

    origin  the log's name: its signer's, from the second log on with the number (`MK/2`)
    size    number of leaves
    root    bytes[32]
    """

    origin: str
    size: int
    root: bytes

    @property
    def signer(self) -> str:
        """Under which name the log signs."""
        return signer_of(self.origin)

    def to_text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class Signature:
    """A line below a head. It may be of a type unknown here: such lines are kept and never counted.

    content  what follows the key's id: for a timestamped signature, eight bytes of time and 64 of Ed25519
    """

    name: str
    key_id: bytes
    content: bytes

    @property
    def time(self) -> int:
        """POSIX seconds at which it was made, as its maker says; only of use once the signature was verified."""
        return int.from_bytes(self.content[:8], "big")

    def to_text(self) -> str:
        return f"{_DASH}{self.name} {b64encode(self.key_id + self.content).decode()}\n"


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A head with the signatures of its log and of witnesses."""

    head: Head
    signatures: tuple[Signature, ...]

    def to_text(self) -> str:
        return self.head.to_text() + "\n" + "".join(signature.to_text() for signature in self.signatures)


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one signature by a known key.

    genuine  whether the key made it over this head and time
    in_time  whether the key was valid at that time
    """

    name: str
    time: int
    genuine: bool
    in_time: bool

    @property
    def counts(self) -> bool:
        return self.genuine and self.in_time


def signer_of(origin: str) -> str:
    """Who signs the heads of a log: its name without the number of a second, third … one."""
    numbered = _NUMBERED.fullmatch(origin)
    return numbered[1] if numbered else origin


def sign_head(head: Head, private: Ed25519PrivateKey, *, time: int) -> SignedHead:
    """The head with its log's signature. Whoever signs must never sign another root of this size, nor a smaller tree later."""
    return add_signature(SignedHead(head, ()), head.signer, private, time=time)


def add_signature(signed: SignedHead, name: str, private: Ed25519PrivateKey, *, time: int) -> SignedHead:
    """The head with one more signature. Witnesses sign by `witnessing.witness_head`, which looks first.

    time: POSIX seconds. Raises EngineError `head.unusable` for names, sizes and times that the format has no room for.
    """
    head = signed.head
    if not (is_name(name) and is_name(head.origin) and len(head.root) == HASH_BYTES):
        raise _unusable("its names or its root")
    if not (0 <= head.size <= TIME_MAX and 0 < time <= TIME_MAX):
        raise _unusable("its size or its time")
    content = _TIMESTAMPED.pack(time, private.sign(_message(head, time)))
    signature = Signature(name, VerifierKey.of(name, private).id, content)
    return replace(signed, signatures=(*signed.signatures, signature))


def check_signatures(signed: SignedHead, keys: Iterable[VerifierKey]) -> list[Checked]:
    """Every signature by one of these keys, genuine or not, in the head's order; lines by other keys are left out."""
    by_id: dict[tuple[str, bytes], list[VerifierKey]] = {}
    for key in keys:
        by_id.setdefault((key.name, key.id), []).append(key)
    return [
        _check(signed.head, signature, by_id[signature.name, signature.key_id])
        for signature in signed.signatures
        if (signature.name, signature.key_id) in by_id
    ]


def read_head(text: str) -> SignedHead:
    """One signed head. Raises EngineError `head.unreadable`."""
    heads = read_heads(text)
    if len(heads) != 1:
        raise _unreadable(text, f"{len(heads)} heads in one text")
    return heads[0]


def read_heads(text: str) -> list[SignedHead]:
    """Signed heads one after the other, an empty line between them. Raises EngineError `head.unreadable`."""
    blocks = text.removesuffix("\n").split("\n\n") if text else []
    if len(blocks) % 2:
        raise _unreadable(blocks[-1], "no signatures")
    return [
        SignedHead(_read_body(body), _read_signatures(lines)) for body, lines in zip(blocks[::2], blocks[1::2], strict=True)
    ]


def write_heads(heads: Sequence[SignedHead]) -> str:
    """What `read_heads` reads."""
    return "\n".join(signed.to_text() for signed in heads)


def _message(head: Head, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{head.to_text()}".encode()


def _check(head: Head, signature: Signature, keys: list[VerifierKey]) -> Checked:
    time = signature.time
    if len(signature.content) != _TIMESTAMPED.size or not 0 < time <= TIME_MAX:
        return Checked(signature.name, 0, genuine=False, in_time=False)
    message = _message(head, time)
    genuine = [key for key in keys if key.verifies(signature.content[8:], message)]
    return Checked(signature.name, time, genuine=bool(genuine), in_time=any(key.is_valid_at(time) for key in genuine))


def _read_body(body: str) -> Head:
    lines = body.split("\n")
    if len(lines) != 3:
        raise _unreadable(body, "not three lines")
    origin, size, encoded = lines
    root = decode_base64(encoded)
    if not is_name(origin) or not _SIZE.fullmatch(size) or int(size) > TIME_MAX or root is None or len(root) != HASH_BYTES:
        raise _unreadable(body, "not an origin, a size and a root")
    return Head(origin, int(size), root)


def _read_signatures(block: str) -> tuple[Signature, ...]:
    lines = block.split("\n")
    if len(lines) > SIGNATURES_MAX:
        raise _unreadable(block, f"more than {SIGNATURES_MAX} signatures")
    return tuple(_read_signature(line) for line in lines)


def _read_signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    content = decode_base64(encoded)
    if not line.startswith(_DASH) or not is_name(name) or content is None or len(content) < 5:
        raise _unreadable(line, "not a signature line")
    return Signature(name, content[:4], content[4:])


def _unusable(what: str) -> EngineError:
    return EngineError(
        "head.unusable",
        f"A head can't be signed with {what} as given.",
        "Names have up to 200 characters, no spaces, no +; sizes and times are whole numbers below 2^63; a root has 32 bytes.",
    )


def _unreadable(text: str, why: str) -> EngineError:
    return EngineError(
        "head.unreadable",
        f"This isn't a signed head ({why}): {text[:80]!r}.",
        "Take the file as it was exported: three lines, an empty line, signatures; an empty line between two heads.",
    )
