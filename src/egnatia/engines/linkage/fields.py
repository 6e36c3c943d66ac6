"""Each field but the names: on which level two records are, and the two values that decided it.

Of several values on a side the pair that agrees best counts. Symmetric; a value that isn't known is never held against anybody.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import TypeVar

from egnatia.engines.dates.agreement import level_of_agreement
from egnatia.engines.dates.conversion import convert
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.documents.codes import iso_code
from egnatia.engines.documents.mrz.confusions import are_confusable
from egnatia.engines.linkage.levels import Field, codes_of
from egnatia.engines.linkage.records import Document, Place, PlaceKind, Record, Relative, Sex
from egnatia.engines.names.comparison import compare, prepare
from egnatia.engines.names.traits import find_states

T = TypeVar("T")
#: Level, and both values as written.
Judged = tuple[str, str | None, str | None]

SAME_NAME, SIMILAR_NAME = 4.0, 0.0  # bits of `engines.names`, of a place's or a relative's name
SHORTEST = 5  # characters of a document number of which another may be the beginning or the end


def judge_births(first: Record, second: Record) -> Judged:
    return _judge(Field.BIRTH, (first.birth_dates, second.birth_dates), _level_of_births, _say_date)


def _level_of_births(one: UncertainDate, other: UncertainDate) -> str:
    return level_of_agreement(one, other).value


def judge_sexes(first: Record, second: Record) -> Judged:
    ours, theirs = (record.sex.value if record.sex is not Sex.UNKNOWN else None for record in (first, second))
    level = "unknown" if ours is None or theirs is None else "same" if ours == theirs else "differs"
    return level, ours, theirs


def judge_nationalities(first: Record, second: Record) -> Judged:
    ours, theirs = (set(find_states(record.nationalities)) for record in (first, second))
    if not ours or not theirs:
        level = "unknown"
    elif ours == theirs:
        level = "same"
    else:
        level = "one_in_common" if ours & theirs else "differs"
    return level, _say_all(first.nationalities), _say_all(second.nationalities)


def judge_birth_places(first: Record, second: Record) -> Judged:
    return _judge(Field.BIRTH_PLACE, _pick(first, second, PlaceKind.BIRTH), _level_of_places, _say_place)


def judge_residences(first: Record, second: Record) -> Judged:
    """People move, so only the same place says something."""
    return _judge(Field.RESIDENCE, _pick(first, second, PlaceKind.RESIDENCE), _level_of_residences, _say_place)


def _pick(first: Record, second: Record, kind: PlaceKind) -> tuple[Sequence[Place], Sequence[Place]]:
    ours, theirs = (
        [place for place in record.places if place.kind is kind and (place.locality or place.country)]
        for record in (first, second)
    )
    return ours, theirs


def _level_of_residences(one: Place, other: Place) -> str:
    level = _level_of_places(one, other)
    return level if level in ("same", "unknown") else "differs"


def _level_of_places(one: Place, other: Place) -> str:
    countries = {iso_code(place.country) for place in (one, other) if place.country}
    if len(countries) == 2:
        return "differs"
    if not one.locality or not other.locality:
        return "unknown"
    if compare(prepare(one.locality), prepare(other.locality)).bits >= SAME_NAME:
        return "same"
    return "same_country" if one.country and other.country else "unknown"


def judge_documents(first: Record, second: Record) -> Judged:
    return _judge(Field.DOCUMENT, (first.documents, second.documents), _level_of_documents, _say_document)


def _level_of_documents(one: Document, other: Document) -> str:
    """Two numbers of one person differ as a rule: of a passport and a card, of one that expired and the next."""
    states = {iso_code(document.issuing_state) for document in (one, other) if document.issuing_state}
    kinds = {document.kind for document in (one, other) if document.kind}
    if len(states) == 2:
        return "differs"
    ours, theirs = one.bare_number, other.bare_number
    if ours == theirs:
        return "same" if one.issuing_state and other.issuing_state and len(kinds) < 2 else "same_number"
    if len(ours) == len(theirs) and sum(a != b for a, b in zip(ours, theirs, strict=True)) == 1:
        return "one_character_confusable" if are_confusable(ours, theirs) else "one_character_differs"
    shorter, longer = sorted((ours, theirs), key=len)
    if len(shorter) >= SHORTEST and (longer.startswith(shorter) or longer.endswith(shorter)):
        return "shortened"
    return "differs"


def judge_relatives(first: Record, second: Record) -> Judged:
    """Only those of one relation are compared; nobody is held to have named all."""
    return _judge(Field.RELATIVES, (first.relatives, second.relatives), _level_of_relatives, str)


def _level_of_relatives(one: Relative, other: Relative) -> str:
    if one.relation != other.relation:
        return "unknown"
    bits = compare(prepare(one.name), prepare(other.name)).bits
    return "same_name" if bits >= SAME_NAME else "similar_name" if bits > SIMILAR_NAME else "differs"


def _judge(
    field: Field, told: tuple[Sequence[T], Sequence[T]], level_of: Callable[[T, T], str], say: Callable[[T], str]
) -> Judged:
    """By the pair whose level has most bits; of equally many the one that comes first in the weights' file."""
    ours, theirs = told
    pairs = [(level_of(one, other), one, other) for one, other in product(ours, theirs)]
    if not pairs:
        return "unknown", _say_all(map(say, ours)), _say_all(map(say, theirs))
    order = codes_of(field)
    level, one, other = min(pairs, key=lambda pair: order.index(f"{field}.{pair[0]}"))
    return level, say(one), say(other)


def _say_all(told: Iterable[str]) -> str | None:
    return "; ".join(told) or None


def _say_date(when: UncertainDate) -> str:
    return str(convert(when))


def _say_place(place: Place) -> str:
    return ", ".join(filter(None, (place.locality, place.country)))


def _say_document(document: Document) -> str:
    return " ".join(filter(None, (document.kind, document.issuing_state, document.number)))
