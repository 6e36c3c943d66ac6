"""Fingers on the wire: one ISO/IEC 19794-2 record each. Internal templates never leave a node."""

from typing import Annotated

from annotated_types import Len
from pydantic import BaseModel, ConfigDict, Field, field_validator

from egnatia.exchange.messages.content import Base64

#: More than 255 minutiae of 6 bytes and the headers don't fit a finger view.
MAX_RECORD_BYTES = 4096

Position = Annotated[int, Field(ge=1, le=10)]


class FingerRecord(BaseModel):
    """One finger.

    position   1 right thumb … 5 right little, 6 left thumb … 10 left little
    record     ISO/IEC 19794-2:2005 with one view
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    position: Position
    record: Annotated[Base64, Len(24, MAX_RECORD_BYTES)]


def check_positions(fingers: tuple[FingerRecord, ...]) -> tuple[FingerRecord, ...]:
    """Each position once."""
    if len({finger.position for finger in fingers}) != len(fingers):
        raise ValueError("a finger stands twice")
    return fingers


class WithFingers(BaseModel):
    """A content that carries one to ten fingers."""

    fingers: Annotated[tuple[FingerRecord, ...], Len(1, 10), Field(strict=False)]

    @field_validator("fingers")
    @classmethod
    def _each_once(cls, fingers: tuple[FingerRecord, ...]) -> tuple[FingerRecord, ...]:
        return check_positions(fingers)
