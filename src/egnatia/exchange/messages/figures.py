"""EX-60: what a partner counted today, for the region's first screen."""

from typing import Annotated, ClassVar, Literal

from annotated_types import Len
from pydantic import Field, StringConstraints

from egnatia.exchange.messages.content import Content

#: From here on a count is told as it is; 1 stands for anything from one to four.
SMALLEST_TOLD = 5
Count = Annotated[int, Field(ge=0, le=10_000_000)]
PartnerCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class Figures(Content):
    """Counts only, never about one person.

    registered   registrations signed today, applicants among them in fives, rounded down
    waiting      possible matches that wait for an examiner
    channels     how the sender sees its channel to each of the others
    quotas       how much each of the others has used of what it may ask the sender today, in tenths, rounded down; 0 below five
                 searches
    """

    kind: ClassVar[str] = "figures"
    document: ClassVar[str] = "EX-60"
    purposed: ClassVar[bool] = False
    fixed_purpose: ClassVar[str | None] = "STA"

    registered: Count
    waiting: Count
    channels: Annotated[dict[PartnerCode, Literal["open", "late", "closed"]], Len(0, 10)]
    quotas: Annotated[dict[PartnerCode, Annotated[int, Field(ge=0, le=10)]], Len(0, 10)] = Field(default_factory=dict)


def as_told(count: int) -> int:
    """Small counts aren't told exactly."""
    return count if count == 0 or count >= SMALLEST_TOLD else 1
