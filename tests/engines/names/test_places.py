"""Places of birth in the candidate index: spelled in any script, and the more telling the fewer were born there."""

import math

import pytest

from egnatia.engines.names.index import CandidateIndex, Person
from egnatia.engines.names.places import MOST, MOST_BITS, OTHER_BITS, UNKNOWN, number_place, number_places, weigh_share
from egnatia.engines.names.ranking import rank
from egnatia.engines.names.traits import Sex, pack

AFGHAN = pack(Sex.MALE, ["AFG"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Herat", "هرات"),
        ("Homs", "حمص"),
        ("Mazar-e Sharif", "مزار شریف"),
        ("Kandahar", "Qandahar"),
        ("Скопје", "Skopje"),
        ("Prishtinë", "Priština"),
        ("Al-Hasakah", "Hasaka"),
        ("Deir ez-Zor", "دير الزور"),
    ],
)
def test_a_place_in_another_spelling_has_a_number_in_common(one, other):
    assert number_place(one) in number_places([other]) or number_place(other) in number_places([one])


@pytest.mark.parametrize("text", ["", "  ", "???", "王", "12345"])
def test_what_cannot_be_heard_is_unknown(text):
    assert number_place(text) == UNKNOWN
    assert not len(number_places([text]))


def test_a_long_place_has_few_numbers():
    assert 0 < len(number_places(["Village of Xxxx near the town of Jabal al-Zawiya in the district of Ariha, Idlib"])) <= MOST


def test_a_village_says_more_than_the_capital():
    of_capital, of_village = weigh_share(3000, 10_000), weigh_share(1, 10_000)
    assert 0 < of_capital < 2
    assert 8 < of_village <= MOST_BITS
    assert OTHER_BITS == pytest.approx(math.log2(0.4))


def test_somebody_of_a_common_name_is_told_by_where_they_were_born():
    towns = ["Kabul"] * 60 + ["Herat"] * 30 + ["Ghazni"] * 9 + [None]
    register = [
        Person(row, "Mohammad Karimi", None, AFGHAN, number_place(town) if town else UNKNOWN) for row, town in enumerate(towns)
    ]
    found = rank(CandidateIndex(register), "محمد کریمی", traits=AFGHAN, born_at=["غزنی"])
    assert {ranked.row for ranked in found[:9]} == set(range(90, 99))
    assert found[9].row == 99, "whose place isn't known stands before those who were born elsewhere"
    by_row = {ranked.row: ranked.place_bits for ranked in found}
    assert by_row[90] > 2
    assert by_row[99] == 0
    assert by_row[0] == by_row[60] == pytest.approx(OTHER_BITS, abs=1e-6)


def test_how_common_a_place_is_is_asked_among_those_of_the_same_nationality():
    syrian = pack(Sex.MALE, ["SYR"])
    of_town = [Person(row, f"Omar {'abcdefghij'[row % 10] * 3}i", None, syrian, number_place("Homs")) for row in range(500)]
    others = [Person(500 + row, "Ali Karimi", None, AFGHAN, number_place("Kabul")) for row in range(500)]
    index = CandidateIndex([*of_town, *others, Person(1000, "Ali Karimi", None, AFGHAN, number_place("Homs"))])
    by_nationality = {ranked.row: ranked.place_bits for ranked in rank(index, "Ali Karimi", traits=AFGHAN, born_at=["Homs"])}
    among_all = {ranked.row: ranked.place_bits for ranked in rank(index, "Ali Karimi", born_at=["Homs"])}
    assert by_nationality[1000] > among_all[1000] + 3
