"""The gallery: finding persons, and keeping its file whole through crashes, full disks, damage and erasure."""

import os
import resource
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint import gallery_file as records
from egnatia.engines.fingerprint.fusion import fuse
from egnatia.engines.fingerprint.gallery import FILE, Gallery
from egnatia.engines.fingerprint.minutiae import Minutiae
from egnatia.engines.fingerprint.synthetic.templates import synthetic_fingers
from egnatia.engines.fingerprint.template import TenPrint, build_template
from egnatia.engines.fingerprint.thresholds import possible_match_threshold

KEY = bytes(range(32))
PERSONS = 40


def make_ten_print(seed: int, take: int = 0) -> TenPrint:
    return {position: build_template(finger) for position, finger in synthetic_fingers(seed, take).items()}


def make_id(seed: int) -> UUID:
    return UUID(int=1000 + seed)


def read_heads(folder: Path) -> dict[UUID, records.Head]:
    with (folder / FILE).open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        found = list(records.iterate_records(file.fileno(), records.HEADER_BYTES, size))
    return {one.entry_id: one for one in found if isinstance(one, records.Head)}


@pytest.fixture(scope="module")
def people() -> dict[int, TenPrint]:
    return {seed: make_ten_print(seed) for seed in range(PERSONS)}


@pytest.fixture
def writer(tmp_path: Path, people: dict[int, TenPrint]) -> Iterator[Gallery]:
    with Gallery(tmp_path, KEY, writable=True) as gallery:
        gallery.append_many((make_id(seed), ten_print) for seed, ten_print in people.items())
        yield gallery


def test_a_person_is_found_and_a_stranger_is_not(writer: Gallery) -> None:
    for seed in range(0, PERSONS, 8):
        best, second, *_ = writer.search(make_ten_print(seed, take=1))
        assert best.entry_id == make_id(seed)
        assert best.score >= possible_match_threshold(10) > second.score
        assert best.fingers_compared == 10
        assert best.score == pytest.approx(fuse(best.finger_scores))
    assert all(candidate.score < possible_match_threshold(10) for candidate in writer.search(make_ten_print(777)))


@pytest.mark.parametrize("fingers", [(1,), (2, 7), (2, 3, 7), (1, 2, 6, 7)])
def test_few_fingers_are_enough(writer: Gallery, fingers: tuple[int, ...]) -> None:
    found = 0
    for seed in range(0, PERSONS, 4):
        probe = make_ten_print(seed, take=1)
        best = writer.search({position: probe[position] for position in fingers})[0]
        found += best.entry_id == make_id(seed)
        assert set(best.finger_scores) == set(fingers)
    assert found >= 9


def test_candidates_come_best_first_and_no_more_than_asked_for(writer: Gallery) -> None:
    candidates = writer.search(make_ten_print(3, take=1), limit=5)
    assert len(candidates) == 5
    assert [c.score for c in candidates] == sorted((c.score for c in candidates), reverse=True)


def test_persons_with_other_fingers_are_compared_on_those_they_share(tmp_path: Path) -> None:
    whole, probe = make_ten_print(1), make_ten_print(1, take=1)
    with Gallery(tmp_path, KEY, writable=True) as gallery:
        gallery.append(make_id(1), {position: whole[position] for position in (1, 2, 3)})
        gallery.append(make_id(2), {position: whole[position] for position in (8, 9)})
        (only,) = gallery.search({position: probe[position] for position in (3, 4, 5, 6, 7)})
        assert only.entry_id == make_id(1)
        assert set(only.finger_scores) == {3}


def test_no_usable_finger_finds_nobody(writer: Gallery) -> None:
    nothing = build_template(Minutiae(synthetic_fingers(1, 0)[1].points[:1], synthetic_fingers(1, 0)[1].quality[:1], 300, 400))
    assert writer.search({}) == []
    assert writer.search({1: nothing}) == []
    assert writer.append(make_id(555), {1: nothing})
    assert make_id(555) in writer
    assert writer.verify() == []


def test_entries_not_yet_in_the_gallery_are_compared_too(writer: Gallery) -> None:
    new = make_id(500)
    best = writer.search(make_ten_print(500, take=1), extra=[(new, make_ten_print(500))])[0]
    assert best.entry_id == new
    twice = writer.search(make_ten_print(3, take=1), extra=[(make_id(3), make_ten_print(3))])
    assert [candidate.entry_id for candidate in twice].count(make_id(3)) == 1


def test_a_large_gallery_goes_through_the_codes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, people: dict) -> None:
    from egnatia.engines.fingerprint import parameters

    monkeypatch.setattr(parameters, "SHORTLIST_LEAST", 10)
    monkeypatch.setattr(parameters, "EXACT_LEAST", 3)
    monkeypatch.setattr(parameters, "EXACT_PAIRS", 30)
    with Gallery(tmp_path, KEY, writable=True) as gallery:
        gallery.append_many((make_id(seed), ten_print) for seed, ten_print in people.items())
        for seed in range(0, PERSONS, 8):
            candidates = gallery.search(make_ten_print(seed, take=1), limit=1)
            assert [candidate.entry_id for candidate in candidates] == [make_id(seed)]


def test_who_lacks_the_probes_best_fingers_is_filtered_by_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, people: dict[int, TenPrint]
) -> None:
    from egnatia.engines.fingerprint import parameters

    monkeypatch.setattr(parameters, "EXACT_LEAST", 3)
    monkeypatch.setattr(parameters, "EXACT_PAIRS", 1)
    with Gallery(tmp_path, KEY, writable=True) as gallery:
        gallery.append_many((make_id(seed), ten_print) for seed, ten_print in people.items() if seed)
        for seed in range(100, 110):
            probe, whole = make_ten_print(seed, take=1), make_ten_print(seed)
            fewest = sorted(probe, key=lambda position: len(probe[position]))[:3]
            gallery.append(make_id(seed), {position: whole[position] for position in fewest})
            assert gallery.search(probe, limit=1)[0].entry_id == make_id(seed)


def test_a_repeated_append_changes_nothing(writer: Gallery, people: dict[int, TenPrint]) -> None:
    assert not writer.append(make_id(3), people[3])
    assert len(writer) == PERSONS
    assert writer.ids() == [make_id(seed) for seed in range(PERSONS)]


def test_readers_follow_the_writer(tmp_path: Path, people: dict[int, TenPrint]) -> None:
    with Gallery(tmp_path, KEY) as reader:
        assert len(reader) == 0
        assert reader.search(people[1]) == []
        with Gallery(tmp_path, KEY, writable=True) as writer:
            writer.append(make_id(1), people[1])
            reader.refresh()
            assert make_id(1) in reader
            writer.append(make_id(2), people[2])
            assert reader.search(make_ten_print(2, take=1))[0].entry_id == make_id(2)
            writer.erase(make_id(1))
            reader.refresh()
            assert reader.ids() == [make_id(2)]
            writer.compact()
            writer.append(make_id(3), people[3])
            reader.refresh()
            assert reader.ids() == [make_id(2), make_id(3)]
            assert reader.search(make_ten_print(3, take=1))[0].entry_id == make_id(3)


def test_readers_cannot_write(tmp_path: Path, writer: Gallery, people: dict[int, TenPrint]) -> None:
    with Gallery(tmp_path, KEY) as reader:
        for act in (lambda: reader.append(make_id(99), people[0]), lambda: reader.erase(make_id(1)), reader.compact):
            with pytest.raises(EngineError, match=r"gallery\.read_only"):
                act()


def test_erased_bytes_are_gone_from_the_file(tmp_path: Path, writer: Gallery) -> None:
    head = read_heads(tmp_path)[make_id(7)]
    before = (tmp_path / FILE).read_bytes()[head.body : head.end]
    with Gallery(tmp_path, KEY) as late_reader:
        assert writer.erase(make_id(7))
        assert before not in (tmp_path / FILE).read_bytes()
        assert not any((tmp_path / FILE).read_bytes()[head.body : head.end])
        probe = make_ten_print(7, take=1)
        assert make_id(7) not in [candidate.entry_id for candidate in late_reader.search(probe, limit=PERSONS)]
    assert not writer.erase(make_id(7))
    assert make_id(7) not in writer
    assert writer.verify() == []
    assert writer.append(make_id(7), make_ten_print(7))
    assert writer.search(make_ten_print(7, take=1))[0].entry_id == make_id(7)


def test_an_erasure_cut_off_by_a_crash_is_finished_by_the_next_writer(tmp_path: Path, writer: Gallery) -> None:
    head = read_heads(tmp_path)[make_id(7)]
    writer.close()
    with (tmp_path / FILE).open("ab") as file:
        file.write(records.pack_tombstone(make_id(7)))  # and then the power failed
    with Gallery(tmp_path, KEY, writable=True) as again:
        assert make_id(7) not in again
        assert len(again) == PERSONS - 1
    assert not any((tmp_path / FILE).read_bytes()[head.body : head.end])


def test_compacting_keeps_the_living_and_gives_room_back(tmp_path: Path, writer: Gallery) -> None:
    for seed in range(0, PERSONS, 2):
        writer.erase(make_id(seed))
    size = (tmp_path / FILE).stat().st_size
    writer.compact()
    assert (tmp_path / FILE).stat().st_size < 0.6 * size
    assert writer.ids() == [make_id(seed) for seed in range(1, PERSONS, 2)]
    assert writer.verify() == []
    assert writer.search(make_ten_print(3, take=1))[0].entry_id == make_id(3)


@pytest.mark.parametrize("cut", [1, 30, records.HEAD_BYTES, 200, 5000])
def test_a_torn_last_record_is_ignored_by_readers_and_cut_off_by_the_writer(
    tmp_path: Path, writer: Gallery, people: dict[int, TenPrint], cut: int
) -> None:
    path = tmp_path / FILE
    writer.close()
    whole = path.stat().st_size
    head = records.pack_entry(records.Sealer(KEY), make_id(900), {1: bytes(32)}, {1: bytes(8000)})
    with path.open("ab") as file:
        file.write(head[:cut])
    with Gallery(tmp_path, KEY) as reader:
        assert len(reader) == PERSONS
        with Gallery(tmp_path, KEY, writable=True) as again:
            assert path.stat().st_size == whole
            again.append(make_id(901), people[1])
        reader.refresh()
        assert len(reader) == PERSONS + 1
        assert reader.verify() == []


def test_a_tail_that_the_disk_never_wrote_is_cut_off(tmp_path: Path, writer: Gallery) -> None:
    path = tmp_path / FILE
    writer.close()
    record = records.pack_entry(records.Sealer(KEY), make_id(900), {1: bytes(32)}, {1: bytes(8000)})
    with path.open("ab") as file:
        file.write(record[:4000] + bytes(len(record) - 4000))
    with Gallery(tmp_path, KEY, writable=True) as again:
        assert make_id(900) not in again
        assert len(again) == PERSONS


def test_kill_in_the_middle_of_appending_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from uuid import UUID
        from egnatia.engines.fingerprint.gallery import Gallery
        from egnatia.engines.fingerprint.synthetic.templates import synthetic_fingers
        from egnatia.engines.fingerprint.template import build_template

        ten_print = {p: build_template(m) for p, m in synthetic_fingers(1, 0).items()}
        gallery = Gallery(Path(sys.argv[1]), bytes(range(32)), writable=True)
        for number in range(100_000):
            gallery.append(UUID(int=number), ten_print)
            sys.stdout.write(f"{number}\\n")
            sys.stdout.flush()
    """)
    process = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    acknowledged = [int(process.stdout.readline()) for _ in range(25)]
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate()
    acknowledged += [int(line) for line in rest.split("\n")[:-1]]
    with Gallery(tmp_path, KEY, writable=True) as gallery:
        assert {UUID(int=number) for number in acknowledged} <= set(gallery.ids())
        assert len(gallery) <= len(acknowledged) + 1
        assert gallery.verify() == []
        assert gallery.append(UUID(int=10**9), make_ten_print(2))


def test_damage_is_named_and_the_others_stay_findable(tmp_path: Path, writer: Gallery) -> None:
    heads = read_heads(tmp_path)
    writer.close()
    damage = {
        make_id(3): heads[make_id(3)].body + 5,  # in the codes
        make_id(4): heads[make_id(4)].end - 100,  # in the last finger
        make_id(5): heads[make_id(5)].offset + 8,  # in the head
    }
    data = bytearray((tmp_path / FILE).read_bytes())
    for place in damage.values():
        data[place] ^= 0x10
    (tmp_path / FILE).write_bytes(data)
    with Gallery(tmp_path, KEY) as reader:
        faults = reader.verify()
        assert len(faults) == 3
        assert any(str(make_id(3)) in fault for fault in faults)
        assert any(str(make_id(4)) in fault for fault in faults)
        assert any(f"bytes {heads[make_id(5)].offset} to {heads[make_id(5)].end}" in fault for fault in faults)
        assert len(reader) == PERSONS - 2
        assert reader.search(make_ten_print(6, take=1))[0].entry_id == make_id(6)
        survivor = reader.search(make_ten_print(4, take=1))[0]
        assert survivor.entry_id == make_id(4)
        assert survivor.fingers_compared == 9


def test_a_record_cannot_pass_for_another_persons(tmp_path: Path, writer: Gallery) -> None:
    heads = read_heads(tmp_path)
    a, b = heads[make_id(1)], heads[make_id(2)]
    writer.close()
    data = (tmp_path / FILE).read_bytes()
    forged = records._pack_head(records.ENTRY, a.mask, b.entry_id, a.nonce, list(a.lengths), a.body_checksum)
    (tmp_path / FILE).write_bytes(data[: a.offset] + forged + data[a.body :])
    with Gallery(tmp_path, KEY) as reader:
        assert make_id(1) not in reader
        assert reader.search(make_ten_print(1, take=1))[0].score < possible_match_threshold(10)


def test_a_full_disk_leaves_the_gallery_usable(tmp_path: Path, writer: Gallery, people: dict[int, TenPrint]) -> None:
    size = (tmp_path / FILE).stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 1000, before[1]))
    try:
        with pytest.raises(EngineError, match=r"gallery\.disk_full"):
            writer.append(make_id(99), people[0])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (tmp_path / FILE).stat().st_size == size
    assert make_id(99) not in writer
    assert writer.search(make_ten_print(3, take=1))[0].entry_id == make_id(3)
    assert writer.append(make_id(99), people[0])
    assert writer.verify() == []


def test_only_one_writes(tmp_path: Path, writer: Gallery) -> None:
    with pytest.raises(EngineError, match=r"gallery\.locked"):
        Gallery(tmp_path, KEY, writable=True)
    writer.close()
    Gallery(tmp_path, KEY, writable=True).close()


def test_closed_stays_closed(writer: Gallery, people: dict[int, TenPrint]) -> None:
    writer.close()
    for act in (writer.refresh, lambda: writer.search(people[1]), lambda: writer.append(make_id(99), people[0])):
        with pytest.raises(EngineError, match=r"gallery\.(closed|read_only)"):
            act()


def test_the_wrong_key_is_told_at_once(tmp_path: Path, writer: Gallery) -> None:
    writer.close()
    for writable in (False, True):
        with pytest.raises(EngineError, match=r"gallery\.wrong_key"):
            Gallery(tmp_path, bytes(32), writable=writable)
    with Gallery(tmp_path, KEY, writable=True) as again:
        assert len(again) == PERSONS


def test_another_file_is_no_gallery(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(os.urandom(500))
    with pytest.raises(EngineError, match=r"gallery\.not_a_gallery"):
        Gallery(tmp_path, KEY)


def test_another_version_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "TEMPLATE_VERSION", "mcc-of-old")
    Gallery(tmp_path, KEY, writable=True).close()
    monkeypatch.undo()
    with pytest.raises(EngineError, match=r"gallery\.other_version"):
        Gallery(tmp_path, KEY)


def test_nothing_personal_lies_open_in_the_file(tmp_path: Path, writer: Gallery, people: dict[int, TenPrint]) -> None:
    data = (tmp_path / FILE).read_bytes()
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    for ten_print in people.values():
        for template in ten_print.values():
            assert template.to_bytes()[8:72] not in data
