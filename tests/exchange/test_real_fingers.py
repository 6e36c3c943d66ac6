"""Real prints through the whole program: fingers 101 to 110 of one set act as one person, impressions 1 to 8 as eight visits.

Visit 1 of each of four sets is enrolled at a node of its own; visits 2 to 8 are brought to the next node, all by the command
line. Each must be recognised by the node that enrolled the person, and by no other. Where the real images aren't on the
machine, synthetic ones of the demo do the same.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from egnatia.site.demo_data.cast import TRAVELLER
from tests.conftest import SHARED_DATA
from tests.exchange.nodes import LiveNode, region, wait_until

NODES = ("MK", "RS", "AL", "BA")
SETS = ("fvc2002/DB1_B", "fvc2002/DB2_B", "fvc2004/DB1_B", "fvc2004/DB2_B")
VISITS = range(2, 9)
PATIENCE = 600.0


@dataclass(frozen=True)
class Person:
    """One set of prints, enrolled at `home` and brought to `abroad` later."""

    number: int
    home: str
    abroad: str

    @property
    def facts(self) -> dict[str, object]:
        return {
            "category": 2,
            "elements": {
                "surnames": [f"Person {self.number}"],
                "nationalities": ["SYR"],
                "birth_date": {"value": "1990", "precision": "year", "basis": "declared"},
                "sex": "male",
                "event": {"place": "Tabanovce", "date": "2026-11-01"},
            },
            "notice": {"language": "ar", "mode": "both"},
        }


def lay_out(images: dict[int, Path], folder: Path, person: Person) -> Path:
    """A folder as `egnatia import` takes it: person.json and the ten images by position."""
    folder.mkdir(parents=True)
    for position, image in images.items():
        shutil.copy(image, folder / f"{position}{image.suffix}")
    (folder / "person.json").write_text(json.dumps(person.facts))
    return folder


def real_images(name: str, visit: int) -> dict[int, Path]:
    return {finger - 100: SHARED_DATA / "fingerprints" / name / f"{finger}_{visit}.png" for finger in range(101, 111)}


def bring(node: LiveNode, source: Path) -> list[str]:
    """Import every folder of `source`; the reference numbers in their order."""
    node.run("import", str(source), "--json", timeout=PATIENCE)
    report = source.with_name(source.name + ".report.jsonl").read_text().splitlines()
    return [json.loads(line)["reference_number"] for line in report]


def settled(nodes: dict[str, LiveNode], node: LiveNode, reference: str) -> dict[str, str]:
    """Every partner's answer, once all have answered. Partners without a node here aren't asked."""

    def look() -> dict[str, str]:
        answers = node.step("look", reference_number=reference)["answers"]
        return {} if "waiting" in answers.values() else {code: answers[code] for code in nodes if code in answers}

    return wait_until(look, nodes, patience=PATIENCE)


@pytest.mark.timeout(1500)
def test_every_visit_is_recognised_by_the_right_node_only(tmp_path, on_sqlite_only):
    if not SHARED_DATA.is_dir():
        pytest.skip("real fingerprint images (../shared/data) are not on this machine; the synthetic ones are tested instead")
    people = [Person(number, NODES[number], NODES[(number + 1) % len(NODES)]) for number in range(len(SETS))]
    with region(tmp_path / "nodes", *NODES) as nodes:
        for person, name in zip(people, SETS, strict=True):
            first = lay_out(real_images(name, 1), tmp_path / "first" / person.home / "visit-1", person)
            bring(nodes[person.home], first.parent)
        wrong = []
        for person, name in zip(people, SETS, strict=True):
            source = tmp_path / "later" / person.abroad
            for visit in VISITS:
                lay_out(real_images(name, visit), source / f"visit-{visit}", person)
            for visit, reference in zip(VISITS, bring(nodes[person.abroad], source), strict=True):
                answers = settled(nodes, nodes[person.abroad], reference)
                expected = {code: "possible_match" if code == person.home else "no_match" for code in answers}
                if answers != expected or person.home not in answers:
                    wrong.append((name, visit, answers))
        assert wrong == []


@pytest.mark.timeout(900)
def test_synthetic_person_is_recognised_abroad(tmp_path, on_sqlite_only):
    if SHARED_DATA.is_dir():
        pytest.skip("the real images are there and tested")
    person = Person(0, "MK", "RS")
    with region(tmp_path / "nodes", "MK", "RS") as nodes:
        for take, code in enumerate(("MK", "RS")):
            images = {position: TRAVELLER.print_file(position, take) for position in range(1, 11)}
            folder = lay_out(images, tmp_path / code / "visit", person)
            reference = bring(nodes[code], folder.parent)[0]
        assert settled(nodes, nodes["RS"], reference) == {"MK": "possible_match"}
