"""What connected systems send and get: a person as described, and who may be they."""

from typing import Any

from pydantic import BaseModel, Field

from egnatia.base.json_fields import Given


class DescribedIn(Given):
    """A person as far as they are known. Nothing of it is kept; every person listed is recorded."""

    elements: dict[str, Any] = Field(
        examples=[{"surnames": ["حداد"], "forenames": ["سمير"], "birth_date": {"value": "1991", "precision": "year"}}],
        description="Values by element code: names, birth_date, birth_place, sex, nationalities, documents.",
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
