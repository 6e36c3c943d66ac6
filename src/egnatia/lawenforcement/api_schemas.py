"""What a police system sends and gets."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from egnatia.base.json_fields import Base64, Given
from egnatia.lawenforcement.actions.draft_request import LONGEST, Check, RequestFacts
from egnatia.lawenforcement.models import AskedPartner, Hit, ReceivedMatch, ReceivedQuestion, Request
from egnatia.lawenforcement.reading import MOST_FILES, Print, read_prints

Position = Annotated[int, Field(ge=1, le=10)]
PartnerCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Words = Annotated[str, Field(max_length=LONGEST)]


class CheckIn(Given):
    """What was searched before: the day, or why not with what that rests on; `egnatia law prior-check-reasons`."""

    done_on: date | None = None
    reason: Annotated[str, Field(max_length=40)] = ""
    note: Words = ""


class RequestIn(Given):
    """One person, one case. Prints come as files, or as images by position."""

    file_number: Annotated[str, Field(min_length=1, max_length=100)]
    ordered_by: Annotated[str, Field(min_length=1, max_length=150)]
    offence: Annotated[str, Field(max_length=40, description="`egnatia law offences`", examples=["rape"])]
    penalty_years: Annotated[int, Field(ge=0, le=99, description="What it carries at most under national law; life is 99.")]
    involvement: Literal["suspect", "perpetrator", "victim"]
    grounds: Words
    necessity: Words
    age: Literal["grown", "child", "unknown"]
    national_databases: CheckIn
    prum: CheckIn
    child_ground: Words = ""
    urgent: bool = False
    urgent_because: Words = ""
    partners: Annotated[
        list[PartnerCode] | None,
        Field(description="Whose police are asked too; left out: all whom an agreement in force lets be asked.", max_length=10),
    ] = None
    files: list[Base64] = Field([], max_length=MOST_FILES, description="ANSI/NIST-ITL files, or ISO/IEC 19794-2 records.")
    images: dict[Position, Base64] = Field({}, description="Images by position: 1 right thumb … 10 left little.")
    dpi: Annotated[int, Field(ge=100, le=4000, description="Of images whose file doesn't say it.")] | None = None

    def facts(self) -> RequestFacts:
        given = self.model_dump(exclude={"national_databases", "prum", "files", "images", "dpi", "partners"})
        partners = None if self.partners is None else tuple(self.partners)
        checks = {
            "national_databases": Check(**self.national_databases.model_dump()),
            "prum": Check(**self.prum.model_dump()),
        }
        return RequestFacts(**given, checks=checks, partners=partners)

    def prints(self) -> list[Print]:
        return read_prints(self.files, self.images, dpi=self.dpi or 0)


class AskedOut(BaseModel):
    """One partner in a request.

    state           waiting | possible_match | no_match | not_asked | refused | given_up
    reason          why not asked: no_party | no_agreement | suspended | not_chosen; or the code of a refusal
    told_to_erase   the urgency wasn't justified, and the partner was told; `erased_at` when it said that it erased its copies
    """

    partner: str
    state: str
    reason: str
    asked_at: datetime | None
    answered_at: datetime | None
    told_to_erase: bool
    erased_at: datetime | None


class RequestOut(BaseModel):
    """Where a request stands.

    state          drafted | submitted | verified | searched | answered | closed | refused
    verification   waiting | approved | refused
    verify_by      of an urgent one: past it the answer is closed until it is verified
    erase_on       when prints and answer go
    told_to_erase  the urgency was not justified: erase what you took out of the answer, and confirm it at the page
    partners       each of the others, once it was searched
    """

    id: str
    number: str
    state: str
    verification: str
    urgent: bool
    verify_by: datetime | None
    refusal_reason: str
    searched_at: datetime | None
    answered_at: datetime | None
    erase_on: datetime | None
    erased_at: datetime | None
    told_to_erase: bool
    partners: list[AskedOut]


class HitOut(BaseModel):
    """A person whom an examiner confirmed, as far as the purpose LEA lets them be seen.

    partner         whose police found them; empty: this node
    release         of a partner's: asked | released | refused, with the reason's code
    """

    confirmed_at: datetime | None
    partner: str
    release: str
    refusal_reason: str
    person: dict[str, Any]


class AnswerOut(BaseModel):
    request: RequestOut
    hits: list[HitOut]


def request_out(request: Request) -> RequestOut:
    return RequestOut(
        id=str(request.pk),
        number=request.number,
        state=request.state,
        verification=request.verification,
        urgent=request.urgent,
        verify_by=request.verify_by,
        refusal_reason=request.refusal_reason,
        searched_at=request.searched_at,
        answered_at=request.answered_at,
        erase_on=request.erase_on,
        erased_at=request.erased_at,
        told_to_erase=request.told_to_erase_at is not None and request.erasure_confirmed_at is None,
        partners=[_asked_out(asked) for asked in request.asked.all()],
    )


def hit_out(hit: Hit) -> HitOut:
    return HitOut(
        confirmed_at=hit.decided_at,
        partner=hit.partner_code,
        release=hit.release,
        refusal_reason=hit.refusal_reason,
        person=hit.released or {},
    )


def _asked_out(asked: AskedPartner) -> AskedOut:
    return AskedOut(
        partner=asked.partner_code,
        state=asked.state,
        reason=asked.reason,
        asked_at=asked.asked_at,
        answered_at=asked.answered_at,
        told_to_erase=asked.told_unjustified_at is not None,
        erased_at=asked.partner_erased_at,
    )


class ReceivedOut(BaseModel):
    """The record of one question of a partner's police; whom it was about isn't in it.

    verification    approved | waiting (urgent) | unjustified; `verified_by` the kind of authority
    found           persons that were told of; `confirmed` by an examiner there; `released` data went; `withdrawn` since
    """

    partner: str
    received_at: datetime
    offence: str
    age: str
    urgent: bool
    verification: str
    verified_by: str
    verified_at: datetime | None
    found: int
    confirmed: int
    released: int
    withdrawn: int
    erase_on: datetime
    erased_at: datetime | None
    erased_by_partner_at: datetime | None


def received_out(question: ReceivedQuestion) -> ReceivedOut:
    matches = list(question.matches.all())
    return ReceivedOut(
        partner=question.partner.code,
        received_at=question.received_at,
        offence=question.offence,
        age=question.age,
        urgent=question.urgent,
        verification=question.verification,
        verified_by=question.verified_by,
        verified_at=question.verified_at,
        found=question.found,
        confirmed=question.confirmed,
        released=sum(match.release == ReceivedMatch.Release.RELEASED for match in matches),
        withdrawn=sum(match.is_withdrawn for match in matches),
        erase_on=question.erase_on,
        erased_at=question.erased_at,
        erased_by_partner_at=question.partner_erased_at,
    )
