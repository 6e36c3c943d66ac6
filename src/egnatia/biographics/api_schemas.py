"""What connected systems send and get: a person as described and who may be they; two persons who may be one."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from egnatia.base.json_fields import Given
from egnatia.biographics.given_relatives import MOST_RELATIVES


class RelativeIn(Given):
    """Somebody of the family of who is looked for.

    kind      what they are to the person: a code of `egnatia law relations`, but for who only travels along
    elements  their names by element code; of a parent the sex too: a father's name is never held against a mother's
    """

    kind: str = Field(max_length=40, examples=["parent"])
    elements: dict[str, Any] = Field(examples=[{"surnames": ["حداد"], "forenames": ["خالد"], "sex": "male"}])


class DescribedIn(Given):
    """A person as far as they are known. Nothing of it is kept; every person listed is recorded."""

    elements: dict[str, Any] = Field(
        examples=[{"surnames": ["حداد"], "forenames": ["سمير"], "birth_date": {"value": "1991", "precision": "year"}}],
        description="Values by element code: names, birth_date, birth_place, sex, nationalities, documents.",
    )
    relatives: list[RelativeIn] = Field(
        [],
        max_length=MOST_RELATIVES,
        description="Their names support a comparison and never decide: with them alone nobody is likely.",
    )
    limit: int = Field(10, ge=1, le=50)
    why: str = Field("", max_length=200, description="Why it is asked; stands in the access log.")


class FieldOut(BaseModel):
    """level: how the values agree, as a code; bits: what that says for one person, or against it if negative."""

    field: str
    level: str
    bits: float


class ChanceOut(BaseModel):
    value: float
    low: float
    high: float


class PossibleOut(BaseModel):
    """Somebody who may be the person: never more, however well they agree.

    reference_number  none where only a child's note is held
    standing          likely | possible | unlikely; by name alone never likely
    """

    reference_number: str | None
    standing: str
    chance: ChanceOut
    bits: float
    fields: list[FieldOut]


class PossibleListOut(BaseModel):
    persons: list[PossibleOut]


class JudgementIn(Given):
    """What was found about two persons, with the reason: a colleague has to understand it later."""

    decision: Literal["same", "different", "unclear"]
    why: str = Field(min_length=1, max_length=500, examples=["Same photo, and the same scar"])


class UndoIn(Given):
    """Why what was decided holds no more."""

    why: str = Field(min_length=1, max_length=500, examples=["The passport was another person's"])


class SuggestionFacts(BaseModel):
    """Two persons who may be one.

    state           open | same | different | unclear
    standing, bits  what the comparison said when they were suggested
    found_by        registration | batch | fingerprints
    is_linked       whether their registrations are linked by the decision
    """

    id: UUID
    state: str
    standing: str
    bits: float
    found_at: datetime
    found_by: str
    is_linked: bool


class SuggestionOut(SuggestionFacts):
    """reference_numbers: of the latest registrations, whoever was known first first; none for a child's note."""

    reference_numbers: list[str | None]


class SuggestionListOut(BaseModel):
    """total: how many wait."""

    suggestions: list[SuggestionOut]
    total: int


class SideOut(BaseModel):
    """One of the two: the latest registration in force, or a child's note alone, which has no number."""

    reference_number: str | None
    elements: dict[str, Any]


class WordPairOut(BaseModel):
    """Words of the two names that were taken for one another."""

    first: str
    second: str


class ComparedOut(FieldOut):
    """first, second: the values that decided the level, as the records have them."""

    first: str | None
    second: str | None
    words: list[WordPairOut]


class JudgementOut(BaseModel):
    """decision: same | different | unclear, or open: the one before holds no more.

    cause: officer | fingerprints | new_data | link_dissolved
    """

    decision: str
    cause: str
    at: datetime
    by: str | None
    why: str | None


class SuggestionReadOut(SuggestionFacts):
    """Both persons, what speaks for and against their being one as of now, and what was said about them.

    persons, sharing  how many the register holds, and how many of them are called so, in whatever spelling
    by_fingerprints   decided by an examiner: not to be taken back here
    is_told_apart     family records say that they are two: by what they are to each other, or by one visit as of one group
    relations         what the second of `sides` is to the first, as codes of `egnatia law relations`
    """

    sides: list[SideOut]
    standing_now: str
    bits_now: float
    chance: ChanceOut
    fields: list[ComparedOut]
    persons: int
    sharing: int
    by_fingerprints: bool
    is_told_apart: bool
    relations: list[str]
    judgements: list[JudgementOut]
