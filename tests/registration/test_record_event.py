"""What happened to a registered person is recorded on a page: the data set is marked, unmarked, or erased."""

from typing import Any

import pytest
from django.urls import reverse

from egnatia.persons.models import DataSet, ErasureCertificate, Mark
from tests.exchange.conftest import neighbour, register, serbia  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(register: Any) -> DataSet:  # noqa: F811
    found: DataSet = register(seed=4)
    return found


def address(data_set: DataSet) -> str:
    return reverse("data_set_event", args=[data_set.person_id, data_set.pk])


def test_a_mark_is_set_shown_and_taken_off(client: Any, ours: DataSet, case_officer: Any) -> None:
    client.force_login(case_officer)
    page = client.get(address(ours)).content.decode()
    assert "A residence document was issued" in page and "protection was granted" not in page, "not for this category"
    assert "set in error" not in page
    assert client.post(address(ours), {"event": "residence_document_issued"}).status_code == 302
    shown = client.get(reverse("person_data_sets", args=[ours.person_id])).content.decode()
    assert "Marked" in shown and "A residence document was issued" in shown
    assert client.post(address(ours), {"event": "marked_in_error"}).status_code == 302
    assert Mark.objects.get().ended_because == "marked_in_error"
    assert ">Marked<" not in client.get(reverse("person_data_sets", args=[ours.person_id])).content.decode()


def test_citizenship_erases_at_once(client: Any, ours: DataSet, case_officer: Any) -> None:
    client.force_login(case_officer)
    assert client.post(address(ours), {"event": "citizenship_acquired"}).status_code == 302
    ours.refresh_from_db()
    assert ours.status == "erased" and ErasureCertificate.objects.get().ground == "citizenship"


@pytest.mark.parametrize("event", ["", "nonsense", "retention_expired", "protection_granted"])
def test_what_is_not_recorded_here_is_refused(client: Any, ours: DataSet, case_officer: Any, event: str) -> None:
    client.force_login(case_officer)
    answer = client.post(address(ours), {"event": event})
    assert answer.status_code == 200 and "There is a problem" in answer.content.decode()
    assert not Mark.objects.exists() and ours.is_active


def test_supervisors_record_nothing(client: Any, ours: DataSet, supervisor: Any) -> None:
    client.force_login(supervisor)
    assert client.post(address(ours), {"event": "residence_document_issued"}).status_code == 403
