"""A witness cosigns what grew from the head it saw last, and nothing else."""

from dataclasses import replace

import pytest

from egnatia.engines.errors import EngineError
from egnatia.engines.proofs.heads import Head, SignedHead, add_signature, check_signatures
from egnatia.engines.proofs.paths import prove_consistency
from egnatia.engines.proofs.tiles import MemoryTiles, TileNodes
from egnatia.engines.proofs.witnessing import witness_head
from tests.engines.proofs.logs import DAY, START, make_head, private_key, some_leaves, verifier_key

LEAVES = some_leaves(20)


def nodes(leaves) -> TileNodes:
    tiles = MemoryTiles()
    for leaf in leaves:
        tiles.append(leaf)
    return TileNodes(tiles.read)


def witness(signed, last: Head | None, proof=(), log_keys=None):
    keys = [verifier_key("MK")] if log_keys is None else log_keys
    return witness_head(signed, last, proof, log_keys=keys, name="RS", private=private_key("RS"), time=START + 30 * DAY)


def test_each_head_that_grew_from_the_last_is_cosigned():
    last = None
    for size in (0, 3, 3, 8, 20):
        proof = [] if last is None else prove_consistency(last.size, size, nodes(LEAVES))
        signed = witness(make_head(LEAVES, size), last, proof)
        (checked,) = check_signatures(signed, [verifier_key("RS")])
        assert checked.counts and checked.time == START + 30 * DAY
        last = signed.head


def test_a_shorter_a_diverging_and_a_rewritten_log_are_refused():
    last, other = make_head(LEAVES, 8).head, some_leaves(20, salt="other")
    proof = prove_consistency(8, 20, nodes(LEAVES))
    forged = prove_consistency(8, 20, nodes(other))
    for signed, given_proof, code in [
        (make_head(LEAVES, 7), [], "witness.shortened"),
        (make_head(other, 8), [], "witness.diverges"),
        (make_head(other, 20), forged, "witness.not_consistent"),
        (make_head(other, 20), proof, "witness.not_consistent"),
        (make_head(LEAVES, 20), proof[:-1], "witness.not_consistent"),
        (make_head(LEAVES, 20), [], "witness.not_consistent"),
        (make_head(LEAVES, 8, origin="AL"), [], "witness.other_log"),
    ]:
        with pytest.raises(EngineError) as refused:
            witness(signed, last, given_proof, [verifier_key("MK"), verifier_key("AL")])
        assert refused.value.code == code


def test_a_head_its_log_did_not_sign_is_refused():
    signed = make_head(LEAVES, 8)
    forged = replace(signed, head=replace(signed.head, size=9))
    by_another = add_signature(SignedHead(signed.head, ()), "AL", private_key("AL"), time=START)
    for head, keys in [
        (forged, None),
        (by_another, [verifier_key("MK"), verifier_key("AL")]),
        (signed, []),
        (signed, [verifier_key("AL")]),
        (signed, [verifier_key("MK", START + 9 * DAY)]),
    ]:
        with pytest.raises(EngineError, match=r"witness\.not_signed"):
            witness(head, None, log_keys=keys)
