"""The node's gallery: whoever is enrolled is found, from the first moment; whoever is erased isn't, from that moment."""

import json

import pytest
from typer.testing import CliRunner

from egnatia.base import node
from egnatia.biometrics import gallery, gallery_writer, generations
from egnatia.biometrics.actions.forget_data_set import forget_data_set, withdraw_from_gallery
from egnatia.biometrics.actions.search_gallery import search_gallery
from egnatia.biometrics.commands import app
from egnatia.biometrics.jobs import append_pending
from egnatia.biometrics.models import Enrolment, LocalSearch
from egnatia.biometrics.records import build_ten_print
from egnatia.engines.fingerprint.gallery import Gallery
from egnatia.engines.fingerprint.synthetic import synthetic_fingers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _let_go():
    yield
    gallery.forget_reader()
    gallery_writer.close()


def found(seed: int, take: int = 1) -> list:
    ten_print = build_ten_print(synthetic_fingers(seed, take))
    return [match.data_set for match in search_gallery(ten_print, kind=LocalSearch.Kind.IDENTIFY)]


def test_a_search_finds_who_is_not_appended_yet(sign):
    signed = sign(seed=1)
    sign(seed=2)
    assert generations.find_current() is None
    assert found(1) == [signed]
    assert found(3) == []


def test_a_search_finds_appended_and_pending_alike(sign):
    appended = sign(seed=1)
    assert append_pending() == 1
    pending = sign(seed=2)
    assert Enrolment.objects.get(data_set=appended).appended
    assert not Enrolment.objects.get(data_set=pending).appended
    assert (found(1), found(2)) == ([appended], [pending])


def test_who_is_appended_but_not_marked_so_is_found_once(sign):
    """As after a crash between the file and the database."""
    signed = sign(seed=1)
    append_pending()
    Enrolment.objects.update(appended=False)
    assert found(1) == [signed]
    assert append_pending() == 1
    assert gallery.verify() == []


def test_an_open_reader_sees_what_is_appended_later(sign):
    first = sign(seed=1)
    append_pending()
    assert found(1) == [first]
    second = sign(seed=2)
    append_pending()
    assert found(2) == [second]


def test_who_is_withdrawn_is_not_found_before_and_after_the_file_is_overwritten(sign):
    signed, other = sign(seed=1), sign(seed=2)
    append_pending()
    withdraw_from_gallery(signed)
    assert found(1) == []
    assert append_pending() == 1
    assert found(1) == []
    assert found(2) == [other]
    assert not Enrolment.objects.filter(data_set=signed).exists()


def test_an_erased_data_set_leaves_no_record_in_the_gallery(sign):
    signed = sign(seed=1)
    append_pending()
    forget_data_set(signed)
    append_pending()
    with Gallery(generations.find_current().path, generations.find_current().secret) as opened:
        assert opened.ids() == []


def test_two_writers_never_write_at_once(sign):
    sign(seed=1)
    with generations.writing() as ours:
        assert ours
        assert append_pending() == 0
        assert found(1)
    assert append_pending() == 1


def test_rebuild_makes_a_new_generation_and_removes_the_old_one(sign):
    signed = sign(seed=1)
    append_pending()
    before = generations.find_current()
    assert found(1) == [signed]
    assert gallery_writer.rebuild() == 1
    after = generations.find_current()
    assert after != before
    assert not before.path.exists()
    assert found(1) == [signed]


def test_a_gallery_of_another_template_version_is_not_read_but_replaced(sign):
    signed = sign(seed=1)
    append_pending()
    pointer = node.current().folder("gallery") / "current"
    pointer.write_text(json.dumps(json.loads(pointer.read_text()) | {"template": "of old"}))
    gallery.forget_reader()
    assert found(1) == [signed], "the database has everybody"
    append_pending()
    assert generations.find_current() is not None
    assert found(1) == [signed]


def test_a_lost_gallery_comes_back_by_itself(sign):
    signed = sign(seed=1)
    append_pending()
    (node.current().folder("gallery") / "current").unlink()
    assert found(1) == [signed]
    append_pending()
    assert found(1) == [signed]
    assert CliRunner().invoke(app, ["gallery", "verify"]).exit_code == 0


def test_verify_names_what_is_missing_and_rebuild_mends_it(sign):
    sign(seed=1)
    append_pending()
    missing = sign(seed=2)
    Enrolment.objects.filter(data_set=missing).update(appended=True)
    result = CliRunner().invoke(app, ["gallery", "verify"])
    assert result.exit_code == 1
    assert "is missing" in result.output
    assert CliRunner().invoke(app, ["gallery", "rebuild"]).exit_code == 0
    assert CliRunner().invoke(app, ["gallery", "verify"]).exit_code == 0


def test_status_counts(sign):
    sign(seed=1)
    append_pending()
    sign(seed=2)
    figures = json.loads(CliRunner().invoke(app, ["gallery", "status", "--json"]).output)
    assert (figures["enrolled"], figures["to_append"], figures["file"]) == (2, 1, True)


def test_a_search_is_written_down_with_its_size(sign):
    sign(seed=1)
    found(1)
    search = LocalSearch.objects.get()
    assert (search.persons, search.kind) == (1, "identify")
    assert search.seconds > 0
