"""EX-10: today's counts, for the first screen of the others. About no person, and nobody is told apart in it."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from egnatia.exchange.messages.content import Content

PartnerLetters = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class DayCounts(Content):
    """What the sender counted so far on one day of its own.

    registered   registrations signed that day, all categories together
    waiting      possible matches that wait for one of its examiners
    channels     how the sender sees its channel to each partner
    """

    kind: ClassVar[str] = "day_counts"
    document: ClassVar[str] = "EX-10"
    purposed: ClassVar[bool] = False
    fixed_purpose: ClassVar[str] = "STA"

    day: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    registered: Annotated[int, Field(ge=0)]
    waiting: Annotated[int, Field(ge=0)]
    channels: dict[PartnerLetters, Literal["open", "late", "closed"]]
