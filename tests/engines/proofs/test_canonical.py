"""One form only: RFC 8785's own examples, and no second spelling of a value is taken for the first."""

import json
import struct

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from egnatia.engines.errors import EngineError
from egnatia.engines.proofs.canonical import decode, encode

EXAMPLE = r"""{
  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
  "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
  "literals": [null, true, false]
}"""
EXAMPLE_FORM = (
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
    '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
)
#: RFC 8785, appendix B: the bits of a double, and its one form.
NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "becbf647612f3696": "-0.0000033333333333333333",
}

texts = st.text(st.characters(codec="utf-8"), max_size=12)
numbers = st.integers(-(2**53) + 1, 2**53 - 1)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def test_the_example_of_the_standard():
    assert encode(json.loads(EXAMPLE)) == EXAMPLE_FORM.encode()


def test_numbers_of_the_standard():
    assert {bits: encode(struct.unpack(">d", bytes.fromhex(bits))[0]).decode() for bits in NUMBERS} == NUMBERS


def test_members_are_sorted_by_their_utf16_code_units():
    members = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "ö": 7}
    assert list(json.loads(encode(members))) == ["\r", "1", "\x80", "ö", "\u20ac", "\U0001f600", "\ufb33"]


@given(values)
def test_a_value_comes_back_and_has_one_form(value):
    form = encode(value)
    assert decode(form) == value
    assert encode(decode(form)) == form


@given(values)
def test_without_fractions_and_rare_letters_it_is_what_json_libraries_write_sorted(value):
    form = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assume(max(form) <= "\ud7ff")
    assert encode(value) == form.encode()


@given(st.binary(max_size=40))
def test_bytes_from_outside_are_read_or_refused(data):
    try:
        value = decode(data)
    except EngineError as error:
        assert error.code in ("canonical.no_such_json", "canonical.other_form")
    else:
        assert encode(value) == data


@pytest.mark.parametrize("form", [b'{"a": 1}', b'{"b":1,"a":2}', b"1.0", b"1e2", b'"\\u0041"', b"[1]\n", b"-0", b'"\\/"'])
def test_another_form_of_the_same_value_is_refused(form):
    with pytest.raises(EngineError, match=r"canonical\.other_form"):
        decode(form)


@pytest.mark.parametrize(
    "form",
    [
        b"",
        b"{",
        b"NaN",
        b"Infinity",
        b"1e999",
        b'{"a":1,"a":1}',
        b'"\xff"',
        b'"\\ud800"',
        b'{"\\ud800":1}',
        b"9007199254740993",
        b"[" * 10**5,
        b"1" * 5000,
        b"\xef\xbb\xbf1",
    ],
)
def test_what_has_no_form_is_refused(form):
    with pytest.raises(EngineError, match=r"canonical\.no_such_json"):
        decode(form)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, "\ud800", {1: 2}, {"a": b"bytes"}, {"\udfff": 1}])
def test_values_without_a_form_are_refused(value):
    with pytest.raises(EngineError, match=r"canonical\.no_such_json"):
        encode(value)
