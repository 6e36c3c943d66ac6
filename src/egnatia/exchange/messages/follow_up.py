"""EX-40 to EX-42: what the owner tells of a person, after a verdict, on request and release."""

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from annotated_types import Len
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from egnatia.engines.dates.records import read_record
from egnatia.engines.errors import EngineError
from egnatia.exchange.messages.content import Code, Content, OpaqueReference, Text

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Names = Annotated[tuple[Name, ...], Len(0, 20), Field(strict=False)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Day = Annotated[date, Field(strict=False)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class BirthDate(_Part):
    """As precise as it is known.

    calendar, stated, naming    of a date stated in another calendar: which one, the date in it, by whose month names
    stated, stated_on, margin   of an estimated age: the age, the day on which it was that, years to either side
    """

    value: Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}){0,2}$")]
    precision: Literal["day", "month", "year", "estimated_age"]
    basis: Literal["documented", "declared", "assessed", "doubt"]
    calendar: Literal["gregorian", "solar_hijri", "islamic"] | None = None
    stated: Annotated[str, StringConstraints(max_length=10)] | None = None
    naming: Literal["afghan", "iranian"] | None = None
    stated_on: Annotated[str, StringConstraints(max_length=10)] | None = None
    margin: Annotated[str, StringConstraints(max_length=2)] | None = None

    @model_validator(mode="after")
    def _was_stated_so(self) -> Self:
        """Of a date with nothing but the first three members the shape is enough, as it always was."""
        if any(getattr(self, member) is not None for member in ("calendar", "stated", "naming", "stated_on", "margin")):
            try:
                read_record(self.model_dump(exclude_none=True), estimate_margin=0)
            except EngineError as error:
                raise ValueError(error.code) from error
        return self


class Document(_Part):
    """Type, number and issuer of an identity or travel document."""

    type: Code
    number: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    issuer: Country | None = None


class PersonData(_Part):
    """All that may ever be told: law element codes; what the purpose doesn't allow or nobody released is absent.

    category, reference_number, security_flag    by a person's release for this case only
    security_flag    that there is one; absent where there is none, or it isn't released. Its grounds stay with the owner
    """

    surnames: Names | None = None
    forenames: Names | None = None
    birth_names: Names | None = None
    previous_names: Names | None = None
    aliases: Names | None = None
    names_latin: dict[Code, Names] | None = None
    birth_date: BirthDate | None = None
    birth_place: Annotated[str, StringConstraints(max_length=200)] | None = None
    nationalities: Annotated[tuple[Country, ...], Len(0, 20), Field(strict=False)] | None = None
    sex: Code | None = None
    documents: Annotated[tuple[Document, ...], Len(0, 20), Field(strict=False)] | None = None
    capture_date: Day | None = None
    capture_place: Annotated[str, StringConstraints(max_length=200)] | None = None
    category: Annotated[int, Field(ge=0, le=9)] | None = None
    reference_number: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]{5,30}$")] | None = None
    security_flag: Literal[True] | None = None


#: Codes of what may be asked for.
FOLLOW_UP_FIELDS = tuple(PersonData.model_fields)
FieldCode = Annotated[str, StringConstraints(pattern="^(" + "|".join(FOLLOW_UP_FIELDS) + ")$")]


class FollowUpRequest(Content):
    """Asks for data about a confirmed match.

    need     why they are needed, in the asking officer's words; no data about the person
    fields   what is asked for
    """

    kind: ClassVar[str] = "follow_up.request"
    document: ClassVar[str] = "EX-40"
    asks: ClassVar[bool] = True

    reference: OpaqueReference
    need: Text
    fields: Annotated[tuple[FieldCode, ...], Len(1, len(FOLLOW_UP_FIELDS)), Field(strict=False)]


class FollowUpRelease(Content):
    """The data that the owner released."""

    kind: ClassVar[str] = "follow_up.release"
    document: ClassVar[str] = "EX-41"

    reference: OpaqueReference
    data: PersonData


class FollowUpRefusal(Content):
    """The owner refuses; `reason` is one of the law's refusal reasons."""

    kind: ClassVar[str] = "follow_up.refusal"
    document: ClassVar[str] = "EX-42"

    reference: OpaqueReference
    reason: Code
