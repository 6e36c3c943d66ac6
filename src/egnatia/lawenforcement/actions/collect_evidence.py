"""Prove what law enforcement asked about a person, and who: the letters between the police of partners, with their proofs."""

from typing import Any
from uuid import UUID

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base.errors import Problem
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.evidence import Evidence, prove_letters
from egnatia.lawenforcement.models import AskedPartner, Hit, ReceivedMatch, Request
from egnatia.lawenforcement.rules import OVERSEE
from egnatia.persons.queries import find_by_reference


@transaction.atomic
def collect_evidence(officer: Any, number: str, *, log: int | None = None) -> Evidence:
    """All letters of this gateway about one person; that they were written out stands in its log.

    number   of a registration: what partners' police asked and were told of it, and what of our own requests found it; or of
             one of our own requests: what it asked of partners, and their answers

    Letters of a month ago are emptied, and no reference leads to a person once the partner has erased: the record of each
    question stays. Raises Problem `accounts.not_allowed`, `lawenforcement.request.not_found`, `exchange.log_damaged`.
    """
    policy.require(officer, OVERSEE)
    request = Request.objects.filter(number=number.strip().upper()).first()
    data_set = find_by_reference(number)
    if request is None and data_set is None:
        raise Problem(
            "lawenforcement.request.not_found",
            "There is neither a registration nor a request of law enforcement under this number.",
            "Check the number.",
            status=404,
            field="number",
        )
    about = _asked_in(request) if request else _asked_about(data_set.reference_number) if data_set else []
    evidence = prove_letters(about, Gateway.LAW_ENFORCEMENT, log=log)
    whose: dict[str, Any] = {"data_set": str(data_set.pk), "person_found": str(data_set.person_id)} if data_set else {}
    audit.record("lawenforcement.evidence.written", subject=request, officer=officer, letters=evidence.letters, **whose)
    return evidence


def _asked_in(request: Request) -> list[UUID]:
    return list(request.asked.values_list("correspondence", flat=True))


def _asked_about(reference_number: str) -> list[UUID]:
    """Not what an examiner found to be about somebody else here; what a partner's examiner did, as our prints went there."""
    told = ReceivedMatch.objects.filter(data_set__reference_number=reference_number)
    found = Hit.objects.filter(data_set__reference_number=reference_number).exclude(state=Hit.State.DIFFERENT)
    ours = AskedPartner.objects.filter(request__in=found.values("request"))
    return [
        *told.values_list("question__correspondence", flat=True).distinct(),
        *ours.values_list("correspondence", flat=True),
    ]
