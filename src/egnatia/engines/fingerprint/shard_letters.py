"""What a program and the shards of its gallery say to each other, sealed: nothing of a person, and no key, lies in clear in the
memory, the files and the logs of whatever carries it.

Letters are JSON under AES-GCM, with a key derived from the gallery's (HKDF, RFC 5869); an answer is bound to its question. The
gallery's key itself comes to a shard under a key that both agree on for this once (X25519, RFC 7748), so it is in the memory of
the shard's process and nowhere else on its machine.
"""

import base64
import json
import os
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.search import Candidate
from egnatia.engines.fingerprint.template import TenPrint, pack_ten_print, unpack_ten_print

Letter = dict[str, Any]

_NONCE, _PUBLIC = 12, 32  # bytes
_QUESTION = b"question"


class Channel:
    """Seals and opens the letters about one gallery."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(HKDF(SHA256(), 32, salt=None, info=b"egnatia shard letters").derive(key))

    def seal_question(self, letter: Letter) -> bytes:
        return self._seal(letter, _QUESTION)

    def open_question(self, sealed: bytes) -> Letter:
        """Raises EngineError `gallery.letter_unreadable`."""
        return self._open(sealed, _QUESTION)

    def seal_answer(self, letter: Letter, *, to: bytes) -> bytes:
        return self._seal(letter, to[:_NONCE])

    def open_answer(self, sealed: bytes, *, to: bytes) -> Letter:
        """`to` is the sealed question. Raises EngineError `gallery.letter_unreadable`."""
        return self._open(sealed, to[:_NONCE])

    def _seal(self, letter: Letter, about: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, json.dumps(letter).encode(), about)

    def _open(self, sealed: bytes, about: bytes) -> Letter:
        try:
            letter: Letter = json.loads(self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], about))
        except (InvalidTag, ValueError) as error:
            raise unreadable() from error
        return letter


def seal_opening(public: bytes, *, key: bytes, folder: str, fresh: bool) -> bytes:
    """The gallery's key and folder, for the process that said `public` and no other."""
    own = X25519PrivateKey.generate()
    mine = own.public_key().public_bytes_raw()
    agreed = _agree(own.exchange(X25519PublicKey.from_public_bytes(public)), mine, public)
    plain = json.dumps({"key": key.hex(), "folder": folder, "fresh": fresh}).encode()
    return mine + AESGCM(agreed).encrypt(bytes(_NONCE), plain, mine)  # the agreed key seals this one letter only


def open_opening(private: X25519PrivateKey, sealed: bytes) -> tuple[bytes, str, bool]:
    """Key, folder, and whether the gallery is to be made. Raises EngineError `gallery.letter_unreadable`."""
    theirs, rest = sealed[:_PUBLIC], sealed[_PUBLIC:]
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(theirs))
        agreed = _agree(shared, theirs, private.public_key().public_bytes_raw())
        letter = json.loads(AESGCM(agreed).decrypt(bytes(_NONCE), rest, theirs))
    except (InvalidTag, ValueError) as error:
        raise unreadable() from error
    return bytes.fromhex(letter["key"]), letter["folder"], letter["fresh"]


def _agree(shared: bytes, first: bytes, second: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=first + second, info=b"egnatia shard opening").derive(shared)


def unreadable() -> EngineError:
    return EngineError(
        "gallery.letter_unreadable",
        "A shard of the gallery was sent what it can't open.",
        "Make sure that all of the node's processes have its keys.",
    )


def write_ten_print(ten_print: TenPrint) -> str:
    return base64.b64encode(pack_ten_print(ten_print)).decode()


def read_ten_print(text: str) -> TenPrint:
    """Raises EngineError `template.broken` or `template.other_version`."""
    return unpack_ten_print(base64.b64decode(text))


def write_candidate(candidate: Candidate) -> list[Any]:
    return [str(candidate.entry_id), candidate.score, list(candidate.finger_scores.items())]


def read_candidate(facts: list[Any]) -> Candidate:
    entry_id, score, fingers = facts
    return Candidate(UUID(entry_id), score, dict(map(tuple, fingers)), len(fingers))
