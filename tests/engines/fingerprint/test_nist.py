"""ANSI/NIST files: what is written comes back, other systems' forms are read, damaged and hostile ones are refused."""

import io
import random
import struct
from datetime import date
from time import process_time

import nistitl
import numpy as np
import pytest
import wsq  # noqa: F401  lets Pillow write WSQ
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


def test_hostile_amounts_are_refused_quickly():
    """A million tiny records or fields would keep the parser busy for hours."""
    started = process_time()
    tiny = b"2.001:13\x1d2.1\x1c"
    assert refusal(b"1.001:14\x1d1.2:\x1c" + tiny * 1_000_000) == "nist.too_large"
    fields = b"\x1d2.030:x" * 1_000_000
    record = b"2.001:" + str(len(fields) + 15).zfill(8).encode() + fields + b"\x1c"
    assert refusal(b"1.001:14\x1d1.2:\x1c" + record) == "nist.too_large"
    assert refusal(b"1.001:9\x1c" + bytes(65_000_000)) == "nist.too_large"
    assert process_time() - started < 20


def test_an_image_that_announces_too_much_is_refused():
    header = struct.pack(">B6sBHHB", 0, bytes([2, 255, 255, 255, 255, 255]), 0, 65535, 65535, 0)
    assert refusal(binary_file(4, header + bytes(100))) == "nist.damaged"


def test_a_long_name_is_cut_and_stays_one_line():
    text = read_nist(write_nist([], fields={30: "A" * 10_000 + "\n\x00"}, **HEAD)).fields["2.030"]
    assert text == "A" * 2000


def test_a_face_that_is_no_image_is_not_written():
    with pytest.raises(EngineError):
        write_nist([], face=io.BytesIO(b"no face").getvalue(), **HEAD)
