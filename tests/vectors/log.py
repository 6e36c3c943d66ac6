"""A small log: leaves, roots, proofs, heads with cosignatures; and exports of it, good and broken, with what is found."""

from collections.abc import Sequence
from typing import Any

from egnatia.engines.proofs import canonical
from egnatia.engines.proofs.frontier import Frontier, compute_root
from egnatia.engines.proofs.heads import Head, SignedHead, add_signature, sign_head, signer_of, write_heads
from egnatia.engines.proofs.keys import write_keys
from egnatia.engines.proofs.merkle import hash_leaf
from egnatia.engines.proofs.paths import ReadNode, prove_consistency, prove_inclusion
from tests.vectors.keys import SIGNED_AT, signing_key, tell_keys, verifier_key

SIZE = 7
KINDS = ("sent", "received", "released", "sent", "received", "withdrawn", "erased")
ENTRIES = [
    canonical.encode({"at": f"2026-11-22T12:00:{number:02}Z", "digest": f"{number:x}" * 64, "kind": kind})
    for number, kind in enumerate(KINDS, 1)
]
LEAVES = [hash_leaf(entry) for entry in ENTRIES]
REWRITTEN = [*LEAVES[:4], hash_leaf(b"{}"), *LEAVES[5:]]
KEYS = [verifier_key(partner) for partner in ("MK", "RS", "AL")]


def make() -> dict[str, Any]:
    read_node = _nodes(LEAVES)
    sizes = range(SIZE + 1)
    return {
        "version": 1,
        "origin": "MK",
        "keys": tell_keys("MK", "RS", "AL"),
        "key_file": write_keys(KEYS),
        "entries": [entry.decode() for entry in ENTRIES],
        "leaf_hashes": [leaf.hex() for leaf in LEAVES],
        "roots": [compute_root(LEAVES[:size]).hex() for size in sizes],
        "inclusion": [
            {"index": index, "size": size, "proof": _hex(prove_inclusion(index, size, read_node))}
            for size in sizes
            for index in range(size)
        ],
        "consistency": [
            {"first": first, "second": second, "proof": _hex(prove_consistency(first, second, read_node))}
            for second in sizes
            for first in range(1, second + 1)
        ],
        "heads": [{"size": head.head.size, "text": head.to_text()} for head in (head_of(3, "RS"), head_of(7, "RS", "AL"))],
        "exports": [tell_export(*export) for export in _exports()],
    }


def head_of(
    size: int, *witnesses: str, leaves: Sequence[bytes] = LEAVES, at: int | None = None, origin: str = "MK"
) -> SignedHead:
    """Signed a minute after the one of a leaf less, cosigned by each witness another minute later."""
    time = SIGNED_AT + 60 * (size - 3) if at is None else at
    signed = sign_head(Head(origin, size, compute_root(leaves[:size])), signing_key(signer_of(origin)), time=time)
    for name in witnesses:
        signed = add_signature(signed, name, signing_key(name), time=time + 60)
    return signed


def _signed_as(name: str) -> SignedHead:
    """The second log with the keeper's signature under a name that is none of its keys'."""
    return add_signature(SignedHead(Head("MK/2", 7, compute_root(LEAVES)), ()), name, signing_key("MK"), time=SIGNED_AT)


def forge(signed: SignedHead, name: str) -> SignedHead:
    """The same with a signature of `name` that stands under another head."""
    other = add_signature(SignedHead(Head("MK", 1, bytes(32)), ()), name, signing_key(name), time=SIGNED_AT)
    rest = tuple(signature for signature in signed.signatures if signature.name != name)
    return SignedHead(signed.head, (*rest, *other.signatures))


Export = tuple[str, dict[str, Any], list[str], int]  # name, what differs from a good export, codes, leaves proven


def tell_export(name: str, parts: dict[str, Any], codes: list[str], proven: int) -> dict[str, Any]:
    parts = {
        "origin": "MK",
        "heads": [head_of(3, "RS"), head_of(7, "RS", "AL")],
        "leaves": LEAVES,
        "entries": ENTRIES,
        "kept": [],
    } | parts
    return {
        "name": name,
        "origin": parts["origin"],
        "heads": write_heads(parts["heads"]),
        "kept": write_heads(parts["kept"]),
        "leaf_hashes": None if parts["leaves"] is None else _hex(parts["leaves"]),
        "entries": None if parts["entries"] is None else [entry.decode() for entry in parts["entries"]],
        "codes": codes,
        "proven": proven,
    }


def _exports() -> list[Export]:
    good = [head_of(3, "RS"), head_of(7, "RS", "AL")]
    anew = [head_of(size, leaves=REWRITTEN, at=SIGNED_AT + 900 + size) for size in (3, 7)]
    spaced = [*ENTRIES[:6], ENTRIES[6].replace(b",", b", ")]
    spaced_leaves = [hash_leaf(entry) for entry in spaced]
    early = sign_head(good[0].head, signing_key("MK"), time=SIGNED_AT - 40_000_000)
    return [
        ("all is there", {}, [], 7),
        ("hashes only", {"entries": None}, [], 7),
        ("entries only", {"leaves": None}, [], 7),
        ("an empty log", {"heads": [head_of(0)], "leaves": [], "entries": []}, [], 0),
        ("leaves after the last head", {"heads": good[:1]}, [], 3),
        ("what witnesses kept agrees", {"kept": [head_of(5, "AL"), head_of(1, origin="AL")]}, [], 7),
        (
            "the log signed two roots for one size",
            {"heads": anew, "leaves": REWRITTEN, "entries": None, "kept": good[1:]},
            ["log.diverges", "log.forked"],
            7,
        ),
        (
            "rewritten and signed anew",
            {"heads": anew, "leaves": REWRITTEN, "entries": None, "kept": [head_of(5, "RS")]},
            ["log.diverges"],
            7,
        ),
        (
            "cut off before what a witness kept",
            {"heads": good[:1], "leaves": LEAVES[:5], "entries": None, "kept": good[1:]},
            ["log.shortened"],
            3,
        ),
        ("cut off before what the log signed", {"leaves": LEAVES[:5], "entries": None}, ["log.leaves_missing"], 3),
        ("a leaf altered", {"leaves": REWRITTEN, "entries": None}, ["log.altered"], 3),
        (
            "a head of other leaves amid good ones",
            {"heads": [good[0], head_of(5, leaves=REWRITTEN), good[1]]},
            ["head.diverges"],
            7,
        ),
        ("heads in the wrong order", {"heads": good[::-1]}, ["head.shrinks", "head.time_backwards"], 7),
        (
            "a second log, signed and witnessed under the names of always",
            {"origin": "MK/2", "heads": [head_of(7, "RS", origin="MK/2")], "kept": [head_of(3, leaves=REWRITTEN), good[1]]},
            [],
            7,
        ),
        (
            "a second log that witnesses saw more of",
            {
                "origin": "MK/2",
                "heads": [head_of(0, origin="MK/2")],
                "leaves": [],
                "entries": [],
                "kept": [head_of(3, "RS", origin="MK/2")],
            },
            ["log.shortened"],
            0,
        ),
        (
            "a second log, signed under its own name",
            {"origin": "MK/2", "heads": [_signed_as("MK/2")]},
            ["head.not_signed", "log.no_head"],
            0,
        ),
        ("no heads", {"heads": []}, ["log.no_head"], 0),
        (
            "signed by a witness only",
            {"heads": [add_signature(SignedHead(good[1].head, ()), "RS", signing_key("RS"), time=SIGNED_AT)]},
            ["head.not_signed", "log.no_head"],
            0,
        ),
        ("a signature from under another head", {"heads": [good[0], forge(good[1], "MK")]}, ["head.signature_bad"], 3),
        ("signed before the key was valid", {"heads": [early, good[1]]}, ["key.not_valid"], 7),
        ("a head of another log", {"heads": [head_of(1, origin="AL"), *good]}, ["head.other_origin"], 7),
        (
            "a kept head that the log never signed",
            {"kept": [SignedHead(good[0].head, good[0].signatures[1:])]},
            ["kept.not_signed"],
            7,
        ),
        ("a cosignature from under another head", {"heads": [good[0], forge(good[1], "RS")]}, ["cosignature.bad"], 7),
        (
            "a witness that cosigns the smaller head last",
            {"kept": [add_signature(head_of(3), "RS", signing_key("RS"), time=SIGNED_AT + 9_000)]},
            ["witness.contradicts"],
            7,
        ),
        (
            "an entry altered",
            {"entries": [*ENTRIES[:2], ENTRIES[2].replace(b"released", b"received"), *ENTRIES[3:]]},
            ["entry.altered"],
            7,
        ),
        ("an entry left out at the end", {"entries": ENTRIES[:6]}, ["entry.missing"], 7),
        ("an entry more", {"entries": [*ENTRIES, ENTRIES[0]]}, ["entry.without_hash"], 7),
        (
            "an entry spelt with spaces",
            {"heads": [head_of(7, leaves=spaced_leaves)], "leaves": spaced_leaves, "entries": spaced},
            ["entry.not_canonical"],
            7,
        ),
    ]


def _nodes(leaves: Sequence[bytes]) -> ReadNode:
    frontier = Frontier()
    kept = {(level, index): node for leaf in leaves for level, index, node in frontier.append(leaf)}
    return lambda level, index: kept[level, index]


def _hex(hashes: Sequence[bytes]) -> list[str]:
    return [one.hex() for one in hashes]
