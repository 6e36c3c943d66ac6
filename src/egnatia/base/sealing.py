"""Sealing: AES-256-GCM with the number of the key in front and the place it belongs to bound in.

A sealed value moved to another row, column or file doesn't open: `context` is the associated data (NIST SP 800-38D).

    sealed = 0x01 ‖ key number (1 byte) ‖ nonce (12 bytes) ‖ ciphertext and tag
"""

import hashlib
import hmac
import os
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from egnatia.base import keys, node
from egnatia.base.errors import Problem

_VERSION = 1
_NONCE_BYTES = 12


def key_ring() -> keys.KeyRing:
    """The keys of the node this process works for."""
    return keys.load(node.current().directory / "keys")


def seal(plaintext: bytes, *, context: bytes) -> bytes:
    """Seal `plaintext` so that only this node can open it, and only where `context` says it belongs."""
    ring = key_ring()
    number, nonce = ring.newest, os.urandom(_NONCE_BYTES)
    return bytes((_VERSION, number)) + nonce + AESGCM(ring.data[number]).encrypt(nonce, plaintext, context)


def open_sealed(sealed: bytes, *, context: bytes) -> bytes:
    """The plaintext again.

    Raises Problem `base.sealed.unreadable` when the key is gone, the bytes were altered, or they stood somewhere else.
    """
    try:
        version, number = sealed[0], sealed[1]
        if version != _VERSION:
            raise ValueError(version)
        cipher = AESGCM(key_ring().data[number])
        return cipher.decrypt(sealed[2 : 2 + _NONCE_BYTES], sealed[2 + _NONCE_BYTES :], context)
    except (InvalidTag, KeyError, IndexError, ValueError) as error:
        raise Problem(
            "base.sealed.unreadable",
            "A stored value can't be opened: it was altered, or its key is missing.",
            "Run: egnatia doctor. Restore the value from a backup.",
            status=500,
        ) from error


def search_key(kind: str, value: str) -> str:
    """A look-up key: equal values of a `kind` give equal keys, and nobody without the node's key can make or undo one.

    Case, spaces and compatibility forms don't count (Unicode NFKC and case folding). 64 hexadecimal digits.
    """
    folded = " ".join(unicodedata.normalize("NFKC", value).casefold().split())
    return hmac.new(key_ring().search, f"{kind}\x1f{folded}".encode(), hashlib.sha256).hexdigest()


def digest(content: bytes) -> str:
    """A keyed digest of bytes (an image, say), to notice the same ones again without keeping them in clear."""
    return hmac.new(key_ring().search, b"digest\x1f" + content, hashlib.sha256).hexdigest()
