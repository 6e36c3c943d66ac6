"""The gallery in parts on a local Ray: the same answers as undivided, and what becomes of it when parts die."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest

from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.gallery import FILE, Gallery
from egnatia.engines.fingerprint.gallery_cluster import ClusterPlace, Found, ShardedGallery
from egnatia.engines.fingerprint.gallery_shard import Shard, find_shard
from egnatia.engines.fingerprint.shard_letters import Channel, seal_opening
from egnatia.engines.fingerprint.synthetic.templates import synthetic_fingers
from egnatia.engines.fingerprint.template import TenPrint, build_template
from egnatia.engines.fingerprint.thresholds import possible_match_threshold

KEY = bytes(range(32))
PERSONS, PROBED = 300, 24
FINGERS = {"ten": tuple(range(1, 11)), "four": (2, 3, 7, 8), "one": (2,)}


def make_ten_print(seed: int, take: int = 0) -> TenPrint:
    return {position: build_template(finger) for position, finger in synthetic_fingers(seed, take).items()}


def make_id(seed: int) -> UUID:
    return UUID(int=1000 + seed)


@pytest.fixture(scope="module")
def people() -> list[tuple[UUID, TenPrint]]:
    return [(make_id(seed), make_ten_print(seed)) for seed in range(PERSONS)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("parts")


@pytest.fixture(scope="module")
def opened(ray_cluster: str, folder: Path, people: list[tuple[UUID, TenPrint]]) -> Iterator[ShardedGallery]:
    """All people in two parts; tests add and erase others."""
    with_parts = open_gallery(ray_cluster, folder, fresh=True)
    with_parts.wait_until_whole(60)
    assert with_parts.append_many(people) == PERSONS
    yield with_parts
    with_parts.discard()
    assert list(folder.iterdir()) == []


def open_gallery(address: str, folder: Path, *, fresh: bool = False, key: bytes = KEY) -> ShardedGallery:
    return ShardedGallery(ClusterPlace(address, folder.name, "first", folder, 2), key, fresh=fresh)


def search_until_whole(gallery: ShardedGallery, probe: TenPrint) -> Found:
    ends = time.monotonic() + 180
    while (found := gallery.search(probe)).missing and time.monotonic() < ends:
        time.sleep(0.1)
    return found


def test_parts_find_whom_the_whole_finds(opened: ShardedGallery, people: list[tuple[UUID, TenPrint]], tmp_path: Path) -> None:
    """Nobody is lost, and whoever both name has the same scores; below the threshold parts may name others, more alike."""
    with Gallery(tmp_path / "whole", KEY, writable=True) as whole:
        whole.append_many(people)
        for seed in (*range(0, PERSONS, PERSONS // PROBED), PERSONS + 1):
            probe = make_ten_print(seed, take=1)
            for places in FINGERS.values():
                one = {place: probe[place] for place in places}
                expected, found = whole.search(one), opened.search(one)
                assert found.missing == ()
                least = possible_match_threshold(len(places))
                assert [c for c in found.candidates if c.score >= least] == [c for c in expected if c.score >= least]
                assert all(a.score >= b.score for a, b in zip(found.candidates, expected, strict=True))
                same = {c.entry_id: c for c in found.candidates}
                assert all(same.get(c.entry_id, c) == c for c in expected)


def test_a_part_killed_in_mid_search_is_missing_then_back(
    opened: ShardedGallery, people: list[tuple[UUID, TenPrint]], folder: Path, ray_cluster: str
) -> None:
    probe = make_ten_print(3, take=1)
    assert opened.search(probe).candidates[0].entry_id == make_id(3)
    part = find_shard(make_id(3), 2)
    without = [found for found in search_while_killing(opened, part) if found.missing]
    assert without, "whoever searches in that moment is told"
    for found in without:
        assert found.missing == (part,)
        assert found.candidates, "the other part is searched"
        assert all(find_shard(one.entry_id, 2) != part for one in found.candidates)
    assert search_until_whole(opened, probe).candidates[0].entry_id == make_id(3)
    assert opened.append_many(people[:2]) == 0
    assert {entry for entry, _ in people} <= set(opened.ids())
    assert opened.verify() == []
    another = open_gallery(ray_cluster, folder)  # as of another process, which finds the parts as they are
    assert another.search(probe).candidates[0].entry_id == make_id(3)


def search_while_killing(gallery: ShardedGallery, part: int) -> list[Found]:
    """What searches found that were under way, and one that began just after."""
    process = gallery.measure()[part]["process"]
    with ThreadPoolExecutor(4) as pool:
        searches = [pool.submit(gallery.search, make_ten_print(1, 1)) for _ in range(4)]
        os.kill(process, signal.SIGKILL)
        searches.append(pool.submit(gallery.search, make_ten_print(1, 1)))
        return [search.result(timeout=180) for search in searches]


def test_append_erase_and_other_keys(opened: ShardedGallery, folder: Path, ray_cluster: str) -> None:
    later, probe = make_ten_print(900), make_ten_print(900, take=1)
    assert search_until_whole(opened, probe).candidates[0].entry_id != make_id(900)
    assert opened.search(probe, extra=[(make_id(900), later)]).candidates[0].entry_id == make_id(900)
    assert (opened.append(make_id(900), later), opened.append(make_id(900), later)) == (True, False)
    assert opened.search(probe).candidates[0].entry_id == make_id(900)
    assert (opened.erase(make_id(900)), opened.erase(make_id(900))) == (True, False)
    assert make_id(900) not in {one.entry_id for one in opened.search(probe, limit=30).candidates}
    with pytest.raises(EngineError, match="letter_unreadable"):
        open_gallery(ray_cluster, folder, key=bytes(32)).ids()


def test_no_cluster_is_a_gallery_with_all_parts_missing(tmp_path: Path) -> None:
    gallery = open_gallery("127.0.0.1:9", tmp_path)
    assert gallery.search(make_ten_print(1), extra=[(make_id(1), make_ten_print(1, take=1))]).missing == (0, 1)
    assert gallery.search({}).missing == ()
    with pytest.raises(EngineError, match="part_missing"):
        gallery.append(make_id(1), make_ten_print(1))


def test_without_ray_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("egnatia.engines.fingerprint.ray_calls.find_spec", lambda name: None)
    with pytest.raises(EngineError, match="cluster_not_installed"):
        open_gallery("127.0.0.1:9", tmp_path)


def test_a_part_without_its_files_says_so(tmp_path: Path) -> None:
    """It doesn't begin an empty gallery where people should be. No Ray: a shard is an object like others."""
    shard = Shard()
    question = Channel(KEY).seal_question({"do": "ids"})
    assert shard.ask(question) == b"", "it isn't open"
    opening = {"key": KEY, "folder": str(tmp_path / "0")}
    assert shard.open(seal_opening(shard.greet(), **opening, fresh=False), 5) == "gallery.part_lost"
    assert shard.open(seal_opening(Shard().greet(), **opening, fresh=False), 5) == "gallery.letter_unreadable"
    assert shard.open(seal_opening(shard.greet(), **opening, fresh=True), 5) == "open"
    assert Channel(KEY).open_answer(shard.ask(question), to=question) == {"answer": []}
    assert (tmp_path / "0" / FILE).exists()
    shard.ask(Channel(KEY).seal_question({"do": "discard"}))
    assert not (tmp_path / "0").exists()
