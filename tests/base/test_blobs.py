"""Blobs: sealed files."""

import resource
import signal

import pytest

from egnatia.base import blobs, node
from egnatia.base.errors import Problem
from egnatia.base.ids import new_id


def place_of(blob_id):
    return node.current().directory / "blobs" / str(blob_id)[:2] / str(blob_id)


def test_content_comes_back_and_is_sealed_on_disk():
    blob_id = blobs.store(b"ridges " * 100)
    assert blobs.read(blob_id) == b"ridges " * 100
    assert b"ridges" not in place_of(blob_id).read_bytes()
    assert blob_id in blobs.stored_ids()


def test_blob_under_another_name_does_not_open():
    blob_id, other = blobs.store(b"one"), blobs.store(b"two")
    place_of(other).write_bytes(place_of(blob_id).read_bytes())
    with pytest.raises(Problem, match="base.sealed.unreadable"):
        blobs.read(other)


def test_erased_blob_is_gone_and_erasing_again_is_no_error():
    blob_id = blobs.store(b"x")
    blobs.erase(blob_id)
    blobs.erase(blob_id)
    with pytest.raises(Problem, match="base.blob.missing"):
        blobs.read(blob_id)


def test_full_disk_is_told_and_leaves_nothing_behind():
    """A limit on file size stands in for the full disk: the same refusal from the kernel, halfway through the write."""
    before = set(blobs.stored_ids())
    limits, old_handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(Problem, match="base.disk_full"):
            blobs.store(bytes(100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, old_handler)
    assert set(blobs.stored_ids()) == before
    assert not list((node.current().directory / "blobs").glob("**/*.new"))


def test_unknown_blob():
    with pytest.raises(Problem, match="base.blob.missing"):
        blobs.read(new_id())
