"""The examiner's desk: what an examiner sees and can do, and that nobody else sees anything."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.ids import new_id
from egnatia.biometrics.actions.enrol_data_set import enrol_data_set
from egnatia.biometrics.actions.extract_capture import extract_capture
from egnatia.biometrics.actions.receive_image import receive_image
from egnatia.biometrics.actions.record_candidates import add_partner_candidate, set_reference_prints
from egnatia.biometrics.actions.record_verdict import record_verdict
from egnatia.biometrics.models import Candidate, Capture, Verdict
from egnatia.engines.fingerprint.synthetic import synthetic_fingers
from egnatia.engines.fingerprint.synthetic.capture import GOOD
from egnatia.persons.actions.add_data_set import add_data_set
from tests.biometrics.conftest import an_adult, candidate, find_candidates, records_of, sign  # noqa: F401  (fixtures)
from tests.kept import impression

pytestmark = pytest.mark.django_db
DESK = "/examine/"


@pytest.fixture
def at_desk(client, examiner):
    client.force_login(examiner)
    return client


@pytest.fixture(scope="module")
def prints() -> list[bytes]:
    """Two takes of one finger that nobody has, as PNG files."""
    files = []
    for take in (0, 1):
        content = io.BytesIO()
        Image.fromarray(impression(7, 2, take)).save(content, "PNG", dpi=(500, 500))
        files.append(content.getvalue())
    return files


@pytest.fixture
def with_images(prints, registration_officer, find_candidates):  # noqa: F811
    """A candidate whose index fingers are there as images."""
    for image in prints:
        holder = new_id()
        capture = extract_capture(receive_image(holder, 2, image, registration_officer))
        data_set = add_data_set(registration_officer, category=1, elements=an_adult(), captured_at=clock.now())
        enrol_data_set(data_set, [capture])
    (found,) = find_candidates(data_set)
    return found


def page_of(one: Candidate) -> str:
    return reverse("examine_candidate", args=[one.pk])


def test_the_list_shows_what_waits_with_its_clock(at_desk, candidate):  # noqa: F811
    text = at_desk.get(DESK).content.decode()
    assert candidate.data_set.reference_number in text
    assert page_of(candidate) in text
    assert "Late" not in text


def test_an_empty_desk_says_so(at_desk):
    assert "Nothing waits for you" in at_desk.get(DESK).content.decode()


def test_urgent_and_late_are_said_and_urgent_comes_first(at_desk, sign):  # noqa: F811
    data_set = sign(seed=1)
    add_partner_candidate(data_set, "RS", "calm", 0.9, {2: 0.3})
    add_partner_candidate(data_set, "AL", "urgent", 0.5, {2: 0.3}, urgent=True)
    for one in Candidate.objects.all():
        set_reference_prints(one, records_of(synthetic_fingers(1, 1, positions=(2,))))
    text = at_desk.get(DESK).content.decode()
    assert text.index("Albania") < text.index("Serbia")
    assert "Urgent" in text


def test_both_prints_stand_side_by_side_with_equal_numbers(at_desk, candidate):  # noqa: F811
    response = at_desk.get(page_of(candidate))
    text = response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert text.count('class="eg-print__view"') == 2
    numbers = [part.split(">", 1)[1].split("<", 1)[0] for part in text.split("<text ")[1:]]
    half = len(numbers) // 2
    assert half >= 4
    assert sorted(numbers[:half]) == sorted(numbers[half:])
    views = text.split('class="eg-print__view"')[1:]
    sheets = {view.split('<svg viewBox="', 1)[1].split('"', 1)[0] for view in views}
    assert len(sheets) == 1, "both sheets have one size, so both prints have one scale"


def test_no_raw_score_and_no_name_is_shown(at_desk, candidate):  # noqa: F811
    text = at_desk.get(page_of(candidate)).content.decode()
    assert "Haidari" not in text
    for score in (candidate.score, *candidate.finger_scores.values()):
        assert f"{score:.3f}" not in text
    assert "Much agrees" in text or "Some agrees" in text


def test_each_of_the_ten_fingers_is_one_click_away(at_desk, candidate):  # noqa: F811
    text = at_desk.get(page_of(candidate)).content.decode()
    for position in range(1, 11):
        assert f"?finger={position}#finger" in text
    assert "Left thumb" in at_desk.get(page_of(candidate), {"finger": 6}).content.decode()
    assert at_desk.get(page_of(candidate), {"finger": "x"}).status_code == 200


def test_an_own_image_lies_under_the_marks_and_is_never_stored(at_desk, with_images):
    text = at_desk.get(page_of(with_images)).content.decode()
    address = reverse("examine_print", args=[with_images.pk, "probe", 2])
    assert address in text
    response = at_desk.get(address)
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/png", "no-store")
    capture = Capture.objects.filter(uses__data_set=with_images.data_set).get()
    assert Image.open(io.BytesIO(response.content)).size == (capture.width, capture.height)
    assert at_desk.get(reverse("examine_sheet", args=[with_images.pk]))["Content-Type"] == "image/png"
    assert at_desk.get(reverse("examine_print", args=[with_images.pk, "probe", 3])).status_code == 404
    assert at_desk.get(f"{page_of(with_images)}other-2.png").status_code == 404


def test_every_look_is_recorded_for_both_persons(at_desk, with_images):
    at_desk.get(page_of(with_images))
    at_desk.get(reverse("examine_print", args=[with_images.pk, "candidate", 2]))
    viewed = Event.objects.filter(kind="read", actor_label="elira")
    persons = {with_images.data_set.person_id, with_images.other.person_id}
    assert set(viewed.filter(action="biometrics.candidate.viewed").values_list("person_id", flat=True)) == persons
    assert viewed.get(action="biometrics.capture.viewed").person_id == with_images.other.person_id


def test_a_partners_prints_are_drawn_on_a_blank_sheet(at_desk, sign):  # noqa: F811
    one = add_partner_candidate(sign(seed=1), "XK", "opaque", 0.8, {2: 0.3, 7: 0.3})
    assert candidate_count(at_desk) == 0
    set_reference_prints(one, records_of(synthetic_fingers(1, 4, positions=(2, 7))))
    assert candidate_count(at_desk) == 1
    text = at_desk.get(page_of(one)).content.decode()
    assert "Candidate at Kosovo*" in text
    assert "<circle" in text
    assert "<rect" in text
    assert "candidate-2.png" not in text
    assert "There is no print of this finger" in at_desk.get(page_of(one), {"finger": 5}).content.decode()


def candidate_count(browser) -> int:
    return len(browser.get(DESK).context["rows"])


def test_a_verdict_by_the_form(at_desk, candidate):  # noqa: F811
    response = at_desk.post(page_of(candidate), {"decision": "same", "reason": "details_agree_on_several_fingers"}, follow=True)
    assert "same person" in response.content.decode()
    candidate.refresh_from_db()
    assert candidate.state == Candidate.State.SAME


@pytest.mark.parametrize("sent", [{}, {"decision": "same"}, {"decision": "same", "reason": "details_disagree"}])
def test_a_verdict_without_its_reason_comes_back_with_what_is_missing(at_desk, candidate, sent):  # noqa: F811
    response = at_desk.post(page_of(candidate), sent)
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert not Verdict.objects.exists()


def test_the_second_examiner_does_not_see_what_the_first_said(client, candidate, examiner, second_examiner):  # noqa: F811
    record_verdict(examiner, candidate, "cannot_tell", "quality_of_new_prints", note="The thumb is smudged")
    client.force_login(second_examiner)
    for address in (DESK, page_of(candidate)):
        text = client.get(address).content.decode()
        assert "smudged" not in text
        assert "Elira" not in text
        assert "too poor" not in text.split("<select")[0]
    client.force_login(examiner)
    assert candidate_count(client) == 0
    text = client.get(page_of(candidate)).content.decode()
    assert "Your verdict is recorded: Cannot tell." in text
    assert "<form" not in text.split('<div class="eg-desk">')[1]


def test_a_child_brings_a_notice(at_desk, sign, find_candidates):  # noqa: F811
    child = {"birth_date": {"value": f"{clock.today().year - 9}-01-01", "precision": "day", "basis": "documented"}}
    sign(seed=1, **child)
    (one,) = find_candidates(sign(seed=1, take=1, **child))
    assert "under the age of 14" in at_desk.get(page_of(one)).content.decode()


def test_fingers_that_seem_swapped_are_pointed_out(at_desk, sign):  # noqa: F811
    swapped = dict(synthetic_fingers(1, 1, conditions=(GOOD,) * 3))
    swapped[2], swapped[3] = swapped[3], swapped[2]
    one = add_partner_candidate(sign(seed=1), "RS", "opaque", 0.8, {7: 0.3})
    set_reference_prints(one, records_of(swapped))
    assert "Right index finger looks like right middle finger" in at_desk.get(page_of(one)).content.decode()


@pytest.mark.parametrize("role", ["registration_officer", "case_officer", "supervisor", "administrator"])
def test_nobody_without_the_role_sees_anything(client, make_officer, with_images, role):
    client.force_login(make_officer("somebody", role))
    addresses = [
        DESK,
        page_of(with_images),
        reverse("examine_print", args=[with_images.pk, "probe", 2]),
        reverse("examine_sheet", args=[with_images.pk]),
    ]
    for address in addresses:
        assert client.get(address).status_code == 403
    assert client.post(page_of(with_images), {"decision": "same"}).status_code == 403


def test_who_is_not_signed_in_is_sent_to_sign_in(client, candidate):  # noqa: F811
    assert client.get(page_of(candidate)).status_code == 302
