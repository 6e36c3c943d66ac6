"""Galleries of synthetic persons, grown in blocks by several processes and kept in the user's cache folder.

Person k is grown from seed k, take 0, in the natural mix of good and poor captures, and has the entry id UUID(int=k). A block
of persons is a gallery of its own, sealed with a key that is no secret: its persons don't exist. Galleries of any size are
their records one after the other, which is what a gallery's file is. What was grown before an interruption is kept.

For galleries of millions there are codes alone, as the gallery keeps them in memory. All are codes of synthetic fingers: of
persons grown whole as far as `grown` goes; from there on persons are put together from the fingers of those.

Blocks lie in a folder named after everything that decides what is in them: a change of it grows them anew.
"""

import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

import egnatia.engines.fingerprint as package
from egnatia.engines.fingerprint import gallery_file as records
from egnatia.engines.fingerprint import parameters as p
from egnatia.engines.fingerprint.code import build_code
from egnatia.engines.fingerprint.gallery import FILE, Gallery
from egnatia.engines.fingerprint.synthetic import synthetic_fingers
from egnatia.engines.fingerprint.template import TenPrint, build_template, pack_ten_print

KEY = bytes(32)
BLOCK = 1_000  # persons
_PACKED_AT_ONCE = 250
_SAMPLE = 20
_CODES = "codes.npy"
#: Files that decide what a block holds. Constants (`parameters`) also hold the search's, which don't: they count by the sample.
_SOURCES = (
    "synthetic/*.py",
    "*_projection.npz",
    "minutiae.py",
    "template.py",
    "cylinders.py",
    "projection.py",
    "products.py",
    "code.py",
    "gallery_file.py",
)

T = TypeVar("T")
R = TypeVar("R")
#: uint64[n, 10, CODE_WORDS] and uint16[n], as `gallery_index.GalleryIndex` has them.
Codes = tuple[NDArray[np.uint64], NDArray[np.uint16]]


def make_ten_print(seed: int, take: int) -> TenPrint:
    return {position: build_template(finger) for position, finger in synthetic_fingers(seed, take).items()}


def build_gallery(directory: Path, persons: int, *, workers: int | None = None) -> None:
    """Write the gallery of persons 0 to `persons` - 1 into `directory`, to be opened with KEY; an older one is replaced."""
    blocks = _grow(_grow_persons, "persons", persons, workers)
    directory.mkdir(parents=True, exist_ok=True)
    fresh = directory / (FILE + ".joined")
    with fresh.open("wb") as joined:
        for number, block in enumerate(blocks):
            _append_records(joined.fileno(), block / FILE, whole=not number, count=persons - number * BLOCK)
    fresh.replace(directory / FILE)


def read_codes(persons: int, *, grown: int | None = None, workers: int | None = None) -> Codes:
    """Codes and masks of `persons` persons, of whom the first `grown` (all, unless said) are grown whole.

    Finger p of the j-th person of a later round b is that of the grown person j + b * p, so no two share two fingers.
    """
    grown = min(grown or persons, persons)
    codes, masks = np.zeros((persons, 10, p.CODE_WORDS), np.uint64), np.zeros(persons, np.uint16)
    for number, block in enumerate(_grow(_grow_codes, "codes", grown, workers)):
        rows = slice(number * BLOCK, min((number + 1) * BLOCK, grown))
        codes[rows] = np.load(block / _CODES)[: rows.stop - rows.start]
    for start in range(grown, persons, grown):
        last = min(start + grown, persons)
        for finger in range(10):
            whose = (np.arange(last - start) + start // grown * (finger + 1)) % grown
            codes[start:last, finger] = codes[whose, finger]
    for finger in range(10):
        masks |= (codes[:, finger].any(axis=1).astype(np.uint16) << finger).astype(np.uint16)
    return codes, masks


@cache
def find_digest() -> str:
    """Names what blocks hold: the sources of persons, templates, codes and records, and what they make of some persons."""
    digest, folder = hashlib.sha256(), Path(next(iter(package.__path__)))
    for path in sorted(found for pattern in _SOURCES for found in folder.glob(pattern)):
        digest.update(path.name.encode() + path.read_bytes())
    for seed in range(_SAMPLE):
        ten_print = make_ten_print(seed, 0)
        digest.update(pack_ten_print(ten_print) + b"".join(build_code(template).tobytes() for template in ten_print.values()))
    return digest.hexdigest()[:16]


def _folder(kind: str) -> Path:
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = home / "egnatia" / "bench-people" / find_digest() / f"{kind}-{BLOCK}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _grow(make: Callable[[int, Path], None], kind: str, persons: int, workers: int | None) -> list[Path]:
    """The blocks that hold `persons`, those that lack grown first."""
    folder = _folder(kind)
    blocks = [folder / f"{number:06d}" for number in range(-(-persons // BLOCK))]
    lacking = [number for number, block in enumerate(blocks) if not block.exists()]
    began = time.monotonic()
    for done, _ in enumerate(run_in_processes(_grow_block, [(make, n, blocks[n]) for n in lacking], workers), 1):
        rate = done * BLOCK / (time.monotonic() - began)
        print(f"\r{kind}: {done} of {len(lacking)} blocks grown, {rate:.0f} persons/s ", end="", file=sys.stderr, flush=True)
    if lacking:
        print(file=sys.stderr)
    return blocks


def _grow_block(task: tuple[Callable[[int, Path], None], int, Path]) -> None:
    """A block takes its name when it is whole."""
    make, number, block = task
    partial = block.with_name(f".{block.name}.{os.getpid()}")
    try:
        make(number * BLOCK, partial)
        partial.replace(block)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _grow_persons(first: int, directory: Path) -> None:
    with Gallery(directory, KEY, writable=True) as gallery:
        for start in range(first, first + BLOCK, _PACKED_AT_ONCE):
            gallery.append_many((UUID(int=seed), make_ten_print(seed, 0)) for seed in range(start, start + _PACKED_AT_ONCE))


def _grow_codes(first: int, directory: Path) -> None:
    codes = np.zeros((BLOCK, 10, p.CODE_WORDS), np.uint64)
    for row in range(BLOCK):
        for position, template in make_ten_print(first + row, 0).items():
            codes[row, position - 1] = build_code(template)
    directory.mkdir()
    np.save(directory / _CODES, codes)


def _append_records(target: int, source: Path, *, whole: bool, count: int) -> None:
    """Copy the first `count` records of a gallery's file, and where it is `whole`, its header."""
    file = os.open(source, os.O_RDONLY)
    try:
        end = os.fstat(file).st_size
        if count < BLOCK:
            for record in islice(records.iterate_records(file, records.HEADER_BYTES, end), count):
                last = record.end
            end = last
        at = 0 if whole else records.HEADER_BYTES
        while at < end:
            at += os.sendfile(target, file, at, end - at)
    finally:
        os.close(file)


def run_in_processes(work: Callable[[T], R], tasks: list[T], workers: int | None = None) -> Iterator[R]:
    """Results in the order of the tasks; each process computes on one core. Interrupted, it waits for the tasks under way."""
    if not tasks:
        return
    os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # read by the processes, which begin anew
    pool = ProcessPoolExecutor(workers or os.cpu_count(), mp_context=get_context("spawn"))
    try:
        yield from pool.map(work, tasks)
    finally:
        pool.shutdown(cancel_futures=True)
