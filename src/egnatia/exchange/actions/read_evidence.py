"""Open evidence that data are wrong: fetching, permission and the access log are one call."""

from collections.abc import Collection
from uuid import UUID

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base.errors import not_found
from egnatia.exchange.actions.read_numbered import get_numbered
from egnatia.exchange.models import Evidence
from egnatia.exchange.queries import evidence_both_ways, evidence_of
from egnatia.persons.models import DataSet


def read_evidence(officer: Officer, evidence_id: UUID) -> Evidence:
    """One piece, ours or a partner's. What it says is for who may read persons: others get it emptied.

    Raises Problem `accounts.not_allowed`, `exchange.evidence.not_found`.
    """
    policy.require(officer, "exchange.read")
    found = evidence_both_ways().select_related("inbound_match__data_set", "possible_match__target__search__data_set")
    evidence = found.filter(pk=evidence_id).first()
    if evidence is None:
        raise not_found("exchange.evidence")
    if not policy.may(officer, "person.read"):
        evidence.proposed = evidence.remark = None
        return evidence
    audit.record("exchange.evidence.read", subject=evidence, person=data_set_of(evidence).person_id, officer=officer)
    return evidence


def read_numbered_evidence(officer: Officer, national_number: str, purposes: Collection[str]) -> list[Evidence]:
    """All that was sent or received about a registration, the latest first, under these purposes; each one is recorded."""
    data_set = get_numbered(officer, national_number)
    found = list(evidence_of(data_set, purposes))
    for evidence in found:
        audit.record("exchange.evidence.read", subject=evidence, person=data_set.person_id, officer=officer)
    return found


def get_numbered_evidence(officer: Officer, national_number: str, evidence_id: UUID, purposes: Collection[str]) -> Evidence:
    """A partner's evidence about a registration, under these purposes, to be decided; that it was read is recorded.

    Raises Problem `accounts.not_allowed`, `registration.national_number.not_found`, `exchange.evidence.not_found`.
    """
    data_set = get_numbered(officer, national_number)
    evidence = evidence_of(data_set, purposes).filter(pk=evidence_id, direction="incoming").first()
    if evidence is None:
        raise not_found("exchange.evidence")
    audit.record("exchange.evidence.read", subject=evidence, person=data_set.person_id, officer=officer)
    return evidence


def data_set_of(evidence: Evidence) -> DataSet:
    """Ours: the one that partners say is wrong, or the one that we know better by."""
    if evidence.inbound_match is not None:
        return evidence.inbound_match.data_set
    assert evidence.possible_match is not None  # noqa: S101  (a constraint has it so)
    return evidence.possible_match.target.search.data_set
