"""What the worker tidies up for the node as a whole."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from egnatia.base import clock
from egnatia.site.jobs import forget_sessions

pytestmark = pytest.mark.django_db


def test_sessions_that_have_run_out_go_and_others_stay():
    for key, hours in (("a" * 32, -1), ("b" * 32, 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=clock.now() + timedelta(hours=hours))
    assert forget_sessions() == 1
    assert [row.session_key for row in Session.objects.all()] == ["b" * 32]
    assert forget_sessions() == 0
