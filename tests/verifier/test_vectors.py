"""The published vectors are what the product makes and takes, and what the verifier takes."""

import json
from base64 import b64decode
from datetime import datetime
from pathlib import Path

import pytest

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.engines.proofs.heads import check_signatures, read_head, read_heads
from egnatia.engines.proofs.keys import read_keys
from egnatia.engines.proofs.merkle import verify_consistency, verify_inclusion
from egnatia.engines.proofs.verification import verify_log
from egnatia.exchange import envelope, http_signing
from egnatia.exchange.http_signing import HttpRequest, HttpResponse
from egnatia.exchange.messages import KINDS, read_message
from tests.vectors import http, keys, law_enforcement
from tests.vectors.make import FOLDER, make_all, read
from tests.verifier.running import run, verifier, write_export, write_keys_file

LETTERS, SEALED, REQUESTS, LOG, EVIDENCE, LAW, POLICE = (
    read(f"{name}.json") for name in ("letters", "sealed", "requests", "log", "evidence", "law_enforcement", "police")
)
EXPORTS, BUNDLES = LOG["exports"], EVIDENCE["bundles"]


def named(cases: list[dict]) -> list:
    return [pytest.param(case, id=case.get("name") or case["why"]) for case in cases]


def test_the_files_are_those_that_are_made_now():
    assert {name: read(name) for name in sorted(path.name for path in FOLDER.glob("*.json"))} == make_all()


def test_the_page_names_every_file():
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in FOLDER.glob("*.json") if f"`{path.name}`" not in page] == []


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return write_keys_file(tmp_path, LOG["key_file"])


@pytest.mark.parametrize("case", named(LETTERS["letters"]))
def test_letters_are_read_by_the_product_and_the_verifier(case, tmp_path, key_file):
    partner = case["body"]["sender"]
    assert envelope.read_letter(case["letter"], keys.partner_keys(partner)) == case["body"]
    assert read_message(case["body"]).kind == case["body"]["kind"]
    assert envelope.digest(case["letter"]) == case["digest"]
    (tmp_path / "letter").write_text(case["letter"])
    assert run("letter", tmp_path / "letter", "--keys", key_file).status == 0


@pytest.mark.parametrize("case", named(LETTERS["refused"]))
def test_refused_letters_are_refused_by_the_product_and_the_verifier(case, tmp_path, key_file):
    with pytest.raises(Problem) as caught:
        envelope.read_letter(case["letter"], keys.partner_keys("MK"))
    assert caught.value.code == case["code"]
    (tmp_path / "letter").write_text(case["letter"])
    done = run("letter", tmp_path / "letter", "--keys", key_file)
    assert (done.status, done.codes) == (1, [case["verifier"]])


@pytest.mark.parametrize("case", named(SEALED["opens"]))
def test_sealed_letters_open(case):
    assert envelope.open_letter(case["sealed"], keys.own_keys("RS")) == case["letter"]
    assert envelope.digest(case["letter"]) == case["digest"]
    assert case["padded_to"] in SEALED["size_classes"]


@pytest.mark.parametrize("case", named(SEALED["refused"]))
def test_damaged_ones_do_not(case):
    with pytest.raises(Problem) as caught:
        envelope.open_letter(case["sealed"], keys.own_keys("RS"))
    assert caught.value.code == case["code"]


def receive(**changed: object) -> http_signing.Signed:
    told = REQUESTS["request"] | {"received_at": REQUESTS["received_at"]} | changed
    request = HttpRequest(told["method"], told["url"], dict(told["headers"]))
    with clock.frozen(datetime.fromisoformat(told["received_at"])):
        return http_signing.verify_request(request, told["body"].encode(), keys.partner_keys)


def test_the_request_and_its_response_hold():
    signed = receive()
    assert (signed.key_id, signed.nonce) == ("MK:sign:1", "a nonce of the request")
    asked = REQUESTS["request"]
    request = HttpRequest(asked["method"], asked["url"], dict(asked["headers"]))
    told = REQUESTS["response"]
    response = HttpResponse(told["status"], request, dict(told["headers"]))
    with clock.frozen(datetime.fromisoformat(REQUESTS["received_at"])):
        http_signing.verify_response(response, told["body"].encode(), keys.partner_keys("RS"))
    assert told["signature_base"] == http.response_base(response)


@pytest.mark.parametrize(("name", "partner"), [("request", "MK"), ("response", "RS")])
def test_the_signature_is_over_the_signature_base(name, partner):
    told = REQUESTS[name]
    signature = told["headers"]["Signature"].removeprefix("egnatia=:").removesuffix(":")
    keys.signing_key(partner).public_key().verify(b64decode(signature), told["signature_base"].encode())


@pytest.mark.parametrize("case", named(REQUESTS["refused_requests"]))
def test_altered_requests_are_refused(case):
    with pytest.raises(Problem) as caught:
        receive(**{name: value for name, value in case.items() if name not in {"why", "code"}})
    assert caught.value.code == case["code"]


def test_proofs_hold_and_lead_to_no_other_place():
    leaves, roots = ([bytes.fromhex(one) for one in LOG[name]] for name in ("leaf_hashes", "roots"))
    for case in LOG["inclusion"]:
        index, size, proof = case["index"], case["size"], [bytes.fromhex(one) for one in case["proof"]]
        assert verify_inclusion(index, size, leaves[index], proof, roots[size])
        assert verifier.root_by_inclusion(leaves[index], index, size, proof) == roots[size]
        for other in range(-1, size + 1):
            fits = verifier.root_by_inclusion(leaves[index], other, size, proof) == roots[size]
            assert fits == (other == index) == verify_inclusion(other, size, leaves[index], proof, roots[size])
    for case in LOG["consistency"]:
        first, second, proof = case["first"], case["second"], [bytes.fromhex(one) for one in case["proof"]]
        assert verify_consistency(first, second, roots[first], roots[second], proof)


def test_heads_are_signed_and_cosigned():
    known = read_keys(LOG["key_file"])
    for case in LOG["heads"]:
        signed = read_head(case["text"])
        assert signed.head.root.hex() == LOG["roots"][case["size"]]
        assert all(checked.counts for checked in check_signatures(signed, known))


@pytest.mark.parametrize("case", named(EXPORTS))
def test_exports_are_judged_alike(case, tmp_path, key_file):
    hashes = None if case["leaf_hashes"] is None else [bytes.fromhex(one) for one in case["leaf_hashes"]]
    entries = None if case["entries"] is None else [one.encode() for one in case["entries"]]
    result = verify_log(
        case["origin"],
        read_heads(case["heads"]),
        read_keys(LOG["key_file"]),
        leaf_hashes=hashes,
        entries=entries,
        kept=read_heads(case["kept"]),
    )
    assert (sorted({finding.code for finding in result.findings}), result.proven) == (case["codes"], case["proven"])
    export = write_export(tmp_path / "export", case["heads"], leaf_hashes=hashes, entries=entries, origin=case["origin"])
    (tmp_path / "kept.txt").write_text(case["kept"])
    done = run("log", export, "--keys", key_file, "--kept", tmp_path / "kept.txt")
    assert (done.codes, done.proven, done.status) == (case["codes"], case["proven"], 1 if case["codes"] else 0)


def test_every_code_of_a_log_has_an_export():
    page = (FOLDER.parents[1] / "transparency-log.md").read_text(encoding="utf-8")
    table = page.split("## What is found")[1].split("## ")[0]
    named_there = {word for line in table.splitlines() if line.startswith("|") for word in line.split("|")[1].split("`")[1::2]}
    assert named_there == {code for case in EXPORTS for code in case["codes"]}


@pytest.mark.parametrize("case", named(BUNDLES))
def test_evidence_is_judged_as_it_should(case, tmp_path):
    (tmp_path / "bundle.json").write_text(json.dumps(case["bundle"]))
    done = run("evidence", tmp_path / "bundle.json", "--keys", write_keys_file(tmp_path, EVIDENCE["key_file"]))
    assert (done.codes, done.proven, done.status) == (case["codes"], case["proven"], 1 if case["codes"] else 0)


def test_the_letter_of_law_enforcement(tmp_path: Path):
    told = LAW["letter"]
    assert envelope.read_letter(told["letter"], law_enforcement.partner_keys("MK")) == told["body"]
    (tmp_path / "letter").write_text(told["letter"])
    key_file = write_keys_file(tmp_path, LAW["key_file"])
    assert run("letter", tmp_path / "letter", "--keys", key_file).status == 0


def test_the_log_of_law_enforcement():
    head, known = read_head(LAW["log"]["head"]), read_keys(LAW["key_file"])
    assert head.head.origin == "egnatia/MK/law-enforcement"
    assert [one.counts for one in check_signatures(head, known)] == [True, True]


@pytest.mark.parametrize("case", named(LAW["refused"]))
def test_letters_at_the_wrong_gateway(case):
    at = keys if case["at"] == "migration" else law_enforcement
    with pytest.raises(Problem) as caught:
        envelope.read_letter(case["letter"], at.partner_keys("MK"))
    assert caught.value.code == case["code"]


@pytest.mark.parametrize("case", named(POLICE["conversation"]))
def test_letters_of_the_police_are_read_by_the_product_and_the_verifier(case, tmp_path):
    partner = case["body"]["sender"]
    assert envelope.read_letter(case["letter"], law_enforcement.partner_keys(partner)) == case["body"]
    read_as = read_message(case["body"])
    assert read_as.to_body()["content"] == case["body"]["content"] and read_as.content.document == case["name"][:5]
    assert envelope.digest(case["letter"]) == case["digest"]
    (tmp_path / "letter").write_text(case["letter"])
    assert run("letter", tmp_path / "letter", "--keys", write_keys_file(tmp_path, LAW["key_file"])).status == 0


def test_the_conversation_has_every_kind_of_the_gateway():
    kinds = {kind for kind, content in KINDS.items() if content.gateway == "law_enforcement"}
    assert {case["body"]["kind"] for case in POLICE["conversation"]} == kinds
    assert {case["body"]["kind"] for case in POLICE["refused"]} == kinds


@pytest.mark.parametrize("case", named(POLICE["refused"]))
def test_bodies_of_the_police_that_are_refused(case):
    with pytest.raises(Problem) as caught:
        read_message(case["body"])
    assert (caught.value.code, caught.value.field or "") == (case["code"], case["field"])
