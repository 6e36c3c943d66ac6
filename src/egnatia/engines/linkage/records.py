"""What is known of a person, as far as it tells persons apart; every field may be empty, which says nothing."""

import re
from dataclasses import dataclass
from enum import StrEnum

from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.errors import EngineError
from egnatia.engines.names.traits import Sex

_CODE = re.compile("[A-Z]{1,3}")
_NO_SEPARATORS = str.maketrans("", "", " -/.<")
LONGEST_NUMBER = 60  # characters of a document number


__all__ = ("Document", "NameKind", "Place", "PlaceKind", "Record", "Relative", "Sex", "WrittenName")


class NameKind(StrEnum):
    """What a name of a person is to them."""

    CURRENT = "current"
    BIRTH = "birth"
    PREVIOUS = "previous"
    ALIAS = "alias"
    LATIN = "latin"  # another name's form in Latin letters


class PlaceKind(StrEnum):
    BIRTH = "birth"
    RESIDENCE = "residence"


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A whole name as it was written, in any script."""

    text: str
    kind: NameKind = NameKind.CURRENT


@dataclass(frozen=True, slots=True)
class Place:
    """A place as written, and the country's code of three letters; either may be None.

    Raises EngineError `record.country_not_a_code`.
    """

    kind: PlaceKind
    locality: str | None = None
    country: str | None = None

    def __post_init__(self) -> None:
        if self.country is not None:
            _check_code(self.country)


@dataclass(frozen=True, slots=True)
class Document:
    """A document's kind in the caller's words, the issuing state's code of up to three letters, and the number as written.

    Raises EngineError `record.country_not_a_code`, `record.number_empty`, `record.number_too_long`.
    """

    number: str
    kind: str | None = None
    issuing_state: str | None = None

    def __post_init__(self) -> None:
        if self.issuing_state is not None:
            _check_code(self.issuing_state)
        if not self.bare_number:
            raise EngineError(
                "record.number_empty", "A document number has no letter and no digit.", "Give the number, or no document."
            )
        if len(self.bare_number) > LONGEST_NUMBER:
            raise EngineError(
                "record.number_too_long",
                f"A document number has more than {LONGEST_NUMBER} characters.",
                "Give the number alone.",
            )

    @property
    def bare_number(self) -> str:
        """In capitals, without separators."""
        return self.number.upper().translate(_NO_SEPARATORS)


@dataclass(frozen=True, slots=True)
class Relative:
    """A relative's name as written; relation: father, mother, spouse, child … in the caller's words."""

    relation: str
    name: str

    def __str__(self) -> str:
        return f"{self.relation}: {self.name}"


@dataclass(frozen=True, slots=True)
class Record:
    """A person as one record has them.

    nationalities  codes of three letters as in ISO 3166-1 or travel documents; XXA, XXB, XXC, XXX (stateless, refugees,
                   unspecified) say nothing

    Raises EngineError `record.country_not_a_code`.
    """

    names: tuple[WrittenName, ...] = ()
    birth_dates: tuple[UncertainDate, ...] = ()
    sex: Sex = Sex.UNKNOWN
    nationalities: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    documents: tuple[Document, ...] = ()
    relatives: tuple[Relative, ...] = ()

    def __post_init__(self) -> None:
        for code in self.nationalities:
            _check_code(code)


def _check_code(code: str) -> None:
    if not _CODE.fullmatch(code):
        raise EngineError(
            "record.country_not_a_code",
            "A country isn't given as a code of up to three capital letters.",
            "Give the code of ISO 3166-1, such as AFG, or of the travel document.",
        )
