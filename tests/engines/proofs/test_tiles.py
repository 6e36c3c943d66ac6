"""Appending by the frontier is hashing from scratch; tiles give every node, and are read as far as a proof needs them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egnatia.engines.errors import EngineError
from egnatia.engines.proofs.frontier import Frontier, compute_root
from egnatia.engines.proofs.merkle import verify_consistency, verify_inclusion
from egnatia.engines.proofs.paths import compute_root_at, prove_consistency, prove_inclusion
from egnatia.engines.proofs.tiles import MemoryTiles, TileNodes, middle_of, tile_path
from tests.engines.proofs.logs import naive_root, some_leaves


def tiles_of(count: int) -> MemoryTiles:
    tiles = MemoryTiles()
    for leaf in some_leaves(count):
        tiles.append(leaf)
    return tiles


@settings(deadline=None)
@given(st.integers(0, 700))
def test_a_frontier_grows_as_the_tree_from_scratch(size):
    leaves = some_leaves(size)
    assert compute_root(leaves) == naive_root(leaves)


@settings(deadline=None)
@given(st.integers(0, 300), st.integers(0, 300))
def test_a_frontier_goes_on_from_what_was_kept(before, more):
    leaves = some_leaves(before + more)
    tiles = tiles_of(before)
    loaded = Frontier.load(before, TileNodes(tiles.read))
    assert loaded.peaks == tiles.frontier.peaks == Frontier(before, loaded.peaks).peaks
    for leaf in leaves[before:]:
        loaded.append(leaf)
    assert loaded.size == before + more
    assert loaded.root() == naive_root(leaves)


def test_appending_gives_each_node_once_when_it_is_complete():
    frontier, nodes = Frontier(), {}
    leaves = some_leaves(70)
    for leaf in leaves:
        for level, index, node in frontier.append(leaf):
            assert (level, index) not in nodes
            nodes[level, index] = node
    whole = {(level, index) for level in range(7) for index in range(70 >> level)}
    assert nodes.keys() == whole
    assert all(nodes[level, index] == naive_root(leaves[index << level : index + 1 << level]) for level, index in whole)


def test_a_frontier_of_too_few_hashes_is_refused():
    for size, peaks in ((3, []), (1, [b"short"]), (-1, [])):
        with pytest.raises(EngineError, match=r"frontier\.damaged"):
            Frontier(size, peaks)
    with pytest.raises(ValueError, match="32 bytes"):
        Frontier().append(b"short")


def test_tiles_are_those_of_the_standards_example():
    """A tree of 70,000 leaves: 273 full tiles and one of 112, one full and one of 17 above, and one of a single hash."""
    tiles = tiles_of(70_000)
    widths = [len(tiles.read_tile(level, index)) // 32 for level, index in [(0, 272), (0, 273), (1, 0), (1, 1), (2, 0)]]
    assert widths == [256, 112, 256, 17, 1]
    assert tiles.read_tile(3, 0) == b""
    read_node = TileNodes(tiles.read)
    assert compute_root_at(70_000, read_node) == tiles.frontier.root()
    proof = prove_consistency(65_537, 70_000, read_node)
    assert verify_consistency(65_537, 70_000, compute_root_at(65_537, read_node), tiles.frontier.root(), proof)


def test_paths_are_those_of_the_standard():
    assert tile_path(0, 1_234_067) == "tile/0/x001/x234/067"
    assert tile_path(1, 0, 17) == "tile/1/000.p/17"
    assert tile_path(2, 1000) == "tile/2/x001/000"


def test_a_proof_reads_few_tiles_each_once():
    tiles, asked = tiles_of(70_000), []

    def read_tile(level, index):
        asked.append((level, index))
        return tiles.read(level, index)

    read_node = TileNodes(read_tile)
    proof = prove_inclusion(40_000, 70_000, read_node)
    assert verify_inclusion(40_000, 70_000, some_leaves(40_001)[-1], proof, tiles.frontier.root())
    assert len(asked) == len(set(asked)) <= 6


@given(st.integers(1, 600), st.integers(0, 16))
@settings(deadline=None)
def test_middle_of_whatever_length_changes_nothing(size, kept):
    """It may be missing, or end before the hashes do."""
    tiles, leaves = tiles_of(size), some_leaves(size)
    middles = TileNodes(lambda level, index: (found := tiles.read_tile(level, index), middle_of(found)[: kept * 32]))
    for index in {0, size // 2, size - 1}:
        proof = prove_inclusion(index, size, middles)
        assert proof == prove_inclusion(index, size, TileNodes(tiles.read))
        assert verify_inclusion(index, size, leaves[index], proof, tiles.frontier.root())


@settings(deadline=None)
@given(st.lists(st.integers(1, 200), min_size=1, max_size=8))
def test_proofs_go_on_while_tiles_grow(steps):
    tiles, leaves = MemoryTiles(), some_leaves(sum(steps))
    read_node = TileNodes(tiles.read)
    for more in steps:
        for leaf in leaves[tiles.frontier.size : tiles.frontier.size + more]:
            tiles.append(leaf)
        size = tiles.frontier.size
        assert compute_root_at(size, read_node) == tiles.frontier.root()
        proof = prove_inclusion(size - 1, size, read_node)
        assert verify_inclusion(size - 1, size, leaves[size - 1], proof, tiles.frontier.root())


def test_few_tiles_stay_in_memory():
    tiles = tiles_of(256 * 10)
    read_node = TileNodes(tiles.read, cached=2)
    for index in range(10):
        assert read_node(7, 2 * index) != read_node(7, 2 * index + 1)
        assert read_node(8, index) == tiles.read_tile(1, 0)[index * 32 : index * 32 + 32]
    assert len(read_node._tiles) == 2


def test_a_tile_that_is_too_short_is_told():
    tiles = tiles_of(300)
    with pytest.raises(EngineError, match=r"tile\.missing"):
        prove_inclusion(0, 400, TileNodes(tiles.read))
