"""The people of the demo: every file there, readable and small; identities that the law's lists accept."""

import json
from datetime import date

import numpy as np
import pytest
import wsq  # noqa: F401  registers the format with Pillow
from PIL import Image

from egnatia import law
from egnatia.engines.fingerprint.images import read_image
from egnatia.engines.fingerprint.minutiae import POSITIONS
from egnatia.engines.fingerprint.synthetic import make_person
from egnatia.site.demo_data import faces, make, people, story
from egnatia.site.demo_data.cast import FOLDER, FROM_ALBANIA, MEMBERS, NODES, RESIDENTS, STRANGER, TRAVELLER

LARGEST = 5_000_000


def test_everything_together_stays_small():
    assert sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file()) <= LARGEST


def test_every_member_has_every_file_and_there_is_no_other():
    listed = {file for member in MEMBERS for file in member.files()}
    there = {file for kind in ("prints", "faces") for file in (FOLDER / kind).rglob("*") if file.is_file()}
    assert listed == there


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.key)
def test_every_print_is_a_finger_at_500_dpi(member):
    for take in range(member.takes):
        for position in POSITIONS:
            data = member.print_file(position, take).read_bytes()
            image = read_image(data)
            assert (image.source_format, image.source_dpi, image.width, image.height) == ("WSQ", 500, 300, 400)


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.key)
def test_every_face_is_a_small_drawing(member):
    assert member.face_file.stat().st_size <= 15_000
    with Image.open(member.face_file) as face:
        assert face.format == "JPEG"
        assert face.size == (faces.WIDTH, faces.HEIGHT)


def test_a_print_in_the_repository_is_what_its_seed_gives():
    kept = np.asarray(Image.open(STRANGER.print_file(5)), np.int16)
    drawn = make_person(STRANGER.seed).impression(5, 0).astype(np.int16)
    assert np.abs(kept - drawn).mean() < 6  # WSQ loses a little


def test_a_face_in_the_repository_is_what_its_seed_gives():
    kept = np.asarray(Image.open(TRAVELLER.face_file), np.int16)
    drawn = np.asarray(Image.open(make.io.BytesIO(make.draw_member(TRAVELLER))), np.int16)
    assert np.abs(kept - drawn).mean() < 2


def test_there_are_two_residents_a_node_and_the_people_of_the_story():
    assert [member.node for member in RESIDENTS] == [node for node in NODES for _ in range(2)]
    assert (TRAVELLER.node, TRAVELLER.takes) == ("MK", 2)
    assert len({member.seed for member in MEMBERS}) == len(MEMBERS)
    assert len({member.key for member in MEMBERS}) == len(MEMBERS)


def test_an_identity_is_drawn_from_its_seed_alone():
    assert people.synthetic_identity(77, "MK") == people.synthetic_identity(77, "MK")
    assert people.synthetic_identity(77, "MK") != people.synthetic_identity(78, "MK")


@pytest.mark.parametrize("node", NODES)
def test_identities_pass_the_list_of_their_category(node):
    for seed in people.node_seeds(node, 120):
        values = people.synthetic_identity(seed, node)
        json.dumps(values)
        law.check_elements(people.synthetic_category(seed), values, today=people.LAST_DAY)


def test_people_say_their_birth_date_in_their_own_calendar_or_as_an_age():
    drawn = [people.synthetic_identity(seed, "MK") for seed in people.node_seeds("MK", 600)]
    births = [one["birth_date"] for one in drawn]
    assert {birth["naming"] for birth in births if "naming" in birth} == {"afghan", "iranian"}
    assert any("stated_on" in birth for birth in births)


def test_nobody_with_a_data_set_is_under_six():
    for seed in people.node_seeds("RS", 1500):
        values = people.synthetic_identity(seed, "RS")
        birth = law.read_uncertain_date(values["birth_date"], field="birth_date")
        assert birth.when.ages(date.fromisoformat(values["event"]["date"]))[0] >= 6


def test_families_share_surname_origin_and_event():
    households = [
        [people.synthetic_identity(first + k, "ME") for k in range(3)] for first in people.node_seeds("ME", 400)[::10]
    ]
    families = [one for one in households if one[0]["event"] == one[1]["event"] == one[2]["event"]]
    assert 10 <= len(families) <= 30
    assert all(len({person["nationalities"][0] for person in family} - {"XXA"}) == 1 for family in families)


def test_no_seed_belongs_to_two_nodes():
    ranges = [people.node_seeds(node, 500) for node in NODES]
    assert len({seed for one in ranges for seed in one}) == 6 * 500
    assert not {member.seed for member in MEMBERS} & {seed for one in ranges for seed in one}


@pytest.mark.parametrize("scene", story.SCENES, ids=lambda scene: f"{scene.member.key}-{scene.take}")
def test_the_story_passes_the_list_of_its_category(scene):
    today = date(2026, 11, 21)
    law.check_elements(scene.category, scene.elements(today), today=today)
    assert all(scene.member.print_file(position, scene.take).exists() for position in POSITIONS)


def test_the_traveller_is_spelled_and_pressed_another_way_the_second_time():
    assert story.FIRST.member is story.SECOND.member
    assert story.FIRST.take != story.SECOND.take
    assert story.FIRST.values["surnames"] != story.SECOND.values["surnames"]


def test_who_claims_albania_is_said_to_be_albanian():
    assert story.CLAIMS_ALBANIA.member is FROM_ALBANIA
    assert story.CLAIMS_ALBANIA.values["nationalities"] == ["ALB"]
