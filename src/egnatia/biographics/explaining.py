"""Why somebody may be the person, or may not: field by field, in words, what each says and what is open."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.biographics.words import FIELDS, LEVELS, PARENTS, STANDINGS, StandingWords, say_rules
from egnatia.engines.linkage.comparison import FieldLinkage
from egnatia.engines.linkage.levels import Field
from egnatia.engines.linkage.names import WordPair
from egnatia.engines.linkage.probability import Probability, find_doubts
from egnatia.engines.linkage.register import Match, Register

_MOST_DOUBTS = 3
#: From how many bits on, what a field says for one person, and what against it.
_SAYS: tuple[tuple[float, tuple[str | Promise, str | Promise]], ...] = (
    (8.0, (_("Speaks strongly for it"), _("Speaks strongly against it"))),
    (3.0, (_("Speaks for it"), _("Speaks against it"))),
    (0.5, (_("Speaks a little for it"), _("Speaks a little against it"))),
    (0.0, (_("Says nothing"), _("Says nothing"))),
)


@dataclass(frozen=True, slots=True)
class WordLine:
    """Two words that were taken for one, and why; sharing: how many of the register are called so, in whatever spelling."""

    first: str
    second: str
    why: str
    sharing: int


@dataclass(frozen=True, slots=True)
class FieldLine:
    """What one field says. bits: for one person; below zero, against it."""

    field: Field
    name: str | Promise
    level: str
    words: str | Promise
    first: str
    second: str
    bits: float
    pairs: tuple[WordLine, ...]

    @property
    def says(self) -> str | Promise:
        """How much, in words: an officer weighs evidence, not decimals."""
        strength = next(words for least, words in _SAYS if abs(self.bits) >= least)
        return strength[self.bits < 0]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What speaks for and against two records being one person's.

    sharing  how many of the register are called so, in whatever spelling
    doubts   what would lower it, were it to turn out otherwise
    """

    standing: StandingWords
    probability: Probability
    bits: float
    lines: tuple[FieldLine, ...]
    unknown: tuple[str | Promise, ...]
    persons: int
    sharing: int
    doubts: tuple[str | Promise, ...]


def explain(match: Match, register: Register) -> Explanation:
    found = match.linkage
    names = found.field(Field.NAMES)
    return Explanation(
        standing=STANDINGS[match.standing],
        probability=match.probability,
        bits=found.bits,
        lines=tuple(_line(one, register) for one in found.fields if one.is_known),
        unknown=tuple(FIELDS[one.field] for one in found.fields if not one.is_known),
        persons=len(register),
        sharing=register.count_sharing(names.second) if names.second else 0,
        doubts=tuple(FIELDS[doubt.field] for doubt in find_doubts(found, register.odds)[:_MOST_DOUBTS]),
    )


def _line(one: FieldLinkage, register: Register) -> FieldLine:
    pairs = tuple(_say_pair(pair, register) for pair in one.words)
    first, second = (_say(one.field, value) for value in (one.first, one.second))
    return FieldLine(one.field, FIELDS[one.field], one.level, LEVELS[one.level], first, second, one.bits, pairs)


def _say_pair(pair: WordPair, register: Register) -> WordLine:
    return WordLine(pair.first, pair.second, say_rules(pair.first, pair.second), register.count_sharing(pair.second))


def _say(field: Field, value: str | None) -> str:
    """A value as records keep it, in words."""
    if value is None:
        return "–"
    if field is Field.NATIONALITY:
        return ", ".join(str(law.country(code).name) for code in value.split("; "))
    if field is Field.SEX:
        return str(law.sexes()[value].name)
    if field is Field.DOCUMENT:
        kind, _space, rest = value.partition(" ")
        return f"{law.document_types()[kind].name} {rest}" if kind in law.document_types() else value
    if field is Field.RELATIVES:
        relation, _colon, name = value.partition(": ")
        return f"{PARENTS.get(relation) or law.relation(relation).name}: {name}"
    return value
