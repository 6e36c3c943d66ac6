"""Two records compared field by field: what each field says for one person, in bits, and their sum.

Fellegi and Sunter, "A Theory for Record Linkage", JASA 64 (1969). Every field is on a level (`levels`, `fields`); the names'
bits are those of `engines.names.comparison`, weighed by how common the words are where a register can tell (Winkler 1989).
Fields are taken to be independent of one another given who the persons are. Nothing is decided here.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from egnatia.engines.linkage import fields
from egnatia.engines.linkage.levels import NOTHING, Field, Weight, weight_of
from egnatia.engines.linkage.names import WordPair, compare_names
from egnatia.engines.linkage.records import NameKind, Record
from egnatia.engines.names.comparison import Pool

LEAST_BESIDE = 3.0  # bits of other fields together, without which it is names alone that count, own and relatives'


class Standing(StrEnum):
    """What somebody may be called who was found so; only fingerprints say more.

    unlikely  the evidence is against
    possible  the evidence is for, and it may be the names' alone
    likely    more than the names is for, and altogether it is more likely than not
    """

    UNLIKELY = "unlikely"
    POSSIBLE = "possible"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True)
class FieldLinkage:
    """What one field says.

    level   its code, such as `birth.swapped`
    bits    for one person, or against it if below zero; error: of these, in bits (one standard error)
    first, second  the values that were compared, as written; None where there is none
    words   of names, the words that were taken for one another
    kinds   of names, which of either record's names they are
    """

    field: Field
    level: str
    bits: float
    error: float
    first: str | None
    second: str | None
    words: tuple[WordPair, ...] = ()
    kinds: tuple[NameKind, NameKind] | None = None

    @property
    def is_known(self) -> bool:
        """Whether both records say something that could be compared."""
        return not self.level.endswith((".unknown", ".not_comparable"))


@dataclass(frozen=True, slots=True)
class Linkage:
    """What two records say for and against being one person's, field by field in the order of `Field`."""

    fields: tuple[FieldLinkage, ...]

    @property
    def bits(self) -> float:
        return sum(one.bits for one in self.fields)

    @property
    def error(self) -> float:
        """Standard error of `bits`, those of the fields taken to be independent."""
        return math.hypot(*(one.error for one in self.fields))

    def field(self, field: Field) -> FieldLinkage:
        return next(one for one in self.fields if one.field is field)

    @property
    def rests_on_names_alone(self) -> bool:
        """Whether all other fields that speak for one person say next to nothing, as sex and nationality do.

        Relatives don't count: brothers share a father, and a wife's sisters her husband's name.
        """
        names = (Field.NAMES, Field.RELATIVES)
        return sum(max(one.bits, 0.0) for one in self.fields if one.field not in names) < LEAST_BESIDE


_JUDGES: dict[Field, Callable[[Record, Record], fields.Judged]] = {
    Field.BIRTH: fields.judge_births,
    Field.SEX: fields.judge_sexes,
    Field.NATIONALITY: fields.judge_nationalities,
    Field.BIRTH_PLACE: fields.judge_birth_places,
    Field.RESIDENCE: fields.judge_residences,
    Field.DOCUMENT: fields.judge_documents,
    Field.RELATIVES: fields.judge_relatives,
}


def compare_records(first: Record, second: Record, pool: Pool | None = None) -> Linkage:
    """How well two records agree; pool: the register in which one of them was found, which knows how common words are.

    >>> from egnatia.engines.linkage.records import WrittenName
    >>> one = Record(names=(WrittenName("محمد حسینی"),), nationalities=("AFG",))
    >>> other = Record(names=(WrittenName("Muhamed Huseini"),), nationalities=("AFG",))
    >>> [field.level for field in compare_records(one, other).fields if field.is_known]
    ['names.same_skeleton', 'nationality.same']
    """
    return Linkage((_compare_names(first, second, pool), *(_compare(field, first, second) for field in _JUDGES)))


def _compare_names(first: Record, second: Record, pool: Pool | None) -> FieldLinkage:
    found = compare_names(first.names, second.names, pool)
    if found is None:
        ours, theirs = ("; ".join(name.text for name in record.names) or None for record in (first, second))
        return _make(Field.NAMES, "unknown", NOTHING, ours, theirs)
    kinds = (found.first.kind, found.second.kind)
    return _make(Field.NAMES, found.level, found.weight, found.first.text, found.second.text, found.words, kinds)


def _compare(field: Field, first: Record, second: Record) -> FieldLinkage:
    level, ours, theirs = _JUDGES[field](first, second)
    return _make(field, level, weight_of(f"{field}.{level}"), ours, theirs)


def _make(
    field: Field,
    level: str,
    weight: Weight,
    first: str | None,
    second: str | None,
    words: tuple[WordPair, ...] = (),
    kinds: tuple[NameKind, NameKind] | None = None,
) -> FieldLinkage:
    return FieldLinkage(field, f"{field}.{level}", weight.bits, weight.error, first, second, words, kinds)
