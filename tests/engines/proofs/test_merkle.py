"""The tree is RFC 9162's: known vectors, its text taken literally, and no proof that survives a changed bit."""

from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egnatia.engines.errors import EngineError
from egnatia.engines.proofs.frontier import compute_root
from egnatia.engines.proofs.merkle import EMPTY_ROOT, hash_leaf, verify_consistency, verify_inclusion
from egnatia.engines.proofs.paths import compute_root_at, prove_consistency, prove_inclusion
from egnatia.engines.proofs.tiles import MemoryTiles, TileNodes
from tests.engines.proofs.logs import naive_path, naive_proof, naive_root, some_leaves

# The tree that Certificate Transparency's implementations test with (RFC 6962), leaves and roots by number of leaves.
CT_ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
CT_INCLUSION = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CT_CONSISTENCY = {
    (1, 1): [],
    (1, 8): CT_INCLUSION[0, 8],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
EXHAUSTIVE = 64


def nodes_of(leaves) -> TileNodes:
    tiles = MemoryTiles()
    for leaf in leaves:
        tiles.append(leaf)
    return TileNodes(tiles.read)


def as_hex(proof) -> list[str]:
    return [node.hex() for node in proof]


def ct_leaves() -> list[bytes]:
    return [hash_leaf(bytes.fromhex(entry)) for entry in CT_ENTRIES]


def test_roots_are_those_published():
    assert [compute_root(ct_leaves()[:size]).hex() for size in range(9)] == CT_ROOTS


def test_proofs_are_those_published():
    read_node = nodes_of(ct_leaves())
    assert {pair: as_hex(prove_inclusion(*pair, read_node)) for pair in CT_INCLUSION} == CT_INCLUSION
    assert {pair: as_hex(prove_consistency(*pair, read_node)) for pair in CT_CONSISTENCY} == CT_CONSISTENCY


@cache
def small_tree():
    leaves = some_leaves(EXHAUSTIVE)
    return leaves, nodes_of(leaves), [naive_root(leaves[:size]) for size in range(EXHAUSTIVE + 1)]


def test_every_inclusion_up_to_64_leaves_is_the_rfcs_and_verifies():
    leaves, read_node, roots = small_tree()
    for size in range(1, EXHAUSTIVE + 1):
        assert compute_root_at(size, read_node) == roots[size]
        for index in range(size):
            proof = prove_inclusion(index, size, read_node)
            assert proof == naive_path(index, leaves[:size])
            assert verify_inclusion(index, size, leaves[index], proof, roots[size])
            assert not verify_inclusion(index, size, leaves[index - 1], proof, roots[size]) or size == 1
            assert not verify_inclusion(index, size, leaves[index], [*proof, leaves[0]], roots[size])
            assert not proof or not verify_inclusion(index, size, leaves[index], proof[:-1], roots[size])


def test_every_consistency_up_to_64_leaves_is_the_rfcs_and_verifies():
    leaves, read_node, roots = small_tree()
    for first, second in product(range(EXHAUSTIVE + 1), repeat=2):
        if first > second:
            continue
        proof = prove_consistency(first, second, read_node)
        assert first == 0 or proof == naive_proof(first, leaves[:second])
        assert verify_consistency(first, second, roots[first], roots[second], proof)
        assert not verify_consistency(first, second, roots[first], roots[second], [*proof, leaves[0]])
        assert not proof or not verify_consistency(first, second, roots[first], roots[second], proof[:-1])


def test_no_proof_fits_another_place_of_the_same_tree():
    leaves, read_node, roots = small_tree()
    for size, index in product(range(2, 33), range(32)):
        if index < size:
            proof = prove_inclusion(index, size, read_node)
            fits = [at for at in range(size) if verify_inclusion(at, size, leaves[index], proof, roots[size])]
            assert fits == [index]


def test_a_proof_for_a_tree_of_another_height_is_refused():
    leaves, read_node, roots = small_tree()
    for size, claimed in product((2, 4, 8, 16), (1, 2, 4, 8, 16, 32)):
        if size != claimed:
            proof = prove_inclusion(0, size, read_node)
            assert not verify_inclusion(0, claimed, leaves[0], proof, roots[size])
            proof = prove_inclusion(size - 1, size, read_node)
            assert not verify_inclusion(claimed - 1, claimed, leaves[size - 1], proof, roots[size])
            proof = prove_consistency(1, size, read_node)
            assert not verify_consistency(1, claimed, roots[1], roots[size], proof)


def test_no_leaf_is_beyond_the_last():
    leaves, read_node, roots = small_tree()
    for size in range(1, EXHAUSTIVE):
        proof = prove_inclusion(size - 1, size, read_node)
        assert not any(verify_inclusion(at, size, leaves[size - 1], proof, roots[size]) for at in (-1, size, size + 1))


def test_a_rewritten_beginning_is_never_consistent():
    leaves, _, roots = small_tree()
    other = [hash_leaf(b"rewritten"), *leaves[1:]]
    read_node = nodes_of(other)
    for second in range(2, 33):
        for first in range(1, second):
            proof = prove_consistency(first, second, read_node)
            assert not verify_consistency(first, second, roots[first], compute_root(other[:second]), proof)


@st.composite
def inclusions(draw):
    size = draw(st.integers(1, 600))
    leaves = some_leaves(size)
    index = draw(st.integers(0, size - 1))
    return leaves, index, prove_inclusion(index, size, nodes_of(leaves))


def flip(value: bytes, bit: int) -> bytes:
    changed = bytearray(value)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@settings(deadline=None)
@given(inclusions(), st.data())
def test_an_inclusion_proof_verifies_and_with_a_flipped_bit_does_not(case, data):
    leaves, index, proof = case
    parts = [leaves[index], compute_root(leaves), *proof]
    assert proof == naive_path(index, leaves)
    assert verify_inclusion(index, len(leaves), parts[0], parts[2:], parts[1])
    which, bit = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 255))
    parts[which] = flip(parts[which], bit)
    assert not verify_inclusion(index, len(leaves), parts[0], parts[2:], parts[1])


@settings(deadline=None)
@given(st.integers(1, 600), st.data())
def test_a_consistency_proof_verifies_and_with_a_flipped_bit_does_not(second, data):
    first = data.draw(st.integers(1, second))
    leaves = some_leaves(second)
    proof = prove_consistency(first, second, nodes_of(leaves))
    assert proof == naive_proof(first, leaves)
    parts = [compute_root(leaves[:first]), compute_root(leaves), *proof]
    assert verify_consistency(first, second, parts[0], parts[1], parts[2:])
    which, bit = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 255))
    parts[which] = flip(parts[which], bit)
    assert not verify_consistency(first, second, parts[0], parts[1], parts[2:])


@given(
    st.integers(-2, 40), st.integers(-2, 40), st.lists(st.binary(min_size=30, max_size=34), max_size=8), st.binary(max_size=34)
)
def test_whatever_comes_from_outside_is_answered(first, second, proof, root):
    assert verify_inclusion(first, second, root, proof, root) in (True, False)
    assert verify_consistency(first, second, root, root, proof) in (True, False)


def test_an_empty_tree_begins_every_tree_and_a_longer_one_none():
    root = compute_root(some_leaves(3))
    assert verify_consistency(0, 3, EMPTY_ROOT, root, [])
    assert not verify_consistency(0, 3, root, root, [])
    assert not verify_consistency(3, 2, root, root, [])
    assert not verify_inclusion(3, 3, root, [], root)


def test_what_no_tree_has_is_refused():
    read_node = nodes_of(some_leaves(3))
    with pytest.raises(EngineError, match=r"proof\.no_such_leaf"):
        prove_inclusion(3, 3, read_node)
    with pytest.raises(EngineError, match=r"proof\.wrong_order"):
        prove_consistency(3, 2, read_node)
