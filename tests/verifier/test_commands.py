"""The three commands on whole files, in a process of its own: what is proven, what is found, what can't be read."""

import ast
import json
import sys
from pathlib import Path

import pytest

from egnatia.engines.proofs.heads import write_heads
from egnatia.engines.proofs.keys import write_keys
from tests.engines.proofs.logs import make_head, some_leaves, verifier_key
from tests.vectors import evidence, letters
from tests.vectors.log import KEYS
from tests.verifier.running import FILE, run, run_alone, write_export, write_keys_file

LEAVES = some_leaves(100)
REWRITTEN = [*LEAVES[:70], b"x" * 32, *LEAVES[71:]]
HEADS = [make_head(LEAVES, 20, "RS"), make_head(LEAVES, 60, "RS", "AL"), make_head(LEAVES, 100, "RS")]
LOG_KEYS = write_keys([verifier_key(name) for name in ("MK", "RS", "AL")])


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return write_keys_file(tmp_path, LOG_KEYS)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write_export(tmp_path / "export", write_heads(HEADS), leaf_hashes=LEAVES)


def kept_file(folder: Path, name: str, *heads) -> Path:
    (folder / name).write_text(write_heads(heads))
    return folder / name


def test_the_file_imports_the_standard_library_and_cryptography_only():
    tree = ast.parse(FILE.read_text(encoding="utf-8"))
    modules = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    modules |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {module.split(".")[0] for module in modules} - sys.stdlib_module_names == {"cryptography"}


def test_a_whole_log_is_proven(export, keys):
    done = run_alone("log", export, "--keys", keys)
    assert done.status == 0
    assert done.output.splitlines() == [
        "MK: 100 of 100 leaves are proven",
        "AL witnessed 60 leaves at 2026-03-02T00:01:00Z",
        "RS witnessed 100 leaves at 2026-04-11T00:01:00Z",
        "nothing is wrong",
    ]


def test_a_rewritten_log_is_found_by_what_witnesses_kept(tmp_path, keys):
    anew = write_heads([make_head(REWRITTEN, size) for size in (20, 60, 100)])
    export = write_export(tmp_path / "export", anew, leaf_hashes=REWRITTEN)
    assert run_alone("log", export, "--keys", keys).status == 0  # nobody else has seen it: nothing to find
    of_rs = kept_file(tmp_path, "rs.txt", make_head(LEAVES, 80, "RS"), make_head(LEAVES, 5, origin="AL"))
    of_al = kept_file(tmp_path, "al.txt", make_head(LEAVES, 100, "AL"))
    done = run_alone("log", export, "--keys", keys, "--kept", of_rs, of_al)
    assert done.status == 1
    assert done.codes == ["log.diverges", "log.forked"]
    assert "log.diverges: the head of size 80 that RS kept isn't that of the exported leaves" in done.output


def test_a_shortened_log_and_an_altered_one_are_found(tmp_path, keys):
    short = write_export(tmp_path / "short", write_heads(HEADS[:2]), leaf_hashes=LEAVES[:60])
    kept = kept_file(tmp_path, "kept.txt", HEADS[2])
    assert run("log", short, "--keys", keys).status == 0
    assert run("log", short, "--keys", keys, "--kept", kept).codes == ["log.shortened"]
    altered = run("log", write_export(tmp_path / "altered", write_heads(HEADS), leaf_hashes=REWRITTEN), "--keys", keys)
    assert altered.codes == ["log.altered"] and altered.proven == 60
    assert "between size 60 and size 100" in altered.output


def test_keys_of_others_prove_nothing(tmp_path, export):
    strangers = write_keys_file(tmp_path, write_keys([verifier_key("ME")]))
    done = run("log", export, "--keys", strangers)
    assert done.status == 1 and done.proven == 0
    assert done.codes == ["head.not_signed", "log.no_head"]


def test_what_about_says_is_checked(tmp_path, keys):
    export = write_export(tmp_path / "export", write_heads(HEADS), leaf_hashes=LEAVES, size=101)
    assert run("log", export, "--keys", keys).codes == ["about.size_differs"]
    export = write_export(tmp_path / "export", write_heads(HEADS), leaf_hashes=LEAVES, origin="RS")
    assert run("log", export, "--keys", keys).codes == ["head.other_origin", "log.no_head"]


def test_evidence_tells_who_said_what_to_whom(tmp_path):
    [good, *_] = evidence.make()["bundles"]
    (tmp_path / "bundle.json").write_text(json.dumps(good["bundle"]))
    done = run_alone("evidence", tmp_path / "bundle.json", "--keys", write_keys_file(tmp_path, write_keys(KEYS)))
    assert done.status == 0
    said = f"purpose -, made_at 2026-11-22T12:00:00+00:00, correspondence {letters.CORRESPONDENCE}"
    assert done.output.splitlines() == [
        f"1. sent: MK to RS, kind ping, {said}",
        f"2. received: RS to MK, kind pong, {said}",
        "2 of 2 letters are proven: in the first 5 leaves of MK",
        "left out, as the file says: null",
        "MK signed that at 2026-11-22T12:02:00Z",
        "RS witnessed 5 leaves at 2026-11-22T12:03:00Z",
        "nothing is wrong",
    ]


def test_a_letter_is_enough(tmp_path):
    keys = write_keys_file(tmp_path, write_keys(KEYS))
    (tmp_path / "letter").write_text(evidence.ANSWER + "\n")
    done = run_alone("letter", tmp_path / "letter", "--keys", keys)
    assert done.status == 0 and done.output.startswith("RS to MK, kind pong")
    (tmp_path / "letter").write_text(evidence.ANSWER.replace(".", ".A", 1))
    assert run_alone("letter", tmp_path / "letter", "--keys", keys).status == 1


def test_text_in_a_letter_cannot_pass_for_a_line_of_the_verifier(tmp_path):
    told = letters.body("ping", {}, correspondence="x\nnothing is wrong\x1b[2K")
    (tmp_path / "letter").write_text(letters.sign(json.dumps(told).encode()))
    done = run("letter", tmp_path / "letter", "--keys", write_keys_file(tmp_path, write_keys(KEYS)))
    assert "correspondence x?nothing is wrong?[2K\n" in done.output


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("about.json", b"{"),
        ("about.json", b"[]"),
        ("about.json", b'{"version":2,"origin":"MK","size":100}'),
        ("about.json", b"[" * 100_000),
        ("heads.txt", b"\xff"),
        ("heads.txt", write_heads(HEADS).replace("\n\n", "\nmore\n\n", 1).encode()),
        ("heads.txt", write_heads(HEADS).replace("60\n", "060\n", 1).encode()),
        ("leaf-hashes", b"x" * 31),
    ],
)
def test_files_that_cannot_be_read_are_told_apart_from_false_ones(export, keys, name, content):
    (export / name).write_bytes(content)
    done = run("log", export, "--keys", keys)
    assert done.status == 2 and done.output.startswith("can't be read: ")


def test_missing_files_and_wrong_keys_cannot_be_read(tmp_path, export, keys):
    assert run_alone("log", tmp_path / "nothing", "--keys", keys).status == 2
    assert run("log", export, "--keys", tmp_path / "nothing").status == 2
    (export / "leaf-hashes").unlink()
    assert run("log", export, "--keys", keys).status == 2
    for wrong in (LOG_KEYS.replace("MK+", "MK+0", 1), LOG_KEYS + "MK", LOG_KEYS.replace(" - -", " - - -", 1), shared_key()):
        assert run("letter", keys, "--keys", write_keys_file(tmp_path / "wrong", wrong)).status == 2


def shared_key() -> str:
    own, other = verifier_key("MK"), verifier_key("MK")
    return write_keys([own, type(other)("RS", other.public)])


@pytest.mark.parametrize(
    "bundle",
    [
        [],
        {"version": 1},
        evidence.bundle() | {"head": ""},
        evidence.bundle() | {"origin": "RS"},
        evidence.bundle({"letter": 1}),
    ],
)
def test_a_bundle_of_another_form_cannot_be_read(tmp_path, bundle):
    (tmp_path / "bundle.json").write_text(json.dumps(bundle))
    assert run("evidence", tmp_path / "bundle.json", "--keys", write_keys_file(tmp_path, write_keys(KEYS))).status == 2
