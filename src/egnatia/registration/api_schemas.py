"""What connected systems send and get: the JSON of a registration and of what came of it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field

from egnatia.base.errors import Problem
from egnatia.base.json_fields import Base64, Given
from egnatia.biometrics.models import Candidate
from egnatia.biometrics.queries import find_missing_parts
from egnatia.law.characters import clean_text
from egnatia.persons.models import DataSet, SecurityFlag
from egnatia.registration.actions.register_person import Registration
from egnatia.registration.api_elements import Elements
from egnatia.registration.intake import Intake
from egnatia.registration.standing import NOTED, REFUSED, REGISTERED, WAITING, Standing

#: 1 right thumb … 5 right little, 6 left thumb … 10 left little.
Position = Annotated[int, Field(ge=1, le=10)]
Dpi = Annotated[int, Field(ge=100, le=4000, description="Of images whose file doesn't say it.")]
Fingers = Annotated[
    dict[Position, Base64],
    Field(description="Images by position: 1 right thumb … 5 right little, 6 left thumb … 10 left little."),
]


def _plain(text: str) -> str:
    try:
        return clean_text(text, field="", max_length=100)
    except Problem as problem:
        raise ValueError(problem.message) from problem


Text = Annotated[str, Field(max_length=100), AfterValidator(_plain)]


class NoticeIn(Given):
    """How the person was told: the language of the notice, and `written`, `spoken` or `both`."""

    language: Text
    mode: Literal["written", "spoken", "both"] = "written"
    interpreter: Text = ""


class RegistrationIn(Given):
    """A registration, whole: what isn't here is not in it. `elements` are those of the law for the category."""

    category: int = Field(ge=0, le=9, examples=[2])
    elements: Elements
    fingers: Fingers = Field({})
    nist_file: Base64 | None = Field(None, description="An ANSI/NIST-ITL file with the ten fingers, instead of `fingers`.")
    records: list[Base64] = Field([], max_length=20, description="ISO/IEC 19794-2 records, where the system has no images.")
    missing_fingers: dict[Position, Text] = Field({}, description="Reasons by position; `egnatia law missing-finger-reasons`.")
    photo: Base64 | None = Field(None, description="JPEG or PNG of the face.")
    notice: NoticeIn | None = None
    proof_of_age: bool = False
    doubt_about_age: bool = False
    fingers_checked: bool = Field(
        False, description="All fingers are this person's and in their order, though they were refused as swapped or mixed."
    )
    correction_reason: Text = Field(
        "", description="Where it corrects: why, as `egnatia law change-reasons` lists; else a typing error."
    )
    dpi: Dpi | None = None
    device: Text = ""

    def to_intake(self, national_number: str) -> Intake:
        return Intake(
            **self.model_dump(exclude={"notice"}),
            notice=self.notice.model_dump() if self.notice else None,
            national_number=national_number,
        )


class FingersIn(Given):
    """Fingers to compare with the node's own gallery. Nothing of them is kept."""

    fingers: Fingers = Field({})
    nist_file: Base64 | None = None
    dpi: Dpi | None = None
    limit: int = Field(10, ge=1, le=50)
    why: Text = Field("", description="Why it is asked; stands in the access log.")


class DocumentIn(Given):
    """The zone as text or as a picture of the page; and what was declared, to hold it against."""

    zone: str = Field("", max_length=4000, examples=["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F…"])
    photo: Base64 | None = Field(None, description="JPEG or PNG of the page, where this node has Tesseract.")
    elements: dict[str, Any] = Field({}, description="What the person declared, as `PUT /data-sets` takes it; may be empty.")


class FieldOut(BaseModel):
    """`status`: ok | check_digit_wrong | unknown | characters_not_allowed | empty | may_be_truncated | no_such_date."""

    value: Any
    status: str


class ExchangeOut(BaseModel):
    """One character that may be another; line and position counted from 1. `proposed`: one, or several to choose from."""

    field: str
    line: int
    position: int
    read: str
    proposed: str


class CorrectionOut(BaseModel):
    """Exchanges that together make all check digits right, and the zone they make. Proposed, never applied."""

    zone: str
    exchanges: list[ExchangeOut]


class ComparisonOut(BaseModel):
    """`outcome`: agrees | differs | not_comparable."""

    field: str
    outcome: str
    code: str


class FindingOut(BaseModel):
    """Something to look at; it decides nothing."""

    code: str
    message: str


class DocumentOut(BaseModel):
    """What was read.

    reads_well  every field reads as it was printed; nothing about whether the document is genuine
    composite   status of the check digit over the whole zone; null in visas, which have none
    arabic      spellings in Arabic script by element, where the zone has the letter code
    letters     digits where only letters may stand; unnoticed: characters that no check digit tells from others
    elements    what reads well, as `PUT /data-sets` takes it; names in the zone's letters, or their first spelling in `arabic`
    """

    format: str
    zone: str
    reads_well: bool
    fields: dict[str, FieldOut]
    composite: str | None
    arabic: dict[str, list[str]]
    corrections: list[CorrectionOut]
    corrections_complete: bool
    letters: list[ExchangeOut]
    unnoticed: list[ExchangeOut]
    elements: dict[str, Any]
    comparisons: list[ComparisonOut]
    findings: list[FindingOut]


class CandidateOut(BaseModel):
    """A possible match. Whose it is is told only after an examiner has said *same*; scores stay with the examiners.

    where             this node's partner code, or the partner that holds it
    state             open | second (another examiner has to look) | same | different | undecided
    reference_number  of a registration in this node, after *same*
    """

    id: str
    where: str
    state: str
    found_at: datetime
    decided_at: datetime | None
    reference_number: str | None


class ProblemOut(BaseModel):
    """Why a registration can't be signed as it is."""

    code: str
    message: str
    cure: str


class StandingOut(BaseModel):
    """Where a registration stands.

    outcome  what this call did: created | corrected | unchanged | noted | waiting; absent where nothing was asked to change
    state    registered | waiting (fingers are being read) | refused (send it again, mended) | noted (a child: nothing was
             captured) | voided
    missing_parts  parts of the gallery that couldn't be searched yet; they are when they are back. Absent: all were
    """

    national_number: str
    outcome: str | None = None
    state: str
    reference_number: str | None = None
    version: int | None = None
    category: int | None = None
    signed_at: datetime | None = None
    erase_on: date | None = None
    candidates: list[CandidateOut] = []
    missing_parts: list[int] | None = None
    problem: ProblemOut | None = None


class IdentifiedOut(BaseModel):
    """Somebody whose fingers are more alike than chance allows; `fingers` tells by position: strong | some | little."""

    reference_number: str
    fingers: dict[str, str]


class IdentifyOut(BaseModel):
    """`missing_parts`: parts of the gallery that couldn't be searched; unless empty, ask again in a minute."""

    missing_parts: list[int] = []
    matches: list[IdentifiedOut]


class ResultOut(BaseModel):
    """Something that has come of a registration. `details` hold states, codes and reference numbers, by kind:

    registered  outcome (created | corrected), reference_number, version
    refused     code, message, cure: mend it and send it again
    voided      reason, reference_number, version
    candidate   candidate, where: a possible match waits for an examiner
    verdict     candidate, where, state (same | different | undecided), reference_number after *same* in this node
    answer      search, purpose, partner, state (possible_match | no_match | refused | given_up), reason
    follow_up   follow_up, purpose, partner, state (released | refused | given_up), reason
    """

    number: int
    kind: str
    at: datetime
    national_number: str
    details: dict[str, Any]


class ResultsOut(BaseModel):
    """`after`: what to ask for next. `more`: whether there is something already."""

    results: list[ResultOut]
    after: int
    more: bool


class WebHookIn(Given):
    """Where results are to be sent: https, or http on this machine. `after`: begin after this result; else with the next."""

    url: str = Field(max_length=500, examples=["https://afis.example/egnatia"])
    after: int | None = Field(None, ge=0, le=2**62)


class WebHookOut(BaseModel):
    """`secret` is told once, when the hook is set; with it the receiver checks the signature."""

    url: str
    secret: str | None = None
    last_number_delivered: int
    failures: int
    last_problem: str
    last_attempt_at: datetime | None
    next_attempt_at: datetime | None


def candidate_out(candidate: Candidate, here: str) -> CandidateOut:
    is_same = candidate.state == Candidate.State.SAME
    return CandidateOut(
        id=str(candidate.pk),
        where=candidate.partner or here,
        state=candidate.state,
        found_at=candidate.created_at,
        decided_at=candidate.decided_at,
        reference_number=candidate.other.reference_number if is_same and candidate.other else None,
    )


def standing_out(number: str, standing: Standing, *, here: str, outcome: str | None = None) -> StandingOut:
    problem = standing.draft.problem if standing.draft is not None and standing.state == REFUSED else None
    return StandingOut(
        national_number=number,
        outcome=outcome,
        state=standing.state,
        problem=ProblemOut(**{name: problem[name] for name in ("code", "message", "cure")}) if problem else None,
        **(_registered(standing.data_set, here) if standing.data_set else {}),
    )


def standing_of(registration: Registration) -> Standing:
    """What a call has come to."""
    if registration.child_note is not None:
        return Standing(NOTED, child_note=registration.child_note)
    state = WAITING if registration.outcome == "waiting" else REGISTERED
    return Standing(state, registration.data_set, registration.draft)


def _registered(data_set: DataSet, here: str) -> dict[str, Any]:
    candidates = data_set.candidates.select_related("other").order_by("created_at")
    return {
        "reference_number": data_set.reference_number,
        "version": data_set.version,
        "category": data_set.category,
        "signed_at": data_set.signed_at,
        "erase_on": data_set.erase_on,
        "candidates": [candidate_out(candidate, here) for candidate in candidates],
        "missing_parts": find_missing_parts(data_set) or None,
    }


class FlagIn(Given):
    """grounds: codes as `egnatia law security_flags` lists; authority: whose finding it rests on, and its number."""

    grounds: list[str] = Field(max_length=4, examples=[["armed"]])
    authority: str = Field(max_length=200, examples=["Police directorate, finding 12-118/26"])


class RemovalIn(Given):
    """reason: threat_gone | set_in_error; consulted: partners that were asked, all that hold a data set of the person."""

    reason: str = Field(max_length=60, examples=["threat_gone"])
    consulted: list[str] = Field(default_factory=list, max_length=6, examples=[["RS"]])


class FlagOut(BaseModel):
    """The flag in force; `changed_at_partner_at`: since when a partner's own flag isn't as this node was told."""

    grounds: list[str]
    authority: str
    set_at: datetime
    looked_at_at: datetime
    changed_at_partner_at: datetime | None


def flag_out(flag: SecurityFlag) -> FlagOut:
    return FlagOut(
        grounds=flag.grounds or [],
        authority=flag.authority or "",
        set_at=flag.set_at,
        looked_at_at=flag.looked_at_at,
        changed_at_partner_at=flag.changed_at_partner_at,
    )
