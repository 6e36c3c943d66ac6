"""Guessing a password locks the account."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate

from egnatia.audit.models import Event
from egnatia.base import clock

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "Long-enough-1234", "wrong"


def test_right_password_opens(registration_officer):
    assert authenticate(None, username="RADA", password=RIGHT) == registration_officer


def test_five_wrong_ones_lock_even_the_right_one(registration_officer):
    for _ in range(5):
        assert authenticate(None, username="rada", password=WRONG) is None
    assert authenticate(None, username="rada", password=RIGHT) is None
    assert Event.objects.filter(action="accounts.sign_in.locked").count() == 1


def test_lock_ends(registration_officer):
    for _ in range(5):
        authenticate(None, username="rada", password=WRONG)
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        assert authenticate(None, username="rada", password=RIGHT) == registration_officer


def test_success_forgets_earlier_failures(registration_officer):
    for _ in range(4):
        authenticate(None, username="rada", password=WRONG)
    assert authenticate(None, username="rada", password=RIGHT)
    for _ in range(4):
        authenticate(None, username="rada", password=WRONG)
    assert authenticate(None, username="rada", password=RIGHT)


def test_service_account_and_disabled_one_never_open(operator, make_officer):
    make_officer("gone", "examiner", is_demo=False)
    operator.set_password(RIGHT)
    operator.save()
    assert authenticate(None, username="operator", password=RIGHT) is None
