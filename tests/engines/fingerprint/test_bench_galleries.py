"""Galleries for benches: joined blocks are one whole gallery, what is grown is kept, codes alone are the gallery's own."""

from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from benches import _gallery
from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.code import build_code
from egnatia.engines.fingerprint.gallery import Gallery


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(_gallery, "BLOCK", 8)
    monkeypatch.setattr(_gallery, "_PACKED_AT_ONCE", 4)
    monkeypatch.setattr(_gallery, "run_in_processes", lambda work, tasks, workers: map(work, tasks))


def test_a_gallery_of_blocks_is_whole_and_ends_within_a_block(tmp_path: Path) -> None:
    _gallery.build_gallery(tmp_path / "gallery", 13)
    with Gallery(tmp_path / "gallery", _gallery.KEY) as gallery:
        assert gallery.ids() == [UUID(int=k) for k in range(13)]
        assert gallery.verify() == []
        assert gallery.search(_gallery.make_ten_print(11, 1))[0].entry_id == UUID(int=11)


def test_only_what_lacks_is_grown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _gallery.build_gallery(tmp_path / "gallery", 8)
    grown = []
    monkeypatch.setattr(_gallery, "run_in_processes", lambda work, tasks, workers: map(work, grown.append(tasks) or tasks))
    _gallery.build_gallery(tmp_path / "gallery", 16)
    assert [[number for _, number, _ in tasks] for tasks in grown] == [[1]]


def test_codes_are_those_of_the_persons_and_of_fingers_put_together() -> None:
    codes, masks = _gallery.read_codes(20, grown=10)
    assert codes.shape == (20, 10, p.CODE_WORDS)
    for position, template in _gallery.make_ten_print(9, 0).items():
        assert np.array_equal(codes[9, position - 1], build_code(template))
        assert np.array_equal(codes[10 + (9 - position) % 10, position - 1], codes[9, position - 1])
    assert (masks == 2**10 - 1).all()
