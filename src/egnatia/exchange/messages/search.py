"""EX-10 and EX-11: do you know these fingers?"""

from typing import Annotated, ClassVar, Literal

from annotated_types import Len
from pydantic import Field, model_validator

from egnatia.exchange.messages.content import Content, OpaqueReference
from egnatia.exchange.messages.fingers import Position, WithFingers

#: More persons than this above the threshold means a bad probe; an examiner at the asking partner looks at the best ones.
MAX_MATCHES = 3


class SearchQuestion(WithFingers, Content):
    """Fingers, and nothing about whose they are: no name, no category, no reference number, no event.

    urgent     on grounds of national law: an answer within the hour
    """

    kind: ClassVar[str] = "search.question"
    document: ClassVar[str] = "EX-10"
    asks: ClassVar[bool] = True
    searches: ClassVar[bool] = True

    urgent: bool = False


class Match(Content):
    """One person above the threshold.

    reference   opaque; means something to its maker only, and only for this search
    fingers     positions that agree: the prints of these may be asked for
    score       0 to 1, of the answering partner's own matcher
    """

    kind: ClassVar[str] = "search.match"
    document: ClassVar[str] = "EX-11"

    reference: OpaqueReference
    fingers: Annotated[tuple[Position, ...], Len(1, 10), Field(strict=False)]
    score: Annotated[float, Field(ge=0, le=1)]


class SearchAnswer(Content):
    """Possible match or no match. Padded, both have the same size."""

    kind: ClassVar[str] = "search.answer"
    document: ClassVar[str] = "EX-11"

    result: Literal["possible_match", "no_match"]
    matches: Annotated[tuple[Match, ...], Len(0, MAX_MATCHES), Field(strict=False)] = ()

    @model_validator(mode="after")
    def _matches_fit_result(self) -> "SearchAnswer":
        if bool(self.matches) != (self.result == "possible_match"):
            raise ValueError("matches don't fit the result")
        return self
