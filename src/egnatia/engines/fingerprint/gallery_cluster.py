"""The gallery in parts, one an actor of Ray: searched together, each part on its own machine. Needs `egnatia[cluster]`.

    gallery = ShardedGallery(ClusterPlace("127.0.0.1:6379", "node", "first", Path("/srv/gallery"), shards=2), key, fresh=True)
    gallery.append(data_set.id, ten_print)
    found = gallery.search(probe)          # found.candidates, and found.missing: the parts that didn't answer

Part n runs on the machine whose `ray start --resources` has `gallery_n`, with its files in FOLDER/<name>/<n> there. Its process
goes through all stages of a search, and is the one writer of its files. When it dies, Ray starts another, and whoever has the
key opens the files in it (`shard_letters`); until then searches go on without that part, and say so.

Every part compares at least those whom the undivided gallery would, so nobody is lost by dividing it: each sends on the most
alike of its own, and a search keeps the best of all.
"""

import logging
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.gallery_shard import OPEN, find_shard
from egnatia.engines.fingerprint.ray_calls import get_calls
from egnatia.engines.fingerprint.search import Candidate, compare_ten_prints, find_usable, make_candidate
from egnatia.engines.fingerprint.shard_letters import Channel, Letter, read_candidate, seal_opening, write_ten_print
from egnatia.engines.fingerprint.template import TenPrint

_log = logging.getLogger(__name__)

#: Seconds that a search waits for its parts, and those in which a part has to say that it is there, and to be opened.
PATIENCE, GREETING, OPENING = 30.0, 2.0, 2.0
#: Seconds for which a part that wasn't there isn't asked again.
PAUSE = 2.0


@dataclass(frozen=True, slots=True)
class ClusterPlace:
    """Where a gallery's parts are.

    address    of the Ray cluster, host:port
    namespace  what is one node's: no other node of the same cluster sees its parts
    name       of this gallery, among those of the node
    folder     on each machine; part n has its files in folder/name/n
    """

    address: str
    namespace: str
    name: str
    folder: Path
    shards: int


@dataclass(frozen=True, slots=True)
class Found:
    """Candidates, best first, and the numbers of the parts in which nobody was looked for."""

    candidates: list[Candidate]
    missing: tuple[int, ...]


class ShardedGallery:
    """A gallery whose parts are elsewhere. Opening it never fails: what isn't there is missing, and comes when it comes.

    One object may be used by many threads. Only one process may append and erase, as with `Gallery`.
    """

    def __init__(self, place: ClusterPlace, key: bytes, *, fresh: bool = False) -> None:
        self._place = place
        self._calls = get_calls(place.address)
        self._key = key
        self._fresh = fresh
        self._channel = Channel(key)
        self._guard, self._opening = Lock(), Lock()
        self._open: set[int] = set()
        self._tried: dict[int, float] = {}
        self._states: dict[int, str] = {}

    # Reading

    def search(
        self, probe: TenPrint, *, limit: int = 10, extra: Iterable[tuple[UUID, TenPrint]] = (), patience: float = PATIENCE
    ) -> Found:
        """As `Gallery.search`, in all parts that answer within `patience` seconds."""
        fingers = find_usable(probe)
        found: dict[UUID, Candidate] = {}
        answers = {}
        if fingers:
            answers = self._ask_all({"do": "search", "probe": write_ten_print(fingers), "limit": limit}, patience)
        for facts in (facts for answer in answers.values() for facts in answer):
            candidate = read_candidate(facts)
            found[candidate.entry_id] = candidate
        for entry_id, ten_print in extra:
            scores = compare_ten_prints(fingers, ten_print)
            if scores:
                found[entry_id] = make_candidate(entry_id, scores)
        best = sorted(found.values(), key=lambda candidate: -candidate.score)[:limit]
        return Found(best, self._find_missing(answers) if fingers else ())

    def find_shard(self, entry_id: UUID) -> int:
        return find_shard(entry_id, self._place.shards)

    def find_missing(self) -> tuple[int, ...]:
        """The parts that can't be searched at this moment."""
        return self._find_missing(self._find_open())

    def ids(self) -> list[UUID]:
        """Raises EngineError `gallery.part_missing`."""
        answers = self._ask_all({"do": "ids"})
        for part in self._find_missing(answers):
            raise self._is_missing(part)
        return [UUID(entry) for answer in answers.values() for entry in answer]

    def verify(self) -> list[str]:
        """As `Gallery.verify`; a part that doesn't answer is a fault, too."""
        answers = self._ask_all({"do": "verify"}, 3600.0)
        faults = [f"part {part}: {fault}" for part, answer in answers.items() for fault in answer]
        for part in self._find_missing(answers):
            faults.append(f"part {part} can't be reached ({self._states.get(part, 'no answer')})")
        return faults

    def measure(self) -> dict[int, dict[str, int]]:
        """Of each part that answers: persons, bytes of memory of its process, and the number of that."""
        return self._ask_all({"do": "measure"})

    def refresh(self) -> None:
        """Nothing: a part always knows what was written to it."""

    def close(self) -> None:
        """Let go of the parts; they stay as they are."""
        with self._guard:
            self._open = set()

    # Writing

    def wait_until_whole(self, seconds: float) -> None:
        """Return when all parts are open. Raises EngineError `gallery.part_missing`."""
        until = time.monotonic() + seconds
        while missing := self.find_missing():
            if time.monotonic() > until:
                raise self._is_missing(missing[0])
            time.sleep(0.2)

    def append(self, entry_id: UUID, ten_print: TenPrint) -> bool:
        """As `Gallery.append`. Raises EngineError `gallery.part_missing` where its part isn't there, too."""
        return self.append_many([(entry_id, ten_print)]) == 1

    def append_many(self, entries: Iterable[tuple[UUID, TenPrint]]) -> int:
        """As `Gallery.append_many`, but all or none within each part only."""
        by_part: dict[int, list[list[str]]] = {}
        for entry_id, ten_print in entries:
            packed = [str(entry_id), write_ten_print(find_usable(ten_print))]
            by_part.setdefault(self.find_shard(entry_id), []).append(packed)
        questions: dict[int, Letter] = {part: {"do": "append", "entries": packed} for part, packed in by_part.items()}
        answers = self._ask(questions, PATIENCE)
        for part in by_part.keys() - answers.keys():
            raise self._is_missing(part)
        return sum(answers.values())

    def erase(self, entry_id: UUID) -> bool:
        """As `Gallery.erase`. Raises EngineError `gallery.part_missing`, too."""
        part = self.find_shard(entry_id)
        answers = self._ask({part: {"do": "erase", "entry": str(entry_id)}}, PATIENCE)
        if part not in answers:
            raise self._is_missing(part)
        return bool(answers[part])

    def sweep(self) -> None:
        """Remove what other galleries of the node have left on the parts' machines, and end their processes."""
        self._ask_all({"do": "sweep"})
        self._call("end_others", {self._place.name: ()})

    def discard(self) -> None:
        """Remove the files of all parts that answer, and end their processes."""
        self._ask_all({"do": "discard"})
        self._call("end", {self._place.name: ()})
        self.close()

    # How

    def _ask_all(self, letter: Letter, patience: float = PATIENCE) -> dict[int, Any]:
        return self._ask(dict.fromkeys(range(self._place.shards), letter), patience)

    def _ask(self, letters: Mapping[int, Letter], patience: float) -> dict[int, Any]:
        """Answers by part; parts that aren't there or don't answer in time are left out. Raises what a part refuses with."""
        present = self._find_open()
        sealed = {part: self._channel.seal_question(letter) for part, letter in letters.items() if part in present}
        replies = self._call_parts("ask", {part: (question,) for part, question in sealed.items()}, patience)
        answers = {}
        for part, question in sealed.items():
            if replies.get(part):
                answer = self._channel.open_answer(replies[part], to=question)
                if "refused" in answer:
                    raise EngineError(*answer["refused"])
                answers[part] = answer["answer"]
            else:
                self._forget(part)
        return answers

    def _find_open(self) -> set[int]:
        """The parts that are open as far as this process knows, after opening those that weren't."""
        # while one thread waits for a part that may be dead, the others search those that are there
        if self._opening.acquire(blocking=not self._open):
            try:
                now, parts = time.monotonic(), set(range(self._place.shards))
                to_try = {part for part in parts - self._open if now - self._tried.get(part, -PAUSE) >= PAUSE}
                if to_try:
                    opened = self._open_parts(to_try)
                    self._tried |= dict.fromkeys(to_try, time.monotonic())
                    with self._guard:
                        self._open |= opened
            finally:
                self._opening.release()
        with self._guard:
            return set(self._open)

    def _open_parts(self, parts: Iterable[int]) -> set[int]:
        greetings = self._call_parts("greet", {part: () for part in parts}, GREETING)
        opening = {part: (self._seal_opening(part, public), OPENING) for part, public in greetings.items()}
        states = self._call_parts("open", opening, 2 * OPENING)
        if not greetings and not self._open:
            self._calls.renew()
        self._states |= {part: states.get(part, "no answer") for part in parts}
        return {part for part, state in states.items() if state == OPEN}

    def _seal_opening(self, part: int, public: bytes) -> bytes:
        folder = self._place.folder / self._place.name / str(part)
        return seal_opening(public, key=self._key, folder=str(folder), fresh=self._fresh)

    def _call_parts(self, what: str, given: Mapping[int, tuple[Any, ...]], seconds: float) -> dict[int, Any]:
        names = {f"{self._place.name}/{part}": part for part in given}
        results = self._call(what, {name: given[part] for name, part in names.items()}, seconds) if names else {}
        return {names[name]: result for name, result in results.items()}

    def _call(self, what: str, by_name: dict[str, Any], seconds: float = PATIENCE) -> dict[str, Any]:
        try:
            return self._calls.call(what, self._place.namespace, by_name, seconds)
        except EngineError as error:  # no part answers, then
            _log.warning("%s", error)
            return {}

    def _forget(self, part: int) -> None:
        with self._guard:
            self._open.discard(part)
            self._states[part] = "no answer"

    def _find_missing(self, present: Collection[int]) -> tuple[int, ...]:
        return tuple(part for part in range(self._place.shards) if part not in present)

    def _is_missing(self, part: int) -> EngineError:
        return EngineError(
            "gallery.part_missing",
            f"Part {part} of the gallery isn't there ({self._states.get(part, 'no answer')}).",
            "Start Ray on its machine; see: egnatia gallery status",
        )
