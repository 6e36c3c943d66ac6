"""Sealed fields: closed at rest, bound to their row."""

import pytest
from django.db import connection

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem

pytestmark = pytest.mark.django_db


def make_event(number: int, details: dict) -> Event:
    return Event.objects.create(
        number=number, at=clock.now(), action="accounts.sign_out", kind="security", actor_kind="system", where="test",
        details=details, chain="",
    )  # fmt: skip


def raw_details(event: Event) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT details FROM audit_event WHERE number = %s", [event.number])
        return bytes(cursor.fetchone()[0])


def test_value_comes_back_and_is_not_readable_at_rest():
    event = make_event(1, {"name": "Зоран Ѓорѓиевски"})
    assert Event.objects.get(number=1).details == {"name": "Зоран Ѓорѓиевски"}
    assert "Зоран".encode() not in raw_details(event)


def test_equal_values_are_sealed_differently():
    assert raw_details(make_event(1, {"a": 1})) != raw_details(make_event(2, {"a": 1}))


def test_value_moved_to_another_row_does_not_open():
    first, second = make_event(1, {"a": 1}), make_event(2, {"a": 2})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET details = %s WHERE number = %s", [raw_details(first), second.number])
    with pytest.raises(Problem, match="base.sealed.unreadable"):
        _ = Event.objects.get(number=2).details


def test_deferred_value_is_opened_when_read():
    make_event(1, {"a": 1})
    assert Event.objects.defer("details").get(number=1).details == {"a": 1}


def test_sealed_field_can_not_be_searched():
    with pytest.raises(Exception, match=r"sealed|Unsupported lookup"):
        list(Event.objects.filter(details={"a": 1}))
