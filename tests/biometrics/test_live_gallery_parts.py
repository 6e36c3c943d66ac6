"""The node's gallery in parts on a Ray cluster: chosen by a setting, and what becomes of a search while a part is missing."""

import os
import signal
import time
from typing import Any

import pytest
from typer.testing import CliRunner

from egnatia.base import node
from egnatia.biometrics import gallery, gallery_writer, generations, sharding
from egnatia.biometrics.actions.search_gallery import run_search, search_gallery
from egnatia.biometrics.commands import app
from egnatia.biometrics.jobs import append_pending, complete_searches
from egnatia.biometrics.models import Candidate, LocalSearch
from egnatia.biometrics.queries import find_missing_parts, fingers_of
from egnatia.biometrics.records import build_ten_print
from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.synthetic import synthetic_fingers
from egnatia.persons.models import DataSet

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_parts(ray_cluster: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    settings = {"gallery": "cluster", "gallery_shards": 2, "gallery_cluster_address": ray_cluster}
    for key, value in settings.items():
        monkeypatch.setitem(node.current().settings, key, value)
    yield
    current = generations.find_current()
    if current is not None and current.shards:
        sharding.open_shards(current).discard()
    gallery.forget_reader()
    gallery_writer.close()


def probe(seed: int) -> Any:
    return build_ten_print(synthetic_fingers(seed, 1))


def find(seed: int) -> list[DataSet]:
    return [match.data_set for match in search_gallery(probe(seed), kind=LocalSearch.Kind.IDENTIFY)]


def wait_for_parts() -> None:
    ends = time.monotonic() + 180
    while gallery.find_missing_parts() and time.monotonic() < ends:
        time.sleep(0.2)


def test_a_missing_part_is_told_and_the_search_completed_when_it_is_back(
    sign: Any, find_candidates: Any, in_parts: None
) -> None:
    first = sign(seed=1)
    assert (find(1), generations.find_current()) == ([first], None), "the database has everybody"
    assert append_pending() == 1
    current = generations.find_current()
    assert current is not None and current.shards == 2
    assert find(1) == [first]
    withdrawn = sign(seed=5)
    assert append_pending() == 1
    assert gallery.verify() == []

    opened = sharding.open_shards(current)
    part = opened.find_shard(first.enrolment.pk)
    os.kill(opened.measure()[part]["process"], signal.SIGKILL)
    again = sign(seed=1, take=2)
    matches = run_search(build_ten_print(fingers_of(again)), kind=LocalSearch.Kind.REGISTRATION, data_set=again)
    assert (matches.search.missing, matches.found) == ([part], [])
    assert find_missing_parts(again) == [part]
    wait_for_parts()
    assert complete_searches() == 1
    assert complete_searches() == 0
    assert find_missing_parts(again) == []
    assert Candidate.objects.get(data_set=again).other == first

    withdrawn.enrolment.erased = True
    withdrawn.enrolment.save()
    assert append_pending() == 2
    assert find(5) == []
    assert set(find(1)) == {first, again}
    assert CliRunner().invoke(app, ["gallery", "verify"]).exit_code == 0


def test_the_setting_decides_and_the_worker_makes_the_gallery_anew(sign: Any, in_parts: None, monkeypatch: Any) -> None:
    settings = node.current().settings
    monkeypatch.setitem(settings, "gallery", "embedded")
    signed = sign(seed=2)
    append_pending()
    whole = generations.find_current()
    monkeypatch.setitem(settings, "gallery", "cluster")
    assert append_pending() == 1
    in_two = generations.find_current()
    assert (whole.shards, in_two.shards) == (0, 2)
    assert not whole.path.exists()
    assert {one.name for one in in_two.path.iterdir()} == {"0", "1"}
    assert find(2) == [signed]
    assert append_pending() == 0
    monkeypatch.setitem(settings, "gallery", "embedded")
    assert append_pending() == 1
    assert generations.find_current().shards == 0
    assert not in_two.path.exists()
    assert find(2) == [signed]


def test_without_a_cluster_people_are_enrolled_and_searches_wait(sign: Any, in_parts: None, monkeypatch: Any) -> None:
    """The gallery was in parts, and none of them answers now."""
    first = sign(seed=3)
    append_pending()
    monkeypatch.setitem(node.current().settings, "gallery_cluster_address", "127.0.0.1:9")
    gallery.forget_reader()
    gallery_writer.close()
    second = sign(seed=3, take=1)
    matches = run_search(probe(3), kind=LocalSearch.Kind.REGISTRATION, data_set=first)
    assert matches.search.missing == [0, 1]
    assert [match.data_set for match in matches.found] == [second], "who isn't in the gallery yet is found in the database"
    with pytest.raises(EngineError, match=r"gallery\.incomplete"):
        gallery.search(probe(3))  # what partners and police ask waits for the whole answer
    assert (append_pending(), complete_searches()) == (0, 0)
    result = CliRunner().invoke(app, ["gallery", "verify"])
    assert result.exit_code == 1
    assert "part 0 can't be reached" in result.output
    assert '"missing_parts": [0, 1]' in CliRunner().invoke(app, ["gallery", "status", "--json"]).output
