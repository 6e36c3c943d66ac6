"""Decide about a partner's evidence that our data are wrong: follow it, in whole or part, or say why not."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.deadlines.actions.meet_deadline import meet_deadline
from egnatia.exchange import hooks
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.evidence_data import follow_evidence
from egnatia.exchange.messages.evidence import EvidenceDecided
from egnatia.exchange.models import Evidence, InboundMatch
from egnatia.exchange.queries import digest_of_received
from egnatia.exchange.still_open import get_still_open
from egnatia.persons.models import DataSet

#: Code of `law.correction_reasons()` under which the correction is made.
REASON = "partner_evidence"


@transaction.atomic
def accept_evidence(officer: Officer, evidence: Evidence, fields: Collection[str]) -> Evidence:
    """Correct the registration as evidence says in these fields; whoever was told the old data hears as of any correction.

    Raises Problem `accounts.not_allowed`, `exchange.evidence_decided`, `exchange.data_set_gone`,
    `exchange.evidence_nothing_chosen`, `exchange.evidence_not_proposed`, and what a correction raises.
    """
    policy.require(officer, "exchange.release")
    policy.require(officer, "registration.correct")
    match, data_set = _get_open(evidence)
    chosen = tuple(field for field in evidence.fields if field in fields)
    if not chosen:
        raise Problem(
            "exchange.evidence_nothing_chosen",
            gettext("Nothing was chosen."),
            gettext("Choose what to correct, or refuse the evidence."),
            field="corrected",
        )
    if len(chosen) < len(set(fields)):
        raise Problem(
            "exchange.evidence_not_proposed",
            gettext("The evidence doesn't say what one of these should be."),
            gettext("Name only what it proposes."),
            field="corrected",
        )
    elements = follow_evidence(data_set.elements or {}, evidence.proposed or {}, chosen)
    hooks.evidence_accepted.call(evidence, data_set, elements, officer)
    return _decide(officer, evidence, match, corrected=chosen)


@transaction.atomic
def refuse_evidence(officer: Officer, evidence: Evidence, reason: str) -> Evidence:
    """Leave the registration as it is. Raises Problem `accounts.not_allowed`, `exchange.evidence_reason`, as above."""
    policy.require(officer, "exchange.release")
    if reason not in law.evidence_refusals():
        raise Problem(
            "exchange.evidence_reason", gettext("Say why."), gettext("Choose one of the reasons in the list."), field="reason"
        )
    match, _ = _get_open(evidence)
    return _decide(officer, evidence, match, reason=reason)


def _get_open(evidence: Evidence) -> tuple[InboundMatch, DataSet]:
    decided = Problem(
        "exchange.evidence_decided",
        gettext("This evidence has been decided already."),
        gettext("Nothing is left to do here; go back to the list."),
        status=409,
    )
    cure = gettext("Nothing is left to be corrected.")
    return get_still_open(evidence, Evidence.State.SENT, otherwise=decided, cure=cure)


def _decide(
    officer: Officer, evidence: Evidence, match: InboundMatch, *, corrected: tuple[str, ...] = (), reason: str = ""
) -> Evidence:
    evidence.state = Evidence.State.ACCEPTED if corrected else Evidence.State.REFUSED
    evidence.corrected, evidence.refusal_reason = list(corrected), reason
    evidence.decided_at, evidence.decided_by = clock.now(), officer
    evidence.save(update_fields=["state", "corrected", "refusal_reason", "decided_at", "decided_by"])
    meet_deadline("evidence_decision", evidence, at=evidence.decided_at)
    audit.record(
        "exchange.evidence.decided",
        subject=evidence,
        person=match.data_set.person_id,
        officer=officer,
        partner=evidence.partner.code,
        corrected=evidence.corrected,
        reason=reason,
    )
    send_message(
        evidence.partner,
        EvidenceDecided(reference=match.reference, corrected=corrected, reason=reason or None),
        correspondence=match.search.correspondence,
        purpose=match.search.purpose,
        case=match.search.case,
        answers=digest_of_received(evidence),
    )
    return evidence
