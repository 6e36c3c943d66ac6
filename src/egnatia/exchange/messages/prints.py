"""EX-20 and EX-21: the prints that the asking partner's examiner compares."""

from typing import ClassVar

from egnatia.exchange.messages.content import Content, OpaqueReference
from egnatia.exchange.messages.fingers import WithFingers


class PrintsRequest(Content):
    """Asks for the matching fingers of one possible match."""

    kind: ClassVar[str] = "prints.request"
    document: ClassVar[str] = "EX-20"
    asks: ClassVar[bool] = True

    reference: OpaqueReference


class PrintsAnswer(WithFingers, Content):
    """The matching fingers, and nothing else."""

    kind: ClassVar[str] = "prints.answer"
    document: ClassVar[str] = "EX-21"

    reference: OpaqueReference
