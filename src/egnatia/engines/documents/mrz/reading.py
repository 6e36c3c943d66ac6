"""Reads a machine-readable zone field by field; one field that can't be read never costs the others (parts 3 to 7).

Check digits make errors of reading visible, they don't make a document genuine: whoever forges a zone computes them.
"""

import re
from collections.abc import Callable
from datetime import date

from egnatia.engines.documents.mrz.check_digits import FILLER, compute_check_digit
from egnatia.engines.documents.mrz.cleaning import find_zone
from egnatia.engines.documents.mrz.dates import PartialDate, read_birth_date, read_expiry_date
from egnatia.engines.documents.mrz.formats import Format
from egnatia.engines.documents.mrz.names import HolderName, read_name
from egnatia.engines.documents.mrz.zone import Field, Status, Zone

_LETTERS = re.compile("[A-Z<]+").fullmatch
_ALPHANUMERIC = re.compile("[A-Z0-9<]+").fullmatch
_DATE = re.compile("[0-9<]{6}").fullmatch
_SEXES = {"F": ("F", Status.OK), "M": ("M", Status.OK), FILLER: ("X", Status.UNKNOWN), "X": ("X", Status.UNKNOWN)}


def read_zone(text: str, today: date) -> Zone:
    """The zone in `text`, typed, pasted, sent as keystrokes or read by OCR.

    today  decides the century of two-digit years (`dates`)

    Raises EngineError `mrz.not_found`, `mrz.line_missing`, `mrz.too_long`: for text that is no zone, and for nothing else.
    """
    found = find_zone(text)
    format_, whole = found.format, "".join([line.text for line in found.lines])
    number, optional_data, is_long = _read_number(whole, format_)
    second = format_.second_optional_data
    return Zone(
        format=format_,
        text=whole,
        lines=found.lines,
        document_code=_read_text(whole[format_.document_code], _LETTERS),
        issuing_state=_read_text(whole[format_.issuing_state], _LETTERS),
        document_number=number,
        nationality=_read_text(whole[format_.nationality], _LETTERS),
        birth_date=_read_date(whole, format_.birth_date, read_birth_date, today),
        sex=_read_sex(whole[format_.sex]),
        expiry_date=_read_date(whole, format_.expiry_date, read_expiry_date, today),
        names=_read_names(whole[format_.names]),
        optional_data=optional_data,
        second_optional_data=None if second is None else _read_text(whole[second], _ALPHANUMERIC),
        composite=_read_composite(whole, format_),
        number_is_long=is_long,
    )


def find_long_number(whole: str, format_: Format) -> tuple[str, str, str] | None:
    """The rest of a document number that goes on in the optional data, its check digit, and the optional data after it.

    None where the number is short: a filler in the place of its check digit says that it is long (part 5, note j).
    """
    place = format_.document_number
    if whole[place.stop] != FILLER or not format_.has_long_numbers or whole[place.stop - 1] == FILLER:
        return None
    begun, _, after = whole[format_.optional_data].partition(FILLER)
    return (begun[:-1], begun[-1], after) if len(begun) > 1 else None


def _read_number(whole: str, format_: Format) -> tuple[Field[str], Field[str], bool]:
    """Document number and optional data; they belong together where the number goes on there (part 5, note j)."""
    place, optional_data = format_.document_number, whole[format_.optional_data]
    long = find_long_number(whole, format_)
    if long is not None:
        rest, check_digit, after = long
        return _read_checked(whole[place] + rest, check_digit), _read_text(after, _ALPHANUMERIC), True
    number = _read_checked(whole[place], whole[place.stop])
    if format_.optional_check is None:
        return number, _read_text(optional_data, _ALPHANUMERIC), False
    return number, _read_checked(optional_data, whole[format_.optional_check]), False


def _read_text(raw: str, allowed: Callable[[str], object]) -> Field[str]:
    value = raw.strip(FILLER)
    if not value:
        return Field(raw, None, Status.EMPTY)
    return Field(raw, value.replace(FILLER, " "), Status.OK if allowed(raw) else Status.CHARACTERS_NOT_ALLOWED)


def _read_checked(raw: str, check_digit: str) -> Field[str]:
    """Where nothing is in the field, a filler may stand for its check digit (part 4, section 4.2.2.2)."""
    computed = compute_check_digit(raw)
    value = raw.strip(FILLER)
    right = check_digit == computed or (not value and check_digit == FILLER)
    if not right:
        status = Status.CHECK_DIGIT_WRONG if not value or _ALPHANUMERIC(raw) else Status.CHARACTERS_NOT_ALLOWED
    elif not value:
        status = Status.EMPTY
    else:
        status = Status.OK if _ALPHANUMERIC(raw) else Status.CHARACTERS_NOT_ALLOWED
    return Field(raw, value.replace(FILLER, " ") or None, status, check_digit, computed)


def _read_date(whole: str, place: slice, read: Callable[[str, date], PartialDate | None], today: date) -> Field[PartialDate]:
    raw, check_digit = whole[place], whole[place.stop]
    computed = compute_check_digit(raw)
    if not _DATE(raw):
        return Field(raw, None, Status.CHARACTERS_NOT_ALLOWED, check_digit, computed)
    value = read(raw, today)
    if check_digit != computed and not (raw == FILLER * 6 and check_digit == FILLER):
        status = Status.CHECK_DIGIT_WRONG
    elif value is None:
        status = Status.NO_SUCH_DATE
    else:
        status = Status.OK if value.is_full else Status.UNKNOWN
    return Field(raw, value, status, check_digit, computed)


def _read_sex(raw: str) -> Field[str]:
    """`X` has no place in a zone by Doc 9303, which wants the filler; documents have it, and it means the same."""
    value, status = _SEXES.get(raw, (None, Status.CHARACTERS_NOT_ALLOWED))
    return Field(raw, value, status)


def _read_names(raw: str) -> Field[HolderName]:
    value = read_name(raw)
    if value is None:
        return Field(raw, None, Status.EMPTY)
    if not _LETTERS(raw):
        return Field(raw, value, Status.CHARACTERS_NOT_ALLOWED)
    return Field(raw, value, Status.MAY_BE_TRUNCATED if value.may_be_truncated else Status.OK)


def _read_composite(whole: str, format_: Format) -> Field[str] | None:
    if format_.composite_check is None:
        return None
    raw = whole[format_.composite_check]
    computed = compute_check_digit("".join([whole[part] for part in format_.composite]))
    return Field(raw, raw, Status.OK if raw == computed else Status.CHECK_DIGIT_WRONG, raw, computed)
