"""Heads are C2SP checkpoints: a real one with its witnesses verifies, ours come back, and what is malformed is refused."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia.engines.errors import EngineError
from egnatia.engines.proofs.heads import (
    Head,
    Signature,
    SignedHead,
    add_signature,
    check_signatures,
    read_head,
    read_heads,
    write_heads,
)
from egnatia.engines.proofs.keys import VerifierKey, read_keys, write_keys
from tests.engines.proofs.logs import DAY, START, make_head, private_key, some_leaves, verifier_key

# A public checkpoint of May 2026 of a Certificate Transparency test log, with the cosignatures of public witnesses.
REAL = (Path(__file__).parent / "real_checkpoint.txt").read_text(encoding="utf-8")
REAL_WITNESSES = """\
# Their verifier keys as they publish them.
remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2
transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM
witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO
witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv
"""
LEAVES = some_leaves(9)


def test_real_witnesses_of_a_real_log_verify():
    signed, keys = read_head(REAL), read_keys(REAL_WITNESSES)
    checks = check_signatures(signed, keys)
    assert len(checks) == 4
    assert all(checked.counts and checked.time == 1_779_573_024 for checked in checks)
    assert signed.to_text() == REAL
    other = replace(signed, head=replace(signed.head, size=1_432_088_533))
    assert not any(checked.genuine for checked in check_signatures(other, keys))


def test_a_signed_head_comes_back():
    signed = make_head(LEAVES, 9, "RS", "AL")
    assert read_head(signed.to_text()) == signed
    keys = [verifier_key("MK"), verifier_key("RS")]
    found = [(checked.name, checked.counts, checked.time) for checked in check_signatures(signed, keys)]
    assert found == [("MK", True, START + 9 * DAY), ("RS", True, START + 9 * DAY + 60)]


def test_heads_one_after_the_other_come_back():
    heads = [make_head(LEAVES, size, "RS") for size in range(10)]
    assert read_heads(write_heads(heads)) == heads
    assert read_heads("") == []


@given(st.integers(0, 71), st.integers(0, 7))
def test_a_signature_with_a_changed_bit_is_not_genuine(at, bit):
    signed = make_head(LEAVES, 9)
    content = bytearray(signed.signatures[0].content)
    content[at] ^= 1 << bit
    changed = replace(signed, signatures=(replace(signed.signatures[0], content=bytes(content)),))
    (checked,) = check_signatures(changed, [verifier_key("MK")])
    assert not checked.genuine and not checked.counts


def test_a_signature_of_no_time_or_of_another_length_is_not_genuine():
    head = make_head(LEAVES, 9).head
    timeless = private_key("MK").sign(b"cosignature/v1\ntime 0\n" + head.to_text().encode())
    for content in (bytes(8) + timeless, timeless, b"\0"):
        signed = SignedHead(head, (Signature("MK", verifier_key("MK").id, content),))
        (checked,) = check_signatures(signed, [verifier_key("MK")])
        assert not checked.genuine


def test_another_head_under_the_same_signature_is_not_genuine():
    signed = make_head(LEAVES, 9)
    for head in (replace(signed.head, size=8), replace(signed.head, origin="RS"), replace(signed.head, root=bytes(32))):
        assert not any(checked.genuine for checked in check_signatures(replace(signed, head=head), [verifier_key("MK")]))


def test_lines_by_unknown_keys_and_of_unknown_types_are_passed_over():
    signed = make_head(LEAVES, 9, "RS")
    assert check_signatures(signed, [verifier_key("AL")]) == []
    renamed = VerifierKey("MK", verifier_key("RS").public)
    assert check_signatures(signed, [renamed]) == []


def test_a_key_signs_only_while_it_is_valid():
    signed, time = make_head(LEAVES, 9), START + 9 * DAY
    for limits, in_time in [((time, time + 1), True), ((time + 1, None), False), ((None, time), False), ((None, None), True)]:
        (checked,) = check_signatures(signed, [verifier_key("MK", *limits)])
        assert checked.genuine and checked.in_time is in_time


def test_keys_come_back_with_their_validity():
    keys = [verifier_key("MK"), verifier_key("RS", START), verifier_key("AL", START, START + DAY)]
    text = write_keys(keys)
    assert read_keys(f"# remark\n\n{text}") == keys
    assert text.endswith(" 2026-01-01T00:00:00Z 2026-01-02T00:00:00Z\n")
    assert read_keys(verifier_key("MK").to_text()) == [verifier_key("MK")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("MK", "key.unreadable"),
        ("MK+00000000+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2", "key.unreadable"),
        ("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw", "key.unreadable"),
        ("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2 yesterday", "key.unreadable"),
        ("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2 - - -", "key.unreadable"),
        ("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "key.other_type"),
    ],
)
def test_what_is_no_key_is_refused(text, code):
    with pytest.raises(EngineError) as refused:
        read_keys(text)
    assert refused.value.code == code


GOOD = make_head(LEAVES, 9).to_text()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "MK\n9\n",
        GOOD.replace("\n9\n", "\n09\n"),
        GOOD.replace("\n9\n", "\n-9\n"),
        GOOD.replace("\n9\n", "\n٩\n"),
        GOOD.replace("\n9\n", "\n9223372036854775808\n"),
        GOOD.replace("MK\n", "M K\n", 1),
        GOOD.replace("MK\n", "\n", 1),
        GOOD.replace("=\n\n", "=\nextension\n\n"),
        GOOD.replace("=\n\n", "\n\n"),
        GOOD.replace("— ", "- "),
        GOOD.replace("\n", "\r\n"),
        GOOD + GOOD,
        GOOD + "\n" + GOOD,
        GOOD.rpartition("— ")[0],
        GOOD.rpartition("— ")[0] + "— MK AAAA\n",
        GOOD.rpartition("— ")[0] + 65 * ("— " + GOOD.rpartition("— ")[2]),
    ],
)
def test_what_is_no_head_is_refused(text):
    with pytest.raises(EngineError, match=r"head\.unreadable"):
        read_head(text)


@given(st.integers(0, len(GOOD)), st.integers(0, 12), st.text(st.sampled_from("\n —=+0Aé\x85\u2028"), max_size=3))
def test_a_damaged_text_is_read_as_it_is_or_refused(at, left_out, put_in):
    text = GOOD[:at] + put_in + GOOD[at + left_out :]
    try:
        heads = read_heads(text)
    except EngineError as error:
        assert error.code == "head.unreadable"
    else:
        assert write_heads(heads).rstrip("\n") == text.rstrip("\n")


@pytest.mark.parametrize(
    ("changes", "name", "time"),
    [
        ({"origin": "M K"}, "RS", 1),
        ({"root": b"short"}, "RS", 1),
        ({"size": -1}, "RS", 1),
        ({"size": 2**63}, "RS", 1),
        ({}, "R+S", 1),
        ({}, "", 1),
        ({}, "RS", 0),
    ],
)
def test_what_the_format_has_no_room_for_is_not_signed(changes, name, time):
    head = replace(Head("MK", 1, bytes(32)), **changes)
    with pytest.raises(EngineError, match=r"head\.unusable"):
        add_signature(SignedHead(head, ()), name, private_key("RS"), time=time)
