"""EX-62 and EX-63: a measure that one partner asks another to take, and what came of it."""

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from egnatia.exchange.messages.content import Code, Content, OpaqueReference
from egnatia.exchange.messages.counts import CutName, Day, Key

LongText = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]
#: A partner's two letters, or the code of a published series.
Source = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{1,19}$")]


class About(BaseModel):
    """The series that gave rise to the measure, and since which period; never how much.

    cut, key   both absent where the whole indicator is meant, or where the receiver may not be told which part of it
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    source: Source
    indicator: Code
    every: Literal["day", "month", "year"]
    direction: Literal["rise", "fall"]
    period: Day
    cut: CutName | None = None
    key: Key | None = None

    @model_validator(mode="after")
    def _names_a_cell_or_none(self) -> "About":
        if (self.cut is None) != (self.key is None):
            raise ValueError("a cut without its key, or a key without its cut")
        return self


class MeasureRequest(Content):
    """Asks the receiver to see to a measure; a later message about the same reference takes the place of this one.

    reference   made by the asking partner, for one measure given to one partner
    measure     its code in the sender's catalogue; a receiver that doesn't know it has the text
    withdrawn   it need not be done any more: for good, whatever comes later
    about       absent where the receiver isn't told that indicator at all
    """

    kind: ClassVar[str] = "measure.request"
    document: ClassVar[str] = "EX-62"
    purposed: ClassVar[bool] = False
    fixed_purpose: ClassVar[str | None] = "STA"

    reference: OpaqueReference
    measure: Code
    level: Literal["central", "local"]
    text: LongText
    due: Day
    withdrawn: bool = False
    about: About | None = None


class MeasureAnswer(Content):
    """What the receiver of a measure did, or why it doesn't; said once.

    done_on   the day from which it worked; exactly where it is done
    """

    kind: ClassVar[str] = "measure.answer"
    document: ClassVar[str] = "EX-63"
    purposed: ClassVar[bool] = False
    fixed_purpose: ClassVar[str | None] = "STA"

    reference: OpaqueReference
    state: Literal["done", "declined"]
    text: LongText
    done_on: Day | None = None

    @model_validator(mode="after")
    def _has_a_day_where_it_is_done(self) -> "MeasureAnswer":
        if (self.state == "done") != (self.done_on is not None):
            raise ValueError("what is done has a day, what is declined has none")
        return self
