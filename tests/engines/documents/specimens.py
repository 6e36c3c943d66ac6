"""Zones that are printed in ICAO Doc 9303, eighth edition, and documents made up for these tests. Nobody of them exists."""

from datetime import date

from egnatia.engines.documents.mrz.dates import PartialDate
from egnatia.engines.documents.mrz.formats import Format
from egnatia.engines.documents.mrz.writing import DocumentData, write_zone

TODAY = date(2026, 11, 29)

#: By format: the lines, document number, birth date and expiry. TD3 and TD1 are the well-known ones of parts 4 and 5, there as
#: pictures; TD2 is of part 6 (figure A-1), the visas of part 7 (figures B-1 and B-2).
SPECIMENS = {
    "TD3": (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
        "L898902C3",
        "1974-08-12",
        "2012-04-15",
    ),
    "TD1": (
        "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
        "D23145890",
        "1974-08-12",
        "2012-04-15",
    ),
    "TD2": (
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6",
        "D23145890",
        "1974-08-12",
        "2012-04-15",
    ),
    "MRV-A": (
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C<3UTO6908061F9406236ZE184226B<<<<<<<",
        "L898902C",
        "1969-08-06",
        "1994-06-23",
    ),
    "MRV-B": (
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL898902C<3UTO6908061F9406236ZE184226",
        "L898902C",
        "1969-08-06",
        "1994-06-23",
    ),
}
#: Part 5's older example of a long number, its digits printed: 4 of the number, 2 composite.
LONG_NUMBER = "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"


def a_document(format_: Format, **changes: object) -> DocumentData:
    """Of a person who doesn't exist: everything as usual save for the changes."""
    usual: dict[str, object] = {
        "document_code": "PP" if format_.name == "TD3" else format_.initials[-1],
        "issuing_state": "UTO",
        "document_number": "C01X0006H",
        "nationality": "UTO",
        "birth_date": PartialDate(1984, 3, 12),
        "sex": "F",
        "expiry_date": PartialDate(2031, 5, 9),
        "primary": ("HALVORSEN",),
        "secondary": ("MIRA", "LINN"),
    }
    return DocumentData(**(usual | changes))  # type: ignore[arg-type]


def made_up(format_: Format, **changes: object) -> str:
    """The zone of `a_document`."""
    return write_zone(a_document(format_, **changes), format_)
