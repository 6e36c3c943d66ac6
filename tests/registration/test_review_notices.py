"""Before the signature, the officer is told of fingers that aren't whose or which they should be."""

import pytest
from django.urls import reverse

from egnatia.biometrics.actions.receive_records import receive_records
from egnatia.biometrics.models import Capture
from egnatia.engines.fingerprint.synthetic import synthetic_fingers
from tests.biometrics.conftest import records_of, sign  # noqa: F401  (fixture)

pytestmark = pytest.mark.django_db


def test_two_persons_fingers_mixed_are_noticed_at_the_review(client, registration_officer, make_draft, sign):  # noqa: F811
    sign(seed=1)
    sign(seed=2)
    one, other = synthetic_fingers(1, 1), synthetic_fingers(2, 1)
    draft = make_draft()
    Capture.objects.filter(holder=draft.pk).delete()
    mixed = {position: (one if position <= 5 else other)[position] for position in one}
    receive_records(draft.pk, records_of(mixed), registration_officer)
    client.force_login(registration_officer)
    page = client.get(reverse("registration_review", args=(draft.pk,))).content.decode()
    assert "point to two different people" in page


def test_ten_fingers_of_one_person_bring_no_notice(client, registration_officer, make_draft, sign):  # noqa: F811
    sign(seed=1)
    client.force_login(registration_officer)
    draft = make_draft(seed=1, take=2)
    page = client.get(reverse("registration_review", args=(draft.pk,))).content.decode()
    assert "two different people" not in page
    assert "looks like" not in page
