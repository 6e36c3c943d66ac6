"""Hashes of a Merkle tree, and what a reader with two roots can check: RFC 9162, section 2.1, with SHA-256.

The tree over n leaves splits at the largest power of two below n. A leaf is hashed with 0x00 in front, an inner node with 0x01,
so that neither can pass for the other. The steps and symbols of the two verifications (fn, sn, fr, sr) are the RFC's.
"""

from collections.abc import Sequence
from hashlib import sha256

HASH_BYTES = 32
#: The root of a tree without leaves: the hash of nothing.
EMPTY_ROOT = sha256().digest()


def hash_leaf(entry: bytes) -> bytes:
    """The hash of a leaf whose content is these bytes."""
    return sha256(b"\x00" + entry).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node over its two children's hashes."""
    return sha256(b"\x01" + left + right).digest()


def verify_inclusion(index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Is the leaf at `index` (from 0) in the tree of `size` leaves with this root? RFC 9162, section 2.1.3.2.

    The proof says nothing about `size`, which has to come with the root from a signed head.
    """
    if not 0 <= index < size or not _are_hashes(leaf_hash, root, *proof):
        return False
    fn, sn = index, size - 1
    r = leaf_hash
    for p in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = hash_node(p, r)
            fn, sn = _skip_levels_without_sibling(fn, sn)
        else:
            r = hash_node(r, p)
        fn >>= 1
        sn >>= 1
    return sn == 0 and r == root


def verify_consistency(first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """Are the first `first` leaves of the tree of `second` leaves those of the earlier tree? RFC 9162, section 2.1.4.2.

    Beyond the RFC, which leaves them out: two trees of one size are consistent if their roots are equal, and every tree
    begins with the empty one; both with an empty proof.
    """
    if not 0 <= first <= second or not _are_hashes(first_root, second_root, *proof):
        return False
    if first == second:
        return not proof and first_root == second_root
    if first == 0:
        return not proof and first_root == EMPTY_ROOT
    return _fold_consistency(first, second, first_root, proof) == (first_root, second_root)


def _fold_consistency(first: int, second: int, first_root: bytes, proof: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The two roots that the proof leads to; None where it has too few or too many hashes."""
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not proof:
        return None
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn >>= 1
        sn >>= 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            fr, sr = hash_node(c, fr), hash_node(c, sr)
            fn, sn = _skip_levels_without_sibling(fn, sn)
        else:
            sr = hash_node(sr, c)
        fn >>= 1
        sn >>= 1
    return (fr, sr) if sn == 0 else None


def _skip_levels_without_sibling(fn: int, sn: int) -> tuple[int, int]:
    """Up to the level at which the node is a right child; on the tree's right border, nodes have no sibling below it."""
    while not fn & 1 and fn != 0:
        fn >>= 1
        sn >>= 1
    return fn, sn


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
