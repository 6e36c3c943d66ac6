"""Prints as an investigation has them: ANSI/NIST files, ISO/IEC 19794-2 records, images."""

from datetime import date
from pathlib import Path

import pytest

from egnatia.audit.models import Event
from egnatia.base.errors import Problem
from egnatia.engines.fingerprint.nist import NistFinger, write_nist
from egnatia.lawenforcement.actions.draft_request import draft_request
from egnatia.lawenforcement.actions.search_request import search_request
from egnatia.lawenforcement.actions.submit_request import submit_request
from egnatia.lawenforcement.actions.verify_request import verify_request
from egnatia.lawenforcement.actions.view_print import view_print
from egnatia.lawenforcement.models import Hit, ProbePrint
from egnatia.lawenforcement.reading import read_prints
from egnatia.site import demo_data
from tests.lawenforcement.conftest import facts
from tests.registration.conftest import records_of

PRINTS = Path(demo_data.__file__).parent / "prints" / "mk-1" / "take-0"


def image(position: int) -> bytes:
    return (PRINTS / f"{position:02}.wsq").read_bytes()


def test_images_by_position():
    (finger,) = read_prints(images={2: image(2)}, dpi=500)
    assert (finger.position, finger.image) == (2, image(2)) and finger.record.startswith(b"FMR")


def test_a_nist_file_rolled_before_plain():
    fingers = [
        NistFinger(2, "plain", image(3), 500),
        NistFinger(2, "rolled", image(2), 500),
        NistFinger(7, "plain", image(7), 500),
    ]
    file = write_nist(fingers, sender="MK/POLICE", receiver="MK/NODE", transaction="1", made_on=date(2026, 11, 1))
    found = {one.position: one.image for one in read_prints([file])}
    assert found == {2: image(2), 7: image(7)}


def test_a_finger_that_cannot_be_read_does_not_lose_the_others():
    assert [one.position for one in read_prints(images={2: image(2), 3: b"not an image"}, dpi=500)] == [2]
    with pytest.raises(Problem, match="none_usable"):
        read_prints(images={3: b"not an image"})


@pytest.mark.parametrize("damaged", [b"FMR\0", b"1.001:", b"", records_of(1)[0][:-3], records_of(1)[0] + b"more"])
def test_what_is_damaged_is_told_and_nothing_else(damaged):
    with pytest.raises(Problem):
        read_prints([damaged])


def test_a_record_and_an_image_of_one_finger_may_be_two_persons():
    with pytest.raises(Problem, match="given_twice"):
        read_prints([records_of(1)[1]], {2: image(2)}, dpi=500)


@pytest.mark.django_db
def test_the_image_is_shown_to_the_examiner_alone_and_every_look_is_logged(sign, police, verifier, law_examiner):
    sign(seed=1, take=0)
    prints = [*read_prints([b"".join(records_of(1, 1))])]
    request = submit_request(police, draft_request(police, facts(), prints))
    search_request(verify_request(verifier, request))
    probe = ProbePrint.objects.get(position=2)
    probe.image, probe.dpi = image(2), 500
    probe.save()
    hit = Hit.objects.get()
    assert view_print(law_examiner, hit.pk, of_probe=True, position=2).startswith(b"\x89PNG")
    assert Event.objects.filter(action="lawenforcement.hit.compared").count() == 1
    with pytest.raises(Problem, match="not_allowed"):
        view_print(police, hit.pk, of_probe=True, position=2)
    with pytest.raises(Problem, match=r"print\.not_found"):
        view_print(law_examiner, hit.pk, of_probe=False, position=2)  # it was registered by records, without an image
