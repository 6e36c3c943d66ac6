"""Children's notes: no data set, erased to the day."""

from datetime import UTC, datetime, timedelta

import pytest

from egnatia.base import clock
from egnatia.persons.actions.write_child_note import write_child_note
from egnatia.persons.jobs import erase_what_is_due
from egnatia.persons.models import ChildNote, DataSet, ErasureCertificate, SearchKey

pytestmark = pytest.mark.django_db


def test_note_makes_no_data_set_and_goes_on_its_day(registration_officer, elements):
    with clock.frozen(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        note = write_child_note(registration_officer, elements=elements, reason="under_six", national_number="K-1")
    assert not DataSet.objects.exists()
    day = datetime.combine(note.erase_on, datetime.min.time(), tzinfo=UTC)
    with clock.frozen(day - timedelta(hours=2)):
        assert erase_what_is_due() == 0
    with clock.frozen(day + timedelta(hours=1)):
        assert erase_what_is_due() == 1
    note = ChildNote.objects.get()
    assert (note.elements, note.national_number_key) == (None, "")
    assert not SearchKey.objects.exists()
    assert ErasureCertificate.objects.get().ground == "child_note"
