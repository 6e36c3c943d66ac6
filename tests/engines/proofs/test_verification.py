"""A log proven from outside: what holds is told, and each way of tampering is found and named."""

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egnatia.engines.errors import EngineError
from egnatia.engines.proofs import canonical
from egnatia.engines.proofs.heads import read_heads, write_heads
from egnatia.engines.proofs.leaves import read_hashes
from egnatia.engines.proofs.merkle import hash_leaf
from egnatia.engines.proofs.verification import Verification, Witnessed, verify_log
from tests.engines.proofs.logs import DAY, START, make_head, some_leaves, verifier_key

KEYS = [verifier_key(name) for name in ("MK", "RS", "AL")]
ENTRIES = [canonical.encode({"kind": "sent", "digest": f"{index:064x}"}) for index in range(100)]
LEAVES = [hash_leaf(entry) for entry in ENTRIES]
REWRITTEN = [*LEAVES[:70], hash_leaf(b"other"), *LEAVES[71:]]
HEADS = [make_head(LEAVES, 20, "RS"), make_head(LEAVES, 60, "RS", "AL"), make_head(LEAVES, 100, "RS")]
KEPT = [make_head(LEAVES, 60, "AL"), make_head(LEAVES, 80, "RS")]


def verify(heads=HEADS, leaf_hashes=LEAVES, keys=KEYS, kept=KEPT, entries=None) -> Verification:
    return verify_log("MK", heads, keys, leaf_hashes=leaf_hashes, entries=entries, kept=kept)


def codes(result: Verification) -> list[str]:
    return [finding.code for finding in result.findings]


def test_an_untouched_log_is_proven():
    result = verify(entries=[entry + b"\n" for entry in ENTRIES])
    assert result.ok
    assert (result.leaves, result.proven, result.heads, result.kept) == (100, 100, 3, 2)
    assert result.signed == (START + 20 * DAY, START + 100 * DAY)
    day = START + 60
    assert result.witnesses == (Witnessed("AL", 60, day + 60 * DAY), Witnessed("RS", 100, day + 100 * DAY))
    assert [result.size_witnessed_by(count) for count in (1, 2, 3)] == [100, 60, 0]
    assert result.to_lines() == [
        "MK: 100 of 100 leaves are those that signed heads stand for (3 exported, 2 kept by witnesses).",
        "These heads were signed from 2026-01-21T00:00:00Z to 2026-04-11T00:00:00Z.",
        "AL has seen 60 leaves, last on 2026-03-02T00:01:00Z.",
        "RS has seen 100 leaves, last on 2026-04-11T00:01:00Z.",
        "Nothing wrong was found.",
    ]


def test_files_are_enough():
    file = BytesIO(b"".join(LEAVES))
    assert verify(read_heads(write_heads(HEADS)), read_hashes(file)).ok
    assert verify(leaf_hashes=None, entries=ENTRIES) == verify()
    with pytest.raises(EngineError, match=r"leaves\.damaged"):
        verify(leaf_hashes=read_hashes(BytesIO(b"".join(LEAVES)[:-1])))
    with pytest.raises(EngineError, match=r"leaves\.damaged"):
        verify(leaf_hashes=[b"short"])


def test_leaves_after_the_last_head_are_not_called_proven():
    result = verify(HEADS[:2], kept=[])
    assert result.ok and (result.leaves, result.proven) == (100, 60)
    assert verify(HEADS[:2]).proven == 80  # a witness kept a later head than the export has


def test_an_altered_leaf_is_narrowed_to_two_heads():
    result = verify(leaf_hashes=REWRITTEN, kept=[])
    assert codes(result) == ["log.altered"]
    assert "Among leaves 60 to 99 at least one isn't what the head of size 100" in result.findings[0].message
    result = verify(leaf_hashes=REWRITTEN)
    assert codes(result) == ["log.altered"] and result.proven == 60
    assert "Among leaves 60 to 79" in result.findings[0].message and "1 other heads" in result.findings[0].message


def test_an_altered_entry_is_named():
    entries = [*ENTRIES[:33], ENTRIES[33].replace(b"sent", b"lost"), *ENTRIES[34:]]
    result = verify(entries=entries)
    assert [(each.code, each.message) for each in result.findings] == [
        ("entry.altered", "Entry 33 isn't what leaf 33 is the hash of.")
    ]
    assert codes(verify(leaf_hashes=None, entries=entries)) == ["log.altered"]


def test_entries_that_are_too_few_too_many_or_written_differently_are_named():
    assert codes(verify(entries=ENTRIES[:99])) == ["entry.missing"]
    assert codes(verify(entries=[*ENTRIES, b"{}"])) == ["entry.without_hash"]
    loose = [hash_leaf(b'{"a": 1}')]
    for leaf_hashes in (loose, None):
        result = verify([make_head(loose, 1)], leaf_hashes, kept=[], entries=[b'{"a": 1}'])
        assert codes(result) == ["entry.not_canonical"]


def test_many_findings_of_one_kind_are_counted():
    result = verify(entries=[b"{}"] * 100)
    assert len(result.findings) == 21 and result.findings[-1].message == "The same 80 times more."


def test_a_shortened_log_is_found_by_what_a_witness_kept():
    result = verify(HEADS[:2], LEAVES[:60])
    assert codes(result) == ["log.shortened"]
    assert result.findings[0].message == (
        "RS kept the head of size 80 (signed 2026-03-22T00:00:00Z); the export ends after 60 leaves."
    )
    assert verify(HEADS[:2], LEAVES[:60], kept=[]).ok  # without witnesses nobody can know


def test_leaves_cut_off_below_an_exported_head_are_found():
    assert codes(verify(leaf_hashes=LEAVES[:90])) == ["log.leaves_missing"]


def test_a_rewritten_log_signed_anew_is_found_by_what_a_witness_kept():
    anew = [make_head(REWRITTEN, size) for size in (20, 60, 100)]
    result = verify(anew, REWRITTEN)
    assert codes(result) == ["log.diverges"] and result.proven == 100
    assert result.findings[0].message == (
        "RS kept the head of size 80 (signed 2026-03-22T00:00:00Z), whose root isn't that of the exported leaves; "
        "the last head in common is of size 60."
    )


def test_a_log_without_any_head_in_common_diverges_from_its_beginning():
    other = some_leaves(100, salt="other")
    result = verify([make_head(other, 100)], other, kept=KEPT[:1])
    assert codes(result) == ["log.diverges"]
    assert result.findings[0].message.endswith("the last head in common is of size 0.")


def test_an_altered_leaf_does_not_hide_that_an_earlier_part_was_rewritten():
    anew = [make_head(REWRITTEN, 90), make_head(some_leaves(100), 100)]
    result = verify(anew, REWRITTEN)
    assert codes(result) == ["log.altered", "log.diverges"] and result.proven == 90


def test_two_roots_of_one_size_prove_the_fork():
    result = verify([make_head(REWRITTEN, size) for size in (60, 80, 100)], REWRITTEN)
    assert codes(result) == ["log.forked", "log.diverges"]
    assert "MK signed 2 roots for 80 leaves" in result.findings[0].message
    assert result.findings[1].message.endswith("the last head in common is of size 60.")
    split = verify([*HEADS, make_head(REWRITTEN, 100)])
    assert codes(split) == ["log.forked", "head.diverges"]


def test_a_head_of_other_leaves_amid_good_ones_diverges():
    result = verify([HEADS[0], make_head(REWRITTEN, 75), HEADS[2]])
    assert codes(result) == ["head.diverges"] and "head of size 75" in result.findings[0].message


def test_heads_out_of_order_are_named():
    assert codes(verify([HEADS[1], HEADS[0], HEADS[2]])) == ["head.shrinks", "head.time_backwards"]
    late = make_head(LEAVES, 60, time=START + 200 * DAY)
    assert codes(verify([HEADS[0], late, HEADS[2]])) == ["head.time_backwards"]


def forge(signed, which):
    signature = signed.signatures[which]
    content = signature.content[:-1] + bytes([signature.content[-1] ^ 1])
    signatures = [*signed.signatures]
    signatures[which] = replace(signature, content=content)
    return replace(signed, signatures=tuple(signatures))


def test_bad_signatures_are_named():
    result = verify([*HEADS[:2], forge(HEADS[2], 0)])
    assert codes(result) == ["head.signature_bad"] and result.proven == 80
    result = verify([*HEADS[:2], forge(HEADS[2], 1)])
    assert codes(result) == ["cosignature.bad"] and result.proven == 100
    assert result.witnesses[1].size == 80
    assert codes(verify([replace(HEADS[0], signatures=HEADS[0].signatures[1:]), *HEADS[1:]])) == ["head.not_signed"]


def test_a_key_that_was_not_valid_then_is_named():
    expired = [verifier_key("MK", None, START + 70 * DAY), *KEYS[1:]]
    result = verify(keys=expired, kept=[])
    assert codes(result) == ["key.not_valid"] and result.proven == 60
    assert result.findings[0].message == (
        "MK signed the head of size 100 on 2026-04-11T00:00:00Z with a key that wasn't valid then."
    )
    early = [KEYS[0], verifier_key("RS", START + 70 * DAY), KEYS[2]]
    result = verify(HEADS[:2], keys=early, kept=[])
    assert codes(result) == ["key.not_valid", "key.not_valid"]
    assert [witness.name for witness in result.witnesses] == ["AL"]


def test_a_new_key_of_the_log_takes_over():
    old, new = verifier_key("MK", None, START + 70 * DAY), verifier_key("MK", START + 70 * DAY)
    assert verify(keys=[old, new, *KEYS[1:]]).ok


def test_one_key_under_two_names_is_refused():
    with pytest.raises(EngineError, match=r"key\.shared"):
        verify(keys=[*KEYS, replace(KEYS[1], name="XK")])


def test_a_kept_head_that_the_log_did_not_sign_accuses_nobody():
    invented = make_head(LEAVES, 100, "RS")
    invented = replace(invented, head=replace(invented.head, size=200), signatures=invented.signatures[1:])
    result = verify(kept=[invented])
    assert codes(result) == ["cosignature.bad", "kept.not_signed"]
    assert codes(verify(kept=[forge(make_head(REWRITTEN, 90), 0)])) == ["head.signature_bad"]


def test_heads_of_other_logs_are_told_in_the_export_and_passed_over_with_witnesses():
    foreign = make_head(LEAVES, 70, origin="AL")
    assert codes(verify([*HEADS, foreign])) == ["head.other_origin"]
    assert verify(kept=[foreign]).ok


def test_a_witness_that_contradicts_itself_is_named():
    later = make_head(LEAVES, 20, "AL", time=START + 90 * DAY)
    assert codes(verify(kept=[*KEPT, later])) == ["witness.contradicts"]


def test_nothing_signed_is_nothing_proven():
    result = verify([], kept=[])
    assert codes(result) == ["log.no_head"] and result.proven == 0 and result.signed is None
    assert codes(verify(keys=[])) == ["head.not_signed"] * 3 + ["kept.not_signed"] * 2 + ["log.no_head"]


def test_an_empty_log_holds():
    result = verify_log("MK", [make_head([], 0)], KEYS)
    assert result.ok and (result.leaves, result.proven, result.heads) == (0, 0, 1)


@settings(deadline=None)
@given(st.integers(1, 40), st.data())
def test_any_changed_leaf_under_a_head_is_found(size, data):
    leaves = some_leaves(size)
    cuts = sorted(data.draw(st.sets(st.integers(0, size), max_size=4)) | {size})
    heads = [make_head(leaves, cut) for cut in cuts]
    assert verify_log("MK", heads, KEYS, leaf_hashes=leaves).ok
    index = data.draw(st.integers(0, size - 1))
    changed = [*leaves[:index], hash_leaf(b"changed"), *leaves[index + 1 :]]
    result = verify_log("MK", heads, KEYS, leaf_hashes=changed)
    assert codes(result) == ["log.altered"]
    assert result.proven == max([cut for cut in cuts if cut <= index], default=0)
