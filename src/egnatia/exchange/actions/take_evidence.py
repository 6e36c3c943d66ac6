"""Evidence on both sides: a partner says that data which we released are wrong; a partner has decided about ours."""

from egnatia import audit
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.deadlines.actions.meet_deadline import meet_deadline
from egnatia.deadlines.actions.start_deadline import start_deadline
from egnatia.exchange.actions.incoming import Incoming
from egnatia.exchange.evidence_data import fields_released
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.evidence import EvidenceDecided, EvidenceSent
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.models import Evidence, InboundMatch
from egnatia.exchange.models.follow_ups import Direction
from egnatia.exchange.queries import find_evidence_sent, get_inbound_match, newest_version


def take_evidence(incoming: Incoming) -> Content:
    """Put it before our officers.

    Raises Problem `exchange.reference_unknown`, `exchange.match_not_confirmed`, `exchange.field_not_allowed`,
    `exchange.data_set_gone`, `exchange.evidence_under_way`.
    """
    content = incoming.message.content
    assert isinstance(content, EvidenceSent)  # noqa: S101  (the table of handlers says so)
    match = get_inbound_match(incoming.partner, incoming.message, content.reference)
    _check(match, content)
    fields = sorted(content.proposed.model_fields_set)
    evidence = Evidence.objects.create(
        direction=Direction.INCOMING,
        partner=incoming.partner,
        inbound_match=match,
        message_id=incoming.message.id,
        fields=fields,
        proposed=content.proposed.model_dump(mode="json", exclude_none=True),
        evidence=content.evidence,
        document_type=content.document_type or "",
        checked_by=content.checked_by,
        remark=content.remark,
        sent_at=incoming.received_at,
    )
    person, label = match.data_set.person_id, f"{incoming.partner.code} →"
    start_deadline("evidence_decision", evidence, started_at=incoming.received_at, person=person, label=label)
    audit.record("exchange.evidence.received", subject=evidence, person=person, fields=fields, evidence=content.evidence)
    return Receipt()


def take_evidence_decision(incoming: Incoming) -> Content:
    """The owner has decided about evidence of ours. Raises Problem `exchange.evidence_unknown`."""
    content = incoming.message.content
    assert isinstance(content, EvidenceDecided)  # noqa: S101  (the table of handlers says so)
    evidence = find_evidence_sent(incoming.partner, incoming.message)
    if evidence is None:
        raise Problem("exchange.evidence_unknown", "There is no such evidence of ours.", "Nothing is to be done.")
    note_decision(evidence, corrected=content.corrected, reason=content.reason or "")
    return Receipt()


def note_decision(evidence: Evidence, *, corrected: tuple[str, ...] = (), reason: str = "") -> None:
    """Once. What was corrected is asked for anew: the data that were released before are out of date by EX-51."""
    if evidence.state != Evidence.State.SENT or evidence.possible_match is None:
        return
    evidence.state = Evidence.State.ACCEPTED if corrected else Evidence.State.REFUSED
    evidence.corrected, evidence.refusal_reason, evidence.decided_at = list(corrected), reason[:60], clock.now()
    evidence.save(update_fields=["state", "corrected", "refusal_reason", "decided_at"])
    meet_deadline("evidence_decision", evidence, at=evidence.decided_at)
    audit.record(
        "exchange.evidence.decided_by_partner",
        subject=evidence,
        person=evidence.possible_match.target.search.data_set.person_id,
        partner=evidence.partner.code,
        corrected=evidence.corrected,
        reason=evidence.refusal_reason,
    )


def _check(match: InboundMatch, content: EvidenceSent) -> None:
    if match.verdict != InboundMatch.Verdict.SAME:
        raise Problem("exchange.match_not_confirmed", "No examiner has confirmed this match.", "Send the verdict before.")
    if not content.proposed.model_fields_set <= fields_released(inbound_match=match):
        raise Problem(
            "exchange.field_not_allowed", "Some of these data were never released.", "Send evidence about what was released."
        )
    if newest_version(match.data_set) is None:
        raise Problem("exchange.data_set_gone", "The data have been erased or declared void.", "Nothing is to be done.")
    if match.evidence.filter(state=Evidence.State.SENT).exists():
        raise Problem(
            "exchange.evidence_under_way", "Evidence about this match is waiting to be decided.", "Wait for the decision."
        )
