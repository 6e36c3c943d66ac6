"""What in the tables could not be verified, in one place; docs/documents.md tells the same."""

from typing import NamedTuple


class Unverified(NamedTuple):
    """A row or rule, and what is not known about it."""

    row: str
    why: str


UNVERIFIED = (
    Unverified("all tables", "read in a public transcription of the eighth edition (2021), not in ICAO's own file"),
    Unverified(
        "Ђ U+0402, Ѓ U+0403, Ћ U+040B", "which letters are meant follows from the forms, not from the text: SUSPICIOUS_ROWS"
    ),
    Unverified("Ѵ U+0474", "printed with a Latin V; the code point is the one of izhitsa"),
    Unverified("ڤ U+06A4, ڥ U+06A5", "in the informative appendix B.5.4 only, not in table C; V there, XV in its program"),
    Unverified("ۀ U+06C0", "printed with the glyph of U+06C2; the code point is followed"),
    Unverified("ڧ U+06A7", "not encoded by table C, but F in an example of appendix B.5.9; the table is followed"),
    Unverified("ALLXH", "an example of appendix B.5.9 for الله, by an older table; ALLH by this one; the decoder reads both"),
    Unverified("shadda", "XDZDZ by note 3, XDZXDZ by the program of appendix B.7.1; written by the note, both are read"),
    Unverified("Ö and Ü in Turkish", "O and U are known from documents; no text of a rule was read"),
    Unverified("Ь", "no row; that passports leave it out is known from Russian and Ukrainian ones"),
)
