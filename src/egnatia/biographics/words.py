"""Levels of agreement, fields, standings and rules in words that an officer reads and a person is told."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from egnatia.engines.linkage.comparison import Standing
from egnatia.engines.linkage.levels import Field
from egnatia.engines.names.explanation import Code, explain_pair
from egnatia.engines.names.spelling import read_name


@dataclass(frozen=True, slots=True)
class StandingWords:
    """A word, what it means, and the colour of the tag that repeats it."""

    code: str
    text: str | Promise
    meaning: str | Promise
    colour: str


STANDINGS: Mapping[Standing, StandingWords] = {
    Standing.LIKELY: StandingWords(
        "likely", _("Likely"), _("The name and something else agree, and more speaks for one person than for two."), "teal"
    ),
    Standing.POSSIBLE: StandingWords(
        "possible", _("Possible"), _("May be the person. It rests on the name, or on too little to say more."), "ochre"
    ),
    Standing.UNLIKELY: StandingWords("unlikely", _("Unlikely"), _("More speaks for two persons than for one."), "grey"),
}

FIELDS: Mapping[Field, str | Promise] = {
    Field.NAMES: _("Name"),
    Field.BIRTH: _("Date of birth"),
    Field.SEX: _("Sex"),
    Field.NATIONALITY: _("Nationality"),
    Field.BIRTH_PLACE: _("Place of birth"),
    Field.RESIDENCE: _("Residence"),
    Field.DOCUMENT: _("Document"),
    Field.RELATIVES: _("Relatives"),
}

#: What the comparison calls a parent whose sex is known; other relatives are called as the law has them.
PARENTS: Mapping[str, str | Promise] = {"father": _("Father"), "mother": _("Mother")}

_NOT_KNOWN = _("Not known of both")

#: By the codes of `engines.linkage.levels`.
LEVELS: Mapping[str, str | Promise] = {
    "names.same": _("The same name, letter by letter"),
    "names.other_order": _("The same words in another order"),
    "names.same_skeleton": _("The same name, written otherwise"),
    "names.similar_spelling": _("Names that are spelt much alike"),
    "names.word_missing": _("Words agree; one name has more of them"),
    "names.some_words_differ": _("Some words agree, others differ"),
    "names.not_comparable": _("Written in letters that can't be compared"),
    "names.differ": _("Different names"),
    "names.unknown": _NOT_KNOWN,
    "birth.same_day": _("The same day"),
    "birth.swapped": _("Day and month swapped"),
    "birth.other_calendar": _("The same day, read in another calendar"),
    "birth.other_rule": _("The same day by another way of converting calendars"),
    "birth.year_slipped": _("The same day and month, the year slipped"),
    "birth.one_digit": _("One digit differs"),
    "birth.same_month": _("The same month; a day isn't known"),
    "birth.same_year": _("The same year; a day isn't known"),
    "birth.placeholder_same_year": _("The same year; a day such as 1 January tells nothing"),
    "birth.age_overlaps": _("The estimated age fits"),
    "birth.placeholder_other_year": _("A day such as 1 January tells nothing"),
    "birth.unknown": _NOT_KNOWN,
    "birth.same_year_other_day": _("The same year, another day"),
    "birth.one_year_apart": _("One year apart"),
    "birth.few_years_apart": _("A few years apart"),
    "birth.far_apart": _("Many years apart"),
    "sex.same": _("The same"),
    "sex.differs": _("Not the same"),
    "sex.unknown": _NOT_KNOWN,
    "nationality.same": _("The same"),
    "nationality.one_in_common": _("One in common"),
    "nationality.differs": _("Not the same"),
    "nationality.unknown": _NOT_KNOWN,
    "birth_place.same": _("The same place"),
    "birth_place.same_country": _("Another place of the same country"),
    "birth_place.differs": _("Another place"),
    "birth_place.unknown": _NOT_KNOWN,
    "residence.same": _("The same place"),
    "residence.differs": _("Another place, which tells nothing"),
    "residence.unknown": _NOT_KNOWN,
    "document.same": _("The same document"),
    "document.same_number": _("The same number; kind or state isn't known of both, or differs"),
    "document.one_character_confusable": _("One character differs, which is easily misread"),
    "document.one_character_differs": _("One character differs"),
    "document.shortened": _("One number is a part of the other"),
    "document.differs": _("Another document, which tells nothing"),
    "document.unknown": _NOT_KNOWN,
    "relatives.same_name": _("A relative of the same name"),
    "relatives.similar_name": _("A relative of a similar name"),
    "relatives.differs": _("Other relatives, which tells nothing"),
    "relatives.unknown": _NOT_KNOWN,
}

#: Why two words are one, by the codes of `engines.names.explanation`; %(what)s: letters or words, one pair after the other.
RULES: Mapping[Code, str | Promise] = {
    Code.SAME_SPELLING: _("the same letters"),
    Code.LETTER_BY_LETTER: _("the same letter by letter"),
    Code.JOINED: _("written together: %(what)s"),
    Code.SERVANT_JOINED: _("one name: %(what)s"),
    Code.KUNYA_JOINED: _("one name: %(what)s"),
    Code.LAQAB_JOINED: _("one name: %(what)s"),
    Code.ENDING_JOINED: _("one name: %(what)s"),
    Code.ARTICLE_LEFT_OUT: _("the article doesn't count: %(what)s"),
    Code.LOOK_ALIKE: _("letters of another script that look the same: %(what)s"),
    Code.ROMANISED: _("in Latin letters: %(what)s"),
    Code.READ_AS: _("read as: %(what)s"),
    Code.WRITTEN_AS: _("one sound, written in two ways: %(what)s"),
    Code.MARK_DROPPED: _("a mark left out: %(what)s"),
    Code.DOUBLED: _("written twice: %(what)s"),
    Code.VOWEL_NOT_WRITTEN: _("vowels that one script doesn't write: %(what)s"),
    Code.VOWEL_DIFFERS: _("other vowels: %(what)s"),
    Code.LETTER_DIFFERS: _("other letters: %(what)s"),
    Code.LETTER_LEFT_OUT: _("left out: %(what)s"),
}


def say_rules(first: str, second: str) -> str:
    """Why two words of names are one, in words; empty where nothing ties them."""
    found: dict[Code, list[str]] = {}
    for rule in explain_pair(read_name(first), read_name(second)):
        found.setdefault(rule.code, []).append(" \N{EN DASH} ".join(rule.parameters))
    return "; ".join(str(RULES[code]) % {"what": ", ".join(what)} for code, what in found.items())
