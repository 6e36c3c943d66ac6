"""Evidence about one matter: letters of MK with the leaves that stand for them, good and broken."""

from base64 import b64encode
from typing import Any

from egnatia.engines.proofs import canonical
from egnatia.engines.proofs.frontier import Frontier, compute_root
from egnatia.engines.proofs.heads import Head, SignedHead, add_signature, sign_head
from egnatia.engines.proofs.keys import write_keys
from egnatia.engines.proofs.merkle import hash_leaf
from egnatia.engines.proofs.paths import prove_inclusion
from egnatia.exchange import envelope
from tests.vectors import letters
from tests.vectors.keys import SIGNED_AT, own_keys, signing_key, verifier_key

QUESTION = envelope.write_letter(letters.body("ping", {}), own_keys("MK"))
ANSWER = envelope.write_letter(
    letters.body("pong", {}, sender="RS", receiver="MK", number=0, answers=envelope.digest(QUESTION)), own_keys("RS")
)
#: The log's entries: other matters before and after the two letters.
ENTRIES = [
    {"at": "2026-11-22T11:59:59Z", "digest": "11" * 32, "kind": "received"},
    {"at": "2026-11-22T12:00:00Z", "digest": envelope.digest(QUESTION), "kind": "sent"},
    {"at": "2026-11-22T12:00:01Z", "digest": envelope.digest(ANSWER), "kind": "received"},
    {"at": "2026-11-22T12:00:02Z", "digest": "22" * 32, "kind": "erased"},
    {"at": "2026-11-22T12:00:03Z", "digest": envelope.digest(QUESTION), "kind": "received"},
]
LEAVES = [hash_leaf(canonical.encode(entry)) for entry in ENTRIES]
HEAD = add_signature(
    sign_head(Head("MK", 5, compute_root(LEAVES)), signing_key("MK"), time=SIGNED_AT),
    "RS",
    signing_key("RS"),
    time=SIGNED_AT + 60,
)


def make() -> dict[str, Any]:
    item, other = tell_letter(QUESTION, 1), tell_letter(ANSWER, 2)
    leaf = item["leaf"]
    late = letters.sign(envelope.canonical(letters.body("ping", {}, made_at="2028-01-01T00:00:00+00:00")))
    stranger = letters.sign(envelope.canonical(letters.body("ping", {}, sender="AL")))
    cases = (
        ("a question and its answer", bundle(item, other), [], 2),
        (
            "a leaf that says another letter's digest",
            bundle(item | {"letter": ANSWER}),
            ["leaf.direction_wrong", "leaf.of_another_letter"],
            0,
        ),
        (
            "a leaf that isn't in the log",
            bundle(item | {"leaf": leaf | {"entry": leaf["entry"] | {"at": "2026-11-22T12:00:09Z"}}}),
            ["leaf.not_included"],
            0,
        ),
        ("a proof of another place", bundle(item | {"leaf": leaf | {"index": 2}}, other), ["leaf.not_included"], 1),
        ("a proof cut short", bundle(item | {"leaf": leaf | {"proof": leaf["proof"][:-1]}}), ["leaf.not_included"], 0),
        ("a letter of its own that the log says it received", bundle(tell_letter(QUESTION, 4)), ["leaf.direction_wrong"], 0),
        (
            "a letter with an altered signature",
            bundle(item | {"letter": QUESTION[:-9] + "AAAAAAAAA"}),
            ["leaf.of_another_letter", "letter.signature_bad"],
            0,
        ),
        ("no letter", bundle(item | {"letter": "a.b.c"}), ["leaf.of_another_letter", "letter.unreadable"], 0),
        (
            "a letter made when its key was no more valid",
            bundle(item | {"letter": late}),
            ["key.not_valid", "leaf.of_another_letter"],
            0,
        ),
        (
            "a letter in another's name",
            bundle(item | {"letter": stranger}),
            ["leaf.direction_wrong", "leaf.of_another_letter", "letter.sender_differs"],
            0,
        ),
        (
            "a head that the log didn't sign",
            bundle(item, other, head=SignedHead(HEAD.head, HEAD.signatures[1:])),
            ["head.not_signed"],
            0,
        ),
    )
    return {
        "version": 1,
        "key_file": write_keys([verifier_key(partner) for partner in ("MK", "RS")]),
        "bundles": [{"name": name, "bundle": told, "codes": codes, "proven": proven} for name, told, codes, proven in cases],
    }


def bundle(*items: dict[str, Any], head: SignedHead = HEAD) -> dict[str, Any]:
    return {"version": 1, "origin": "MK", "made_at": "2026-11-22T13:00:00Z", "head": head.to_text(), "letters": list(items)}


def tell_letter(letter: str, index: int) -> dict[str, Any]:
    frontier = Frontier()
    nodes = {(level, at): node for leaf in LEAVES for level, at, node in frontier.append(leaf)}
    proof = prove_inclusion(index, len(LEAVES), lambda level, at: nodes[level, at])
    return {
        "letter": letter,
        "leaf": {"entry": ENTRIES[index], "index": index, "proof": [b64encode(one).decode() for one in proof]},
    }
