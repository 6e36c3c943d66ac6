"""Letters (r) and (s): marks that were set and taken off, and hits on what was marked."""

from typing import Any

import pytest

from egnatia.base import clock
from egnatia.exchange.models import PossibleMatch
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.mark_data_set import mark_data_set, unmark_data_set
from tests.oversight.conftest import at

pytestmark = pytest.mark.django_db
BEFORE = "2026-09-14T12:00"


def mark(officer: Any, data_set: Any, event: str, when: str) -> None:
    with clock.frozen(at(when)):
        act = unmark_data_set if event in ("protection_withdrawn", "marked_in_error") else mark_data_set
        act(officer, data_set, event)


def test_marked_and_unmarked_in_the_month(sign: Any, october: Any, registration_officer: Any) -> None:
    first, second, third = sign(1, BEFORE), sign(2), sign(1)
    mark(registration_officer, first, "protection_granted", "2026-09-20T12:00")
    mark(registration_officer, first, "protection_withdrawn", "2026-10-20T12:00")
    mark(registration_officer, second, "residence_document_issued", "2026-10-20T12:00")
    mark(registration_officer, third, "protection_granted", "2026-11-01T00:01")
    figure = october().figures["r"]
    assert (figure.value("marked"), figure.value("unmarked")) == (1, 1)
    erase_data_set(second)
    assert october().figures["r"].value("marked") == 1, "what was counted stays counted; why it was marked is gone"


def test_hits_on_marked_data_sets(
    sign: Any, link: Any, october: Any, registration_officer: Any, find_at_partner: Any, all_categories: Any
) -> None:
    granted, resident, too_late = sign(1, BEFORE), sign(2, BEFORE), sign(1, BEFORE)
    mark(registration_officer, granted, "protection_granted", "2026-09-20T12:00")
    mark(registration_officer, resident, "residence_document_issued", "2026-09-20T12:00")
    for found in (granted, resident, too_late):
        link(sign(2), found)
    mark(registration_officer, too_late, "protection_granted", "2026-10-25T12:00")
    at_partner = find_at_partner(sign(3))
    PossibleMatch.objects.filter(reference=at_partner.partner_reference).update(marked_at=at("2026-10-25T12:00"))
    found = october().figures
    assert found["s"].total == 3
    assert {cell: n for cell, n in found["hits"].cells.items() if "" not in cell} == {
        ("2", "granted_protection"): 1, ("2", "irregular_crossing"): 1, ("2", "applicant"): 1, ("3", "not_told"): 1,
    }  # fmt: skip
