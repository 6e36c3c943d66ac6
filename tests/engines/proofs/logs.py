"""Small logs to prove things of: leaves, keys that are the same in every run, heads, and the naive tree of the RFC's text."""

from collections.abc import Sequence
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from egnatia.engines.proofs.frontier import compute_root
from egnatia.engines.proofs.heads import Head, SignedHead, add_signature, sign_head
from egnatia.engines.proofs.keys import VerifierKey
from egnatia.engines.proofs.merkle import hash_leaf

START = 1_767_225_600  # 2026-01-01T00:00:00Z
DAY = 86_400


def some_leaves(count: int, salt: str = "") -> list[bytes]:
    """Leaf hashes, bytes[32] each."""
    return [hash_leaf(f"{salt}{index}".encode()) for index in range(count)]


def private_key(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())


def verifier_key(name: str, valid_from: int | None = None, valid_until: int | None = None) -> VerifierKey:
    return VerifierKey(name, VerifierKey.of(name, private_key(name)).public, valid_from, valid_until)


def make_head(leaves: Sequence[bytes], size: int, *witnesses: str, time: int | None = None, origin: str = "MK") -> SignedHead:
    """Signed a day per leaf after the start, and cosigned a minute after that by each witness."""
    time = START + size * DAY if time is None else time
    signed = sign_head(Head(origin, size, compute_root(leaves[:size])), private_key(origin), time=time)
    for name in witnesses:
        signed = add_signature(signed, name, private_key(name), time=time + 60)
    return signed


# RFC 9162, sections 2.1.1, 2.1.3.1 and 2.1.4.1, word for word, over lists of leaf hashes.


def naive_root(leaves: Sequence[bytes]) -> bytes:
    """MTH."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = largest_power_below(len(leaves))
    return sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH."""
    if len(leaves) == 1:
        return []
    k = largest_power_below(len(leaves))
    if m < k:
        return [*naive_path(m, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(m - k, leaves[k:]), naive_root(leaves[:k])]


def naive_proof(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PROOF."""
    return naive_subproof(m, leaves, True)


def naive_subproof(m: int, leaves: Sequence[bytes], b: bool) -> list[bytes]:
    """SUBPROOF."""
    if m == len(leaves):
        return [] if b else [naive_root(leaves)]
    k = largest_power_below(len(leaves))
    if m <= k:
        return [*naive_subproof(m, leaves[:k], b), naive_root(leaves[k:])]
    return [*naive_subproof(m - k, leaves[k:], False), naive_root(leaves[:k])]


def largest_power_below(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k
