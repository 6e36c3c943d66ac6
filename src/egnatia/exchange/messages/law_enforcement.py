"""EX-70 to EX-76: what the police of two partners say to each other, by a gateway of its own (decision 0012).

Prints and codes only, until the owner's release: no name, no file number, no words of the case, and never whether somebody
asked for asylum. The release has no field that could say it.
"""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from annotated_types import Len
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from egnatia.exchange.gateways import Gateway
from egnatia.exchange.messages.content import MOMENT, Code, Content, OpaqueReference
from egnatia.exchange.messages.fingers import WithFingers
from egnatia.exchange.messages.follow_up import BirthDate, Country, Day, Document, Names
from egnatia.exchange.messages.search import MAX_MATCHES


def _require_written(value: object) -> object:
    """As EX-00 has its own: the library would take a number of seconds, or a day, too."""
    if not isinstance(value, datetime) and not (isinstance(value, str) and MOMENT.fullmatch(value)):
        raise ValueError("not a time with its offset")
    return value


Moment = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_require_written)]
References = Annotated[tuple[OpaqueReference, ...], Len(0, MAX_MATCHES), Field(strict=False)]


class LawContent(Content):
    """What goes by the gateway of law enforcement alone."""

    gateway: ClassVar[Gateway] = Gateway.LAW_ENFORCEMENT


class Verified(BaseModel):
    """Who approved a request before it was asked, by kind, and when. Never a person's name."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    by: Literal["verifying_authority", "prosecutor", "court"]
    at: Moment


class LawQuestion(WithFingers, LawContent):
    """One person's prints in one case.

    offence    code of `law.offences()`
    age        of the person asked about. `child`: is or may be under fourteen, and suspected of the offence, with the
               additional ground that art. 14(3) asks for; only then the receiver looks among children
    urgent     an imminent danger: may be asked before it is verified; EX-73 follows
    verified   absent only where it is urgent
    """

    kind: ClassVar[str] = "law.question"
    document: ClassVar[str] = "EX-70"
    asks: ClassVar[bool] = True
    searches: ClassVar[bool] = True

    offence: Code
    age: Literal["grown", "child", "unknown"]
    urgent: bool = False
    verified: Verified | None = None

    @model_validator(mode="after")
    def _is_verified_unless_urgent(self) -> "LawQuestion":
        if self.verified is None and not self.urgent:
            raise ValueError("only what is urgent is asked before it is verified")
        return self


class LawMatch(WithFingers, BaseModel):
    """One person above the threshold, with the prints that the asking party's examiner compares.

    reference   opaque; means something to its maker only, and only in this correspondence
    score       0 to 1, of the answering partner's own matcher
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    reference: OpaqueReference
    score: Annotated[float, Field(ge=0, le=1)]


class LawAnswer(LawContent):
    """Possible matches or none. Padded, both have the same size."""

    kind: ClassVar[str] = "law.answer"
    document: ClassVar[str] = "EX-71"

    result: Literal["possible_match", "no_match"]
    matches: Annotated[tuple[LawMatch, ...], Len(0, MAX_MATCHES), Field(strict=False)] = ()

    @model_validator(mode="after")
    def _matches_fit_result(self) -> "LawAnswer":
        if bool(self.matches) != (self.result == "possible_match"):
            raise ValueError("matches don't fit the result")
        if len({match.reference for match in self.matches}) != len(self.matches):
            raise ValueError("a reference stands twice")
        return self


class LawPerson(BaseModel):
    """All that the purpose LEA may see of a person. There is no field for a category, a reference number or an event."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    surnames: Names | None = None
    forenames: Names | None = None
    aliases: Names | None = None
    birth_date: BirthDate | None = None
    nationalities: Annotated[tuple[Country, ...], Len(0, 20), Field(strict=False)] | None = None
    sex: Code | None = None
    documents: Annotated[tuple[Document, ...], Len(0, 20), Field(strict=False)] | None = None
    capture_date: Day | None = None
    capture_place: Annotated[str, StringConstraints(max_length=200)] | None = None


class LawRelease(LawContent):
    """The owner's answer to a confirmed match: the data that a person released, or why not.

    reason   code of `law.refusal_reasons()`
    """

    kind: ClassVar[str] = "law.release"
    document: ClassVar[str] = "EX-72"

    reference: OpaqueReference
    data: LawPerson | None = None
    reason: Code | None = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> "LawRelease":
        if (self.data is None) == (self.reason is None):
            raise ValueError("either data or a reason")
        return self


class LawVerification(LawContent):
    """What the verifying authority said afterwards of an urgent question. Not justified: what was told of it is erased."""

    kind: ClassVar[str] = "law.verification"
    document: ClassVar[str] = "EX-73"
    may_skip: ClassVar[bool] = True

    outcome: Literal["approved", "unjustified"]
    decided_at: Moment


class LawWithdrawal(LawContent):
    """The owner's data may not be used any more, or were put right. Why isn't said: it would tell of a child.

    gone        whatever was told of these is erased
    corrected   what was released of these is erased; the owner releases it anew
    """

    kind: ClassVar[str] = "law.withdrawal"
    document: ClassVar[str] = "EX-74"
    may_skip: ClassVar[bool] = True

    gone: References = ()
    corrected: References = ()

    @model_validator(mode="after")
    def _names_each_once(self) -> "LawWithdrawal":
        named = (*self.gone, *self.corrected)
        if not 1 <= len(named) <= MAX_MATCHES or len(set(named)) != len(named):
            raise ValueError("each reference once, at least one")
        return self


class LawErased(LawContent):
    """What the sender had under this correspondence is erased: in answer to EX-73 or EX-74, or at the end of the matter."""

    kind: ClassVar[str] = "law.erased"
    document: ClassVar[str] = "EX-75"
    may_skip: ClassVar[bool] = True

    erased_at: Moment


class LawVerdict(LawContent):
    """What the asking party's examiner said of a match; *same* asks for what the purpose may see."""

    kind: ClassVar[str] = "law.verdict"
    document: ClassVar[str] = "EX-76"
    asks: ClassVar[bool] = True

    reference: OpaqueReference
    decision: Literal["same", "different"]
    decided_at: Moment


LAW_CONTENTS: tuple[type[LawContent], ...] = (
    LawQuestion,
    LawAnswer,
    LawRelease,
    LawVerification,
    LawWithdrawal,
    LawErased,
    LawVerdict,
)
