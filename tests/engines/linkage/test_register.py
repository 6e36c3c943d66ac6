"""A register searched by a record: the person first, each field explained, and nothing left of whoever was taken out."""

from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.linkage.comparison import Standing
from egnatia.engines.linkage.levels import Field
from egnatia.engines.linkage.probability import prior_odds
from egnatia.engines.linkage.records import Document, NameKind, Place, PlaceKind, Record, Sex, WrittenName
from egnatia.engines.linkage.register import UNDERSTATED, Match, Register

BORN = (UncertainDate(Calendar.GREGORIAN, 1991, 5, 5),)
RECORDS = {
    7: Record((WrittenName("محمد رضا حسینی"), WrittenName("Mohammad Reza Hosseini", NameKind.LATIN)), BORN, Sex.MALE, ("AFG",)),
    8: Record((WrittenName("Ivan Petrov"),), (), Sex.MALE, ("SRB",)),
    9: Record((WrittenName("Mohammad Hosseini"),), (UncertainDate(Calendar.GREGORIAN, 1960, 7, 8),), Sex.MALE, ("IRN",)),
}
PROBE = Record((WrittenName("Huseini Muhamed"),), BORN, Sex.MALE, ("AFG",))


def make() -> tuple[Register, dict[int, Record]]:
    kept = dict(RECORDS)
    return Register(kept.items()), kept


def search(register: Register, probe: Record, kept: dict[int, Record], *also: int) -> list[Match]:
    ranked = register.rank(probe)
    return register.compare(probe, {row: kept[row] for row in (*ranked, *also)}, ranked)


def test_the_person_comes_first_and_every_field_is_told() -> None:
    register, kept = make()
    found = search(register, PROBE, kept)
    assert [match.row for match in found] == [7, 9]
    first = found[0]
    assert first.linkage.field(Field.BIRTH).level == "birth.same_day"
    assert first.probability.low < first.probability.value < first.probability.high
    assert first.standing is Standing.LIKELY and found[1].standing is not Standing.LIKELY


def test_whoever_is_removed_or_replaced_is_not_found_as_before() -> None:
    register, kept = make()
    assert len(register) == 3
    assert register.remove(7) and not register.remove(7)
    assert list(register.rank(PROBE)) == [9]
    kept[9] = Record((WrittenName("Marko Jovanović"),))
    register.replace(9, kept[9])
    assert register.rank(PROBE) == {}
    assert list(register.rank(Record((WrittenName("Јовановић Марко"),)))) == [9]


def test_persons_are_counted_once_however_many_names_they_have() -> None:
    register, _ = make()
    assert len(register) == 3
    register.add(10, RECORDS[7])
    register.replace(10, Record())
    register.add(11, Record())
    register.add(9, Record((WrittenName("Marko J.", NameKind.ALIAS),)))
    assert len(register) == 3
    register.remove(7)
    register.remove(7)
    assert len(register) == 2 and register.odds == UNDERSTATED * prior_odds(2)


def test_whoever_was_found_in_another_way_is_compared_too() -> None:
    register, kept = make()
    kept[8] = Record((WrittenName("Ivan Petrov"),), documents=(Document("P0123456", "passport", "AFG"),))
    probe = Record(PROBE.names, documents=kept[8].documents)
    found = search(register, probe, kept, 8, 7)
    assert [match.row for match in found] == [8, 9, 7]
    assert found[0].linkage.field(Field.DOCUMENT).level == "document.same"


def test_of_people_with_one_name_those_come_first_who_were_born_there() -> None:
    homs, aleppo = (Place(PlaceKind.BIRTH, town, "SYR") for town in ("Homs", "Aleppo"))
    other_home = Place(PlaceKind.RESIDENCE, "Homs", "SYR")
    places = {1: (aleppo,), 2: (), 3: (homs,), 4: (aleppo, other_home)}
    kept = {row: Record((WrittenName("Samir Haddad"),), places=of_row) for row, of_row in places.items()}
    register = Register(kept.items())
    probe = Record((WrittenName("سمير حداد"),), places=(Place(PlaceKind.BIRTH, "حمص"),))
    assert list(register.rank(probe)) == [3, 2, 1, 4]
    assert [match.row for match in search(register, probe, kept)][:2] == [3, 2]
    register.replace(3, kept[1])
    assert next(iter(register.rank(probe))) == 2


def test_a_record_without_names_finds_nobody() -> None:
    register, _ = make()
    assert register.rank(Record(birth_dates=BORN)) == {}


def test_how_many_share_a_name_and_a_year() -> None:
    register, _ = make()
    assert register.count_sharing("Muhamed Huseini") == 2
    assert register.count_sharing("Muhamed Huseini", BORN[0]) == 1
    assert register.count_sharing("Petrov") == 1
    assert register.count_sharing("王小明") == 0
