"""Which gallery is the present one: a pointer file beside the generations, replaced in one step.

    gallery/current          {"folder": …, "key": …, "template": …, "shards": …}
    gallery/<folder>/        one generation, as `engines.fingerprint.gallery.Gallery` keeps it; in parts, a folder for each
                             of them, unless the settings have these elsewhere
    run/gallery.lock         held by the one process that writes

A gallery can always be made again from the database, so a generation that doesn't fit (another template version, its key
gone) is not mended but replaced.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from egnatia.base import node, sealing
from egnatia.base.ids import new_id
from egnatia.engines.fingerprint.template import TEMPLATE_VERSION

_POINTER = "current"


@dataclass(frozen=True, slots=True)
class Generation:
    """One gallery on the disk.

    key       number of the data key that its own is derived from
    template  version of its templates
    shards    into how many parts it is divided; 0: not at all
    """

    folder: str
    key: int
    template: str
    shards: int = 0

    @property
    def path(self) -> Path:
        return node.current().folder("gallery") / self.folder

    @property
    def secret(self) -> bytes:
        """The gallery's own key, derived (RFC 5869), so that it never seals under the key that seals fields."""
        return HKDF(SHA256(), 32, salt=self.folder.encode(), info=b"egnatia gallery").derive(sealing.key_ring().data[self.key])


def find_current() -> Generation | None:
    """The present generation, or None where there is none that this program can read."""
    try:
        generation = Generation(**json.loads(_pointer().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    fits = generation.template == TEMPLATE_VERSION and generation.key in sealing.key_ring().data
    return generation if fits and generation.path.is_dir() else None


def start_generation(shards: int = 0) -> Generation:
    """A new, empty generation that nobody reads before `make_current`."""
    generation = Generation(str(new_id()), sealing.key_ring().newest, TEMPLATE_VERSION, shards)
    generation.path.mkdir(mode=0o700)
    return generation


def make_current(generation: Generation) -> None:
    """Let everybody read this generation from now on; whoever still reads the one before keeps its open file."""
    unfinished = _pointer().with_suffix(".new")
    with unfinished.open("w", encoding="utf-8") as file:
        json.dump(asdict(generation), file)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(_pointer())


def remove_others(generation: Generation) -> None:
    """Remove every generation but this one: older ones, and what a broken-off rebuild left."""
    for folder in node.current().folder("gallery").iterdir():
        if folder.is_dir() and folder.name != generation.folder:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def writing() -> Iterator[bool]:
    """Be the one writer within the block; False where another process is."""
    with (node.current().folder("run") / "gallery.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _pointer() -> Path:
    return node.current().folder("gallery") / _POINTER
