"""EX-53 and EX-54: what a partner was told is wrong, what shows it, and what the owner makes of it."""

from typing import Annotated, ClassVar, Self

from annotated_types import Len
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from egnatia.exchange.messages.content import Code, Content, OpaqueReference, Text
from egnatia.exchange.messages.follow_up import BirthDate, Country, Document, Names


class ProposedData(BaseModel):
    """What the data should be: only what was released, and never what the owner alone decides (EX-41 has that, too)."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    surnames: Names | None = None
    forenames: Names | None = None
    birth_names: Names | None = None
    previous_names: Names | None = None
    aliases: Names | None = None
    names_latin: dict[Code, Names] | None = None
    birth_date: BirthDate | None = None
    birth_place: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    nationalities: Annotated[tuple[Country, ...], Len(1, 20), Field(strict=False)] | None = None
    sex: Code | None = None
    documents: Annotated[tuple[Document, ...], Len(0, 20), Field(strict=False)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("nothing is proposed")
        return self


#: Codes of what evidence may be about.
EVIDENCE_FIELDS = tuple(ProposedData.model_fields)
EvidenceField = Annotated[str, StringConstraints(pattern="^(" + "|".join(EVIDENCE_FIELDS) + ")$")]


class EvidenceSent(Content):
    """Data that the receiver released are wrong, so the sender has seen; only the receiver puts its data right.

    proposed        what they should be
    evidence        what shows it (`law` evidence kinds)
    document_type   exactly where that is a document (`law` document types)
    checked_by      `law` evidence checks
    remark          what was seen, in the officer's words
    """

    kind: ClassVar[str] = "evidence.sent"
    document: ClassVar[str] = "EX-53"

    reference: OpaqueReference
    proposed: ProposedData
    evidence: Code
    document_type: Code | None = None
    checked_by: Code
    remark: Text


class EvidenceDecided(Content):
    """The owner has looked at it. What it corrected is told to everybody by EX-51, with nothing of the new data.

    corrected   which of what was proposed; none: the data stay as they are
    reason      why none (`law` evidence refusals); exactly then
    """

    kind: ClassVar[str] = "evidence.decided"
    document: ClassVar[str] = "EX-54"

    reference: OpaqueReference
    corrected: Annotated[tuple[EvidenceField, ...], Len(0, len(EVIDENCE_FIELDS)), Field(strict=False)] = ()
    reason: Code | None = None

    @model_validator(mode="after")
    def _gives_a_reason_for_nothing(self) -> Self:
        if bool(self.corrected) == bool(self.reason):
            raise ValueError("either what was corrected or why nothing was")
        return self
