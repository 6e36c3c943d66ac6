"""What connected systems send and get of families and travelling groups."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from egnatia.base.json_fields import Given
from egnatia.registration.api_schemas import Text


class MemberIn(Given):
    """A person who was registered, or a child who was noted, under this number. `on`: since when they belong to the group."""

    national_number: Text = Field(examples=["MK-2026-17"])
    basis: Literal["declared", "documented", "assessed"] = "declared"
    on: date | None = None


class RelationIn(Given):
    """What one member is to another: a code of `egnatia law relations`."""

    national_number: Text = Field(examples=["MK-2026-18"])
    kind: Text = Field(examples=["child"])
    other: Text = Field(description="The number of whom they are it to.", examples=["MK-2026-17"])
    basis: Literal["declared", "documented", "assessed"] = "declared"


class GroupIn(Given):
    """A family or travelling group, whole as this system knows it; `size`: of how many persons it consists, as they say."""

    kind: Literal["family", "travelling"] = "family"
    size: int | None = Field(None, ge=1, le=200)
    members: list[MemberIn] = Field(max_length=200)
    relations: list[RelationIn] = Field([], max_length=1000)


class MemberOut(BaseModel):
    """Who belongs to the group now; of a child who was only noted there is no number, and what officers added may have none."""

    national_number: str | None
    reference_number: str | None
    is_noted_child: bool
    basis: str
    on: date | None


class RelationOut(BaseModel):
    """What one member is to another: places in the list of members, from 0."""

    member: int
    kind: str
    other: int
    basis: str


class GroupOut(BaseModel):
    """outcome: created | unchanged | changed; absent where nothing was asked to change. ended_at: when nobody was left."""

    national_number: str
    outcome: str | None = None
    kind: str
    size: int | None
    ended_at: datetime | None
    members: list[MemberOut]
    relations: list[RelationOut]
