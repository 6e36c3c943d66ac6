"""`egnatia document`: words or JSON, and exit codes that say whether all reads well."""

import json

import pytest
from typer.testing import CliRunner

from egnatia.base.errors import Problem
from egnatia.registration.commands import app
from tests.engines.documents.photo.pictures import photo_of, require_tesseract
from tests.registration.document.zones import zone_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(operator):
    """`run("read", …)` as the operator: exit code and what was printed."""

    def call(*arguments, given=None):
        result = CliRunner().invoke(app, ["document", *map(str, arguments)], input=given, catch_exceptions=False)
        return result.exit_code, result.output

    return call


def test_zone_from_argument_and_from_standard_input(run):
    code, said = run("read", zone_of())
    assert code == 0
    assert "HADDAD SAMIR" in said
    assert "SYR: Syria" in said
    assert run("read", given=zone_of()) == (0, said)


def test_misread_zone_ends_with_one_and_proposes(run):
    misread = zone_of().replace("N778812", "N77B812")
    code, said = run("read", misread)
    assert code == 1
    assert "Correction 1: Document number, line 2, character 4: 8 instead of B" in said
    code, said = run("read", misread, "--json")
    facts = json.loads(said)
    assert (code, facts["reads_well"], facts["fields"]["document_number"]["status"]) == (1, False, "check_digit_wrong")
    assert zone_of() in [one["zone"] for one in facts["corrections"]]
    assert "documents" not in facts["elements"]
    assert facts["elements"]["sex"] == "male"


def test_text_that_is_no_zone(run):
    with pytest.raises(Problem) as refused:
        run("read", "Haddad Samir")
    assert refused.value.code == "registration.mrz.not_found"


def test_zone_from_a_photo(run, tmp_path):
    require_tesseract()
    (tmp_path / "page.jpg").write_bytes(photo_of(zone_of()))
    code, said = run("read", "--photo", tmp_path / "page.jpg", "--json")
    assert (code, json.loads(said)["zone"]) == (0, zone_of())


def test_lost_list(run, tmp_path):
    assert run("lost-list") == (0, "This node has no list of lost and stolen documents.\n")
    (tmp_path / "list.csv").write_text("issuer,number\nSYR,N778812\n")
    code, said = run("lost-list", tmp_path / "list.csv", "--source", "National list of 29 November 2026")
    assert code == 0
    assert said.startswith("1 documents, National list of 29 November 2026, since ")
    assert run("lost-list") == (0, said)
    assert "The document is in the list of lost and stolen documents." in run("read", zone_of())[1]
