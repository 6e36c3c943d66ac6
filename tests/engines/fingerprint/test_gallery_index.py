"""The index of the gallery answers as a dictionary would, through blocks, merges and erasures; searches keep their rows."""

from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egnatia.engines.fingerprint import gallery_index
from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.gallery_file import ENTRY, HEAD_BYTES, TAG, Head
from egnatia.engines.fingerprint.gallery_index import GalleryIndex

ids = st.builds(lambda higher, lower: UUID(int=higher << 64 | lower), st.integers(0, 2), st.integers(0, 40))
steps = st.lists(st.tuples(st.sampled_from(["add", "add", "add", "remove"]), ids), max_size=200)


def make_head(entry_id: UUID, offset: int, fingers: int = 2) -> Head:
    lengths = tuple(100 if position < fingers else 0 for position in range(10))
    return Head(offset, ENTRY, (1 << fingers) - 1, entry_id.bytes, bytes(11), lengths, 0)


def make_codes(number: int, fingers: int = 2) -> bytes:
    return np.full((fingers, p.CODE_WORDS), number + 1, "<u8").tobytes()


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery_index, "_BLOCK", 16)
    monkeypatch.setattr(gallery_index, "_LEAST_RECENT", 5)


@given(steps)
@settings(max_examples=200, deadline=None)
def test_it_answers_as_a_dictionary_would(done: list[tuple[str, UUID]]) -> None:
    index, model = GalleryIndex(), {}
    for number, (what, entry_id) in enumerate(done):
        if what == "add":
            head = make_head(entry_id, 1000 * number)
            index.add(head, make_codes(number))
            model.pop(entry_id, None)
            model[entry_id] = (head.offset, head.end - head.offset)
        else:
            assert index.remove(entry_id) == model.pop(entry_id, None)
    assert len(index) == len(model)
    assert index.ids() == list(model)
    assert index.extents() == list(model.values())
    for higher in range(4):
        for lower in range(42):
            entry_id = UUID(int=higher << 64 | lower)
            assert (entry_id in index) == (entry_id in model)


def test_codes_lie_in_rows_that_count_on_from_block_to_block() -> None:
    index = GalleryIndex()
    for number in range(40):
        index.add(make_head(UUID(int=number), 500 * number), make_codes(number))
    index.remove(UUID(int=17))
    rows = index.rows()
    codes = np.concatenate([block.codes for block in rows.blocks])
    masks = np.concatenate([block.masks for block in rows.blocks])
    assert len(rows.blocks) == 3
    assert [int(offset) for offset in rows.offsets] == [500 * number for number in range(40)]
    for number in range(40):
        assert (codes[number, :2] == (0 if number == 17 else number + 1)).all()
        assert masks[number] == (0 if number == 17 else 3)
        assert rows.lengths[number] == (0 if number == 17 else HEAD_BYTES + 2 * 8 * p.CODE_WORDS + TAG + 200)
    assert not masks[40:].any()


def test_a_search_under_way_keeps_its_rows() -> None:
    index = GalleryIndex()
    for number in range(16):
        index.add(make_head(UUID(int=number), 500 * number), make_codes(number))
    before = index.rows()
    for number in range(16, 64):
        index.add(make_head(UUID(int=number), 500 * number), make_codes(number))
    assert len(before.blocks) == 1
    assert len(before.offsets) == len(before.lengths) == 16
    assert (before.blocks[0].codes[15, 0] == 16).all()
