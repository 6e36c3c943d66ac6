"""EX-61: a partner's counts by day or month and agreed cells, for the regional picture."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from annotated_types import Len
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from egnatia.exchange.messages.content import Code, Content

#: Days in one message at most: a long history comes in several.
DAYS_AT_ONCE = 31
Number = Annotated[int, Field(ge=0, le=10_000_000)]
Day = Annotated[date, Field(strict=False)]
CutName = Annotated[str, StringConstraints(pattern=r"^[a-z]{1,12}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.+ -]{0,39}$")]


class CountedDay(BaseModel):
    """All that is told of one day (or of a month, by its first day), in place of whatever was told of it before.

    total    of the day; absent where it is hidden, or where the cells have none
    cells    by cut (nationality, section …) and key; what isn't named is nought
    hidden   keys by cut that are not told: neither nought nor any other count can be concluded
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    day: Day
    total: Number | None = None
    cells: Annotated[dict[CutName, Annotated[dict[Key, Number], Len(0, 500)]], Len(0, 8)]
    hidden: Annotated[dict[CutName, Annotated[list[Key], Len(1, 500)]], Len(0, 8)] = {}

    @model_validator(mode="after")
    def _tells_each_cell_once(self) -> "CountedDay":
        for cut, keys in self.hidden.items():
            if cut not in self.cells or set(keys) & set(self.cells[cut]) or len(set(keys)) != len(keys):
                raise ValueError("a cell is either told or hidden, in a cut that is told")
        return self


class Counts(Content):
    """Counts of one indicator, never about one person.

    every  whether each of the days stands for itself or for its month
    cuts   by what each of the days is divided: all of it is told or hidden
    days   each once
    """

    kind: ClassVar[str] = "counts"
    document: ClassVar[str] = "EX-61"
    purposed: ClassVar[bool] = False
    fixed_purpose: ClassVar[str | None] = "STA"

    indicator: Code
    every: Literal["day", "month"] = "day"
    cuts: Annotated[list[CutName], Len(0, 8)]
    days: Annotated[list[CountedDay], Len(1, DAYS_AT_ONCE)]

    @model_validator(mode="after")
    def _has_each_day_and_cut_once(self) -> "Counts":
        if len({counted.day for counted in self.days}) != len(self.days) or len(set(self.cuts)) != len(self.cuts):
            raise ValueError("a day or a cut comes twice")
        if any(set(counted.cells) != set(self.cuts) for counted in self.days):
            raise ValueError("a day isn't divided as the message says")
        return self
