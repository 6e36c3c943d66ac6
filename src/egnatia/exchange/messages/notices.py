"""EX-50 to EX-52 and EX-55: what was told is no longer so, or is to be erased."""

from typing import Annotated, ClassVar

from annotated_types import Len
from pydantic import Field

from egnatia.exchange.messages.content import Content, OpaqueReference

References = Annotated[tuple[OpaqueReference, ...], Len(0, 3), Field(strict=False)]


class ErasureNotice(Content):
    """The sender erased the data set behind this correspondence.

    references   those of the sender's that are gone; empty when the sender was the one who asked, and its probe is gone
    """

    kind: ClassVar[str] = "notice.erased"
    document: ClassVar[str] = "EX-50"
    may_skip: ClassVar[bool] = True

    references: References = ()


class CorrectionNotice(Content):
    """The sender corrected the data set behind this correspondence; what was released before is out of date."""

    kind: ClassVar[str] = "notice.corrected"
    document: ClassVar[str] = "EX-51"

    references: References = ()


class MarkNotice(Content):
    """The mark of the sender's data set behind this correspondence was set or taken off; why and in which category isn't said.

    references   the sender's; empty when the sender was the one who asked, and its probe is what the mark is about
    marked       whether it carries a mark now
    """

    kind: ClassVar[str] = "notice.mark"
    document: ClassVar[str] = "EX-52"

    references: References = ()
    marked: bool


class CitizenNotice(Content):
    """The person behind this correspondence became a citizen of a partner: whoever owns data about them has to erase them.

    reference   the receiver's own, of the match that was confirmed; None where the receiver had asked: about its probe
    """

    kind: ClassVar[str] = "notice.citizen"
    document: ClassVar[str] = "EX-55"

    reference: OpaqueReference | None = None
