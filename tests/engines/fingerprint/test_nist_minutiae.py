"""Minutiae in ANSI/NIST files: two records written by hand, what is written comes back, damaged records are refused."""

from datetime import date

import nistitl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.minutiae import BIFURCATION, ENDING, UNKNOWN, Minutiae
from egnatia.engines.fingerprint.nist import NistFinger, NistMinutiae, read_nist, write_nist
from tests.engines.fingerprint.prints import as_file, draw_print
from tests.engines.fingerprint.test_iso19794 import some_minutiae, three_minutiae

HEAD = {"sender": "RS/BORDER", "receiver": "MK/ASYLUM", "transaction": "0200000004F", "made_on": date(2026, 11, 21)}
PRINT = draw_print()

#: 7 mm to the right and 3 mm up from the lower left corner, and so on; angles off the ridge's end.
OLD = "9.003:0|9.004:S|9.005:AFIS/A|9.006:02|9.007:T/RS|9.010:3|9.011:0|" + (
    "9.012:001/07000300000/02/A/002,03~002/00000000090/63/B~003/15241016270/01/D"
)
#: The same three minutiae in the newer form: pixels from the upper left corner of a picture of 352 by 400, along the ridge.
INCITS_378 = (
    "9.003:0|9.004:U|9.126:27/513/0|9.127:NONE/0|9.128:352|9.129:400|9.130:1|9.131:500|9.132:500|9.133:0|9.134:2|9.135:80|"
    "9.136:3|9.137:1/138/340/90/1/100~2/0/399/135/2/1~3/300/199/45/0/0"
)
BY_HAND = [[138, 340, 128, ENDING], [0, 399, 192, BIFURCATION], [300, 199, 64, UNKNOWN]]


def file_with(fields: str, number: int = 1, **more) -> bytes:
    """A file with a record of type 9 written by hand, separators as | ~ and /."""
    message = nistitl.Message()
    message.parse(write_nist(more.pop("fingers", []), **HEAD, **more))
    announced = nistitl.AsciiRecord(9)
    announced.IDC = number
    message += announced
    content = fields.replace("|", "\x1d").replace("~", "\x1e").replace("/", "\x1f").encode()
    record = b"9.001:%04d\x1d9.002:%02d\x1d" % (21 + len(content), number) + content + b"\x1c"
    return message.NIST.removesuffix(announced.NIST) + record


def refusal(data: bytes) -> str:
    with pytest.raises(EngineError) as raised:
        read_nist(data)
    assert raised.value.message and raised.value.cure
    return raised.value.code


def a_file(*minutiae: NistMinutiae, **more) -> bytes:
    return write_nist(more.pop("fingers", []), minutiae=minutiae, **HEAD, **more)


def test_the_newer_form_is_read_as_the_standard_says():
    (found,) = read_nist(file_with(INCITS_378)).minutiae
    assert (found.position, found.impression, found.quality) == (2, "plain", 80)
    assert found.minutiae.points.tolist() == BY_HAND
    assert found.minutiae.quality.tolist() == [100, 1, 50]
    assert (found.minutiae.width, found.minutiae.height) == (352, 400)


@pytest.mark.parametrize("record_type", [4, 14])
def test_the_older_form_is_read_in_the_frame_of_the_picture_of_the_same_number(record_type):
    fingers = [NistFinger(2, "plain", as_file(PRINT), 500)]
    (found,) = read_nist(file_with(OLD, fingers=fingers, record_type=record_type)).minutiae
    assert (found.position, found.impression, found.quality) == (2, "plain", None)
    assert found.minutiae.points.tolist() == BY_HAND
    assert found.minutiae.quality.tolist() == [100, 1, 50]
    assert (found.minutiae.width, found.minutiae.height) == (352, 400)


def test_the_older_form_without_a_picture_has_the_frame_of_its_outermost_minutiae():
    fingers = [NistFinger(2, "plain", as_file(PRINT), 500)]
    for data in (file_with(OLD), file_with(OLD, number=7, fingers=fingers)):
        (found,) = read_nist(data).minutiae
        assert (found.minutiae.width, found.minutiae.height) == (301, 201)
        assert found.minutiae.points[:, :2].tolist() == [[138, 141], [0, 200], [300, 0]]


def test_minutiae_that_an_expert_marked_are_sure():
    (found,) = read_nist(file_with(OLD.replace("/02/A", "/00/A").replace("/63/", "/32/"))).minutiae
    assert found.minutiae.quality.tolist() == [100, 51, 50]


def test_what_is_written_are_the_fields_of_the_standard():
    """The three minutiae of ISO/IEC 19794-2's test: directions 0, 128 and 255 of 256."""
    message = nistitl.Message()
    message.parse(a_file(NistMinutiae(7, "rolled", three_minutiae(), 80)))
    (record,) = message.iter(9)
    values = {field.tag: field.value for field in record._fields if field.tag > 2}
    assert values == {
        3: "1",
        4: "U",
        126: [["27", "513", "0"]],
        127: [["NONE", "0"]],
        128: "350",
        129: "400",
        130: "1",
        131: "500",
        132: "500",
        133: "0",
        134: "7",
        135: [["80", "0000", "1"]],
        136: "3",
        137: [["1", "10", "20", "0", "1", "50"], ["2", "300", "40", "90", "2", "100"], ["3", "15", "399", "179", "0", "1"]],
    }


def test_a_file_with_minutiae_is_of_the_version_that_has_their_fields():
    """NIST's chkan2k: 9.126 to 9.137 want 1-2007. A finger without a quality has no field of it."""
    without = a_file(NistMinutiae(7, "rolled", three_minutiae(), None))
    assert b"1.002:0400" in without and b"9.135:" not in without
    assert b"1.002:0300" in a_file()


@given(some_minutiae(most=40), st.integers(1, 10), st.sampled_from(["plain", "rolled"]), st.none() | st.integers(0, 100))
def test_minutiae_come_back_as_they_were_written(minutiae, position, impression, quality):
    (found,) = read_nist(a_file(NistMinutiae(position, impression, minutiae, quality))).minutiae
    assert (found.position, found.impression, found.quality) == (position, impression, quality)
    assert (found.minutiae.width, found.minutiae.height) == (minutiae.width, minutiae.height)
    assert np.array_equal(found.minutiae.points[:, [0, 1, 3]], minutiae.points[:, [0, 1, 3]])
    assert np.array_equal(found.minutiae.quality, minutiae.quality)
    turned = (found.minutiae.points[:, 2].astype(int) - minutiae.points[:, 2] + 128) % 256 - 128
    assert (abs(turned) <= 1).all()  # the record knows 180 directions


def test_minutiae_are_numbered_like_the_picture_of_the_same_finger():
    fingers = [NistFinger(p, "rolled", as_file(PRINT), 500) for p in (2, 3)]
    minutiae = [NistMinutiae(p, "rolled", three_minutiae()) for p in (8, 3, 3)]
    face = as_file(np.zeros((9, 9), np.uint8), "JPEG")
    data = a_file(*minutiae, fingers=fingers, face=face)
    message = nistitl.Message()
    message.parse(data)
    assert [(r.type, r.IDC) for r in message if r.type > 2] == [(14, 1), (14, 2), (9, 3), (9, 2), (9, 2), (10, 6)]
    assert [r._133 for r in message.iter(9)] == ["0", "0", "1"]
    found = read_nist(data)
    assert [one.position for one in found.minutiae] == [3, 3, 8] and len(found.fingers) == 2 and found.face == face


def test_of_many_minutiae_the_best_are_written():
    points = np.array([[x, x, 0, 1] for x in range(300)], np.int16)
    quality = np.where(np.arange(300) < 45, 10, 90).astype(np.uint8)
    (found,) = read_nist(a_file(NistMinutiae(1, "plain", Minutiae(points, quality, 400, 400)))).minutiae
    assert len(found.minutiae) == 255 and found.minutiae.quality.min() == 90


@pytest.mark.parametrize(
    ("scale", "points"),
    [
        ("1|9.131:1000|9.132:1000", [[69, 170], [0, 199], [150, 99]]),
        ("2|9.131:197|9.132:197", [[138, 340], [0, 399], [300, 199]]),
    ],
)
def test_other_scales_are_brought_to_500_dpi(scale, points):
    (found,) = read_nist(file_with(INCITS_378.replace("1|9.131:500|9.132:500", scale))).minutiae
    assert found.minutiae.points[:, :2].tolist() == points


@pytest.mark.parametrize(
    "fields",
    [
        "9.003:0|9.004:U",
        "9.003:0|9.004:U|9.031:COGENT~1~2|9.300:100/100",
        OLD.replace("9.004:S", "9.004:U"),
        OLD.replace("9.006:02", "9.006:00"),
        INCITS_378.replace("9.134:2", "9.134:21"),
        INCITS_378.replace("9.130:1|9.131:500|9.132:500|", "").replace("9.134:2", "9.134:21"),
        INCITS_378.replace("9.130:1", "9.130:0"),
        INCITS_378.replace("9.130:1|9.131:500|9.132:500", "9.130:0"),
        INCITS_378.replace("9.131:500", "9.131:72"),
    ],
)
def test_what_holds_no_usable_minutiae_of_a_finger_is_passed_over(fields):
    file = read_nist(file_with(fields, fingers=[NistFinger(2, "plain", as_file(PRINT), 500)]))
    assert file.minutiae == [] and len(file.fingers) == 1


@pytest.mark.parametrize(
    ("position", "quality", "minutiae"),
    [
        (0, 50, three_minutiae()),
        (11, 50, three_minutiae()),
        (1, 101, three_minutiae()),
        (1, 50, Minutiae(np.array([[400, 0, 0, 1]], np.int16), np.array([9], np.uint8), 400, 400)),
        (1, 50, Minutiae(np.array([[0, 0, 0, 3]], np.int16), np.array([9], np.uint8), 400, 400)),
        (1, 50, Minutiae(np.zeros((0, 4), np.int16), np.zeros(0, np.uint8), 0, 400)),
    ],
)
def test_impossible_minutiae_are_not_written(position, quality, minutiae):
    with pytest.raises(ValueError, match=r"out of range|outside"):
        a_file(NistMinutiae(position, "plain", minutiae, quality))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("9.136:3", "9.136:4"),
        ("9.136:3", "9.136:"),
        ("9.136:3|", ""),
        ("9.134:2|", ""),
        ("9.128:352", "9.128:300"),  # a minutia outside a narrower image
        ("9.129:400", "9.129:0"),
        ("9.128:352", "9.128:99999"),
        ("9.128:352", "9.128:9999999999"),
        ("9.131:500", "9.131:five"),
        ("9.131:500", "9.131:\u00b2"),
        ("9.135:80", "9.135:101"),
        ("9.135:80", "9.135:-1"),
        ("1/138/340/90/1/100", "1/138/340/180/1/100"),
        ("1/138/340/90/1/100", "1/138/340/90/3/100"),
        ("1/138/340/90/1/100", "1/138/340/90/1/101"),
        ("1/138/340/90/1/100", "1/138/340/90/1"),
        ("1/138/340/90/1/100", "1/138/-1/90/1/100"),
        ("1/138/340/90/1/100", ""),
    ],
)
def test_contradictions_of_the_newer_form_are_refused(right, wrong):
    assert right in INCITS_378
    assert refusal(file_with(INCITS_378.replace(right, wrong))) == "nist.damaged"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("9.010:3", "9.010:2"),
        ("9.010:3|", ""),
        ("9.006:02", "9.006:2nd"),
        ("07000300000", "0700030000"),
        ("07000300000", "07000300360"),
        ("07000300000", "20000300000"),  # outside the picture of the same number
        ("07000300000", "07002100000"),
        ("/02/A", "/64/A"),
        ("/02/A", "/02/E"),
        ("/02/A", "/02"),
    ],
)
def test_contradictory_minutiae_are_left_out_where_there_is_a_picture(right, wrong):
    assert right in OLD
    fingers = [NistFinger(2, "plain", as_file(PRINT), 500)]
    assert read_nist(file_with(OLD.replace("/02,03", ""), fingers=fingers)).minutiae != []
    file = read_nist(file_with(OLD.replace(right, wrong).replace("/02,03", ""), fingers=fingers))
    assert file.minutiae == [] and len(file.fingers) == 1


def test_contradictions_of_the_older_form_are_refused_where_there_is_none():
    for wrong in ("/64/A", "/02/E"):
        assert refusal(file_with(OLD.replace("/02/A", wrong))) == "nist.damaged"


#: What is likeliest to get past a check: digits, separators, and what ends a field.
LIKELY = st.sampled_from(b"0123456789.:,-\x1c\x1d\x1e\x1f")
CHANGES = st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255) | LIKELY), min_size=1, max_size=8)


@given(some_minutiae(most=12), CHANGES)
def test_altered_records_of_the_newer_form_are_refused_or_hold_only_what_is_possible(minutiae, changes):
    data = a_file(NistMinutiae(3, "plain", minutiae, 70))
    check_possible_or_refused(data, len(data) - data.index(b"9.001:"), changes)


@given(CHANGES)
def test_altered_records_of_the_older_form_are_refused_or_hold_only_what_is_possible(changes):
    check_possible_or_refused(file_with(OLD), len(OLD), changes)


@given(st.text("0123456789|~/:.AS", max_size=80), st.sampled_from([OLD, INCITS_378]), st.integers(0, 300))
def test_records_with_something_put_in_are_refused_or_hold_only_what_is_possible(text, fields, place):
    check_possible_or_refused(file_with(fields[:place] + text + fields[place:]), 1, [])


@given(some_minutiae(most=20), st.data())
def test_cut_off_records_are_refused(minutiae, data):
    whole = a_file(NistMinutiae(3, "plain", minutiae))
    assert refusal(whole[: data.draw(st.integers(whole.index(b"9.001:") + 1, len(whole) - 1))]) == "nist.damaged"


def check_possible_or_refused(data: bytes, last: int, changes: list[tuple[int, int]]) -> None:
    """With some of the last bytes changed."""
    altered = bytearray(data)
    for offset, value in changes:
        altered[-1 - offset % last] = value
    try:
        found = read_nist(bytes(altered)).minutiae
    except EngineError as error:
        assert error.code.startswith("nist.") and error.message and error.cure
        return
    for one in found:
        minutiae = one.minutiae
        assert 1 <= one.position <= 10 and one.impression in ("plain", "rolled") and 0 <= (one.quality or 0) <= 100
        x, y, direction, kind = minutiae.points.T
        assert ((x >= 0) & (x < minutiae.width) & (y >= 0) & (y < minutiae.height)).all()
        assert ((direction >= 0) & (direction <= 255) & (kind >= 0) & (kind <= 2)).all()
        assert ((minutiae.quality >= 1) & (minutiae.quality <= 100)).all()
