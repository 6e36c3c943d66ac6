"""The watched folder: taken when whole, once, with a result beside it; scans wait for an officer."""

import json
import os
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.biometrics.models import Capture
from egnatia.engines.fingerprint.nist import NistFinger, write_nist
from egnatia.persons.models import DataSet
from egnatia.registration import watched_folder
from egnatia.registration.actions import take_from_folder as taking
from egnatia.registration.actions.take_from_folder import take_from_folder
from egnatia.registration.actions.take_from_scanner import take_from_scanner
from egnatia.registration.jobs import sweep_watched_folder, take_from_watched_folder
from egnatia.registration.watched_folder import Settling, finish, finish_moves, scans
from tests.registration.conftest import ELEMENTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """The test node's watched folder; what lies there counts as whole at the second look."""
    place = tmp_path / "scanner"
    place.mkdir()
    monkeypatch.setitem(node.current().settings, "watched_folder", str(place))
    monkeypatch.setattr(watched_folder, "SETTLE_SECONDS", 0.0)
    return place


@pytest.fixture
def nist(demo_prints) -> bytes:
    fingers = [
        NistFinger(position=position, impression="plain", data=image, dpi=500) for position, image in demo_prints.items()
    ]
    return write_nist(fingers, sender="MKBORDER1", receiver="MKNODE1", transaction="T1", made_on=date(2026, 11, 1))


def person(**changed: Any) -> str:
    return json.dumps({"category": 2, "elements": ELEMENTS, "national_number": "W-1"} | changed)


def look(operator: Any, folder: Path) -> int:
    """Two looks of the worker, as the first one only remembers."""
    settling = Settling()
    return take_from_folder(operator, folder, settling) + take_from_folder(operator, folder, settling)


def note(folder: Path, name: str) -> dict[str, Any]:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# -- deliveries


def test_file_with_its_person_is_registered_and_moved(operator, folder, nist):
    (folder / "A1.nst").write_bytes(nist)
    (folder / "A1.json").write_text(person(), encoding="utf-8")
    assert look(operator, folder) == 1
    data_set = DataSet.objects.get()
    assert (data_set.origin, data_set.national_number, data_set.signed_by) == ("watched_folder", "W-1", operator)
    assert names(folder) == ["done"]
    assert names(folder / "done") == ["A1.json", "A1.nst", "A1.result.json"]
    told = note(folder, "done/A1.result.json")
    assert (told["outcome"], told["reference_number"]) == ("created", data_set.reference_number)
    assert ELEMENTS["surnames"][0] not in json.dumps(told)


def test_folder_of_images_is_registered_and_moved(operator, folder, demo_prints):
    (folder / "B7").mkdir()
    for position, image in demo_prints.items():
        (folder / "B7" / f"{position}.wsq").write_bytes(image)
    (folder / "B7" / "person.json").write_text(person(), encoding="utf-8")
    assert look(operator, folder) == 1
    assert names(folder / "done") == ["B7", "B7.result.json"]
    assert Capture.objects.filter(state=Capture.State.READY).count() == 10


def test_same_delivery_again_changes_nothing(operator, folder, nist):
    for _ in range(2):
        (folder / "A1.nst").write_bytes(nist)
        (folder / "A1.json").write_text(person(), encoding="utf-8")
        look(operator, folder)
    assert DataSet.objects.count() == 1
    assert note(folder, "done/A1-2.result.json")["outcome"] == "unchanged"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "registration.person.not_json"),
        ("[]", "registration.person.not_json"),
        (person(shoe=42), "registration.person.unknown_member"),
        (person(category=4), "registration.category.not_choosable"),
        (person(elements={**ELEMENTS, "surnames": ["x" * 10_000]}), "law.name.too_long"),
        (person(missing_fingers=[1]), "registration.person.missing_fingers"),
    ],
)
def test_what_is_refused_goes_to_failed_with_its_cure(operator, folder, text, code):
    (folder / "A1.nst").write_bytes(b"no ANSI/NIST file")
    (folder / "A1.json").write_text(text, encoding="utf-8")
    assert look(operator, folder) == 1
    told = note(folder, "failed/A1.problem.json")
    assert (told["code"], bool(told["message"]), bool(told["cure"])) == (code, True, True)
    assert names(folder / "failed") == ["A1.json", "A1.nst", "A1.problem.json"]
    assert not DataSet.objects.exists()


@pytest.mark.parametrize("content", [b"", b"1.001:", b"\x00" * 1000, b"PK\x03\x04" + b"\x00" * 100])
def test_prints_that_are_none_go_to_failed(operator, folder, content):
    (folder / "A1.nst").write_bytes(content)
    (folder / "A1.json").write_text(person(), encoding="utf-8")
    assert look(operator, folder) == 1
    assert "code" in note(folder, "failed/A1.problem.json")


def test_person_in_another_encoding_is_refused(operator, folder, nist):
    (folder / "A1.nst").write_bytes(nist)
    (folder / "A1.json").write_bytes(person(device="Đ").encode("utf-16"))
    look(operator, folder)
    assert note(folder, "failed/A1.problem.json")["code"] == "registration.person.not_json"


def test_links_lead_nowhere(operator, folder, tmp_path, nist):
    (tmp_path / "secret.json").write_text(person(), encoding="utf-8")
    (folder / "A1.nst").write_bytes(nist)
    (folder / "A1.json").symlink_to(tmp_path / "secret.json")
    (folder / "B2").mkdir()
    (folder / "B2" / "person.json").write_text(person(), encoding="utf-8")
    (folder / "B2" / "1.png").symlink_to(tmp_path / "secret.json")
    look(operator, folder)
    assert note(folder, "failed/B2.problem.json")["code"] == "registration.watched_folder.link"
    assert (folder / "A1.nst").exists()


# -- whole, never lost, never doubled


def test_what_is_being_written_is_left_alone(operator, folder, nist, monkeypatch):
    monkeypatch.setattr(watched_folder, "SETTLE_SECONDS", 0.2)
    settling = Settling()
    (folder / "A1.json").write_text(person(), encoding="utf-8")
    for end in (1000, 2000, 3000):
        (folder / "A1.nst").write_bytes(nist[:end])
        assert take_from_folder(operator, folder, settling) == 0
    (folder / "A1.nst").write_bytes(nist)
    assert take_from_folder(operator, folder, settling) == 0
    time.sleep(0.25)
    assert take_from_folder(operator, folder, settling) == 1
    assert names(folder) == ["done"]


def test_unfinished_names_are_left_alone(operator, folder, nist):
    (folder / ".A1.nst.x7").write_bytes(nist)
    (folder / ".A1.json").write_text(person(), encoding="utf-8")
    (folder / "notes.txt").write_text("hello", encoding="utf-8")
    assert look(operator, folder) == 0
    assert len(names(folder)) == 3


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_killed_between_any_two_steps_it_is_finished_and_not_doubled(operator, folder, nist, monkeypatch, steps):
    """Steps of finishing: the note, the prints, the JSON."""
    (folder / "A1.nst").write_bytes(nist)
    (folder / "A1.json").write_text(person(), encoding="utf-8")
    done = 0

    class Killed(BaseException):
        pass

    def counted(function: Any) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal done
            if done == steps:
                raise Killed
            done += 1
            return function(*args, **kwargs)

        return call

    with monkeypatch.context() as patch:
        patch.setattr(watched_folder, "_write", counted(watched_folder._write))
        patch.setattr(Path, "rename", counted(Path.rename))
        with pytest.raises(Killed):
            look(operator, folder)
    look(operator, folder)
    assert names(folder) == ["done"]
    assert names(folder / "done") == ["A1.json", "A1.nst", "A1.result.json"]
    assert DataSet.objects.count() == 1


def test_full_disk_leaves_the_delivery_where_it_is(operator, folder, nist, monkeypatch):
    (folder / "A1.nst").write_bytes(nist)
    (folder / "A1.json").write_text(person(), encoding="utf-8")

    def full(*_: Any, **__: Any) -> None:
        raise Problem("base.disk_full", "The disk is full.", "Free some room.", status=507)

    with monkeypatch.context() as patch:
        patch.setattr(taking, "register_person", full)
        with pytest.raises(Problem):
            look(operator, folder)
    assert names(folder) == ["A1.json", "A1.nst"]
    assert look(operator, folder) == 1


def test_json_whose_prints_have_not_come_yet_waits(operator, folder):
    (folder / "A1.json").write_text(person(), encoding="utf-8")
    assert look(operator, folder) == 0
    assert finish_moves(folder) == 0
    assert names(folder) == ["A1.json"]


# -- scans for officers


def test_scan_waits_for_an_officer_and_is_taken_once(operator, folder, nist, make_draft, registration_officer):
    (folder / "scan-1.nst").write_bytes(nist)
    assert look(operator, folder) == 0
    assert [one.name for one in scans(folder)] == ["scan-1"]
    draft = make_draft(upto="documents")
    take_from_scanner(registration_officer, draft, "scan-1")
    assert Capture.objects.filter(holder=draft.pk).count() == 10
    assert (scans(folder), names(folder / "done")) == ([], ["scan-1.nst", "scan-1.result.json"])
    with pytest.raises(Problem) as refused:
        take_from_scanner(registration_officer, draft, "scan-1")
    assert refused.value.code == "registration.scan.not_found"


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "done", "", "scan-1.nst"])
def test_only_listed_scans_can_be_taken(folder, nist, make_draft, registration_officer, name):
    (folder / "scan-1.nst").write_bytes(nist)
    with pytest.raises(Problem) as refused:
        take_from_scanner(registration_officer, make_draft(upto="documents"), name)
    assert refused.value.code == "registration.scan.not_found"


def test_newest_scan_is_listed_first(folder):
    for number, age in enumerate((300, 100, 200)):
        path = folder / f"scan-{number}.nst"
        path.write_bytes(b"x")
        os.utime(path, (time.time() - age, time.time() - age))
    assert [one.name for one in scans(folder)] == ["scan-1", "scan-2", "scan-0"]


# -- the worker


def test_worker_takes_from_the_folder_that_the_node_names(operator, folder, nist):
    (folder / "A1.nst").write_bytes(nist)
    (folder / "A1.json").write_text(person(), encoding="utf-8")
    assert take_from_watched_folder() + take_from_watched_folder() == 1


def test_without_a_folder_nothing_happens(operator, folder):
    node.current().settings["watched_folder"] = str(folder / "not-mounted")
    assert take_from_watched_folder() == sweep_watched_folder() == 0
    assert names(folder) == []


def test_files_in_clear_go_after_some_days(operator, folder, nist):
    for where, name in (("done", "A1"), ("failed", "B1")):
        (folder / f"{name}.nst").write_bytes(nist)
        (folder / f"{name}.json").write_text(person(), encoding="utf-8")
        entry = next(one for one in watched_folder.entries(folder) if one.name == name)
        finish(folder, entry, where, {})
    assert sweep_watched_folder() == 0
    with clock.frozen(clock.now() + timedelta(days=4)):
        assert sweep_watched_folder() == 1
    assert (names(folder / "done"), len(names(folder / "failed"))) == ([], 3)
    with clock.frozen(clock.now() + timedelta(days=15)):
        assert sweep_watched_folder() == 1
    assert names(folder / "failed") == []


def test_fingerprint_page_lists_scans_and_takes_one(client, folder, nist, make_draft, registration_officer):
    (folder / "scan-1.nst").write_bytes(nist)
    draft = make_draft(upto="documents")
    client.force_login(registration_officer)
    address = f"/register/{draft.pk}/fingers/"
    assert "Take scan-1" in client.get(address).content.decode()
    page = client.post(address, {"do": "scan", "scan": "scan-1"}, follow=True).content.decode()
    assert Capture.objects.filter(holder=draft.pk).count() == 10
    assert "written nothing yet" in page
    again = client.post(address, {"do": "scan", "scan": "scan-1"}, follow=True).content.decode()
    assert "isn&#x27;t there any more" in again
