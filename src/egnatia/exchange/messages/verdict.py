"""EX-30 and EX-31: what the asking partner's examiner said."""

from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from egnatia.exchange.messages.content import Code, Content, OpaqueReference

Moment = Annotated[AwareDatetime, Field(strict=False)]


class MatchConfirmed(Content):
    """The same person: the asking partner has linked the reference to a data set of its own."""

    kind: ClassVar[str] = "match.confirmed"
    document: ClassVar[str] = "EX-30"

    reference: OpaqueReference
    decided_at: Moment


class WrongHit(Content):
    """Not the same person: the owner keeps count, and forgets that anything was found."""

    kind: ClassVar[str] = "match.wrong_hit"
    document: ClassVar[str] = "EX-31"

    reference: OpaqueReference
    decided_at: Moment
    reason: Code
