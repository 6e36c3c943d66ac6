"""EX-03 and EX-04: a node shows the head of its log, a partner witnesses it. Never about a person."""

from typing import Annotated, ClassVar

from annotated_types import Len
from pydantic import Field, StringConstraints

from egnatia.exchange.messages.content import Content

Size = Annotated[int, Field(ge=0, le=2**53 - 1)]
#: Levels of a tree with so many leaves: a proof of consistency has at most two hashes for each.
_PROOF_LONGEST = 2 * 53
Hash = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/]{43}=$")]


class HeadShown(Content):
    """My log as it is now.

    head    a C2SP checkpoint with its log's signature (docs/transparency-log.md)
    since   size of the head of this log that the receiver cosigned last, as far as the sender knows
    proof   RFC 9162 consistency from there, base64 of 32 bytes each; empty for an unchanged size, and from nothing
    """

    kind: ClassVar[str] = "head.shown"
    document: ClassVar[str] = "EX-03"
    purposed: ClassVar[bool] = False
    in_both: ClassVar[bool] = True

    head: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    since: Size
    proof: Annotated[tuple[Hash, ...], Len(0, _PROOF_LONGEST), Field(strict=False)]


class HeadCosigned(Content):
    """I have seen it, and it grew from what I saw before.

    signature   the line to be added below the head; absent where the proof should have begun elsewhere: at `since`
    since       size of the head that the sender cosigned last
    """

    kind: ClassVar[str] = "head.cosigned"
    document: ClassVar[str] = "EX-04"
    purposed: ClassVar[bool] = False
    in_both: ClassVar[bool] = True

    since: Size
    signature: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = None
