"""Records of ISO/IEC 19794-2: what is written comes back; whatever else comes from outside is refused."""

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.iso19794 import decode, encode
from egnatia.engines.fingerprint.minutiae import Minutiae


@st.composite
def some_minutiae(draw: st.DrawFn, most: int = 255) -> Minutiae:
    width, height = draw(st.integers(1, 2000)), draw(st.integers(1, 2000))
    point = st.tuples(st.integers(0, width - 1), st.integers(0, height - 1), st.integers(0, 255), st.integers(0, 2))
    points = draw(st.lists(point, max_size=most))
    quality = draw(st.lists(st.integers(1, 100), min_size=len(points), max_size=len(points)))
    return Minutiae(np.array(points, np.int16).reshape(-1, 4), np.array(quality, np.uint8), width, height)


@given(some_minutiae(), st.integers(1, 10), st.integers(0, 100))
def test_a_record_comes_back_as_it_was_written(minutiae, position, quality):
    found_position, found = decode(encode(minutiae, position, quality))
    assert found_position == position
    assert np.array_equal(found.points, minutiae.points)
    assert np.array_equal(found.quality, minutiae.quality)
    assert (found.width, found.height) == (minutiae.width, minutiae.height)


def three_minutiae() -> Minutiae:
    points = np.array([[10, 20, 0, 1], [300, 40, 128, 2], [15, 399, 255, 0]], np.int16)
    return Minutiae(points, np.array([50, 100, 1], np.uint8), 350, 400)


def test_the_bytes_are_those_of_the_standard():
    data = encode(three_minutiae(), 7, 80)
    assert data[:8] == b"FMR\0 20\0"
    assert struct.unpack(">IHHHHHBB", data[8:24]) == (24 + 4 + 18 + 2, 0, 350, 400, 197, 197, 1, 0)
    assert data[24:28] == bytes([7, 0, 80, 3])
    assert data[28:34] == bytes([0x40, 10, 0, 20, 0, 50])
    assert data[34:40] == bytes([0x81, 300 - 256, 0, 40, 128, 100])
    assert data[-2:] == b"\0\0"


def test_only_the_best_255_are_written():
    count = 300
    points = np.stack([np.arange(count), np.arange(count), np.zeros(count), np.ones(count)], axis=1).astype(np.int16)
    quality = np.where(np.arange(count) < 45, 10, 90).astype(np.uint8)
    _, found = decode(encode(Minutiae(points, quality, 400, 400), 1, 50))
    assert len(found) == 255 and found.quality.min() == 90


@pytest.mark.parametrize(("position", "quality"), [(0, 50), (11, 50), (1, 101), (1, -1)])
def test_impossible_fingers_are_not_written(position, quality):
    with pytest.raises(ValueError, match="out of range"):
        encode(three_minutiae(), position, quality)


def test_coordinates_of_another_resolution_are_brought_to_500_dpi():
    data = bytearray(encode(three_minutiae(), 2, 60))
    data[18:22] = struct.pack(">HH", 394, 394)
    _, found = decode(bytes(data))
    assert found.points[1].tolist() == [150, 20, 128, 2]
    assert (found.width, found.height) == (175, 200)


def test_extended_data_are_passed_over():
    data = encode(three_minutiae(), 2, 60)
    longer = data[:8] + struct.pack(">I", len(data) + 5) + data[12:-2] + struct.pack(">H", 5) + b"extra"
    assert len(decode(longer)[1]) == 3


def test_unreported_quality_counts_as_middling():
    data = bytearray(encode(three_minutiae(), 2, 60))
    data[33] = 0
    assert decode(bytes(data))[1].quality[0] == 50


@pytest.mark.parametrize(
    ("offset", "value", "code"),
    [
        (0, b"X", "record.not_minutiae"),
        (5, b"3", "record.not_minutiae"),
        (8, struct.pack(">I", 9999), "record.damaged"),
        (14, struct.pack(">H", 300), "record.damaged"),  # a minutia outside a narrower image
        (14, b"\xff\xff", "record.damaged"),
        (18, struct.pack(">H", 0), "record.resolution_wrong"),
        (20, struct.pack(">H", 65535), "record.resolution_wrong"),
        (22, b"\2", "record.several_fingers"),
        (24, b"\0", "record.position_unknown"),
        (24, b"\x0b", "record.position_unknown"),
        (26, b"\xff", "record.damaged"),
        (27, b"\xff", "record.damaged"),
        (28, b"\xff", "record.damaged"),
        (33, b"\xff", "record.damaged"),
        (-1, b"\1", "record.damaged"),
    ],
)
def test_contradictions_are_refused(offset, value, code):
    data = bytearray(encode(three_minutiae(), 2, 60))
    start = offset % len(data)
    data[start : start + len(value)] = value
    with pytest.raises(EngineError) as raised:
        decode(bytes(data))
    assert raised.value.code == code and raised.value.cure


@given(some_minutiae(most=20), st.data())
def test_cut_off_records_are_refused(minutiae, data):
    whole = encode(minutiae, 3, 70)
    with pytest.raises(EngineError):
        decode(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(EngineError):
        decode(whole + b"\0")


@given(some_minutiae(most=20), st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255)), min_size=1, max_size=8))
def test_altered_records_are_refused_or_hold_only_what_is_possible(minutiae, changes):
    data = bytearray(encode(minutiae, 3, 70))
    for offset, value in changes:
        data[offset % len(data)] = value
    check_possible_or_refused(bytes(data))


@given(st.binary(max_size=200))
def test_random_bytes_are_refused_or_hold_only_what_is_possible(data):
    check_possible_or_refused(data)
    check_possible_or_refused(b"FMR\0 20\0" + struct.pack(">I", 12 + len(data)) + data)


def check_possible_or_refused(data: bytes) -> None:
    try:
        position, found = decode(data)
    except EngineError:
        return
    assert 1 <= position <= 10
    x, y, direction, kind = found.points.T
    assert ((x >= 0) & (x < found.width) & (y >= 0) & (y < found.height)).all()
    assert ((direction >= 0) & (direction <= 255) & (kind >= 0) & (kind <= 2)).all()
    assert ((found.quality >= 1) & (found.quality <= 100)).all()
