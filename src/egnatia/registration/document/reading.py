"""A zone that was typed, pasted, sent by a reader or read from a photo, with everything that helps an officer to judge it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.engines.documents.codes import writes_arabic_script
from egnatia.engines.documents.icao.arabic_decoding import decode
from egnatia.engines.documents.mrz.corrections import Proposals, propose_corrections
from egnatia.engines.documents.mrz.reading import read_zone
from egnatia.engines.documents.mrz.zone import Zone
from egnatia.engines.errors import EngineError

#: More spellings of a name nobody chooses from.
MOST_SPELLINGS = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read.

    proposals                        what may have been misread
    surname_spellings, forename_spellings  in Arabic script, where the zone has the letter code; else empty
    """

    zone: Zone
    proposals: Proposals
    surname_spellings: tuple[str, ...] = ()
    forename_spellings: tuple[str, ...] = ()

    @property
    def surname(self) -> str:
        """The primary identifier; of a holder with one name only, that."""
        names = self.zone.names.value
        return " ".join(names.primary or names.secondary) if names is not None else ""

    @property
    def forename(self) -> str:
        names = self.zone.names.value
        return " ".join(names.secondary) if names is not None and names.primary else ""

    @property
    def in_arabic_script(self) -> str:
        """The name's first spelling, where the zone has the letter code; else empty."""
        if not (self.surname_spellings or self.forename_spellings):
            return ""
        surname = self.surname_spellings[0] if self.surname_spellings else self.surname
        forename = self.forename_spellings[0] if self.forename_spellings else self.forename
        return f"{surname} {forename}".strip()

    @property
    def text(self) -> str:
        """The zone as it was read, line by line."""
        return "\n".join(line.text for line in self.zone.lines)


def read_document(text: str) -> Reading:
    """The zone in a text. Raises Problem `registration.mrz.not_found`, `.line_missing`, `.too_long`."""
    try:
        zone = read_zone(text, clock.local_today())
    except EngineError as error:
        raise problem_from(error, field="zone") from error
    reading = Reading(zone, propose_corrections(zone))
    states = (zone.issuing_state.value, zone.nationality.value)
    if not any(writes_arabic_script(state or "") for state in states):
        return reading
    return Reading(zone, reading.proposals, _spellings(reading.surname), _spellings(reading.forename))


def problem_from(error: EngineError, *, field: str) -> Problem:
    """The same code, sentence and cure, for a person."""
    return Problem(f"registration.{error.code}", _(error.message), _(error.cure), status=422, field=field)


def _spellings(name: str) -> tuple[str, ...]:
    """In Arabic script, where the name has the sign of the letter code: an X that begins a letter's code."""
    if "X" not in name:
        return ()
    try:
        decoding = decode(name, limit=MOST_SPELLINGS)
    except EngineError:
        return ()
    return decoding.spellings if any(piece.code.startswith("X") for piece in decoding.pieces) else ()
