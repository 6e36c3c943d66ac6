"""The audit: complete, append-only, and able to show that it was altered."""

import pytest
from django.db import connection, transaction

from egnatia import audit
from egnatia.audit import context
from egnatia.audit.models import Event
from egnatia.audit.recording import find_breaks
from egnatia.base.ids import new_id

pytestmark = pytest.mark.django_db


def test_event_says_who_what_when_why_from_where(registration_officer):
    with context.acting(audit.Actor("officer", "7", "rada"), where="page 10.0.0.1", why="asked by the person"):
        event = audit.record("accounts.sign_out", subject=registration_officer, note="x")
    event = Event.objects.get(pk=event.pk)
    assert (event.actor_label, event.where, event.why) == ("rada", "page 10.0.0.1", "asked by the person")
    assert event.subject_id == str(registration_officer.pk)
    assert event.details == {"note": "x"}


def test_unknown_event_is_refused():
    with pytest.raises(LookupError):
        audit.record("nothing.like.this")


def test_event_vanishes_with_what_it_tells_of():
    before = Event.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        audit.record("accounts.sign_out")
        raise RuntimeError
    assert Event.objects.count() == before


def test_events_can_not_be_changed_or_deleted():
    event = audit.record("accounts.sign_out")
    for attempt in (event.save, event.delete, Event.objects.all().delete, lambda: Event.objects.update(why="")):
        with pytest.raises(TypeError, match="append-only"):
            attempt()


def test_whole_chain_holds():
    for _ in range(5):
        audit.record("accounts.sign_out")
    assert list(find_breaks()) == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit_event SET actor_label = 'somebody else' WHERE number = 3", "event 3 was altered"),
        ("DELETE FROM audit_event WHERE number = 3", "event 3 is missing"),
    ],
)
def test_alteration_in_the_database_is_found(statement, found):
    for _ in range(5):
        audit.record("accounts.sign_out")
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert found in list(find_breaks())


def test_several_events_at_once_are_chained_one_by_one():
    persons = [new_id() for _ in range(3)]
    events = audit.record_each("persons.person.listed", [(None, person) for person in persons], part="list")
    assert [event.number for event in Event.objects.order_by("number")] == [1, 2, 3]
    assert [event.person_id for event in events] == persons
    assert Event.objects.get(number=3).details == {"part": "list"}
    assert list(find_breaks()) == []
    assert audit.record_each("persons.person.listed", []) == []
