"""ANSI/NIST files: what is written comes back, other systems' forms are read, damaged and hostile ones are refused."""

import io
import itertools
import random
import struct
from datetime import date
from time import process_time

import nistitl
import numpy as np
import pytest
import wsq  # noqa: F401  lets Pillow write WSQ
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.images import read_image
from egnatia.engines.fingerprint.nist import NistFinger, read_nist, write_nist
from tests.engines.fingerprint.prints import as_file, draw_print

PRINT = draw_print()
WSQ, PNG = as_file(PRINT, "WSQ", dpi=None), as_file(PRINT)
HEAD = {"sender": "RS/BORDER", "receiver": "MK/ASYLUM", "transaction": "0200000004F", "made_on": date(2026, 11, 21)}


def ten_print(data: bytes = WSQ) -> bytes:
    fingers = [NistFinger(position, "rolled", data, 500) for position in range(1, 11)]
    return write_nist(fingers, **HEAD)


def refusal(data: bytes) -> str:
    with pytest.raises(EngineError) as raised:
        read_nist(data)
    assert raised.value.message and raised.value.cure
    return raised.value.code


def test_a_ten_print_comes_back_as_it_was_written():
    fingers = [NistFinger(p, "rolled" if p < 6 else "plain", WSQ if p % 2 else PNG, 500) for p in range(1, 11)]
    slaps = [NistFinger(p, "plain", PNG, 1000) for p in (13, 14, 15)]
    face = as_file(Image.new("RGB", (120, 160), "grey"), "JPEG")
    fields = {30: "Šarić Ђорђе", 31: "two\x1dlines\x1c", 40: ""}
    found = read_nist(write_nist(fingers, slaps=slaps, face=face, fields=fields, kind="MIG", **HEAD))
    assert (found.fingers, found.slaps, found.face) == (fingers, slaps, face)
    assert found.fields["2.030"] == "Šarić Ђорђе" and found.fields["2.031"] == "two lines"
    head = {"1.004": "MIG", "1.005": "20261121", "1.007": "MK/ASYLUM", "1.008": "RS/BORDER", "1.009": "0200000004F"}
    assert head.items() <= found.fields.items()


def test_the_encoding_is_named_only_where_text_needs_it():
    """NIST's an2ktool refuses files that name any."""
    assert b"1.015:" not in write_nist([], fields={30: "Saric"}, **HEAD)
    assert b"1.015:3\x1fUTF-8" in write_nist([], fields={30: "Šarić"}, **HEAD)


def test_every_finger_of_a_file_can_be_read_as_an_image():
    for finger in read_nist(ten_print()).fingers:
        assert read_image(finger.data, dpi=finger.dpi).width == 352


def test_formats_the_standard_does_not_know_are_written_as_png():
    found = read_nist(ten_print(as_file(PRINT, "TIFF"))).fingers[0]
    assert found.data.startswith(b"\x89PNG") and np.array_equal(read_image(found.data, dpi=500).pixels, PRINT)


def binary_file(kind: int, value: bytes) -> bytes:
    message = nistitl.Message()
    message.TOT = "CPS"
    record = nistitl.BinaryRecord(kind)
    record.IDC, record.value = 1, value
    message += record
    return message.NIST


def test_records_of_type_4_are_read():
    header = struct.pack(">B6sBHHB", 1, bytes([7, 255, 255, 255, 255, 255]), 0, 352, 400, 1)
    (finger,) = read_nist(binary_file(4, header + WSQ)).fingers
    assert (finger.position, finger.impression, finger.data, finger.dpi) == (7, "rolled", WSQ, 500)


@pytest.mark.parametrize(("image", "compression"), [(WSQ, 1), (PNG, 0)])
def test_a_record_of_type_4_has_the_bytes_of_the_standard(image, compression):
    data = write_nist([NistFinger(7, "rolled", image, 500, 4)], **HEAD)
    content = WSQ if compression else PRINT.tobytes()
    record = data[-(18 + len(content)) :]
    assert int.from_bytes(record[0:4]) == len(record)  # LEN
    assert record[4] == 1  # IDC
    assert record[5] == 1  # IMP: live scan, rolled
    assert record[6:12] == bytes([7, 255, 255, 255, 255, 255])  # FGP: one position, five unused
    assert record[12] == 0  # ISR: the standard's own 500 dpi
    assert (int.from_bytes(record[13:15]), int.from_bytes(record[15:17])) == (352, 400)  # HLL, VLL
    assert record[17] == compression  # GCA
    assert record[18:] == content
    assert b"\x1d1.003:1\x1f2\x1e2\x1f0\x1e4\x1f1\x1d" in data


def test_records_of_type_4_come_back_as_they_were_written():
    fingers = [NistFinger(p, "rolled" if p < 6 else "plain", WSQ, 500, 4 if p % 2 else 14) for p in range(1, 11)]
    slaps = [NistFinger(13, "plain", WSQ, 500, 4)]
    found = read_nist(write_nist(fingers, slaps=slaps, **HEAD))
    assert sorted(found.fingers, key=lambda finger: finger.position) == fingers and found.slaps == slaps
    (grey,) = read_nist(write_nist([NistFinger(2, "plain", as_file(PRINT, "TIFF"), 500, 4)], **HEAD)).fingers
    assert np.array_equal(read_image(grey.data, dpi=grey.dpi).pixels, PRINT)


def test_the_type_of_record_can_be_chosen_for_the_whole_file():
    fingers = [NistFinger(p, "rolled", WSQ, 500, 4 if p % 2 else 14) for p in range(1, 11)]
    for record_type in (4, 14):
        found = read_nist(write_nist(fingers, **HEAD, record_type=record_type)).fingers
        assert len(found) == 10 and {finger.record_type for finger in found} == {record_type}


@pytest.mark.parametrize(
    ("data", "dpi"),
    [(WSQ, 1000), (WSQ, 490), (as_file(PRINT, "JPEG"), 500), (as_file(PRINT, "JPEG2000", dpi=None), 500)],
)
def test_what_a_record_of_type_4_cannot_hold_is_refused(data, dpi):
    with pytest.raises(EngineError) as raised:
        write_nist([NistFinger(1, "rolled", data, dpi, 4)], **HEAD)
    assert raised.value.code == "nist.not_for_type_4" and "finger 1" in raised.value.message and raised.value.cure


def test_a_picture_longer_than_the_field_is_not_written_as_type_4():
    with pytest.raises(EngineError, match=r"nist\.not_for_type_4"):
        write_nist([NistFinger(1, "plain", as_file(np.zeros((1, 70_000), np.uint8)), 500, 4)], **HEAD)


def test_uncompressed_pixels_become_a_file():
    header = struct.pack(">B6sBHHB", 0, bytes([2, 255, 255, 255, 255, 255]), 0, 352, 400, 0)
    (finger,) = read_nist(binary_file(4, header + PRINT.tobytes())).fingers
    assert np.array_equal(read_image(finger.data, dpi=finger.dpi).pixels, PRINT)
    assert refusal(binary_file(4, header + PRINT.tobytes()[:-1])) == "nist.damaged"


def test_resolution_per_centimetre_is_understood():
    message = nistitl.Message()
    message.parse(ten_print())
    for record in message.iter(14):
        record.SLC, record.THPS, record.TVPS, record.CGA, record.DATA = "2", "197", "197", "NONE", PRINT.tobytes()
    assert {finger.dpi for finger in read_nist(message.NIST).fingers} == {500}


def test_older_systems_latin_1_text_is_read():
    message = nistitl.Message()
    message.parse(write_nist([], fields={30: "x"}, **HEAD))
    next(message.iter(2))[30].value = "Müller"
    assert read_nist(message.NIST).fields["2.030"] == "Müller"


def test_records_of_other_kinds_are_passed_over():
    message = nistitl.Message()
    message.parse(ten_print())
    record = nistitl.AsciiRecord(9)
    record.IDC = 30
    message += record
    assert len(read_nist(message.NIST).fingers) == 10


@pytest.mark.parametrize(
    "data", [b"", b"x", PNG, b"<?xml version='1.0'?><itl:NISTBiometricInformationExchangePackage/>", bytes(99)]
)
def test_what_is_no_nist_file_is_refused(data):
    assert refusal(data) == "nist.not_nist"


def test_withdrawn_records_are_refused_with_a_cure():
    assert refusal(binary_file(4, bytes(20)).replace(b"\x1e4\x1f", b"\x1e5\x1f")) == "nist.old_records"


def test_every_cut_is_noticed():
    whole = ten_print()
    source = random.Random(1)
    for length in [*range(0, 400, 7), *(source.randrange(len(whole)) for _ in range(150)), len(whole) - 1]:
        assert refusal(whole[:length]) in ("nist.damaged", "nist.not_nist")
    assert refusal(whole + b"\0") == "nist.damaged"


def test_altered_files_are_read_or_refused_never_worse():
    whole = ten_print(as_file(PRINT[:140, :140], "WSQ", dpi=None))
    source = random.Random(2)
    for _ in range(600):
        data = bytearray(whole)
        for _ in range(source.choice([1, 2, 8])):
            data[source.choice([source.randrange(len(data)), source.randrange(500)])] = source.randrange(256)
        try:
            read_nist(bytes(data))
        except EngineError as error:
            assert error.code.startswith("nist.")


def test_fields_behind_what_looks_like_an_image_are_counted_where_there_is_none():
    fields = b"".join(b"\x1d9.%03d:x" % number for number in range(3, 900))
    assert refusal(text_record(b"1", b"\x1d1.2:") + text_record(b"9", b"\x1d9.999:" + fields)) == "nist.too_large"


def text_record(kind: bytes, content: bytes) -> bytes:
    return kind + b".001:" + str(len(content) + 16).zfill(9).encode() + content + b"\x1c"


def test_hostile_amounts_are_refused_quickly():
    """A million tiny records or fields would keep the parser busy for hours."""
    started = process_time()
    tiny = b"2.001:13\x1d2.1\x1c"
    assert refusal(b"1.001:14\x1d1.2:\x1c" + tiny * 1_000_000) == "nist.too_large"
    fields = b"\x1d2.030:x" * 1_000_000
    record = b"2.001:" + str(len(fields) + 15).zfill(8).encode() + fields + b"\x1c"
    assert refusal(b"1.001:14\x1d1.2:\x1c" + record) == "nist.too_large"
    assert refusal(b"1.001:9\x1c" + bytes(65_000_000)) == "nist.too_large"
    for kind, separator in itertools.product((b"1", b"2", b"9"), (b"\x1e", b"\x1f")):
        field = b"\x1d" + kind + b".030:" + separator * 1_000_000
        assert refusal(text_record(b"1", b"\x1d1.2:") + text_record(kind, field)) == "nist.too_large"
    assert process_time() - started < 20


@given(st.lists(st.tuples(st.integers(0, 17), st.integers(0, 255)), min_size=1, max_size=6), st.integers(0, 40))
def test_altered_records_of_type_4_are_read_or_refused_never_worse(changes, missing):
    """The 18 bytes in front of the picture are altered, and some of the picture is cut off."""
    picture = as_file(np.full((20, 16), 200, np.uint8))
    data = bytearray(write_nist([NistFinger(2, "plain", picture, 500, 4)], **HEAD))
    start = len(data) - 18 - 20 * 16
    for offset, value in changes:
        data[start + offset] = value
    del data[len(data) - missing :]
    try:
        fingers = read_nist(bytes(data)).fingers
    except EngineError as error:
        assert error.code.startswith("nist.")
        return
    assert all(1 <= finger.position <= 10 and finger.dpi == 500 for finger in fingers)


def test_an_image_that_announces_too_much_is_refused():
    header = struct.pack(">B6sBHHB", 0, bytes([2, 255, 255, 255, 255, 255]), 0, 65535, 65535, 0)
    assert refusal(binary_file(4, header + bytes(100))) == "nist.damaged"


def test_a_long_name_is_cut_and_stays_one_line():
    text = read_nist(write_nist([], fields={30: "A" * 10_000 + "\n\x00"}, **HEAD)).fields["2.030"]
    assert text == "A" * 2000


def test_a_face_that_is_no_image_is_not_written():
    with pytest.raises(EngineError):
        write_nist([], face=io.BytesIO(b"no face").getvalue(), **HEAD)
