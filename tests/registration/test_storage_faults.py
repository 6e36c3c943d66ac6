"""The disk is full, the database is locked: told in words, nothing half-written, and the same again works afterwards."""

import sqlite3

import pytest
from django.db import connection
from django.urls import reverse

from egnatia.audit.recording import find_breaks
from egnatia.biometrics.models import Capture, Enrolment
from egnatia.persons.models import DataSet, Person
from egnatia.registration.actions.sign_draft import sign_draft
from egnatia.registration.models import Draft

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="these faults are brought about in SQLite's own file"),
]


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (Person, DataSet, Enrolment, Capture)}


def execute(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return row[0] if row else 0


@pytest.fixture
def full_disk():
    """`with full_disk():` SQLite may not take another page: the error is that of a full disk, from SQLite itself."""
    from contextlib import contextmanager

    @contextmanager
    def full():
        execute("VACUUM")
        pages = execute("PRAGMA page_count")
        execute(f"PRAGMA max_page_count = {pages}")
        try:
            yield
        finally:
            execute("PRAGMA max_page_count = 1073741823")

    return full


def test_full_disk_at_signing_is_told_and_signing_works_when_there_is_room(client, registration_officer, make_draft, full_disk):
    client.force_login(registration_officer)
    draft = make_draft()
    before = counts()
    with full_disk():
        answer = client.post(reverse("registration_review", args=[draft.pk]), {"revision": draft.revision})
    assert answer.status_code == 507 and "The disk is full" in answer.content.decode()
    assert counts() == before and Draft.objects.get(pk=draft.pk).state == Draft.State.OPEN
    signed = sign_draft(registration_officer, Draft.objects.get(pk=draft.pk))
    assert DataSet.objects.get() == signed.data_set
    assert list(find_breaks()) == []


def test_locked_database_is_told_and_nothing_is_lost(client, registration_officer, make_draft):
    client.force_login(registration_officer)
    draft = make_draft()
    before = counts()
    execute("PRAGMA busy_timeout = 200")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        answer = client.post(reverse("registration_review", args=[draft.pk]), {"revision": draft.revision})
    finally:
        other.execute("ROLLBACK")
        other.close()
        execute("PRAGMA busy_timeout = 20000")
    assert answer.status_code == 503 and "The database is busy" in answer.content.decode()
    assert counts() == before
    assert client.post(reverse("registration_review", args=[draft.pk]), {"revision": draft.revision}).status_code == 302
    assert DataSet.objects.count() == 1
