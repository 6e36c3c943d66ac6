"""What connected systems send and get: searches of the region and data asked for, as JSON."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field, model_validator

from egnatia.base.json_fields import Given
from egnatia.exchange.late import Late
from egnatia.exchange.models import Evidence, FollowUp, PossibleMatch, RegionalSearch, SearchTarget
from egnatia.exchange.quotas import QuotaLine

PartnerCode = Annotated[str, Field(pattern="^[A-Z]{2}$", examples=["RS"])]


class SearchIn(Given):
    """Ask the region. `consent` says that the person's or guardian's consent is on record, where the purpose needs it."""

    purpose: str = Field("MIG", pattern="^[A-Z]{2,3}$", examples=["MIG"])
    consent: bool = False
    urgent: bool = False


class PossibleMatchOut(BaseModel):
    """A possible match at a partner: prints_asked | to_examine | same | different | undecided | withdrawn | given_up."""

    state: str
    found_at: datetime
    decided_at: datetime | None


class PartnerOut(BaseModel):
    """One partner in one search.

    state   waiting | possible_match | no_match | not_asked | refused | given_up
    reason  code, of a partner that wasn't asked or refused to answer
    since   when it answered, or was asked
    """

    partner: str
    state: str
    reason: str | None
    since: datetime | None
    matches: list[PossibleMatchOut]


class SearchOut(BaseModel):
    """One search of the region. `to_examine`: how many possible matches an examiner of this node still has to look at."""

    id: str
    purpose: str
    urgent: bool
    started_at: datetime
    partners: list[PartnerOut]
    to_examine: int


class FollowUpIn(Given):
    """Ask a partner for data about a confirmed match; the partner reads `need`."""

    partner: PartnerCode
    need: str = Field(min_length=1, max_length=500, examples=["Family link to be checked before the transfer on 3 May"])
    fields: Annotated[list[str], Field(max_length=30)] | None = Field(
        None,
        description="Element codes; all that the purpose may see, where they are left out.",
        examples=[["surnames", "sex"]],
    )


class FollowUpOut(BaseModel):
    """Data asked for: requested | released | refused | outdated (corrected by the partner: ask again) | erased | given_up."""

    id: str
    partner: str
    purpose: str
    state: str
    fields: list[str]
    asked_at: datetime
    answered_at: datetime | None
    refusal_reason: str | None
    data: dict[str, Any] | None


class FollowUpsOut(BaseModel):
    follow_ups: list[FollowUpOut]


class ShownIn(Given):
    """What shows that data are wrong: codes as `egnatia law evidence` and `law document_types` list them.

    `document_type` exactly where it is a document; the partner's officer reads `remark`.
    """

    evidence: str = Field(max_length=60, examples=["identity_document"])
    document_type: str = Field("", max_length=60, examples=["passport"])
    checked_by: str = Field(max_length=60, examples=["document_examiner"])
    remark: str = Field(min_length=1, max_length=500, examples=["Passport seen, both chips read"])


class EvidenceIn(Given):
    """Tell a partner that data which it released are wrong; `proposed`: what they should be, by element code."""

    partner: PartnerCode
    proposed: dict[str, Any] = Field(
        examples=[{"surnames": ["Hadad"]}], description="Values as `elements` of a registration has them."
    )
    shown: ShownIn


class EvidenceOut(BaseModel):
    """direction: outgoing (ours, about a partner's data) | incoming; state: sent | accepted | refused | erased."""

    id: str
    direction: str
    partner: str
    state: str
    fields: list[str]
    proposed: dict[str, Any] | None
    evidence: str
    document_type: str | None
    checked_by: str
    remark: str | None
    sent_at: datetime
    decided_at: datetime | None
    corrected: list[str]
    refusal_reason: str | None


class DecisionIn(Given):
    """Follow a partner's evidence, in whole or in part, or refuse it: exactly one of the two members.

    corrected   element codes, of those that it proposes: the registration is corrected so, and whoever was told hears
    reason      code as `egnatia law evidence` lists: the registration stays as it is, and the partner reads why
    """

    corrected: Annotated[list[str], Field(max_length=30)] | None = Field(None, examples=[["surnames"]])
    reason: str | None = Field(None, max_length=60, examples=["not_shown"])

    @model_validator(mode="after")
    def _is_one_of_both(self) -> "DecisionIn":
        if (self.corrected is None) == (self.reason is None):
            raise ValueError("either corrected or reason")
        return self


class EvidenceListOut(BaseModel):
    evidence: list[EvidenceOut]


class QuotaOut(BaseModel):
    """What one partner asked of this node under one purpose, in fives, rounded down (0: nought to four), by day (UTC)."""

    partner: str
    purpose: str
    quota: int
    days: dict[date, int]


class QuotasOut(BaseModel):
    quotas: list[QuotaOut]


class SearchesOut(BaseModel):
    searches: list[SearchOut]


class LateLimitOut(BaseModel):
    """turn: own | partner, who has to act; limit: its code, as `egnatia law limits` lists."""

    turn: str
    partner: str
    limit: str
    started_at: datetime
    due_at: datetime


class LateOut(BaseModel):
    late: list[LateLimitOut]


def late_limit_out(late: Late) -> LateLimitOut:
    return LateLimitOut(turn=late.turn, partner=late.partner, limit=late.limit, started_at=late.started_at, due_at=late.due_at)


def search_out(search: RegionalSearch) -> SearchOut:
    partners = [_partner_out(target) for target in search.targets.all()]
    examined = PossibleMatch.State.TO_EXAMINE
    return SearchOut(
        id=str(search.pk),
        purpose=search.purpose,
        urgent=search.urgent,
        started_at=search.started_at,
        partners=partners,
        to_examine=sum(match.state == examined for partner in partners for match in partner.matches),
    )


def follow_up_out(follow_up: FollowUp) -> FollowUpOut:
    match = follow_up.possible_match
    return FollowUpOut(
        id=str(follow_up.pk),
        partner=follow_up.partner.code,
        purpose=match.target.search.purpose if match else "",
        state=follow_up.state,
        fields=follow_up.fields,
        asked_at=follow_up.asked_at,
        answered_at=follow_up.answered_at,
        refusal_reason=follow_up.refusal_reason or None,
        data=follow_up.data,
    )


def evidence_out(evidence: Evidence) -> EvidenceOut:
    return EvidenceOut(
        id=str(evidence.pk),
        direction=evidence.direction,
        partner=evidence.partner.code,
        state=evidence.state,
        fields=evidence.fields,
        proposed=evidence.proposed,
        evidence=evidence.evidence,
        document_type=evidence.document_type or None,
        checked_by=evidence.checked_by,
        remark=evidence.remark,
        sent_at=evidence.sent_at,
        decided_at=evidence.decided_at,
        corrected=evidence.corrected,
        refusal_reason=evidence.refusal_reason or None,
    )


def quota_out(line: QuotaLine) -> QuotaOut:
    return QuotaOut(partner=line.partner.code, purpose=line.purpose, quota=line.quota, days=dict(line.days))


def _partner_out(target: SearchTarget) -> PartnerOut:
    return PartnerOut(
        partner=target.partner_code,
        state=target.state,
        reason=target.reason or None,
        since=target.answered_at or target.asked_at,
        matches=[
            PossibleMatchOut(state=match.state, found_at=match.found_at, decided_at=match.decided_at)
            for match in target.matches.all()
        ],
    )
