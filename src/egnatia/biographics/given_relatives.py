"""Relatives of somebody who is looked for, as a connected system or a command names them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from egnatia import law
from egnatia.base.errors import Problem
from egnatia.biographics.records import NO_KIN, relatives_named
from egnatia.engines.linkage.records import Relative
from egnatia.law.characters import clean_name

MOST_RELATIVES = 10  # relatives of one person
#: By law element code, what is read of a relative: a parent's sex says whether it is the father or the mother.
NAMING_ELEMENTS = frozenset({"surnames", "forenames", "names_latin", "birth_names", "previous_names", "aliases", "sex"})
#: What a relative is called in a line of text, which has no place for a parent's sex.
KINDS_IN_TEXT = ("father", "mother", "spouse", "child", "sibling", "guardian", "ward", "other_relative")
_LONGEST_NAME = 150  # characters of a whole name
#: Irregular crossing: its list has every element that names a person.
_CATEGORY = 2


def describe_relative(kind: str, elements: Mapping[str, Any], *, field: str) -> tuple[Relative, ...]:
    """A relative by each of their names.

    kind      what they are to the person, a code of `law.relations()` that says kin
    elements  by law element code, of `NAMING_ELEMENTS`
    field     where they stand in what was sent

    Raises Problem `biographics.relative.kind`, `.not_compared`, `.no_name`, `law.…`.
    """
    kinds = law.relations().keys() - NO_KIN
    if kind not in kinds:
        raise _unknown_kind(sorted(kinds), field=f"{field}.kind")
    if unknown := sorted(set(elements) - NAMING_ELEMENTS):
        raise Problem(
            "biographics.relative.not_compared",
            "A relative isn't compared by this element.",
            f"Leave it out: {', '.join(sorted(NAMING_ELEMENTS))} are read of a relative.",
            field=f"{field}.elements.{unknown[0]}",
        )
    try:
        cleaned = law.clean_elements(_CATEGORY, elements, complete=False)
    except Problem as problem:
        problem.field = f"{field}.elements.{problem.field}"
        raise
    if not (named := relatives_named(kind, cleaned)):
        raise _no_name(f"{field}.elements")
    return named


def read_relatives(texts: Sequence[str]) -> tuple[Relative, ...]:
    """Relatives written as `kind:name`, such as `father:Ahmad Rahimi`; kind: one of `KINDS_IN_TEXT`.

    Raises Problem `biographics.relative.too_many`, `.kind`, `.no_name`, `law.name.…`, `law.text.…`.
    """
    if len(texts) > MOST_RELATIVES:
        raise Problem(
            "biographics.relative.too_many", f"These are more than {MOST_RELATIVES} relatives.", "Name the closest ones."
        )
    return tuple(map(_read, texts))


def _read(text: str) -> Relative:
    kind, _colon, written = text.partition(":")
    kind, name = kind.strip().lower(), clean_name(written, field="relative", max_length=_LONGEST_NAME)
    if kind not in KINDS_IN_TEXT:
        raise _unknown_kind(KINDS_IN_TEXT, field="relative")
    if not name:
        raise _no_name("relative")
    return Relative(kind, name)


def _unknown_kind(kinds: Iterable[str], *, field: str) -> Problem:
    return Problem(
        "biographics.relative.kind",
        "It isn't said what a relative is to the person.",
        f"Say one of: {', '.join(kinds)}.",
        field=field,
    )


def _no_name(field: str) -> Problem:
    return Problem("biographics.relative.no_name", "A relative has no name.", "Name them, or leave them out.", field=field)
