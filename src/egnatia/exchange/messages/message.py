"""A message as a whole: who, to whom, in which correspondence, for what purpose, and one content of a known kind."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from egnatia.base.errors import Problem
from egnatia.exchange.messages.content import MOMENT, Content
from egnatia.exchange.messages.counts import Counts
from egnatia.exchange.messages.evidence import EvidenceDecided, EvidenceSent
from egnatia.exchange.messages.figures import Figures
from egnatia.exchange.messages.follow_up import FollowUpRefusal, FollowUpRelease, FollowUpRequest
from egnatia.exchange.messages.heads import HeadCosigned, HeadShown
from egnatia.exchange.messages.law_enforcement import LAW_CONTENTS
from egnatia.exchange.messages.measures import MeasureAnswer, MeasureRequest
from egnatia.exchange.messages.notices import CitizenNotice, CorrectionNotice, ErasureNotice, MarkNotice
from egnatia.exchange.messages.prints import PrintsAnswer, PrintsRequest
from egnatia.exchange.messages.search import SearchAnswer, SearchQuestion
from egnatia.exchange.messages.service import MessageDropped, Ping, Pong, Receipt, Refusal
from egnatia.exchange.messages.verdict import MatchConfirmed, WrongHit

VERSION = 1

#: The closed list of what partners say to each other.
KINDS: dict[str, type[Content]] = {
    content.kind: content
    for content in (
        Ping,
        Pong,
        HeadShown,
        HeadCosigned,
        SearchQuestion,
        SearchAnswer,
        PrintsRequest,
        PrintsAnswer,
        MatchConfirmed,
        WrongHit,
        FollowUpRequest,
        FollowUpRelease,
        FollowUpRefusal,
        ErasureNotice,
        CorrectionNotice,
        MarkNotice,
        EvidenceSent,
        EvidenceDecided,
        CitizenNotice,
        Figures,
        Counts,
        MeasureRequest,
        MeasureAnswer,
        Receipt,
        Refusal,
        MessageDropped,
    )
} | {content.kind: content for content in LAW_CONTENTS}

PartnerCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
LooseUUID = Annotated[UUID, Field(strict=False)]


def _require_moment(value: object) -> object:
    """RFC 3339 only: the library would take a number of seconds too, which other readers of the same letter don't."""
    if not isinstance(value, str) or not MOMENT.fullmatch(value):
        raise ValueError("not a time with its offset")
    return value


WrittenMoment = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_require_moment)]


class Frame(BaseModel):
    """The fields of every body, as they stand on the wire (docs/protocol, EX-00); the content not read yet."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    version: Literal[1]
    id: LooseUUID
    kind: Annotated[str, StringConstraints(max_length=40)]
    sender: PartnerCode
    receiver: PartnerCode
    made_at: WrittenMoment
    correspondence: LooseUUID
    number: Annotated[int, Field(ge=0, le=1_000_000)]
    purpose: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,3}$")] | None = None
    case: LooseUUID | None = None
    answers: Digest | None = None
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    number          1, 2, 3 … of what this sender says of its own accord in this correspondence; 0 for an answer given in the
                    response to a question
    purpose, case   of the correspondence; None where the message is about no person. `case` is the asker's own name for the
                    matter: opaque, never a reference number
    answers         SHA-256 of the letter that this one answers
    """

    id: UUID
    sender: str
    receiver: str
    made_at: datetime
    correspondence: UUID
    number: int
    content: Content
    purpose: str | None = None
    case: UUID | None = None
    answers: str | None = None

    @property
    def kind(self) -> str:
        return self.content.kind

    def to_body(self) -> dict[str, Any]:
        """As it is signed."""
        body: dict[str, Any] = {
            "version": VERSION,
            "id": str(self.id),
            "kind": self.kind,
            "sender": self.sender,
            "receiver": self.receiver,
            "made_at": self.made_at.isoformat(),
            "correspondence": str(self.correspondence),
            "number": self.number,
            "content": self.content.to_wire(),
        }
        optional = {"purpose": self.purpose, "case": str(self.case) if self.case else None, "answers": self.answers}
        return body | {name: value for name, value in optional.items() if value is not None}


def read_frame(body: dict[str, Any]) -> Frame:
    """Check the fields that every body has.

    Raises Problem `exchange.version_unknown` and `exchange.message_invalid` (with the field's path).
    """
    if isinstance(body.get("version"), int) and body["version"] != VERSION:
        raise Problem(
            "exchange.version_unknown",
            "The message is of a version that this node doesn't speak.",
            "Send version 1, or ask this partner to upgrade.",
            supported=[VERSION],
        )
    try:
        return Frame.model_validate(body)
    except ValidationError as error:
        raise _invalid(error) from error


def read_content(frame: Frame) -> Message:
    """Check the content against its kind.

    Raises Problem `exchange.kind_unknown`, `exchange.message_invalid`, `exchange.purpose_missing`,
    `exchange.purpose_not_wanted`.
    """
    content_type = KINDS.get(frame.kind)
    if content_type is None:
        raise Problem("exchange.kind_unknown", "The message is of a kind that this node doesn't know.", "See docs/protocol.")
    try:
        content = content_type.model_validate(frame.content)
    except ValidationError as error:
        raise _invalid(error) from error
    _check_purpose(frame, content)
    return Message(
        id=frame.id,
        sender=frame.sender,
        receiver=frame.receiver,
        made_at=frame.made_at,
        correspondence=frame.correspondence,
        number=frame.number,
        content=content,
        purpose=frame.purpose,
        case=frame.case,
        answers=frame.answers,
    )


def _check_purpose(frame: Frame, content: Content) -> None:
    """A message about a person names purpose and case; any other names neither, or the one purpose of its kind."""
    if content.purposed and (frame.purpose is None or frame.case is None):
        raise Problem(
            "exchange.purpose_missing",
            "The message doesn't say for what purpose and in which case.",
            "Name both.",
            field="purpose",
        )
    if not content.purposed and (frame.case is not None or frame.purpose != content.fixed_purpose):
        raise Problem(
            "exchange.purpose_not_wanted",
            "This kind of message is about no person and carries no case or other purpose.",
            "Leave both out, or name the one that belongs to the kind.",
            field="purpose",
        )


def read_message(body: dict[str, Any]) -> Message:
    """Frame and content in one. Raises what both raise."""
    return read_content(read_frame(body))


def _invalid(error: ValidationError) -> Problem:
    """The path of the first wrong field; never its value, which may be about a person."""
    path = ".".join(str(step) for step in error.errors(include_input=False, include_url=False)[0]["loc"])
    return Problem(
        "exchange.message_invalid",
        "A field of the message is missing, unknown or wrong.",
        "Send it as docs/protocol has it.",
        field=path[:100],
    )
