"""Entries become a tree whose roots and proofs are those of RFC 9162, in batches, and nothing is lost in between."""

from typing import Any

import pytest

from egnatia.base.errors import Problem
from egnatia.engines.proofs import heads
from egnatia.engines.proofs.frontier import compute_root
from egnatia.engines.proofs.heads import check_signatures
from egnatia.engines.proofs.merkle import hash_leaf, verify_consistency, verify_inclusion
from egnatia.engines.proofs.paths import compute_root_at, prove_consistency, prove_inclusion
from egnatia.engines.proofs.tiles import middle_of
from egnatia.exchange.log import sequencing
from egnatia.exchange.log.heads import latest_head, sign_head
from egnatia.exchange.log.sequencing import sequence_entries
from egnatia.exchange.log.tree import read_leaf_hashes, tree_nodes, tree_size
from egnatia.exchange.log.verifier_keys import own_keys
from egnatia.exchange.models import LogEntry, LogHead, LogTile
from tests.exchange.log.steps import write

pytestmark = pytest.mark.django_db


def leaves() -> list[bytes]:
    return [hash_leaf(entry.encode()) for entry in LogEntry.objects.order_by("number").values_list("entry", flat=True)]


def test_batches_over_several_tiles_give_the_tree_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencing, "BATCH", 100)
    write(700)
    assert [sequence_entries() for _ in range(8)] == [100] * 7 + [0]
    assert list(LogEntry.objects.order_by("number").values_list("number", flat=True)) == list(range(700))
    assert compute_root_at(700, tree_nodes()) == compute_root(leaves())
    assert b"".join(read_leaf_hashes(700)) == b"".join(leaves())
    assert b"".join(read_leaf_hashes(300)) == b"".join(leaves()[:300])
    assert sorted(LogTile.objects.values_list("level", "index")) == [(0, 0), (0, 1), (0, 2), (1, 0)]
    assert all(bytes(tile.middle) == middle_of(bytes(tile.hashes)) for tile in LogTile.objects.all())


def test_tiles_of_a_version_that_kept_no_middle_go_on() -> None:
    write(300)
    sequence_entries()
    LogTile.objects.update(middle=b"")
    write(300, salt="more")
    sequence_entries()
    assert compute_root_at(600, tree_nodes()) == compute_root(leaves())
    assert [len(tile.middle) // 32 for tile in LogTile.objects.order_by("level", "index")] == [0, 16, 5, 0]


@pytest.mark.parametrize(("first", "second"), [(1, 2), (255, 256), (256, 257), (511, 700)])
def test_proofs_out_of_the_database_hold(first: int, second: int) -> None:
    write(second)
    sequence_entries()
    nodes, all_leaves = tree_nodes(), leaves()
    root, before = compute_root(all_leaves), compute_root(all_leaves[:first])
    assert verify_consistency(first, second, before, root, prove_consistency(first, second, nodes))
    proof = prove_inclusion(first - 1, second, nodes)
    assert verify_inclusion(first - 1, second, all_leaves[first - 1], proof, root)


def test_a_batch_that_breaks_off_leaves_everything_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    write(10)
    sequence_entries()
    write(5, salt="more")

    def break_off(*_: Any) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="disk full"):
        patch.setattr(sequencing, "_write_tiles", break_off)
        sequence_entries()
    assert tree_size() == 10 and LogEntry.objects.filter(number=None).count() == 5
    assert sequence_entries() == 5 and compute_root_at(15, tree_nodes()) == compute_root(leaves())


def test_what_committed_later_is_numbered_later() -> None:
    """Two who write at one time may commit in the other order: what has a number keeps it."""
    write(3)
    late = LogEntry.objects.order_by("id").first()
    assert late is not None
    LogEntry.objects.filter(pk=late.pk).delete()
    sequence_entries()
    late.save(force_insert=True)
    sequence_entries()
    assert LogEntry.objects.get(pk=late.pk).number == 2


def test_a_head_is_signed_over_all_that_is_there() -> None:
    write(4)
    head = sign_head()
    signed = heads.read_head(head.text)
    assert (signed.head.origin, signed.head.size) == ("MK", 4) and signed.head.root == compute_root(leaves())
    assert [checked.counts for checked in check_signatures(signed, own_keys())] == [True]
    assert head.signed_at.timestamp() == signed.signatures[0].time


def test_an_empty_log_has_a_head() -> None:
    assert sign_head().size == 0
    assert sign_head().size == 0
    write(1)
    assert sign_head().size == 1
    assert LogHead.objects.count() == 3 and latest_head().size == 1  # type: ignore[union-attr]


@pytest.mark.parametrize("damage", ["shortened", "altered", "tile_lost"])
def test_no_head_is_signed_over_a_log_that_was_damaged(damage: str) -> None:
    write(300)
    sign_head()
    if damage == "shortened":
        LogEntry.objects.filter(number__gte=200).delete()
    elif damage == "tile_lost":
        LogTile.objects.filter(level=0, index=1).delete()
    else:
        tile = LogTile.objects.get(level=0, index=1)
        tile.hashes = bytes(32) + bytes(tile.hashes)[32:]
        tile.save()
    with pytest.raises(Problem, match="exchange.log_damaged"):
        sign_head()
    assert LogHead.objects.count() == 1
