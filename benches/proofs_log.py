"""A log of ten million leaves: appending, proofs, a verification of all of it; and a smaller one beside pymerkle.

    python -m benches.proofs_log [LEAVES]

Times are of the processor, not of the clock: the machine is shared. Proofs are made by a reader that has made others before;
the first ones, with no tile at hand, are told apart. The peer is
pymerkle's tree in memory (GPL-3.0, not needed by the program; left out where it isn't installed), both over the same entries in
the same run, root for root the same; it keeps the entries too. Its figures at ten million would need its several gigabytes.
"""

import random
import statistics
import sys
from collections.abc import Callable, Iterator
from time import process_time
from typing import Any

import psutil
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benches._record import record
from egnatia.engines.proofs.heads import Head, sign_head
from egnatia.engines.proofs.keys import VerifierKey
from egnatia.engines.proofs.merkle import HASH_BYTES, hash_leaf, verify_consistency, verify_inclusion
from egnatia.engines.proofs.paths import compute_root_at, prove_consistency, prove_inclusion
from egnatia.engines.proofs.tiles import MemoryTiles, TileNodes
from egnatia.engines.proofs.verification import verify_log

LEAVES = 10_000_000
BESIDE_PEER = 200_000
PROOFS = 300
HEADS = 1000
PEER = "pymerkle in memory"


def entry(index: int) -> bytes:
    """As long as a leaf that says kind, time and digest."""
    return b'{"at":"2026-11-22T12:00:00Z","digest":"%064d","kind":"sent"}' % index


def main() -> None:
    """Measure and record."""
    leaves = int(sys.argv[1]) if len(sys.argv) > 1 else LEAVES
    peers = _measure_beside_peer()
    before = psutil.Process().memory_info().rss
    tiles, append_s = _append(leaves)
    held = psutil.Process().memory_info().rss - before
    metrics = _measure_proofs(tiles)
    metrics["proofs.append_per_s"] = round(leaves / append_s)
    metrics["proofs.memory_mb"] = round(held / 1e6)
    metrics["proofs.frontier_bytes"] = sum(map(len, tiles.frontier.peaks))
    metrics["proofs.verify_log_leaves_per_s"] = round(leaves / _verify_all(tiles))
    record("proofs_log", [_row(name, metrics[name], leaves) for name in UNITS if name in metrics] + peers)


UNITS = {
    "proofs.append_per_s": "leaves/CPU-s",
    "proofs.inclusion_proof_ms": "CPU-ms",
    "proofs.inclusion_proof_first_ms": "CPU-ms",
    "proofs.inclusion_verify_ms": "CPU-ms",
    "proofs.consistency_proof_ms": "CPU-ms",
    "proofs.consistency_verify_ms": "CPU-ms",
    "proofs.verify_log_leaves_per_s": f"leaves/CPU-s, {HEADS} heads",
    "proofs.memory_mb": "MB",
    "proofs.frontier_bytes": "bytes",
}
TARGETS = {"proofs.inclusion_proof_ms": "at most 5", "proofs.consistency_verify_ms": "at most 1"}


def _row(name: str, value: float, leaves: int) -> dict[str, Any]:
    return {"metric": name, "value": value, "unit": f"{UNITS[name]} ({leaves:,} leaves)", "target": TARGETS.get(name)}


def _append(leaves: int) -> tuple[MemoryTiles, float]:
    tiles = MemoryTiles()
    started = process_time()
    for index in range(leaves):
        tiles.append(hash_leaf(entry(index)))
    return tiles, process_time() - started


def _measure_proofs(tiles: MemoryTiles) -> dict[str, float]:
    """Median times by metric, over proofs of leaves and sizes drawn at random."""
    size, root = tiles.frontier.size, tiles.frontier.root()
    draw, nodes = random.Random(1), TileNodes(tiles.read)
    samples: dict[str, list[float]] = {}
    for _ in range(PROOFS):
        index, first = draw.randrange(size), draw.randrange(1, size)
        leaf, first_root = hash_leaf(entry(index)), compute_root_at(first, TileNodes(tiles.read))
        _timed(samples, "proofs.inclusion_proof_first_ms", prove_inclusion, index, size, TileNodes(tiles.read))
        proof = _timed(samples, "proofs.inclusion_proof_ms", prove_inclusion, index, size, nodes)
        assert _timed(samples, "proofs.inclusion_verify_ms", verify_inclusion, index, size, leaf, proof, root)
        proof = _timed(samples, "proofs.consistency_proof_ms", prove_consistency, first, size, nodes)
        assert _timed(samples, "proofs.consistency_verify_ms", verify_consistency, first, size, first_root, root, proof)
    return {name: round(statistics.median(times), 4) for name, times in samples.items()}


def _timed(samples: dict[str, list[float]], name: str, work: Callable[..., Any], *arguments: Any) -> Any:
    started = process_time()
    result = work(*arguments)
    samples.setdefault(name, []).append((process_time() - started) * 1000)
    return result


def _verify_all(tiles: MemoryTiles) -> float:
    size, private = tiles.frontier.size, Ed25519PrivateKey.generate()
    sizes = sorted({size * number // HEADS for number in range(1, HEADS + 1)})
    nodes = TileNodes(tiles.read)
    heads = [sign_head(Head("MK", at, compute_root_at(at, nodes)), private, time=1 + at) for at in sizes]
    started = process_time()
    result = verify_log("MK", heads, [VerifierKey.of("MK", private)], leaf_hashes=_read_leaves(tiles))
    assert result.ok and result.proven == size
    return process_time() - started


def _read_leaves(tiles: MemoryTiles) -> Iterator[bytes]:
    index = 0
    while tile := tiles.read_tile(0, index):
        yield from (tile[at : at + 32] for at in range(0, len(tile), 32))
        index += 1


def _measure_beside_peer() -> list[dict[str, Any]]:
    """How many times as fast as the peer, at a size that both hold."""
    try:
        from pymerkle import InmemoryTree
    except ImportError:
        return [{"metric": "proofs.append_times_peer", "value": "skipped", "unit": f"{PEER} isn't installed"}]
    peer = InmemoryTree(algorithm="sha256")
    before, started = psutil.Process().memory_info().rss, process_time()
    for index in range(BESIDE_PEER):
        peer.append_entry(entry(index))
    peer_s, peer_bytes = process_time() - started, psutil.Process().memory_info().rss - before
    tiles, own_s = _append(BESIDE_PEER)
    assert peer.get_root(BESIDE_PEER) == tiles.frontier.root()
    own, draw = _measure_proofs(tiles), random.Random(1)
    samples: dict[str, list[float]] = {}
    for _ in range(PROOFS):
        index, first = draw.randrange(BESIDE_PEER), draw.randrange(1, BESIDE_PEER)
        proof = _timed(samples, "proofs.inclusion_proof_ms", peer.prove_inclusion, index + 1, BESIDE_PEER)
        assert prove_inclusion(index, BESIDE_PEER, TileNodes(tiles.read)) == proof.path[1:]
        _timed(samples, "proofs.consistency_proof_ms", peer.prove_consistency, first, BESIDE_PEER)
    ratios = {"proofs.append": peer_s / own_s, "proofs.memory": peer_bytes / (BESIDE_PEER * HASH_BYTES * 256 / 255)}
    ratios |= {name.removesuffix("_ms"): statistics.median(times) / own[name] for name, times in samples.items()}
    return [
        {
            "metric": f"{name}_times_peer",
            "value": round(ratio, 2),
            "unit": f"× {'less' if name == 'proofs.memory' else 'as fast'} ({BESIDE_PEER:,} leaves)",
            "peers": {PEER: 1},
        }
        for name, ratio in ratios.items()
    ]


if __name__ == "__main__":
    main()
