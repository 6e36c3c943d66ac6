"""The story of the demo, told in the terminal while it happens: each act says what it does and what came of it."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import typer

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.engines.fingerprint.minutiae import POSITIONS
from egnatia.site.demo.processes import Processes
from egnatia.site.demo.region import DemoNode
from egnatia.site.demo_data.cast import TRAVELLER
from egnatia.site.demo_data.family import NODE as FAMILY_NODE
from egnatia.site.demo_data.story import CLAIMS_ALBANIA, FIRST, SECOND, UNKNOWN, Scene

PATIENCE = 90.0  # seconds until an answer is overdue in the story


@dataclass
class Story:
    """The six nodes, their processes, and what turned out otherwise than expected."""

    nodes: dict[str, DemoNode]
    processes: Processes
    folder: Path
    failures: list[str] = field(default_factory=list)

    def tell(self) -> None:
        """All acts, in order."""
        self._recognised_abroad()
        self._unknown_everywhere()
        self._not_asked_for_at_home()
        self._family_and_its_child()
        self._node_that_was_away()
        self._police_ask()

    def _recognised_abroad(self) -> None:
        with self._act("A person is registered in North Macedonia"):
            first = self._register(FIRST)
            self._settle("MK", first)
        with self._act("The same person, another spelling, other impressions, is registered in Serbia"):
            second = self._register(SECOND)
            seen = self._settle("RS", second)
            self._expect(seen["answers"].get("MK") == "possible_match", "North Macedonia answers: possible match")
            others = {code: state for code, state in seen["answers"].items() if code != "MK"}
            self._expect(set(others.values()) == {"no_match"}, "the other four answer: no match")
        with self._act("Serbia's examiner looks at the prints that North Macedonia sent"):
            seen = self._wait("RS", second, lambda facts: facts["candidates"])
            waiting = [one for one in seen["candidates"] if one["state"] in ("open", "second")]
            for candidate in waiting:
                self._step("RS", "verdict", candidate["id"], "same")
            seen = self._look("RS", second)
            self._expect([one["state"] for one in seen["candidates"]] == ["same"], "the examiner says: same")
            self._expect(seen["sequence"] == 2, "the two data sets form a sequence")
        with self._act("Serbia's case officer asks, North Macedonia's releases"):
            if not seen["arrived"]:
                self._step("RS", "ask", second, "MK")
                self._until("North Macedonia releases", lambda: self._step("MK", "release")["released"])
                seen = self._wait("RS", second, lambda facts: facts["arrived"])
            names = seen["arrived"][0].get("surnames")
            self._expect(bool(names), f"the follow-up data are there: known as {', '.join(names or ['?'])}")
        self._life_goes_on(first, second)

    def _life_goes_on(self, first: str, second: str) -> None:
        with self._act("North Macedonia marks its data set; Serbia's case officer has seen a document with another spelling"):
            if not self._step("MK", "life", first)["marked"]:
                self._step("MK", "mark", first)
            self._until("the notice of the mark", lambda: self._step("RS", "life", second)["marked_at_partners"])
            self._expect(True, "Serbia sees that the data set is marked, not why")
            if not self._step("RS", "life", second)["evidence"]:
                self._step("RS", "send", second, "MK", SECOND.values["surnames"][0])
            states = self._step("RS", "life", second)["evidence"]
            self._expect(states, f"evidence is with North Macedonia, which alone corrects ({', '.join(states)})")

    def _unknown_everywhere(self) -> None:
        with self._act("A stranger is registered in Bosnia and Herzegovina"):
            seen = self._settle("BA", self._register(UNKNOWN))
            self._expect(not seen["candidates"] and set(seen["answers"].values()) == {"no_match"}, "nobody knows this person")

    def _not_asked_for_at_home(self) -> None:
        with self._act("A person who says they are from Albania is registered in Montenegro"):
            seen = self._settle("ME", self._register(CLAIMS_ALBANIA))
            self._expect(seen["answers"].get("AL") == "not_asked", f"Albania isn't asked ({seen['reasons'].get('AL')})")

    def _family_and_its_child(self) -> None:
        with self._act("A couple with a son of four is registered in North Macedonia as one group"):
            family = self._step(FAMILY_NODE, "family")
            self._expect((family["members"], family["size"]) == (3, 3), "three of three belong to it")
            self._expect(family["captures_of_child"] == 0, f"nothing is captured of {family['noted']}: a child-protection note")
            self._expect(len(family["parents"]) == 2, f"whose parents are {' and '.join(family['parents'])}")
        with self._act(
            "An aunt brings the boy to another counter, without them; she says his name in Arabic and his year of birth"
        ):
            again = self._step(FAMILY_NODE, "child-again")
            names = again["levels"].get("names", "nothing")
            self._expect(again["is_note"], f"his note is found again while the form is filled ({again['standing']}; {names})")
            self._expect(again["parents"] == family["parents"], "and with it the family that he belongs to")

    def _node_that_was_away(self) -> None:
        with self._act("Kosovo*'s node is switched off, somebody is registered in Albania, the node comes back"):
            self.processes.stop("XK")
            reference = self._register(replace(UNKNOWN, node="AL", place="Kapshticë"))
            seen = self._wait("AL", reference, lambda facts: _waiting(facts) <= {"XK"})
            already = seen["answers"].get("XK") == "no_match"
            self._expect(_waiting(seen) == {"XK"} or already, "its answer is outstanding, the others are there")
            self.processes.start(self.nodes["XK"])
            seen = self._settle("AL", reference)
            self._expect(seen["answers"].get("XK") == "no_match", "its answer came when it was back")
            self._expect(
                seen["answers"].get("BA") == "possible_match", "and the stranger is known in Bosnia and Herzegovina now"
            )

    def _police_ask(self) -> None:
        with self._act("Montenegro's police ask, by the gateway of law enforcement, whose ten fingers are those of a suspect"):
            number = self._step("ME", "police-ask", TRAVELLER.key, "1")["number"]
            self._step("ME", "police-verify", number)
            seen = self._wait_for_police(number, lambda facts: not _waiting(facts))
            answers = seen["answers"]
            self._expect({answers["MK"], answers["RS"]} == {"possible_match"}, "North Macedonia and Serbia: possible match")
            self._expect(answers["AL"] == "no_match", "Albania: no match")
            self._expect(
                not {"BA", "XK"} & {code for code, state in answers.items() if state != "not_asked"},
                "Bosnia and Herzegovina and Kosovo*, no parties to the agreement, aren't asked",
            )
        with self._act("Their examiner compares; a verifying officer in North Macedonia releases what police may know"):
            self._step("ME", "police-compare", number)
            if not _released(seen, "MK"):
                self._until("North Macedonia releases", lambda: self._step("MK", "police-release")["released"])
            seen = self._wait_for_police(number, lambda facts: _released(facts, "MK"))
            data = _released(seen, "MK")[0]
            self._expect(data.get("surnames") == FIRST.values["surnames"], f"known as {', '.join(data.get('surnames', ['?']))}")

    def _wait_for_police(self, number: str, ready: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}

        def look() -> bool:
            found.update(self._step("ME", "police-look", number))
            return bool(ready(found))

        self._until("the answers to Montenegro's police", look)
        return found

    def _register(self, scene: Scene) -> str:
        """Register through the command line; done before, it gives the same registration. The reference number."""
        folder = self.folder / f"{scene.member.key}-{scene.node.lower()}"
        folder.mkdir(parents=True, exist_ok=True)
        for position in POSITIONS:
            (folder / f"{position}.wsq").write_bytes(scene.member.print_file(position, scene.take).read_bytes())
        person = self.folder / f"{folder.name}.json"
        if not person.is_file():  # written once, so that a demo that resumes on another day says the same
            values = {
                "category": scene.category,
                "elements": scene.elements(clock.today()),
                "notice": {"language": "en", "mode": "both"},
            }
            person.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
        facts = self.nodes[scene.node].run_json(
            "register", str(folder), "--person", str(person), "--photo", str(scene.member.face_file), "--dpi", "500"
        )
        return str(facts["reference_number"])

    def _settle(self, partner: str, reference: str) -> dict[str, Any]:
        """Wait until every partner that was asked has answered."""
        return self._wait(partner, reference, lambda facts: facts["answers"] and not _waiting(facts))

    def _wait(self, partner: str, reference: str, ready: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}

        def look() -> bool:
            found.update(self._look(partner, reference))
            return bool(ready(found))

        self._until(f"the answers to {partner}", look)
        return found

    def _until(self, what: str, ready: Callable[[], Any]) -> None:
        ends = time.monotonic() + PATIENCE
        while not ready():
            if time.monotonic() > ends:
                raise Problem("demo.late", f"Waited {PATIENCE:.0f} seconds for {what}.", "Look into run/*.log.", status=500)
            time.sleep(0.5)

    def _look(self, partner: str, reference: str) -> dict[str, Any]:
        return self._step(partner, "look", reference)

    def _step(self, partner: str, name: str, *arguments: str) -> dict[str, Any]:
        facts: dict[str, Any] = self.nodes[partner].run_json("demo-step", name, *arguments)
        return facts

    def _expect(self, holds: object, what: str) -> None:
        typer.echo(f"   {'✓' if holds else '✗ NOT:'} {what}")
        if not holds:
            self.failures.append(what)

    @contextmanager
    def _act(self, title: str) -> Iterator[None]:
        typer.echo(f"\n{title}")
        began = time.monotonic()
        yield
        typer.echo(f"   {time.monotonic() - began:.1f} s")


def _waiting(facts: dict[str, Any]) -> set[str]:
    return {code for code, state in facts["answers"].items() if state == "waiting"}


def _released(facts: dict[str, Any], partner: str) -> list[dict[str, Any]]:
    """The data that this partner's authority let Montenegro's police have."""
    return [one["data"] for one in facts["found"] if one["partner"] == partner and one["data"]]
