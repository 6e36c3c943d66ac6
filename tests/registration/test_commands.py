"""The command line: files in, reference number and candidates out."""

import json
import shutil
from datetime import date

import pytest
from typer.testing import CliRunner

from egnatia.base.errors import Problem
from egnatia.biometrics import gallery
from egnatia.engines.fingerprint.nist import NistFinger, write_nist
from egnatia.persons.models import DataSet
from egnatia.registration.commands import app
from egnatia.site.demo_data.cast import STRANGER, TRAVELLER
from tests.registration.conftest import ELEMENTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(operator):
    """`run("register", …)` as the operator: exit code and what was printed; a Problem goes through, as to `main`."""

    def call(*arguments):
        result = CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False)
        return result.exit_code, result.output

    return call


@pytest.fixture
def person(tmp_path):
    """`person(surnames=[…])`: a JSON file of the synthetic person with these elements changed."""

    def write(name="person.json", *, category=2, **changed):
        path = tmp_path / name
        path.write_text(json.dumps({"category": category, "elements": {**ELEMENTS, **changed}}), encoding="utf-8")
        return path

    return write


def test_register_then_recognise_by_other_impressions(run, person, tmp_path):
    code, said = run("register", TRAVELLER.prints_folder(0), "--person", person(), "--photo", TRAVELLER.face_file, "--json")
    made = json.loads(said)
    assert (code, made["outcome"], made["candidates"]) == (0, "created", [])

    code, said = run("register", TRAVELLER.prints_folder(0), "--person", person(), "--photo", TRAVELLER.face_file)
    assert said == f"Registered before, nothing changed: {made['reference_number']}\n"

    code, said = run("identify", TRAVELLER.prints_folder(1), "--json", "--why", "asked at the gate")
    assert code == 0
    assert [match["reference_number"] for match in json.loads(said)] == [made["reference_number"]]
    assert run("identify", STRANGER.prints_folder()) == (1, "Nobody registered here has these fingerprints.\n")
    assert DataSet.objects.count() == 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gallery, "_search_once", lambda *_: gallery.Searched([], (0, 1)))
        code, said = run("identify", STRANGER.prints_folder())
    assert code == 4
    assert "Not all of the gallery could be searched (missing: part 0, 1). Ask again in a minute." in said

    code, said = run("register", _as_nist(TRAVELLER, tmp_path), "--person", person(surnames=["Hadad"]))
    assert code == 0
    assert f"Possible match with {made['reference_number']}" in said


def test_import_reports_each_person_and_goes_on_where_it_stopped(run, person, tmp_path):
    source = tmp_path / "old"
    for name, changed in (("a", {}), ("b", {"sex": "robot"}), ("c", {"birth_date": {"value": "2024", "precision": "year"}})):
        (source / name).mkdir(parents=True)
        person(f"old/{name}/person.json", **changed)
        for position in range(1, 11):
            shutil.copy(STRANGER.print_file(position), source / name / f"{position}.wsq")
    code, said = run("import", source, "--json")
    assert code == 1
    assert json.loads(said) == {"created": 1, "failed": 1, "noted": 1}
    report = tmp_path / "old.report.jsonl"
    lines = {line["entry"]: line for line in map(json.loads, report.read_text(encoding="utf-8").splitlines())}
    assert lines["b"]["problem"] == "law.choice.unknown"
    assert {"element": "facial_image", "article": "17(1)(b)"} in lines["a"]["lacking"]

    with report.open("a", encoding="utf-8") as file:
        file.write('{"entry": "cut off')  # as after a crash
    person("old/b/person.json", surnames=["Mended"])
    code, said = run("import", source, "--json")
    assert (code, json.loads(said)) == (0, {"skipped": 2, "created": 1})
    assert DataSet.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("not json", "registration.person.not_json"),
        ("[1]", "registration.person.not_json"),
        ('{"category": 2, "shoe": 1}', "registration.person.unknown_member"),
        ('{"category": 2, "missing_fingers": {"x": "amputated"}}', "registration.person.missing_fingers"),
        ('{"elements": {}}', "registration.category.not_choosable"),
    ],
)
def test_bad_file_of_the_person_is_told(run, tmp_path, text, code):
    path = tmp_path / "person.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Problem) as refused:
        run("register", STRANGER.prints_folder(), "--person", path)
    assert refused.value.code == code


def _as_nist(member, folder):
    fingers = [NistFinger(position, "plain", member.print_file(position, 1).read_bytes(), 500) for position in range(1, 11)]
    path = folder / "person.nist"
    path.write_bytes(write_nist(fingers, sender="MK/TEST", receiver="RS/TEST", transaction="1", made_on=date(2026, 11, 1)))
    return path
