"""Proposes what OCR or a typist may have got wrong, where check digits fail. Nothing is ever applied: a person decides.

A check digit is a sum modulo 10, so each exchange of one character for another shifts it by a known amount, and likewise the
composite digit. Asked for is the smallest set of exchanges whose shifts make every check digit right at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, islice, product

from egnatia.engines.documents.mrz.check_digits import FILLER, WEIGHTS, value_of
from egnatia.engines.documents.mrz.confusions import (
    ALPHANUMERIC_PLACES,
    DATE_PLACES,
    DIGIT_PLACES,
    LETTER_PLACES,
    UNNOTICED,
    alternatives,
)
from egnatia.engines.documents.mrz.formats import Format
from egnatia.engines.documents.mrz.reading import find_long_number
from egnatia.engines.documents.mrz.zone import Zone

#: Beyond it nobody reads a list of proposals, and `Proposals.complete` says that it was cut.
MOST_PROPOSALS = 20
#: A zone with more characters in places where they can't be is read again, not corrected.
MOST_IMPOSSIBLE = 4
#: Beside those, so many exchanges are looked for.
MOST_EXCHANGES = 2


@dataclass(frozen=True, slots=True)
class Exchange:
    """One character for another. Line and position are counted from 1, as in Doc 9303."""

    field: str
    line: int
    position: int
    read: str
    proposed: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Exchanges that together make all check digits right, and the lines that result."""

    exchanges: tuple[Exchange, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """All smallest corrections.

    complete   False where there are more than are listed, or too many characters are impossible to try
    letters    digits where only letters may stand and no check digit helps: each with the letters that it may be, in `proposed`
    unnoticed  characters of numbers that no check digit tells from others (1 and L, 6 and G, a filler and K), whether anything
               fails or not: look at them on the page
    """

    corrections: tuple[Proposal, ...]
    complete: bool
    letters: tuple[Exchange, ...]
    unnoticed: tuple[Exchange, ...]

    @property
    def is_ambiguous(self) -> bool:
        return len(self.corrections) > 1 or not self.complete


@dataclass(frozen=True, slots=True)
class _Check:
    """One check digit: the positions it is over, in order, and its own."""

    over: tuple[int, ...]
    at: int


#: What an exchange shifts each check by, modulo 10.
_Shift = tuple[int, ...]


def propose_corrections(zone: Zone) -> Proposals:
    """The smallest sets of exchanges of confusable characters (`confusions`) that make every check digit right.

    Letters are proposed only where letters may stand, digits where digits. Empty where nothing fails, and where nothing that is
    plausible helps: then the zone is read again, or the document is looked at.
    """
    places = _places(zone)
    checks = _checks(zone.text, zone.format)
    corrections, complete = _search(zone, places, checks)
    return Proposals(corrections, complete, tuple(_letters(zone)), tuple(_unnoticed(zone, checks)))


def _search(zone: Zone, places: Mapping[int, tuple[str, str]], checks: Sequence[_Check]) -> tuple[tuple[Proposal, ...], bool]:
    missing = tuple(_missing(zone.text, check) for check in checks)
    impossible = [at for at, (_, allowed) in places.items() if zone.text[at] not in allowed]
    if not any(missing) and not impossible:
        return (), True
    shifts = {
        (at, proposed): _shift(zone.text, checks, at, proposed)
        for at, (_, allowed) in places.items()
        for proposed in alternatives(zone.text[at], allowed=allowed)
    }
    if len(impossible) > MOST_IMPOSSIBLE:
        return (), False
    found: list[tuple[tuple[int, str], ...]] = []
    for count in range(MOST_EXCHANGES + 1):
        ways = _solutions(missing, impossible, shifts, count)
        if len(impossible) + count == 1:
            ways = chain(_ends_of_long_numbers(zone, places), ways)
        found = sorted(set(islice(ways, MOST_PROPOSALS + 1)))
        if found:
            break
    complete = len(found) <= MOST_PROPOSALS
    return tuple(_propose(zone, places, exchanges) for exchanges in found[:MOST_PROPOSALS]), complete


def _ends_of_long_numbers(zone: Zone, places: Mapping[int, tuple[str, str]]) -> Iterator[tuple[tuple[int, str], ...]]:
    """A filler that was read as a letter, where fillers say that a number is long and where it ends: it moves a check digit."""
    number, optional_data = zone.format.document_number, zone.format.optional_data
    if not zone.format.has_long_numbers:
        return
    for at in (number.stop, *range(optional_data.start, optional_data.stop)):
        if FILLER in alternatives(zone.text[at], allowed=FILLER):
            text = zone.text[:at] + FILLER + zone.text[at + 1 :]
            possible = all(text[other] in allowed for other, (_, allowed) in places.items())
            if possible and not any(_missing(text, check) for check in _checks(text, zone.format)):
                yield ((at, FILLER),)


def _solutions(
    missing: _Shift, impossible: Sequence[int], shifts: Mapping[tuple[int, str], _Shift], count: int
) -> Iterator[tuple[tuple[int, str], ...]]:
    """Every way to exchange all impossible characters and `count` others that leaves nothing missing."""
    by_shift: dict[_Shift, list[tuple[int, str]]] = defaultdict(list)
    for exchange, shift in shifts.items():
        if exchange[0] not in impossible:
            by_shift[shift].append(exchange)
    forced = [[exchange for exchange in shifts if exchange[0] == at] for at in impossible]
    for must in product(*forced):
        rest = tuple((due + sum(shifts[exchange][at] for exchange in must)) % 10 for at, due in enumerate(missing))
        for more in _free(rest, by_shift, count):
            yield tuple(sorted((*must, *more)))


def _free(
    missing: _Shift, by_shift: Mapping[_Shift, Sequence[tuple[int, str]]], count: int
) -> Iterable[tuple[tuple[int, str], ...]]:
    if count == 0:
        return [()] if not any(missing) else []
    if count == 1:
        return [(exchange,) for exchange in by_shift.get(_negative(missing), ())]
    return _pairs(missing, by_shift)


def _pairs(
    missing: _Shift, by_shift: Mapping[_Shift, Sequence[tuple[int, str]]]
) -> Iterator[tuple[tuple[int, str], tuple[int, str]]]:
    for shift, exchanges in by_shift.items():
        other = _negative(tuple(map(sum, zip(missing, shift, strict=True))))
        if other == shift:
            yield from (pair for pair in combinations(exchanges, 2) if pair[0][0] != pair[1][0])
        elif shift < other:
            yield from (pair for pair in product(exchanges, by_shift.get(other, ())) if pair[0][0] != pair[1][0])


def _negative(shift: Iterable[int]) -> _Shift:
    return tuple(-by % 10 for by in shift)


def _places(zone: Zone) -> dict[int, tuple[str, str]]:
    """Of every position that a check digit is over or in: its field, and what may stand there."""
    format_, places = zone.format, {}
    for name, part, allowed in (
        ("document_number", format_.document_number, ALPHANUMERIC_PLACES),
        ("birth_date", format_.birth_date, DATE_PLACES),
        ("expiry_date", format_.expiry_date, DATE_PLACES),
    ):
        places.update(dict.fromkeys(range(part.start, part.stop), (name, allowed)))
        places[part.stop] = (name, DIGIT_PLACES + FILLER if zone.text[part] == FILLER * 6 else DIGIT_PLACES)
    if format_.has_long_numbers:
        places[format_.document_number.stop] = ("document_number", DIGIT_PLACES + FILLER)
    if format_.composite_check is not None:
        for name, field in (("optional_data", format_.optional_data), ("second_optional_data", format_.second_optional_data)):
            if field is not None:
                places.update(dict.fromkeys(range(field.start, field.stop), (name, ALPHANUMERIC_PLACES)))
        places[format_.composite_check] = ("composite", DIGIT_PLACES)
    if format_.optional_check is not None:
        places[format_.optional_check] = ("optional_data", DIGIT_PLACES + FILLER)
    return places


def _checks(text: str, format_: Format) -> list[_Check]:
    checks = [_Check(tuple(range(part.start, part.stop)), part.stop) for part in (format_.birth_date, format_.expiry_date)]
    checks.append(_number_check(text, format_))
    if format_.optional_check is not None:
        optional = format_.optional_data
        checks.append(_Check(tuple(range(optional.start, optional.stop)), format_.optional_check))
    if format_.composite_check is not None:
        over = tuple(at for part in format_.composite for at in range(part.start, part.stop))
        checks.append(_Check(over, format_.composite_check))
    return checks


def _number_check(text: str, format_: Format) -> _Check:
    number, start = format_.document_number, format_.optional_data.start
    long = find_long_number(text, format_)
    if long is None:
        return _Check(tuple(range(number.start, number.stop)), number.stop)
    rest = len(long[0])
    return _Check((*range(number.start, number.stop), *range(start, start + rest)), start + rest)


def _missing(text: str, check: _Check) -> int:
    """What has to be added to the printed digit, modulo 10."""
    computed = sum(weight * value_of(text[at]) for weight, at in zip(WEIGHTS, check.over, strict=False))
    return (computed - value_of(text[check.at])) % 10


def _shift(text: str, checks: Sequence[_Check], at: int, proposed: str) -> _Shift:
    """What the exchange changes about the difference between computed and printed digit."""
    by = value_of(proposed) - value_of(text[at])
    return tuple(
        (by * WEIGHTS[check.over.index(at)] if at in check.over else -by if at == check.at else 0) % 10 for check in checks
    )


def _propose(zone: Zone, places: Mapping[int, tuple[str, str]], exchanges: Sequence[tuple[int, str]]) -> Proposal:
    text, width = list(zone.text), zone.format.width
    for at, proposed in exchanges:
        text[at] = proposed
    lines = tuple("".join(text[start : start + width]) for start in range(0, len(text), width))
    return Proposal(tuple(_exchange(zone, places[at][0], at, proposed) for at, proposed in exchanges), lines)


def _exchange(zone: Zone, field: str, at: int, proposed: str) -> Exchange:
    return Exchange(field, *zone.format.place(at), zone.text[at], proposed)


def _letters(zone: Zone) -> Iterator[Exchange]:
    for name in ("document_code", "issuing_state", "nationality", "names"):
        part: slice = getattr(zone.format, name)
        for at in range(part.start, part.stop):
            if zone.text[at] not in LETTER_PLACES:
                yield _exchange(zone, name, at, alternatives(zone.text[at], allowed=LETTER_PLACES.rstrip(FILLER)))


def _unnoticed(zone: Zone, checks: Sequence[_Check]) -> Iterator[Exchange]:
    """In document and personal number: a filler only where it is among characters, not after them."""
    numbers = [("document_number", zone.format.document_number)]
    if zone.format.optional_check is not None:
        numbers.append(("optional_data", zone.format.optional_data))
    for name, part in numbers:
        for at in range(part.start, part.start + len(zone.text[part].rstrip(FILLER))):
            if zone.text[at] in UNNOTICED:
                yield _exchange(zone, name, at, UNNOTICED[zone.text[at]])
