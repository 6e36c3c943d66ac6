"""One part of a gallery, in a process of its own, wherever that is: the same `Gallery`, opened to write, behind sealed letters.

A new process knows neither key nor folder. Whoever has the gallery's key says `greet`, then `open`; until then, and until the
files have been read, `ask` answers nothing.
"""

import logging
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.gallery import FILE, Gallery
from egnatia.engines.fingerprint.shard_letters import Channel, Letter, open_opening, read_ten_print, write_candidate

OPEN, OPENING = "open", "opening"
_log = logging.getLogger(__name__)


def find_shard(entry_id: UUID, shards: int) -> int:
    """The part that an entry belongs to, for good. Ids are random in their last bits, so parts are of like size."""
    return entry_id.int % shards


class Shard:
    """A part of the gallery. Nothing that comes or goes is in clear but its states."""

    def __init__(self) -> None:
        self._private = X25519PrivateKey.generate()
        self._guard = Lock()
        self._done: Event | None = None
        self._state = ""
        self._gallery: Gallery | None = None
        self._channel: Channel | None = None
        self._folder = Path()

    def greet(self) -> bytes:
        """The key that the opening is to be sealed for."""
        return self._private.public_key().public_bytes_raw()

    def open(self, sealed: bytes, wait: float) -> str:
        """Begin to read the files, and wait `wait` seconds for the end of it: "open", "opening", or the code of what is wrong.

        Open already, it stays so. Codes are those of `Gallery`, `gallery.letter_unreadable`, and `gallery.part_lost` where
        there are no files.
        """
        with self._guard:
            if self._done is None or (self._done.is_set() and self._state != OPEN):
                try:
                    key, folder, fresh = open_opening(self._private, sealed)
                except EngineError as error:
                    return error.code
                self._done, self._state = Event(), OPENING
                Thread(target=self._load, args=(self._done, key, Path(folder), fresh), daemon=True).start()
            done = self._done
        done.wait(wait)
        return self._state

    def ask(self, question: bytes) -> bytes:
        """The sealed answer; nothing where the part isn't open."""
        gallery, channel = self._gallery, self._channel
        if gallery is None or channel is None:
            return b""
        try:
            letter = channel.open_question(question)
            answer: Letter = {"answer": _ANSWERS[letter["do"]](self, gallery, letter)}
        except EngineError as error:
            answer = {"refused": [error.code, error.message, error.cure]}
        return channel.seal_answer(answer, to=question)

    def _load(self, done: Event, key: bytes, folder: Path, fresh: bool) -> None:
        try:
            if not fresh and not (folder / FILE).exists():
                raise EngineError("gallery.part_lost", "The files of this part are gone.", "Rebuild the gallery.")
            self._folder, self._channel = folder, Channel(key)
            self._gallery, self._state = Gallery(folder, key, writable=True), OPEN
        except (EngineError, OSError) as error:
            _log.error("The part of the gallery can't be opened: %s", error)
            self._state = error.code if isinstance(error, EngineError) else "gallery.part_unreadable"
        finally:
            done.set()

    def _search(self, gallery: Gallery, letter: Letter) -> list[list[Any]]:
        found = gallery.search(read_ten_print(letter["probe"]), limit=letter["limit"])
        return [write_candidate(one) for one in found]

    def _append(self, gallery: Gallery, letter: Letter) -> int:
        return gallery.append_many((UUID(entry), read_ten_print(fingers)) for entry, fingers in letter["entries"])

    def _erase(self, gallery: Gallery, letter: Letter) -> bool:
        return gallery.erase(UUID(letter["entry"]))

    def _list_ids(self, gallery: Gallery, letter: Letter) -> list[str]:
        return [str(entry) for entry in gallery.ids()]

    def _verify(self, gallery: Gallery, letter: Letter) -> list[str]:
        return gallery.verify()

    def _measure(self, gallery: Gallery, letter: Letter) -> dict[str, int]:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return {"persons": len(gallery), "bytes": pages * os.sysconf("SC_PAGE_SIZE"), "process": os.getpid()}

    def _sweep(self, gallery: Gallery, letter: Letter) -> None:
        """Remove this part of all other generations: GENERATIONS/<generation>/<part>."""
        generation = self._folder.parent
        for other in generation.parent.glob(f"*/{self._folder.name}"):
            if other.parent != generation:
                _remove(other)

    def _discard(self, gallery: Gallery, letter: Letter) -> None:
        """Remove the files, for good."""
        self._gallery, self._state = None, ""
        gallery.close()
        _remove(self._folder)


def _remove(part: Path) -> None:
    shutil.rmtree(part)
    with suppress(OSError):  # other parts of it are on this machine, too
        part.parent.rmdir()


_ANSWERS: dict[str, Callable[[Shard, Gallery, Letter], Any]] = {
    "search": Shard._search,
    "append": Shard._append,
    "erase": Shard._erase,
    "ids": Shard._list_ids,
    "verify": Shard._verify,
    "measure": Shard._measure,
    "sweep": Shard._sweep,
    "discard": Shard._discard,
}
