"""The gallery: everyone's fingers on disk, and the search through them.

    with Gallery(node.path("gallery"), key, writable=True) as gallery:
        gallery.append(data_set.id, ten_print)
    with Gallery(node.path("gallery"), key) as gallery:
        candidates = gallery.search(probe)

One process writes, holding a file lock; any number read at the same time and need none. Codes of all fingers lie in memory;
full templates are opened from the file only for the persons on a search's shortlist. An erased entry's sealed bytes are
overwritten with zeros. `gallery_file` is the format, `search` the cascade.
"""

import errno
import fcntl
import logging
import os
from collections.abc import Iterable
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import BinaryIO, Self
from uuid import UUID

from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint import gallery_file as records
from egnatia.engines.fingerprint.code import build_code
from egnatia.engines.fingerprint.gallery_index import GalleryIndex
from egnatia.engines.fingerprint.gallery_reader import RecordReader
from egnatia.engines.fingerprint.search import (
    Candidate,
    choose_by_codes,
    choose_by_filter,
    compare_exactly,
    compare_ten_prints,
    count_exact,
    find_usable,
    make_candidate,
)
from egnatia.engines.fingerprint.template import TenPrint

__all__ = ["Candidate", "Gallery"]

FILE, LOCK = "gallery.bin", "gallery.lock"
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_log = logging.getLogger(__name__)


class Gallery:
    """The gallery in `directory`, sealed with `key` (16, 24 or 32 bytes).

    Raises EngineError `gallery.locked` when another process writes, `gallery.wrong_key`, `gallery.other_version`,
    `gallery.not_a_gallery`. A reader may open before the writer has made the file: it is empty until `refresh`. Once closed,
    it stays closed (`gallery.closed`).
    One object may be used by many threads.
    """

    def __init__(self, directory: Path, key: bytes, *, writable: bool = False) -> None:
        self._path = directory / FILE
        self._key = key
        self._sealer = records.Sealer(key)
        self._writable = writable
        self._guard = RLock()
        self._index = GalleryIndex()
        self._file: records.OpenFile | None = None
        self._read_to = 0
        self._closed = False
        self._unreadable: dict[UUID, records.Head] = {}
        self._damage: list[records.Damage] = []
        self._lock: BinaryIO | None = None
        if writable:
            directory.mkdir(parents=True, exist_ok=True)
            self._lock = _take_lock(directory / LOCK)
            try:
                self._open_to_write()
            except BaseException:
                self.close()
                raise
        else:
            self.refresh()

    # Reading

    def __len__(self) -> int:
        return len(self._index)

    def __contains__(self, entry_id: object) -> bool:
        return isinstance(entry_id, UUID) and entry_id in self._index

    def ids(self) -> list[UUID]:
        with self._guard:
            return self._index.ids()

    def refresh(self) -> None:
        """Take in what the writer has done since: new entries, tombstones, or a whole new file after `compact`."""
        with self._guard:
            if self._closed:  # reopening here would let a writer write without its lock
                raise EngineError("gallery.closed", "The gallery was closed.", "Open it again.")
            try:
                on_disk = self._path.stat()
            except FileNotFoundError:
                return
            if self._file is None or os.fstat(self._file.descriptor).st_ino != on_disk.st_ino:
                self._load()
            else:
                self._follow()

    def search(self, probe: TenPrint, *, limit: int = 10, extra: Iterable[tuple[UUID, TenPrint]] = ()) -> list[Candidate]:
        """The `limit` persons most like the probe, best first, whoever they are: the caller applies the threshold.

        `extra` are entries that aren't in the gallery yet; they are compared exactly. An entry that shares no usable finger
        with the probe isn't a candidate.
        """
        fingers = find_usable(probe)
        self.refresh()
        with self._guard:
            rows, file, anyone = self._index.rows(), self._file, len(self._index)
        found: dict[UUID, Candidate] = {}
        if fingers and file is not None and anyone:
            reader = RecordReader(file, self._sealer, rows)
            chosen, common = choose_by_codes(fingers, rows.blocks)
            chosen = choose_by_filter(fingers, chosen, common, reader.read_templates, keep=count_exact(len(fingers), limit))
            for row, scores in compare_exactly(fingers, chosen, reader.read_templates).items():
                entry_id = reader.find_entry_id(row)
                if scores and entry_id is not None:
                    found[entry_id] = make_candidate(entry_id, scores)
        for entry_id, ten_print in extra:
            scores = compare_ten_prints(fingers, ten_print)
            if scores:
                found[entry_id] = make_candidate(entry_id, scores)
        return sorted(found.values(), key=lambda candidate: -candidate.score)[:limit]

    def verify(self) -> list[str]:
        """Read every byte back and name what is damaged; an empty list means that all is well."""
        self.refresh()
        with self._guard:
            file = self._file
            faults = [f"bytes {damage.offset} to {damage.end} are no record any more" for damage in self._damage]
            extents = self._index.extents() + [(head.offset, head.end - head.offset) for head in self._unreadable.values()]
        if file is None:
            return []
        for offset, length in extents:
            head = records.read_head(file.descriptor, offset)
            if head is None:
                faults.append(f"bytes {offset} to {offset + length} are no record any more")
            elif records.is_body_whole(file.descriptor, head) or records.is_body_erased(file.descriptor, offset, length):
                continue
            else:
                faults.append(f"{head.entry_id}: the record at byte {head.offset} is damaged")
        return faults

    # Writing

    def append(self, entry_id: UUID, ten_print: TenPrint) -> bool:
        """Add a person and make sure that it is on disk. Returns False, changing nothing, if the entry is in already.

        Raises EngineError `gallery.read_only`, or `gallery.disk_full`: then nothing was added and the gallery stays usable.
        """
        return self.append_many([(entry_id, ten_print)]) == 1

    def append_many(self, entries: Iterable[tuple[UUID, TenPrint]]) -> int:
        """Add persons, all or none of them, with one wait for the disk: some hundreds at a time, they are packed in memory.

        Returns how many weren't in already. Raises as `append`.
        """
        with self._guard:
            self._require_writer()
            packed: dict[UUID, bytes] = {}
            for entry_id, ten_print in entries:
                if entry_id not in self._index:
                    packed[entry_id] = self._pack(entry_id, ten_print)
            if packed:
                self._write(b"".join(packed.values()))
            return len(packed)

    def erase(self, entry_id: UUID) -> bool:
        """Overwrite a person's sealed bytes with zeros and tell readers. Returns False if the entry isn't in.

        The tombstone comes first: after a crash in between, the next writer finds it and overwrites.
        Raises EngineError `gallery.read_only` or `gallery.disk_full` (nothing is erased then).
        """
        with self._guard:
            self._require_writer()
            if entry_id not in self._index and entry_id not in self._unreadable:
                return False
            self._write(records.pack_tombstone(entry_id))
            return True

    def compact(self) -> None:
        """Write the file anew without erased entries and put it in the old one's place; readers notice by themselves."""
        with self._guard:
            file = self._require_writer()
            fresh = self._path.with_suffix(".new")
            with fresh.open("wb") as target:
                os.fchmod(target.fileno(), 0o600)
                target.write(records.pack_header(self._key))
                for offset, length in self._index.extents():
                    target.write(os.pread(file, length, offset))
                target.flush()
                os.fsync(target.fileno())
            fresh.replace(self._path)
            _sync_directory(self._path.parent)
            self._load()

    def close(self) -> None:
        """Give up the file and the writer's lock."""
        with self._guard:
            if self._lock is not None:
                self._lock.close()
            self._file = self._lock = None
            self._closed = True
            self._index = GalleryIndex()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # How

    def _open_to_write(self) -> None:
        if not self._path.exists() or self._path.stat().st_size < records.HEADER_BYTES:
            fresh = self._path.with_suffix(".new")
            fresh.write_bytes(records.pack_header(self._key))
            fresh.chmod(0o600)
            fresh.replace(self._path)
            _sync_directory(self._path.parent)
        self._load()
        file = self._require_writer()
        torn = os.fstat(file).st_size - self._read_to
        if torn:
            _log.warning("The gallery's last record was torn by a crash: %d bytes cut off.", torn)
            os.ftruncate(file, self._read_to)
            os.fsync(file)

    def _load(self) -> None:
        """Read the file from its beginning."""
        # an old file stays open for searches under way, and closes with the last of them
        self._file = records.OpenFile(self._path, os.O_RDWR if self._writable else os.O_RDONLY)
        records.check_header(os.pread(self._file.descriptor, records.HEADER_BYTES, 0), self._key)
        self._index = GalleryIndex()
        self._unreadable, self._damage = {}, []
        self._read_to = records.HEADER_BYTES
        self._follow()

    def _follow(self) -> None:
        """Read the records behind the last one known."""
        if self._file is None:
            return
        file = self._file.descriptor
        for record in records.iterate_records(file, self._read_to, os.fstat(file).st_size):
            if isinstance(record, records.Damage):
                self._damage.append(record)
            elif record.kind == records.TOMBSTONE:
                self._bury(record.entry_id)
            else:
                self._take_in(file, record)
            self._read_to = record.end

    def _take_in(self, file: int, head: records.Head) -> None:
        codes = self._sealer.find_opened(head.entry, head.nonce, 0, os.pread(file, head.codes_length, head.body))
        if codes is None:  # damaged, or erased and its tombstone follows
            self._unreadable[head.entry_id] = head
        else:
            self._index.add(head, codes)

    def _bury(self, entry_id: UUID) -> None:
        unreadable = self._unreadable.pop(entry_id, None)
        extent = (unreadable.offset, unreadable.end - unreadable.offset) if unreadable else self._index.remove(entry_id)
        if extent is None or not self._writable:
            return
        file = self._require_writer()
        if not records.is_body_erased(file, *extent):  # also where a crash came between tombstone and overwriting
            records.erase_body(file, *extent)

    def _pack(self, entry_id: UUID, ten_print: TenPrint) -> bytes:
        fingers = find_usable(ten_print)
        codes = {position: build_code(template).astype("<u8").tobytes() for position, template in fingers.items()}
        templates = {position: template.to_bytes() for position, template in fingers.items()}
        return records.pack_entry(self._sealer, entry_id, codes, templates)

    def _write(self, record: bytes) -> None:
        """Append whole or not at all, and take in what was appended."""
        file = self._require_writer()
        end = self._read_to
        try:
            written = os.pwrite(file, record, end)
            if written < len(record):
                raise OSError(errno.ENOSPC, "short write")
            os.fsync(file)
        except OSError as error:
            os.ftruncate(file, end)
            if error.errno in _NO_SPACE:
                raise EngineError(
                    "gallery.disk_full", "There is no room on the disk for the gallery.", "Make room, then try again."
                ) from error
            raise
        self._follow()

    def _require_writer(self) -> int:
        if not self._writable or self._file is None:
            raise EngineError("gallery.read_only", "The gallery was opened for reading.", "Open it with writable=True.")
        return self._file.descriptor


def _take_lock(path: Path) -> BinaryIO:
    lock = path.open("wb")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise EngineError(
            "gallery.locked", "Another process is writing to the gallery.", "Let only one `work` process run per node."
        ) from None
    return lock


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
