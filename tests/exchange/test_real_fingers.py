"""Real prints through the whole program: fingers 101 to 110 of one set act as one person, impressions 1 to 8 as eight visits.

Visit 1 of each of four sets is enrolled at a node of its own; one of the others is brought to the next node, all by the
command line; one visit comes once more to a third node, at its pages. Each must be recognised by the nodes that know the
person, and by no other. (`benches/fingerprint_accuracy.py` compares every visit with every other.) Where the real images are
not on the machine, synthetic ones of the demo do the same.
"""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from benches._officer_at_page import CHROMIUM, FLAGS, register_adult, sign_in
from egnatia.site.demo_data.cast import TRAVELLER
from tests.conftest import SHARED_DATA
from tests.exchange.nodes import LiveNode, region, wait_until

NODES = ("MK", "RS", "AL", "BA")
SETS = ("fvc2002/DB1_B", "fvc2002/DB2_B", "fvc2004/DB1_B", "fvc2004/DB2_B")
#: By set.
VISITS = (2, 3, 4, 6)
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


@contextmanager
def chromium_page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_context().new_page()
        browser.close()


def register_at_pages(page: Page, node: LiveNode, folder: Path) -> str:
    """An officer brings the same images to the pages of a node that has not seen the person yet."""
    url = f"http://localhost:{node.port}"
    node.step("make_officer", username="rada", role="registration_officer")
    page.set_default_timeout(120_000)
    page.context.clear_cookies()
    sign_in(page, url, "rada", "Long-enough-1234")
    images = [folder / f"{position}.png" for position in range(1, 11)]
    register_adult(page, url, images, names=("Person", "At the page"), country="Syria")
    shown = re.search(r"\b[A-Z]{2}[0-9][0-9A-Z]{11}\b", page.inner_text("main"))
    assert shown, page.inner_text("main")
    return shown[0]


@pytest.mark.timeout(1500)
@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium for the visits at the pages")
def test_every_visit_is_recognised_by_the_right_node_only(tmp_path):
    if not SHARED_DATA.is_dir():
        pytest.skip("real fingerprint images (../shared/data) are not on this machine; the synthetic ones are tested instead")
    people = [Person(number, NODES[number], NODES[(number + 1) % len(NODES)]) for number in range(len(SETS))]
    with region(tmp_path / "nodes", *NODES) as nodes:
        for person, name in zip(people, SETS, strict=True):
            first = lay_out(real_images(name, 1), tmp_path / "first" / person.home / "visit-1", person)
            bring(nodes[person.home], first.parent)
        wrong = []
        for person, name in zip(people, SETS, strict=True):
            visit = VISITS[person.number]
            source = lay_out(real_images(name, visit), tmp_path / "later" / person.abroad / f"visit-{visit}", person)
            [reference] = bring(nodes[person.abroad], source.parent)
            answers = settled(nodes, nodes[person.abroad], reference)
            expected = {code: "possible_match" if code == person.home else "no_match" for code in answers}
            if answers != expected or person.home not in answers:
                wrong.append((name, visit, answers))
        assert wrong == []
        with chromium_page() as page:
            person, name = people[0], SETS[0]
            third = nodes[NODES[2]]
            reference = register_at_pages(page, third, lay_out(real_images(name, 5), tmp_path / "page" / name, person))
            found = {code for code, answer in settled(nodes, third, reference).items() if answer == "possible_match"}
            assert found == {person.home, person.abroad}


@pytest.mark.timeout(900)
def test_synthetic_person_is_recognised_abroad(tmp_path):
    if SHARED_DATA.is_dir():
        pytest.skip("the real images are there and tested")
    person = Person(0, "MK", "RS")
    with region(tmp_path / "nodes", "MK", "RS") as nodes:
        for take, code in enumerate(("MK", "RS")):
            images = {position: TRAVELLER.print_file(position, take) for position in range(1, 11)}
            folder = lay_out(images, tmp_path / code / "visit", person)
            reference = bring(nodes[code], folder.parent)[0]
        assert settled(nodes, nodes["RS"], reference) == {"MK": "possible_match"}
