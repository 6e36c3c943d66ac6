"""Which way SQLite goes through the captures while it knows nothing of how many there are: a new node's first day."""

import pytest
from django.db import connection

from egnatia.biometrics.actions.extract_capture import claimable
from egnatia.biometrics.models import Capture, CaptureUse
from egnatia.biometrics.queries import ready_fingers
from egnatia.persons.models import DataSet

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps figures by itself"),
]


def test_fingers_of_a_data_set_are_found_by_it_not_among_all_fingers():
    assert "captures_to_read" not in ready_fingers(DataSet()).explain()
    uses = CaptureUse.objects.select_related("capture").filter(
        data_set__in=[DataSet().pk], capture__kind=Capture.Kind.FINGER, capture__state=Capture.State.READY
    )
    assert "biometrics_captureuse" in uses.explain().splitlines()[0]


def test_what_waits_is_found_by_its_own_index():
    assert "captures_to_read" in claimable().order_by("captured_at").explain()
