"""Writes the machine-readable zone of given data: for synthetic documents, and to hold `reading` against (parts 4 to 7)."""

from dataclasses import dataclass

from egnatia.engines.documents.mrz.check_digits import DIGITS, FILLER, LETTERS, compute_check_digit
from egnatia.engines.documents.mrz.dates import PartialDate, write_date
from egnatia.engines.documents.mrz.formats import Format
from egnatia.engines.documents.mrz.names import write_name
from egnatia.engines.errors import EngineError


@dataclass(frozen=True, slots=True)
class DocumentData:
    """What stands in a zone.

    primary, secondary    the holder's name by components, in letters A to Z (`icao.transliteration`)
    sex                   "F", "M" or "X"
    optional_data         of TD3 also the personal number; after the rest of a long document number
    second_optional_data  of TD1 only
    """

    document_code: str
    issuing_state: str
    document_number: str
    nationality: str
    birth_date: PartialDate
    sex: str
    expiry_date: PartialDate
    primary: tuple[str, ...]
    secondary: tuple[str, ...] = ()
    optional_data: str = ""
    second_optional_data: str = ""


def write_zone(data: DocumentData, format_: Format, *, filler_for_empty_check: bool = True) -> str:
    """The lines of the zone, with line feeds between them.

    Long names are truncated (`names`), long document numbers go on in the optional data of TD1 and TD2.

    filler_for_empty_check  of TD3 without personal number: a filler as its check digit, else 0; states do either

    Raises EngineError `mrz.field_too_long`, `mrz.field_empty`, `mrz.characters_not_allowed`, `mrz.code_not_of_format`.
    """
    _refuse_wrong_code(data, format_)
    text = [FILLER] * (format_.lines * format_.width)
    _put(text, format_.document_code, _letters("document code", data.document_code), "document code")
    _put(text, format_.issuing_state, _letters("issuing state", data.issuing_state), "issuing state")
    _put(text, format_.nationality, _letters("nationality", data.nationality), "nationality")
    text[format_.sex] = _sex(data.sex)
    _put_checked(text, format_.birth_date, write_date(data.birth_date), "birth date")
    _put_checked(text, format_.expiry_date, write_date(data.expiry_date), "date of expiry")
    _put_number(text, format_, data)
    if format_.optional_check is not None and not (filler_for_empty_check and not data.optional_data):
        text[format_.optional_check] = compute_check_digit("".join(text[format_.optional_data]))
    if format_.second_optional_data is not None:
        _put(text, format_.second_optional_data, _alphanumeric("optional data", data.second_optional_data), "optional data")
    _put(text, format_.names, _name(data, format_), "name")
    if format_.composite_check is not None:
        composite = "".join("".join(text[part]) for part in format_.composite)
        text[format_.composite_check] = compute_check_digit(composite)
    lines = (text[start : start + format_.width] for start in range(0, len(text), format_.width))
    return "\n".join(map("".join, lines))


def _put(text: list[str], place: slice, value: str, what: str) -> None:
    width = place.stop - place.start
    if len(value) > width:
        raise EngineError(
            "mrz.field_too_long",
            f"The {what} has {len(value)} characters; there is room for {width}.",
            f"Give a {what} of at most {width} characters, or another format.",
        )
    text[place] = value.ljust(width, FILLER)


def _put_checked(text: list[str], place: slice, value: str, what: str) -> None:
    _put(text, place, value, what)
    text[place.stop] = compute_check_digit("".join(text[place]))


def _put_number(text: list[str], format_: Format, data: DocumentData) -> None:
    """Document number and optional data (part 5, note j: the rest of a long number, its check digit, a filler)."""
    number = _alphanumeric("document number", data.document_number)
    optional_data = _alphanumeric("optional data", data.optional_data)
    width = format_.document_number.stop - format_.document_number.start
    if len(number) > width and format_.has_long_numbers:
        _put(text, format_.document_number, number[:width], "document number")
        rest = number[width:] + compute_check_digit(number) + (FILLER + optional_data if optional_data else "")
        _put(text, format_.optional_data, rest, "document number with optional data")
    else:
        _put_checked(text, format_.document_number, number, "document number")
        _put(text, format_.optional_data, optional_data, "optional data")


def _name(data: DocumentData, format_: Format) -> str:
    components = (*data.primary, *data.secondary)
    if not data.primary or not all(components):
        raise EngineError("mrz.field_empty", "The name has no primary identifier.", "Give at least one component of the name.")
    for component in components:
        _refuse_others("name", component, LETTERS)
    return write_name(data.primary, data.secondary, format_.names.stop - format_.names.start)


def _letters(what: str, value: str) -> str:
    return _refuse_others(what, value, LETTERS)


def _alphanumeric(what: str, value: str) -> str:
    """Blanks, and what else a number has in the visual zone, become fillers (part 4, section 4.2.2.2)."""
    return _refuse_others(what, "".join(FILLER if one in " -/." else one for one in value), LETTERS + DIGITS + FILLER)


def _sex(sex: str) -> str:
    if sex not in ("F", "M", "X"):
        raise EngineError("mrz.characters_not_allowed", f"The sex is {sex!r}.", "Give F, M, or X for not specified.")
    return FILLER if sex == "X" else sex


def _refuse_others(what: str, value: str, allowed: str) -> str:
    wrong = next((one for one in value if one not in allowed), None)
    if wrong is not None:
        raise EngineError(
            "mrz.characters_not_allowed",
            f"The {what} has {wrong!r}, which may not stand there.",
            "Transliterate it to the letters A to Z first." if what == "name" else f"Give the {what} in {allowed}.",
        )
    return value


def _refuse_wrong_code(data: DocumentData, format_: Format) -> None:
    if not data.document_code or data.document_code[0] not in format_.initials:
        raise EngineError(
            "mrz.code_not_of_format",
            f"A document code of {format_.name} begins with {' or '.join(format_.initials)}, not as in {data.document_code!r}.",
            "Give another document code, or another format.",
        )
