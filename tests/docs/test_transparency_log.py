"""The worked example of docs/transparency-log.md is what the engine makes, and every code it can find is told there."""

import re

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from egnatia.engines.proofs import canonical
from egnatia.engines.proofs.frontier import compute_root
from egnatia.engines.proofs.heads import Head, add_signature, read_heads, sign_head
from egnatia.engines.proofs.keys import VerifierKey, read_keys
from egnatia.engines.proofs.merkle import hash_leaf
from egnatia.engines.proofs.verification import verify_log
from tests.conftest import REPOSITORY

PAGE = (REPOSITORY / "docs" / "transparency-log.md").read_text(encoding="utf-8")
PRIVATE = {"MK": Ed25519PrivateKey.from_private_bytes(b"\x01" * 32), "RS": Ed25519PrivateKey.from_private_bytes(b"\x02" * 32)}
ENTRIES = [
    {"at": "2026-11-22T12:00:00Z", "digest": "11" * 32, "kind": "sent"},
    {"at": "2026-11-22T12:00:05Z", "digest": "22" * 32, "kind": "received"},
    {"at": "2026-11-22T12:01:00Z", "digest": "33" * 32, "kind": "erased"},
]


def block(heading: str) -> str:
    """The indented lines under a line that begins so."""
    after = PAGE.split(f"\n{heading}", 1)[1].split("\n\n", 1)[1]
    lines = re.match(r"(?:    .*\n|\n(?=    ))+", after)
    assert lines, heading
    return re.sub(r"^    ", "", lines[0], flags=re.MULTILINE)


def test_the_worked_example_is_what_the_engine_makes():
    entries = [canonical.encode(entry) for entry in ENTRIES]
    leaves = [hash_leaf(entry) for entry in entries]
    head = Head("MK", 3, compute_root(leaves))
    signed = add_signature(sign_head(head, PRIVATE["MK"], time=1_795_348_920), "RS", PRIVATE["RS"], time=1_795_348_980)
    assert block("Entries") == b"".join(entry + b"\n" for entry in entries).decode()
    assert block("Leaf hashes") == "".join(f"{leaf.hex()}\n" for leaf in leaves)
    assert block("Head") == signed.to_text()
    assert block("Keys") == "".join(VerifierKey.of(name, private).to_text() + "\n" for name, private in PRIVATE.items())


def test_the_worked_example_verifies_from_the_page_alone():
    entries = block("Entries").encode().splitlines()
    result = verify_log("MK", read_heads(block("Head")), read_keys(block("Keys")), entries=entries)
    assert result.ok and result.proven == 3
    assert [witness.name for witness in result.witnesses] == ["RS"]


def test_every_code_of_a_finding_is_on_the_page():
    engine = REPOSITORY / "src" / "egnatia" / "engines" / "proofs"
    source = "".join((engine / name).read_text(encoding="utf-8") for name in ("verification.py", "leaves.py"))
    codes = set(re.findall(r'"((?:head|key|log|kept|cosignature|witness|entry)\.[a-z_]+)"', source))
    assert len(codes) > 15
    assert {code for code in codes if f"`{code}`" not in PAGE} == set()
