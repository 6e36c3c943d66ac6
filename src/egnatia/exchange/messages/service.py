"""EX-01, EX-02, EX-90 to EX-92: about messages themselves, never about a person."""

from typing import Annotated, ClassVar

from pydantic import Field

from egnatia.exchange.messages.content import Code, Content, Text

#: A refusal that isn't final: an earlier message of the correspondence has not arrived.
OUT_OF_ORDER = "exchange.out_of_order"
#: The correspondence has another message under this number, or under a higher one.
NUMBER_REUSED = "exchange.number_reused"


class Ping(Content):
    """Are you there, do our keys and clocks fit?"""

    kind: ClassVar[str] = "ping"
    document: ClassVar[str] = "EX-01"
    purposed: ClassVar[bool] = False
    in_both: ClassVar[bool] = True


class Pong(Content):
    """Yes."""

    kind: ClassVar[str] = "pong"
    document: ClassVar[str] = "EX-02"
    purposed: ClassVar[bool] = False
    in_both: ClassVar[bool] = True


class Receipt(Content):
    """The message has arrived and is kept; an answer, if one is due, follows as a message of its own."""

    kind: ClassVar[str] = "receipt"
    document: ClassVar[str] = "EX-90"
    purposed: ClassVar[bool] = False
    in_both: ClassVar[bool] = True


class Refusal(Content):
    """The message has arrived and nothing is done about it.

    final     false: the same message may be sent again later
    """

    kind: ClassVar[str] = "refusal"
    document: ClassVar[str] = "EX-91"
    purposed: ClassVar[bool] = False
    in_both: ClassVar[bool] = True

    code: Code
    message: Text
    final: bool = True
    retry_after_seconds: Annotated[int, Field(ge=1, le=86400)] | None = None


class MessageDropped(Content):
    """The message with this number was given up by its sender. Goes in its place, so that what follows isn't held up.

    Says neither what the other was nor why. Where that was an answer, `answers` names what it would have answered.
    """

    kind: ClassVar[str] = "message.dropped"
    document: ClassVar[str] = "EX-92"
    purposed: ClassVar[bool] = False
    in_both: ClassVar[bool] = True
