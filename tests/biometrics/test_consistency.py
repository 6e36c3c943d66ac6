"""One finger twice, fingers swapped, two persons mixed."""

import pytest

from egnatia.base.ids import new_id
from egnatia.biometrics.actions.receive_records import receive_records
from egnatia.biometrics.consistency import MIXED, REPEATED, SWAPPED, Inconsistency, find_inconsistencies
from egnatia.engines.fingerprint.synthetic import synthetic_fingers
from tests.biometrics.conftest import records_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def take(registration_officer):
    """Fingers of a draft, by position; gives the draft's id."""

    def _take(fingers):
        holder = new_id()
        receive_records(holder, records_of(fingers), registration_officer)
        return holder

    return _take


def test_ten_fingers_as_they_should_be_are_not_complained_of(take, sign):
    sign(seed=1)
    assert find_inconsistencies(take(synthetic_fingers(1, 1))) == []
    assert find_inconsistencies(take(synthetic_fingers(2, 0))) == []


def test_ten_times_the_same_finger_is_noticed(take):
    same = {position: synthetic_fingers(1, position)[2] for position in range(1, 11)}
    found = find_inconsistencies(take(same))
    assert {one.code for one in found} == {REPEATED}
    assert {position for one in found for position in one.positions} == set(range(1, 11))


def test_two_swapped_fingers_are_noticed_against_an_earlier_registration(take, sign):
    sign(seed=2)
    fingers = dict(synthetic_fingers(2, 1))
    fingers[2], fingers[3] = fingers[3], fingers[2]
    assert [(one.code, one.positions, one.others) for one in find_inconsistencies(take(fingers))] == [
        (SWAPPED, (2,), (3,)),
        (SWAPPED, (3,), (2,)),
    ]


def test_what_is_wrong_is_said_in_words():
    assert "Right index finger looks like right middle finger" in Inconsistency(SWAPPED, (2,), (3,)).in_words
    assert "Right thumb and Left thumb are the same finger" in Inconsistency(REPEATED, (1, 6)).in_words
    assert "two different people" in Inconsistency(MIXED, (1, 2), (6, 7)).in_words


def test_the_fingers_of_two_persons_mixed_are_noticed(take, sign):
    sign(seed=1)
    sign(seed=2)
    right, left = synthetic_fingers(1, 1), synthetic_fingers(2, 1)
    mixed = {position: (right if position <= 5 else left)[position] for position in range(1, 11)}
    (found,) = find_inconsistencies(take(mixed))
    assert found.code == MIXED
    one, other = sorted((set(found.positions), set(found.others)), key=min)
    assert one and one <= {1, 2, 3, 4, 5}
    assert other and other <= {6, 7, 8, 9, 10}


def test_a_data_set_is_not_held_against_itself(sign):
    assert find_inconsistencies(sign(seed=1)) == []
