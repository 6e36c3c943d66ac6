"""The transit matrix: confirmed links only, persons counted once, fewer than five never told."""

from datetime import UTC, date, datetime

from egnatia.base import clock
from egnatia.exchange.models import InboundMatch
from egnatia.persons.actions.link_data_sets import link_data_sets
from egnatia.picture.actions.count_onward import count_onward
from egnatia.picture.actions.record_events import record_missing_events
from egnatia.picture.queries.series import get_cells
from egnatia.picture.queries.transit import onward, onward_by_month, registered

FIRST = date(2026, 10, 1)


def test_where_next_and_after_how_many_days(register, seen):
    for n in range(6):
        seen(register(1), "RS", 3 + n)
    for _ in range(4):
        seen(register(1), "AL", 9)
    record_missing_events()
    (row,) = onward()
    assert (row.source, row.seen_next, row.persons, row.days) == ("MK", "RS", 6, (3, 4, 6))
    (row,) = onward(by_section=True)
    assert (row.section, row.persons) == ("MK-GR", 6)
    assert onward_by_month(FIRST, date(2026, 10, 31)) == {(FIRST, "RS"): 6}
    assert onward(start=date(2026, 10, 2)) == []


def test_only_the_next_sighting_counts_and_each_person_once(register, seen, registration_officer):
    for _ in range(5):
        first, again = register(1), register(4, place="Tabanovce")
        link_data_sets(registration_officer, first, other=again)
        seen(again, "RS", 8)
        seen(again, "BA", 15)
    rows = {(row.seen_next, row.persons, row.days[1]) for row in onward()}
    assert rows == {("MK", 5, 3), ("RS", 5, 4)}
    assert registered(FIRST, date(2026, 10, 31)) == registered(FIRST, date(2026, 10, 4))
    assert (registered(FIRST, date(2026, 10, 31)).persons, registered(FIRST, date(2026, 10, 31)).registrations) == (5, 10)


def test_a_group_that_falls_below_five_is_taken_back(register, seen):
    with clock.frozen(datetime(2026, 11, 20, tzinfo=UTC)):
        for _ in range(5):
            seen(register(1), "RS", 3)
        assert (count_onward(), count_onward()) == (1, 0)
        assert get_cells("onward_persons", "section") == {"RS": 5}
    InboundMatch.objects.filter(pk=InboundMatch.objects.first().pk).update(withdrawn_at=datetime.now(UTC))
    with clock.frozen(datetime(2026, 11, 21, tzinfo=UTC)):
        assert count_onward() == 1
        assert get_cells("onward_persons", "section") == {}


def test_what_is_no_confirmed_movement_does_not_count(register, seen):
    for _ in range(5):
        seen(register(1), "RS", 3, verdict="")
        seen(register(1), "RS", 3, verdict="different")
        seen(register(1), "RS", 3, purpose="RET")
    assert onward() == []
