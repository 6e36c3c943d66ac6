"""The verifier, written from the documents, and the engine say the same of any log, damaged in any way."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from egnatia.base.errors import Problem
from egnatia.engines.errors import EngineError
from egnatia.engines.proofs import canonical
from egnatia.engines.proofs.frontier import compute_root
from egnatia.engines.proofs.heads import (
    Head,
    Signature,
    SignedHead,
    add_signature,
    check_signatures,
    read_heads,
    sign_head,
    write_heads,
)
from egnatia.engines.proofs.keys import VerifierKey, read_keys, refuse_shared_keys, write_keys
from egnatia.engines.proofs.merkle import hash_leaf
from egnatia.engines.proofs.verification import verify_log
from egnatia.exchange import envelope
from tests.vectors import evidence, keys
from tests.verifier.running import run, verifier, write_export, write_keys_file

START = 1_795_348_920
NAMES = ("MK", "RS", "AL")
sizes = st.integers(0, 9)
times = st.integers(START, START + 40)


def entries_of(history: str) -> list[bytes]:
    """Nine entries; two histories have the first three in common."""
    return [canonical.encode({"digest": f"{number}{history if number > 2 else ''}", "kind": "sent"}) for number in range(9)]


ENTRIES = {history: entries_of(history) for history in "ab"}
LEAVES = {history: [hash_leaf(entry) for entry in ENTRIES[history]] for history in "ab"}


@st.composite
def signed_heads(draw: st.DrawFn) -> SignedHead:
    """Mostly what a log signs and witnesses cosign; sometimes without the log's signature, or with one from elsewhere."""
    history, size = draw(st.sampled_from("aaab")), draw(sizes)
    head = Head(draw(st.sampled_from(["MK"] * 9 + ["RS", "MK/2", "MK/1"])), size, compute_root(LEAVES[history][:size]))
    at = START + 3 * size + draw(st.sampled_from([0, 0, 0, 1, -5]))
    signed = sign_head(head, keys.signing_key(head.signer[:2]), time=at)
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=3)):
        signed = add_signature(signed, name, keys.signing_key(name), time=draw(st.one_of(st.just(at + 1), times)))
    if draw(st.integers(0, 9)) == 0:
        signed = replace(signed, signatures=tuple(draw(st.permutations(signed.signatures)))[1:] or signed.signatures)
    if draw(st.integers(0, 9)) == 0:
        signed = SignedHead(replace(signed.head, size=signed.head.size + 1), signed.signatures)
    return signed


@st.composite
def key_lists(draw: st.DrawFn) -> list[VerifierKey]:
    """Keys of log and witnesses; some missing, some valid for a while only."""
    limits = st.sampled_from([None, None, None, START + 9, START + 20])
    names = draw(st.sampled_from([NAMES] * 8 + [("MK",), ("RS", "AL")]))
    return [replace(keys.verifier_key(name), valid_from=draw(limits), valid_until=draw(limits)) for name in names]


@st.composite
def exports(draw: st.DrawFn) -> dict[str, Any]:
    """What an export holds, in order as a rule, and what was done to it."""
    heads = draw(st.lists(signed_heads(), max_size=4))
    if draw(st.integers(0, 3)):
        heads.sort(key=lambda signed: signed.head.size)
    history, size = draw(st.sampled_from("aaab")), draw(st.sampled_from([9, 9, 9, 5, 0]))
    hashes, entries = list(LEAVES[history][:size]), list(ENTRIES[history][:size])
    for number in draw(st.lists(st.integers(0, 8), max_size=1)):
        hashes[number : number + 1] = [hash_leaf(b"other")]
    for number in draw(st.lists(st.integers(0, 8), max_size=2)):
        entries[number : number + 1] = draw(st.sampled_from([[b"{}"], [b'{ "a":1}'], [], [b"{}", b"1.0"], [b""]]))
    form = draw(st.sampled_from(["hashes", "entries", "both"]))
    return {
        "origin": draw(st.sampled_from(["MK"] * 5 + ["MK/2", "MK/02"])),
        "heads": write_heads(heads),
        "kept": write_heads(draw(st.lists(signed_heads(), max_size=2))),
        "leaf_hashes": None if form == "entries" else hashes,
        "entries": None if form == "hashes" else entries,
        "keys": write_keys(draw(key_lists())),
    }


@given(exports())
@settings(max_examples=300, deadline=None)
def test_the_same_codes_for_the_same_export(export: dict[str, Any]) -> None:
    result = verify_log(
        export["origin"],
        read_heads(export["heads"]),
        read_keys(export["keys"]),
        leaf_hashes=export["leaf_hashes"],
        entries=export["entries"],
        kept=read_heads(export["kept"]),
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "kept").write_text(export["kept"])
        key_file = write_keys_file(folder, export["keys"])
        written = write_export(
            folder, export["heads"], leaf_hashes=export["leaf_hashes"], entries=export["entries"], origin=export["origin"]
        )
        done = run("log", written, "--keys", key_file, "--kept", folder / "kept")
    assert done.codes == sorted({finding.code for finding in result.findings})
    assert (done.status, done.proven) == (0 if result.ok else 1, result.proven)
    for witness in result.witnesses:
        assert f"{witness.name} witnessed {witness.size} leaves at " in done.output


HEADS = write_heads([evidence.HEAD, evidence.HEAD])
KEY_FILE = "# from the partners\n" + write_keys([VerifierKey.of(name, keys.signing_key(name)) for name in NAMES])


def reads(read: Any, text: str) -> Any:
    """What a reader makes of a text; "refused" where it does so."""
    try:
        return read(text)
    except (EngineError, *verifier.MALFORMED):
        return "refused"


damage = st.tuples(
    st.integers(0, 10_000), st.integers(0, 3), st.sampled_from(["", "\n", " ", "+", "=", "A", "0", "—", "\r", "\x00"])
)


@given(damage)
@settings(max_examples=300, deadline=None)
def test_the_same_heads_are_readable(how: tuple[int, int, str]) -> None:
    text = spoil(HEADS, how)
    ours, theirs = reads(read_heads, text), reads(verifier.read_heads, text)
    assert (ours == "refused") == (theirs == "refused")
    for signed, head in () if ours == "refused" else zip(ours, theirs, strict=True):
        assert (signed.head.to_text(), signed.head.origin, signed.head.size) == (head.text, head.origin, head.size)
        assert [(each.name, each.key_id + each.content) for each in signed.signatures] == head.signatures


BODY, *LINES = evidence.HEAD.to_text().replace("\n\n", "\n\n\0").split("\0")


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        (BODY + LINES[0] * 32, True),
        (BODY + LINES[0] * 32 + "— A AAAAAAA=\n", False),
        (BODY + "— A AAAAAAA=\n", True),
        (BODY + "— A AAAAAA==\n", False),
        (BODY.replace("\n5\n", f"\n{2**63 - 1}\n") + LINES[0], True),
        (BODY.replace("\n5\n", f"\n{2**63}\n") + LINES[0], False),
        (BODY.replace("MK\n", "M" * 200 + "\n") + LINES[0], True),
        (BODY.replace("MK\n", "M" * 201 + "\n") + LINES[0], False),
    ],
)
def test_heads_are_readable_up_to_the_same_limits(text: str, readable: bool) -> None:
    assert [reads(read, text) != "refused" for read in (read_heads, verifier.read_heads)] == [readable, readable]


@pytest.mark.parametrize("time", [0, 2**63])
def test_a_signature_at_no_time_is_not_genuine(time: int) -> None:
    head = Head("MK", 1, bytes(32))
    signature = keys.signing_key("MK").sign(f"cosignature/v1\ntime {time}\n{head.to_text()}".encode())
    signed = SignedHead(head, (Signature("MK", keys.verifier_key("MK").id, time.to_bytes(8, "big") + signature),))
    assert not any(checked.genuine for checked in check_signatures(signed, [keys.verifier_key("MK")]))
    [theirs] = verifier.read_heads(signed.to_text())
    assert [code for code, _ in verifier.check_signatures(theirs, verifier.read_keys(KEY_FILE))] == ["head.signature_bad"]


@given(damage)
@settings(max_examples=300, deadline=None)
def test_the_same_keys_are_readable(how: tuple[int, int, str]) -> None:
    def read_ours(text: str) -> list[VerifierKey]:
        found = read_keys(text)
        refuse_shared_keys(found)
        return found

    text = spoil(KEY_FILE, how)
    ours, theirs = reads(read_ours, text), reads(verifier.read_keys, text)
    assert (ours == "refused") == (theirs == "refused")
    if ours != "refused":
        assert [(key.name, key.public) for key in ours] == [(key.name, key.public) for key in theirs]


def spoil(text: str, how: tuple[int, int, str]) -> str:
    """The text with some characters taken out at a place and something put there."""
    at, count, instead = how
    at %= len(text)
    return text[:at] + instead + text[at + count :]


numbers = st.one_of(
    st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.sampled_from([1e16, 1e21, 1e-6, 1e-7, -0.0])
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=4)),
    max_leaves=10,
)


@given(values)
@settings(max_examples=300, deadline=None)
@example({"\U0001f600": 1, "\ufb33": 2})
@example(2**53)
@example([1e20, 123456789012345680000.0, 5e-324, 1.7976931348623157e308, 0.1, 1 / 3])
def test_the_same_spelling_of_every_value(value: Any) -> None:
    ours, theirs = reads(canonical.encode, value), reads(lambda value: verifier.canonical(value).encode(), value)
    assert ours == theirs
    for line in [json.dumps(value).encode()] + ([] if ours == "refused" else [ours]):
        assert verifier.is_canonical(line) == (reads(canonical.decode, line) != "refused")


@given(st.binary(max_size=40) | st.sampled_from([b"NaN", b"Infinity", b"1e400", b"-0", b"1.0", b'"\\ud800"', b"[" * 100_000]))
@settings(max_examples=300, deadline=None)
def test_no_bytes_are_canonical_to_one_only(line: bytes) -> None:
    assert verifier.is_canonical(line) == (reads(canonical.decode, line) != "refused")


BUNDLE = json.dumps(evidence.make()["bundles"][0]["bundle"])


@given(damage)
@settings(max_examples=300, deadline=None)
def test_a_damaged_bundle_is_wrong_or_unreadable_and_never_a_crash(how: tuple[int, int, str]) -> None:
    text = spoil(BUNDLE, how)
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "bundle.json").write_text(text)
        done = run("evidence", Path(name) / "bundle.json", "--keys", write_keys_file(Path(name), KEY_FILE))
    assert done.status in (0, 1, 2)
    if done.status == 0:
        assert json.loads(text)["letters"] == json.loads(BUNDLE)["letters"]


@given(damage)
@settings(max_examples=200, deadline=None)
def test_the_verifier_takes_no_letter_that_a_node_refuses(how: tuple[int, int, str]) -> None:
    """The other way round it is stricter: one signature has one spelling, and one letter one digest."""
    letter = spoil(evidence.QUESTION, how)
    assume(letter != evidence.QUESTION)
    body, findings = verifier.check_letter(letter, verifier.read_keys(KEY_FILE))
    assert findings
    try:
        taken = envelope.read_letter(letter, keys.partner_keys("MK"))
    except Problem:
        assert body == {}
    else:
        assert taken == envelope.read_letter(evidence.QUESTION, keys.partner_keys("MK"))
