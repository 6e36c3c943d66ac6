"""What was read: a zone, its fields with their status, its lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from egnatia.engines.documents.mrz.dates import PartialDate
from egnatia.engines.documents.mrz.formats import Format
from egnatia.engines.documents.mrz.names import HolderName

T = TypeVar("T")


class Status(StrEnum):
    """How far a field's value can be relied on. `ok` says that it reads as written, never that it is true."""

    OK = "ok"
    CHECK_DIGIT_WRONG = "check_digit_wrong"
    #: The issuing state says that it doesn't know: fillers in a date, no sex specified.
    UNKNOWN = "unknown"
    CHARACTERS_NOT_ALLOWED = "characters_not_allowed"
    EMPTY = "empty"
    #: Of names: the field is full to its last position.
    MAY_BE_TRUNCATED = "may_be_truncated"
    #: Of dates: digits and check digit are right, but there is no such day.
    NO_SUCH_DATE = "no_such_date"


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """One field.

    raw          as it stands in the zone, fillers and all
    value        what it means; None where it can't be told
    check_digit  the character in the place of its own check digit; "" where it has none
    computed     the digit that would be right; "" where it has none
    """

    raw: str
    value: T | None
    status: Status
    check_digit: str = ""
    computed: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `given` as it came, cleaned; `text` brought to the format's width, by fillers or by leaving some out."""

    given: str
    text: str

    @property
    def has_wrong_length(self) -> bool:
        return len(self.given) != len(self.text)


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone that was read.

    text                  all lines one after the other, each as long as it should be
    sex                   "F", "M", or "X" for not specified
    optional_data         of TD3 also the personal number; without what a long document number took from it
    second_optional_data  of TD1 only
    composite             the composite check digit; None for visas, which have none
    number_is_long        the document number goes on in the optional data
    """

    format: Format
    text: str
    lines: tuple[Line, ...]
    document_code: Field[str]
    issuing_state: Field[str]
    document_number: Field[str]
    nationality: Field[str]
    birth_date: Field[PartialDate]
    sex: Field[str]
    expiry_date: Field[PartialDate]
    names: Field[HolderName]
    optional_data: Field[str]
    second_optional_data: Field[str] | None
    composite: Field[str] | None
    number_is_long: bool

    def fields(self) -> Mapping[str, Field[Any]]:
        """The fields that this format has, by name."""
        named = {name: getattr(self, name) for name in FIELD_NAMES}
        return {name: field for name, field in named.items() if field is not None}

    @property
    def reads_well(self) -> bool:
        """No field is wrong and every line has its length."""
        wrong = (Status.CHECK_DIGIT_WRONG, Status.CHARACTERS_NOT_ALLOWED, Status.NO_SUCH_DATE)
        return not any(line.has_wrong_length for line in self.lines) and not any(
            field.status in wrong for field in self.fields().values()
        )


FIELD_NAMES = (
    "document_code",
    "issuing_state",
    "document_number",
    "nationality",
    "birth_date",
    "sex",
    "expiry_date",
    "names",
    "optional_data",
    "second_optional_data",
    "composite",
)
